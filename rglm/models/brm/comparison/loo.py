"""``loo()``: Pareto-smoothed leave-one-out cross-validation; ``brms::loo``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, overload

import numpy as np
import pandas as pd

from rglm.bayes.comparison.relative_efficiency import relative_efficiency
from rglm.bayes.diagnostics.loo import psis_loo
from rglm.formatting.hints.warning_location import warn
from rglm.models.base.lazy_method import lazy_method
from rglm.models.brm.comparison.compared_fits import fit_name, rows_key
from rglm.models.brm.comparison.pages.elpd_estimate import RULE, ElpdEstimate, sums_with_errors
from rglm.models.brm.comparison.pages.elpd_list import ElpdList, several
from rglm.models.brm.comparison.pages.pareto_k_table import pareto_k_limit, pareto_k_lines
from rglm.models.brm.comparison.row_likelihoods import by_row, check_posterior
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.bayes.posterior_sample import PosteriorSample
    from rglm.models.brm.brm_fit import BrmFit
    from rglm.plots.posterior import pareto_k_plot as _pareto_k_plot


@dataclass(frozen=True, repr=False)
class Loo(ElpdEstimate):
    """The leave-one-out predictive density of a model, as `loo` returns it; `plot` draws its k.

    Attributes
    ----------
    estimates : DataFrame (3, 2)
        Estimate and SE of elpd_loo, p_loo and looic.
    pointwise : DataFrame (n, 5)
        By row: elpd_loo, mcse_elpd_loo (its Monte Carlo standard error), p_loo, looic,
        influence_pareto_k.
    diagnostics : DataFrame (n, 3)
        By row: pareto_k, n_eff (the effective number of draws), r_eff.
    k_limit : float
        The Pareto k up to which an estimate can be trusted: min(1 - 1 / log10(S), 0.7).
    """

    diagnostics: pd.DataFrame
    k_limit: float

    @property
    def pareto_k(self) -> pd.Series:
        """The Pareto k of each row; R's ``pareto_k_values``."""
        return self.diagnostics["pareto_k"]

    if TYPE_CHECKING:
        plot = _pareto_k_plot.draw_pareto_k
    else:
        plot = lazy_method("plots.posterior.pareto_k_plot", "draw_pareto_k")


@overload
def loo(fit: BrmFit, /, *, compare: bool = True) -> Loo: ...
@overload
def loo(fit: BrmFit, other: BrmFit, /, *others: BrmFit, compare: bool = True) -> ElpdList: ...
def loo(fit: BrmFit, *others: BrmFit, compare: bool = True) -> Loo | ElpdList:
    """Leave-one-out cross-validation from the draws of one fit; ``brms::loo``.

        elpd_loo = sum_i log p(y_i | y_-i),  p_loo = log p(y_i | y) summed - elpd_loo

    with p(y_i | y_-i) estimated by importance sampling from the posterior of all rows, whose
    weights 1 / p(y_i | theta) are smoothed (PSIS).

    Parameters
    ----------
    *others : BrmFit
        Further models of the same rows.
    compare : bool
        Compare them, as `loo_compare` does.

    Returns
    -------
    Loo, or of several models ElpdList
        `estimates`, `pointwise` and `diagnostics` are DataFrames.

    Raises
    ------
    TypeError
        One of `others` is no fit of `brm`.
    ValueError
        Draws of the prior alone; models of different rows or responses.

    Warns
    -----
    FitWarning
        Rows with a Pareto k above 0.7: the posterior changes so much without them that the
        estimate cannot be trusted. `kfold` fits anew.

    Notes
    -----
    A row of weight w counts w times, as one. The Monte Carlo error is that of the delta method.
    That of the sum, on the page, takes the rows as independent, as R's loo does. Since the same
    draws serve all rows the true one is somewhat larger: in 40 repetitions of each of six fits
    it was 1.1 to 1.4 times that.
    Of importance draws r_eff is what the resampling has cost.

    References
    ----------
    Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using leave-one-out
    cross-validation and WAIC, Statistics and Computing 27; Vehtari, Simpson, Gelman, Yao & Gabry
    (2024), Pareto smoothed importance sampling, JMLR 25.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1, draws=1000)
    >>> fit.loo().estimates.round(0)
              Estimate    SE
    elpd_loo     -73.0   9.0
    p_loo          2.0   0.0
    looic        147.0  18.0
    """
    if others:
        return several("loo", (fit, *others), loo_of, compare)
    return loo_of(fit, fit_name(fit))


def loo_of(fit: BrmFit, name: str) -> Loo:
    """The leave-one-out predictive density of a fit."""
    check_posterior(fit, "loo")
    draws = fit._theta.shape[1]
    elpd, p, k, error, n_eff, r_eff = by_row(fit, partial(_of_block, fit._sample), "loo").T
    limit = pareto_k_limit(draws)
    pointwise = pd.DataFrame(
        {
            "elpd_loo": elpd,
            "mcse_elpd_loo": error,
            "p_loo": p,
            "looic": -2 * elpd,
            "influence_pareto_k": k,
        }
    )
    diagnostics = pd.DataFrame({"pareto_k": k, "n_eff": n_eff, "r_eff": r_eff})
    _warn_of_large_shapes(k, limit, name)
    return Loo(
        "loo",
        sums_with_errors(pointwise[["elpd_loo", "p_loo", "looic"]]),
        pointwise,
        name,
        (f"Computed from {draws} by {len(k)} log-likelihood matrix.",),
        (
            RULE,
            *_error_lines(error, r_eff, k, limit, fit.algorithm),
            "",
            *pareto_k_lines(k, n_eff, limit),
        ),
        diagnostics,
        limit,
        _rows_key=rows_key(fit),
    )


def _of_block(sample: PosteriorSample, log_lik: np.ndarray) -> np.ndarray:
    """What is known of each row of a block, (n, 6)."""
    efficiency = relative_efficiency(sample, log_lik)
    return np.column_stack([*psis_loo(log_lik, efficiency), efficiency])


def _error_lines(
    error: np.ndarray, efficiency: np.ndarray, k: np.ndarray, limit: float, algorithm: str
) -> list[str]:
    """The Monte Carlo error of the sum, and of what kind of draws."""
    total = f"{np.sqrt((error**2).sum()):.1f}" if (k <= limit).all() else "NA"
    low, high = efficiency.min(), efficiency.max()
    drawn = "MCMC" if algorithm == "sampling" else "importance"
    return [
        f"MCSE of elpd_loo is {total}.",
        f"MCSE and ESS estimates assume {drawn} draws (r_eff in [{low:.1f}, {high:.1f}]).",
    ]


def _warn_of_large_shapes(k: np.ndarray, limit: float, name: str) -> None:
    count = int((~(k <= limit)).sum())
    if count:
        have, their, them = ("has", "its", "it") if count == 1 else ("have", "their", "them")
        warn(
            f"loo: {count} of {len(k)} rows {have} a Pareto k above {limit:.2g} in model "
            f"{name!r}: {their} elpd_loo cannot be trusted; kfold() fits anew without {them}",
            FitWarning,
        )
