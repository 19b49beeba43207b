"""``waic()``: the widely applicable information criterion; ``brms::waic``."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np
import pandas as pd

from rglm.bayes.diagnostics.loo import pointwise_waic
from rglm.formatting.hints.warning_location import warn
from rglm.models.brm.comparison.compared_fits import fit_name, rows_key
from rglm.models.brm.comparison.pages.elpd_estimate import ElpdEstimate, sums_with_errors
from rglm.models.brm.comparison.pages.elpd_list import ElpdList, several
from rglm.models.brm.comparison.row_likelihoods import by_row, check_posterior
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

LARGE_P = 0.4


@overload
def waic(fit: BrmFit, /, *, compare: bool = True) -> ElpdEstimate: ...
@overload
def waic(fit: BrmFit, other: BrmFit, /, *others: BrmFit, compare: bool = True) -> ElpdList: ...
def waic(fit: BrmFit, *others: BrmFit, compare: bool = True) -> ElpdEstimate | ElpdList:
    """The widely applicable information criterion; ``brms::waic``.

        elpd_waic = sum_i log mean_s p(y_i | theta_s) - p_waic,
        p_waic = sum_i var_s log p(y_i | theta_s),  waic = -2 elpd_waic

    Parameters
    ----------
    *others : BrmFit
        Further models of the same rows.
    compare : bool
        Compare them, as `loo_compare` does.

    Returns
    -------
    ElpdEstimate, or of several models ElpdList
        `estimates` (3, 2) and `pointwise` (n, 3) are DataFrames.

    Raises
    ------
    TypeError
        One of `others` is no fit of `brm`.
    ValueError
        Draws of the prior alone; models of different rows or responses.

    Warns
    -----
    FitWarning
        Rows with a p_waic above 0.4, for which `loo` is better.

    References
    ----------
    Watanabe (2010), Asymptotic equivalence of Bayes cross validation and widely applicable
    information criterion in singular learning theory, JMLR 11; Vehtari, Gelman & Gabry (2017),
    Practical Bayesian model evaluation using leave-one-out cross-validation and WAIC, Statistics
    and Computing 27.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1, draws=1000)
    >>> fit.waic().estimates.round(0)
               Estimate    SE
    elpd_waic     -73.0   9.0
    p_waic          2.0   0.0
    waic          147.0  18.0
    """
    if others:
        return several("waic", (fit, *others), waic_of, compare)
    return waic_of(fit, fit_name(fit))


def waic_of(fit: BrmFit, name: str) -> ElpdEstimate:
    """WAIC of a fit."""
    check_posterior(fit, "waic")
    elpd, p = by_row(fit, _of_block, "waic").T
    pointwise = pd.DataFrame({"elpd_waic": elpd, "p_waic": p, "waic": -2 * elpd})
    return ElpdEstimate(
        "waic",
        sums_with_errors(pointwise),
        pointwise,
        name,
        (f"Computed from {fit._theta.shape[1]} by {len(p)} log-likelihood matrix.",),
        tuple(_large_p_lines(p)),
        _rows_key=rows_key(fit),
    )


def _of_block(log_lik: np.ndarray) -> np.ndarray:
    return np.column_stack(pointwise_waic(log_lik))


def _large_p_lines(p: np.ndarray) -> list[str]:
    count = int((p > LARGE_P).sum())
    if not count:
        return []
    share = f"{count} ({100 * count / len(p):.1f}%)"
    text = f"{share} p_waic estimates greater than {LARGE_P}. We recommend trying loo instead."
    warn(f"waic: {text}", FitWarning)
    return ["", text]
