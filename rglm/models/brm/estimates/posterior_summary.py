"""``posterior_summary()``: all parameters in brms' table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rglm.models.brm.estimates.estimate_table import estimate_table
from rglm.models.brm.estimates.parameter_names import parameter_places
from rglm.models.brm.posterior_estimates import PROBS

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def posterior_summary(
    fit: BrmFit,
    pars: str | Sequence[str] | None = None,
    probs: float | Sequence[float] = PROBS,
    robust: bool = False,
) -> pd.DataFrame:
    """Posterior means, standard deviations and quantiles of all parameters.

    brms' ``posterior_summary``, for the columns of ``fit.draws``.

    Parameters
    ----------
    pars : name or names, optional
        Which parameters; all by default.
    probs : sequence of m probabilities, or one
        Of the quantiles.
    robust : bool
        Medians, and median absolute deviations times 1.4826, in place of means and standard
        deviations.

    Returns
    -------
    DataFrame (P, 2 + m)
        Estimate, Est.Error, Q2.5, Q97.5.

    Raises
    ------
    ValueError
        A name is no parameter; a probability is outside [0, 1].

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.posterior_summary().index.tolist()
    ['Intercept', 'wt', 'sigma']
    """
    return estimate_table(fit, parameter_places(fit, pars), probs, robust)
