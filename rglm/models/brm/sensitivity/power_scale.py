"""``power_scale()``: how much the posterior depends on the prior, and on the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rglm.bayes.power_scaling import ALPHAS, power_scaling
from rglm.formatting.hints.argument_kinds import describe_value
from rglm.models.brm.comparison.row_likelihoods import check_posterior
from rglm.models.brm.estimates.parameter_names import parameter_places
from rglm.models.brm.sensitivity.sensitivity_page import BrmSensitivity

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def power_scale(
    fit: BrmFit,
    variable: str | Sequence[str] | None = None,
    lower_alpha: float = ALPHAS[0],
    upper_alpha: float = ALPHAS[1],
) -> BrmSensitivity:
    """Sensitivity of the posterior to its prior and to its likelihood, by power-scaling.

    The posterior under the prior p^alpha, and that under the likelihood L^alpha, are had from the
    draws by importance weights. The sensitivity of a parameter is how fast its distribution
    changes with log2(alpha) at alpha = 1 (the cumulative Jensen-Shannon distance); from 0.05 on it
    matters. priorsense's ``powerscale_sensitivity`` in R.

    Parameters
    ----------
    variable : name or names, optional
        Which parameters; all by default.
    lower_alpha, upper_alpha : float
        The powers, below and above 1, between which the difference is taken.

    Returns
    -------
    BrmSensitivity
        Prints the table and says in words whether the prior matters. `table` has variable, prior,
        likelihood and diagnosis.

    Raises
    ------
    TypeError
        What is given is no fit of `brm`.
    ValueError
        A name is no parameter; a power is on the wrong side of 1; the draws are of the prior
        alone; the fit was stripped of its rows.

    Notes
    -----
    All priors are scaled together. Both sensitivities large: prior and data say different things,
    and the posterior is a compromise ("potential prior-data conflict"). The prior's alone: the
    data say little about the parameter ("potential strong prior / weak likelihood"). Where a prior
    is meant to be strong neither is a fault. These are slopes at the prior that was given: a much
    wider or narrower one, or one elsewhere, needs a fit of its own. A prior whose power makes no
    difference (flat) has sensitivity 0.

    References
    ----------
    Kallioinen, Paananen, Bürkner & Vehtari (2024), Detecting and diagnosing prior and likelihood
    sensitivity with power-scaling, Statistics and Computing 34.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> from rglm.priors import normal
    >>> mtcars = load("mtcars")
    >>> print(brm("mpg ~ wt", mtcars, seed=1).power_scale().words)
    The prior hardly matters: a similar one gives nearly the same posterior.
    >>> brm("mpg ~ wt", mtcars, prior=normal(0, 1), seed=1).power_scale("wt").table["diagnosis"][0]
    'potential prior-data conflict'
    """
    _check_fit(fit)
    check_posterior(fit, "power_scale")
    if not 0 < lower_alpha < 1 < upper_alpha:
        raise ValueError(
            f"lower_alpha={lower_alpha!r}, upper_alpha={upper_alpha!r}: give a power below 1 and "
            "one above, such as 0.99 and 1.01"
        )
    places = parameter_places(fit, variable, "variable")
    posterior, u = fit._posterior, fit._sample.points
    found = power_scaling(
        fit.draws.to_numpy()[:, places],
        posterior.log_prior_of_quantities(u),
        posterior.log_likelihood(u),
        (lower_alpha, upper_alpha),
    )
    table = pd.DataFrame(
        {
            "variable": [fit.names[i] for i in places],
            "prior": found.prior,
            "likelihood": found.likelihood,
            "diagnosis": found.diagnosis,
        }
    )
    return BrmSensitivity(table, found.k_hat)


def _check_fit(fit: BrmFit) -> None:
    """Check that a fit is one of `brm`.

    Raises
    ------
    TypeError
        It is not.
    """
    from rglm.models.brm.brm_fit import BrmFit

    if not isinstance(fit, BrmFit):
        raise TypeError(f"power_scale() takes a fit of brm(), got {describe_value(fit)}")
