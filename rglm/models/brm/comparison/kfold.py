"""``kfold()``: K-fold cross-validation by fits to parts of the rows; ``brms::kfold``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from rglm.bayes.diagnostics.loo import log_mean_density
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.bayes.priors.propriety import check_propriety
from rglm.design.frame.evaluated_variables import take_rows
from rglm.inference.random_seed import Seed, generator
from rglm.inference.row_values import rows_in_data
from rglm.models.base.cached import drop_cached
from rglm.models.brm.comparison.compared_fits import fit_name, rows_key
from rglm.models.brm.comparison.kfold_folds import fold_codes
from rglm.models.brm.comparison.pages.elpd_estimate import ElpdEstimate, sums_with_errors
from rglm.models.brm.comparison.pages.elpd_list import ElpdList, several
from rglm.models.brm.comparison.row_likelihoods import by_row, check_posterior
from rglm.models.brm.posterior_draws import draw_posterior
from rglm.models.brm.row_blocks import row_blocks, weighted_values
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


@dataclass(frozen=True, repr=False)
class KFold(ElpdEstimate):
    """The predictive density by K-fold cross-validation, as `kfold` returns it.

    Attributes
    ----------
    estimates : DataFrame (3, 2)
        Estimate and SE of elpd_kfold, p_kfold and kfoldic.
    pointwise : DataFrame (n, 3)
        The same by row.
    K : int
    folds : (n,) int array
        The fold of each row, from 1 on.
    fits : tuple of BrmFit
        The fit without each fold, with ``save_fits=True``.
    """

    K: int
    folds: np.ndarray
    fits: tuple[BrmFit, ...]


@overload
def kfold(
    fit: BrmFit,
    /,
    *,
    K: int = 10,
    folds: str | Sequence[Any] | None = None,
    group: str | Sequence[Any] | None = None,
    seed: Seed = None,
    compare: bool = True,
    save_fits: bool = False,
) -> KFold: ...
@overload
def kfold(
    fit: BrmFit,
    other: BrmFit,
    /,
    *others: BrmFit,
    K: int = 10,
    folds: str | Sequence[Any] | None = None,
    group: str | Sequence[Any] | None = None,
    seed: Seed = None,
    compare: bool = True,
    save_fits: bool = False,
) -> ElpdList: ...
def kfold(
    fit: BrmFit,
    *others: BrmFit,
    K: int = 10,
    folds: str | Sequence[Any] | None = None,
    group: str | Sequence[Any] | None = None,
    seed: Seed = None,
    compare: bool = True,
    save_fits: bool = False,
) -> KFold | ElpdList:
    """K-fold cross-validation: the model is fitted K times, each without a part of the rows.

        elpd_kfold = sum_i log p(y_i | rows of other folds)

    brms' ``kfold``.

    Parameters
    ----------
    *others : BrmFit
        Further models of the same rows, with the same folds.
    K : int
        The number of folds.
    folds : {"stratified", "grouped", "loo"} or sequence of n, optional
        By default random folds of the same size. "stratified": each fold has its share of each
        group. "grouped": a group is in one fold as a whole. "loo": each row is a fold. Or the
        fold of each row.
    group : column or sequence of n, optional
        The groups; without `folds` each of them is a fold.
    seed : int, optional
        Of the folds; by default that of the fit.
    compare : bool
        Compare several models, as `loo_compare` does.
    save_fits : bool
        Keep the K fits, as ``.fits``.

    Returns
    -------
    KFold, or of several models ElpdList
        `estimates` and `pointwise` are DataFrames.

    Raises
    ------
    ValueError
        K, `folds` or `group` are not of these kinds; data in chunks; draws of the prior alone;
        flat priors under which a fold without its rows has an improper posterior.

    Notes
    -----
    The fits have the design and the priors of the fit to all rows: the columns of ``poly(x, 2)``,
    the centring and the default priors do not change with the fold, and a level that is in one
    fold only keeps its coefficient, of which the others know the prior.

    References
    ----------
    Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using leave-one-out
    cross-validation and WAIC, Statistics and Computing 27.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1, draws=500)
    >>> fit.kfold(K=4).estimates.index.tolist()
    ['elpd_kfold', 'p_kfold', 'kfoldic']
    """
    check_posterior(fit, "kfold")
    if fit._is_chunked:
        raise ValueError("kfold() needs the data in memory; loo() takes data in chunks")
    codes = fold_codes(fit, K, folds, group, generator(fit.seed if seed is None else seed))
    estimate = partial(_kfold_of, codes=codes, save_fits=save_fits)
    if others:
        return several("kfold", (fit, *others), estimate, compare)
    return estimate(fit, fit_name(fit))


def _kfold_of(fit: BrmFit, name: str, codes: np.ndarray, save_fits: bool) -> KFold:
    check_posterior(fit, "kfold")
    if len(codes) != len(fit._index):
        raise ValueError(
            f"the models were fitted to different rows ({len(codes)} and {len(fit._index)})"
        )
    count, elpd, fits = int(codes.max()) + 1, np.empty(len(codes)), []
    start = fit._theta.mean(axis=1)
    for fold in range(count):
        kept, out = np.flatnonzero(codes != fold), np.flatnonzero(codes == fold)
        sample = _fit_of_rows(fit, _taken(fit, kept), start)
        elpd[out] = _log_density(fit, sample, _taken(fit, out))
        if save_fits:
            fits.append(_saved(fit, sample, kept))
    p = by_row(fit, log_mean_density, "kfold") - elpd
    pointwise = pd.DataFrame({"elpd_kfold": elpd, "p_kfold": p, "kfoldic": -2 * elpd})
    return KFold(
        "kfold",
        sums_with_errors(pointwise),
        pointwise,
        name,
        (f"Based on {count}-fold cross-validation.",),
        (),
        count,
        codes + 1,
        tuple(fits),
        _rows_key=rows_key(fit),
    )


def _taken(fit: BrmFit, places: np.ndarray) -> MemorySource:
    """Some of the rows."""
    source = fit._rows_source
    return MemorySource(source.columns.take(places), source.rows.take(places))


def _fit_of_rows(fit: BrmFit, source: MemorySource, start: np.ndarray) -> PosteriorSample:
    """Draws of the posterior of some of the rows, with the priors and options of the fit."""
    priors, space = fit._priors, fit._space
    check_propriety(fit._likelihood, source, priors, space, start)
    posterior = Posterior(
        fit._likelihood, source, space, priors.distributions, priors.log_normaliser
    )
    return draw_posterior(posterior, start, fit._priors, replace(fit._options, progress=False))


def _log_density(fit: BrmFit, sample: PosteriorSample, source: MemorySource) -> np.ndarray:
    """Log mean_s p(y_i | theta_s) of the rows of a source, (n,)."""
    theta = fit._space.theta(sample.points)
    blocks = row_blocks(source, theta.shape[1])
    return np.concatenate(
        [log_mean_density(weighted_values(fit._likelihood, theta, b)) for b in blocks]
    )


def _saved(fit: BrmFit, sample: PosteriorSample, places: np.ndarray) -> BrmFit:
    """The fit to some of the rows as a fit."""
    variables = (fit._variables or {}).items()
    out = fit._replace(
        _sample=sample,
        _source=_taken(fit, places),
        data=fit.data.iloc[rows_in_data(fit)[places]],
        _index=fit._index[places],
        na_action=None,
        _variables={name: take_rows(value, places) for name, value in variables},
    )
    drop_cached(out)
    return out
