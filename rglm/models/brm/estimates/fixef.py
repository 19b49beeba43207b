"""``fixef()``: the coefficients in brms' table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rglm.models.brm.estimates.estimate_table import estimate_table
from rglm.models.brm.estimates.parameter_names import coefficient_places
from rglm.models.brm.posterior_estimates import PROBS

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def fixef(
    fit: BrmFit,
    summary: bool = True,
    robust: bool = False,
    probs: float | Sequence[float] = PROBS,
    pars: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Posterior means, standard deviations and quantiles of the coefficients; brms' ``fixef``.

    Parameters
    ----------
    summary : bool
        False gives the draws themselves.
    robust : bool
        Medians, and median absolute deviations times 1.4826, in place of means and standard
        deviations.
    probs : sequence of m probabilities, or one
        Of the quantiles.
    pars : name or names, optional
        Which coefficients; all by default.

    Returns
    -------
    DataFrame (p, 2 + m)
        Estimate, Est.Error, Q2.5, Q97.5. With ``summary=False`` the draws, (S, p).

    Raises
    ------
    ValueError
        A name is no coefficient; a probability is outside [0, 1].

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.fixef().columns.tolist()
    ['Estimate', 'Est.Error', 'Q2.5', 'Q97.5']
    """
    places = coefficient_places(fit, pars)
    return estimate_table(fit, places, probs, robust) if summary else fit.draws.iloc[:, places]
