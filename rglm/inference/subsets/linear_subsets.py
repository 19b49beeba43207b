"""All linear models with some of the terms of a fit, from the triangle of one pass.

With R the triangle of [X, y], a model whose columns come first has its coefficients and its
residual sum of squares in R already. When a term is left out, only the rows of R below its first
column have to be made triangular again; so 2^k models take 2^(k-1) factorizations of small
matrices (Smith & Bremner 1989, Computational Statistics & Data Analysis 7; Miller 2002, *Subset
Selection in Regression*, chapter 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg.lapack import dgeqrf

from rglm.design.block import Block
from rglm.design.frame.factor_coding import FactorCoding
from rglm.fitting.least_squares.normal_loglik import normal_loglik, sum_log_weights
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.subsets.subset_fits import (
    SubsetFits,
    check_model_count,
    numeric_names,
    refitted_subsets,
)
from rglm.inference.subsets.subset_space import Subset, SubsetSpace
from rglm.linalg.pivot import pivot, solve_upper
from rglm.linalg.threads import one_thread
from rglm.linalg.triangle import Triangle, qr_triangle
from rglm.protocol.capabilities import HasLeverage

MAX_LINEAR_MODELS = 2**15
MAX_TRIANGLE_BYTES = 2e9
WIDE_MESSAGE = "the triangle of all columns", "step() and drop1() leave out one term at a time"
LINEAR_ATTRIBUTES = {"rss": "deviance", "rank": "rank", "adj_r_squared": "adj_r_squared"}


def linear_subsets(fit: HasLeverage, space: SubsetSpace) -> SubsetFits:
    """The models by least squares, as `all_subsets` compares them.

    Raises
    ------
    ValueError
        They are too many.
    """
    if _changes_coding(fit):
        return refitted_subsets(space, LINEAR_ATTRIBUTES)
    check_model_count(space, MAX_LINEAR_MODELS, "all_subsets() of lm() compares")
    size = len(fit._schema.names)
    check_matrix_size(size, size, *WIDE_MESSAGE, MAX_TRIANGLE_BYTES)
    triangle = _design_triangle(fit)
    assign = np.asarray(fit._schema.assign)
    with one_thread():
        if fit.rank == len(assign):
            models = [
                m for m in _full_rank_models(triangle, assign, space) if space.allows(m.subset)
            ]
        else:
            models = [
                _pivoted_model(triangle, assign, subset, fit.control.tol)
                for subset in space.subsets()
            ]
    return _subset_fits(fit, space, models, triangle)


def _changes_coding(fit: HasLeverage) -> bool:
    """Whether a factor may be coded otherwise when another term is not there."""
    coding = fit._schema.coding.values()
    return not fit._schema.parsed.intercept and any(isinstance(c, FactorCoding) for c in coding)


def _design_triangle(fit: HasLeverage) -> np.ndarray:
    """A triangle of sqrt(W) [X, o, y - o], o the offset: that of the fit, if it has kept one."""
    fits = fit._column_fits
    if fits is None:
        return fit._rows_source.total(_weighted_triangle).r
    r, p = fits.triangle, fits.columns
    offset = r[:, p + 1] if r.shape[1] > p + 1 else np.zeros(len(r))
    return np.column_stack([r[:, :p], offset, r[:, p]])


def _weighted_triangle(block: Block) -> Triangle:
    """The triangle of sqrt(w) [X, o, y - o], o the offset."""
    x = block.matrix(spare=2)
    x[:, -2] = block.rows.offset
    x[:, -1] = block.rows.y - block.rows.offset
    x *= np.sqrt(block.rows.weights)[:, None]
    return Triangle(qr_triangle(x))


@dataclass(frozen=True)
class _Model:
    """A model by least squares.

    Attributes
    ----------
    subset : frozenset
    columns, estimates : (k,) arrays
        Its columns among those of the fit, and their coefficients.
    rss, offset_product : float
        The weighted sums of the residuals' squares, and of their products with the offset.
    """

    subset: Subset
    columns: np.ndarray
    estimates: np.ndarray
    rss: float
    offset_product: float


def _full_rank_models(
    triangle: np.ndarray, assign: np.ndarray, space: SubsetSpace
) -> Iterator[_Model]:
    """All models where no column is a combination of others."""
    always = [0, *(place + 1 for place in space.fixed)]
    first = np.flatnonzero(np.isin(assign, always))
    free = [np.flatnonzero(assign == place + 1) for place in space.free]
    columns = np.concatenate([first, *free]).astype(int)
    r = qr_triangle(np.asfortranarray(triangle[:, [*columns, -2, -1]]))
    yield from _models_after(r, len(first), free, space.free, columns, space, 0, space.fixed)


def _models_after(
    r: np.ndarray,
    start: int,
    blocks: list[np.ndarray],
    places: list[int],
    columns: np.ndarray,
    space: SubsetSpace,
    first: int,
    subset: Subset,
) -> Iterator[_Model]:
    """The models with the terms in front and 0, 1, ... of the others, in their order.

    Parameters
    ----------
    r : array
        The triangle of `columns`, the offset and the response; the first `start` columns are in
        all models.
    blocks, places : list
        The columns and the places of the other terms.
    first : int
        0 if the model without the other terms is new, else 1.
    subset : frozenset
        The terms in front.
    """
    ends = start + np.cumsum([0, *(len(block) for block in blocks)])
    subsets = [subset]
    for place in places:
        subsets.append(subsets[-1] | {place})
    for i in range(first, len(subsets)):
        if len(subsets[i]) <= space.max_terms:
            yield _leading_model(r, int(ends[i]), columns, subsets[i])
    for i in range(len(places) - 1):
        if len(subsets[i]) + 1 > space.max_terms:
            break
        low, high = int(ends[i]), int(ends[i + 1])
        below = r[low:, high:]
        smaller = r[:, [*range(low), *range(high, r.shape[1])]].copy()
        smaller[low:] = 0.0
        factored = dgeqrf(np.asfortranarray(below))[0]
        rows = min(factored.shape)
        smaller[low : low + rows, low:] = np.triu(factored[:rows])
        rest = np.delete(columns, slice(low, high))
        inner = smaller[: len(rest) + 2]
        yield from _models_after(
            inner, low, blocks[i + 1 :], places[i + 1 :], rest, space, 1, subsets[i]
        )


def _leading_model(r: np.ndarray, k: int, columns: np.ndarray, subset: Subset) -> _Model:
    """The model of the first k columns."""
    offset, residual = r[k:, -2:].T
    estimates = solve_upper(r[:k, :k], r[:k, -1]) if k else np.zeros(0)
    return _Model(
        subset, columns[:k], estimates, float(residual @ residual), float(offset @ residual)
    )


def _pivoted_model(triangle: np.ndarray, assign: np.ndarray, subset: Subset, tol: float) -> _Model:
    """A model some of whose columns may be combinations of others."""
    columns = np.flatnonzero(np.isin(assign, [0, *(place + 1 for place in subset)]))
    r = qr_triangle(np.asfortranarray(triangle[:, [*columns, -1]]))
    estimable = columns[np.sort(pivot(r, tol).estimable)]
    r = qr_triangle(np.asfortranarray(triangle[:, [*estimable, -2, -1]]))
    return _leading_model(r, len(estimable), estimable, subset)


def _subset_fits(
    fit: HasLeverage, space: SubsetSpace, models: list[_Model], triangle: np.ndarray
) -> SubsetFits:
    names = numeric_names(fit, space)
    places = {fit.names.index(name): column for column, name in enumerate(names)}
    estimates = np.full((len(models), len(names)), np.nan)
    for i, model in enumerate(models):
        for column, value in zip(model.columns, model.estimates, strict=True):
            if column in places:
                estimates[i, places[column]] = value
    n, sums = fit._row_sums.informative, fit._solution.least_squares
    logs = fit._rows_source.total(_log_weights) if sums is None else sums.log_weights
    rank = np.array([len(model.columns) for model in models])
    rss = np.where(rank < n, [model.rss for model in models], 0.0)
    loglik = normal_loglik(rss, n, logs)
    table = pd.DataFrame(estimates, columns=names)
    subsets = [model.subset for model in models]
    linear = pd.DataFrame({"rss": rss, "rank": rank})
    product = np.array([model.offset_product for model in models])
    linear["adj_r_squared"] = _adjusted_r_squared(fit, triangle, linear, product)
    return SubsetFits(subsets, table, rank + 1.0, loglik, float(n), linear)


def _adjusted_r_squared(
    fit: HasLeverage, triangle: np.ndarray, linear: pd.DataFrame, product: np.ndarray
) -> np.ndarray:
    """The adjusted R² of each model.

    The sum of squares of the fitted values y - e is that of y less RSS and 2 o'e.
    """
    has_intercept = int(fit._schema.parsed.intercept)
    response = triangle[has_intercept:, -2:].sum(axis=1)
    total, df = response @ response - 2 * product, fit._row_sums.informative - linear["rank"]
    with np.errstate(all="ignore"):
        value = 1 - linear["rss"] / total * fit.df_null / df
    return value.where(linear["rank"] > has_intercept, 0.0).to_numpy()


def _log_weights(block: Block) -> float:
    return sum_log_weights(block.rows.weights)
