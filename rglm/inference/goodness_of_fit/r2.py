"""R-squared and its kin for models with a likelihood."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from rglm.inference.goodness_of_fit.pseudo_r2 import (
    adjusted_mcfadden,
    cox_snell,
    efron_and_tjur,
    mcfadden,
    nagelkerke,
)
from rglm.protocol.model_result import ModelResult

BY_LIKELIHOOD: Mapping[str, Callable[[ModelResult], float]] = {
    "McFadden": mcfadden,
    "McFaddenAdj": adjusted_mcfadden,
    "CoxSnell": cox_snell,
    "Nagelkerke": nagelkerke,
}
BY_OUTCOME = ("Efron", "Tjur")


def r2(fit: ModelResult) -> pd.Series:
    """Measures that stand for R-squared: McFadden, Cox and Snell, Nagelkerke, Efron, Tjur.

    With l and l0 the log-likelihoods of the fit and of its intercepts alone, n observations and K
    parameters:

        McFadden     1 - l / l0
        McFaddenAdj  1 - (l - K) / l0
        CoxSnell     1 - exp(2 (l0 - l) / n)
        Nagelkerke   CoxSnell / (1 - exp(2 l0 / n))
        Efron        1 - sum w (y - mean_i)^2 / sum w (y - mean of y)^2
        Tjur         mean probability of successes - that of failures

    Returns
    -------
    Series
        By name, as in R's ``DescTools::PseudoR2``. Efron's needs a response with a mean, Tjur's
        one of two outcomes. Those of the likelihood are NaN for the quasi families and
        ``method="brglm"``.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.

    Notes
    -----
    The null model has the rows, weights and offsets of the fit, an intercept in each of its parts,
    and a dispersion, theta or cut points of its own. R's ``pscl::pR2`` fits ``. ~ 1``, from which
    ``offset()`` terms are gone.

    Of a normal model Cox and Snell's and Efron's are R². Elsewhere each has a scale of its own,
    and compares only with itself, between models of the same response. The log-likelihoods of a
    continuous response depend on its units, and with them McFadden's and Nagelkerke's: these are
    for counts and categories. The adjusted one is below 0 where l - l0 < K.

    n is ``nobs()``: successes out of trials are one observation a row, as in ``pscl::pR2``. All
    measures but Tjur's are then farther from 0 than those of the same trials written out as rows
    of 0 and 1: with 3, 5 and 9 successes in 10 trials at x = 1, 2, 3 McFadden's is 0.50, and
    written out 0.19. Write trials out to compare with a model of single outcomes.

    References
    ----------
    McFadden (1974), in Frontiers in Econometrics; Cox & Snell (1989), Analysis of Binary Data;
    Nagelkerke (1991), Biometrika 78; Efron (1978), JASA 73; Tjur (2009), American Statistician 63.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.r2().round(3)
    McFadden       0.537
    McFaddenAdj    0.524
    CoxSnell       0.510
    Nagelkerke     0.694
    Efron          0.599
    Tjur           0.597
    dtype: float64
    """
    by_outcome = dict(zip(BY_OUTCOME, efron_and_tjur(fit), strict=True))
    defined = {name: value for name, value in by_outcome.items() if not np.isnan(value)}
    return pd.Series({name: measure(fit) for name, measure in BY_LIKELIHOOD.items()} | defined)
