"""The score of each row; R's sandwich::estfun."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import residuals_at, weights_at
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.covariance.sandwich_rows import is_fitted_exactly
from rglm.protocol.capabilities import HasLeverage


def estfun(fit: HasLeverage) -> pd.DataFrame:
    """The estimating functions, x_i w_i r_i / phi, one row each; R's ``sandwich::estfun``.

    w are the working weights and r the working residuals, of an `lm` the weights and y - fitted.
    As there phi is 1 of an `lm` and where the family knows it, else sum (w r)^2 / sum w. Each
    column sums to zero at the estimates. Rows of weight 0 are zero, rows that ``na_exclude`` left
    out NaN, and so are the columns of aliased coefficients (R leaves those out).

    Returns
    -------
    DataFrame (n, p)

    Raises
    ------
    ValueError
        The matrix would be too large for memory.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> scores = glm("breaks ~ wool", load("warpbreaks"), poisson()).estfun()
    >>> scores.shape, bool((scores.sum().abs() < 1e-6).all())
    ((54, 2), True)
    """
    columns = fit._rows_source.columns
    instead = "vcov(parm=[...], type='HC0') sums them for you"
    check_matrix_size(columns.nrows, len(columns), "the scores of each row", instead)
    phi, (_, score) = fit._score_dispersion, working_scores(fit)
    with np.errstate(all="ignore"):  # of a perfect fit 0 / 0, as R has it
        x = columns.matrix() * (score / phi)[:, None]
    x[:, fit._solution.system.order[fit.rank :]] = np.nan
    return fit._pad_omitted(pd.DataFrame(x, index=fit._index, columns=list(columns.names)))


def score_dispersion(fit: HasLeverage) -> float:
    """The dispersion by which estimating functions are divided, of all rows."""
    if not np.isnan(fit.family.dispersion):
        return 1.0
    squares, weights = fit._sum_chunks(_score_and_weight_sums)
    return float(squares / weights)


def _score_and_weight_sums(fit: HasLeverage) -> np.ndarray:
    weight, score = working_scores(fit)
    return np.array([score @ score, weight.sum()])


def working_scores(fit: HasLeverage, exact: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Working weights w and u = w r of each row.

    As in R's fit the weights are those of the last step, the residuals r those at the estimates;
    zero on rows of weight 0, and (`exact`) on those that are fitted exactly.
    """

    def of_block(block: Block) -> np.ndarray:
        weight = weights_at(fit._solution.system_predictor, block)
        with np.errstate(invalid="ignore"):
            score = np.where(weight > 0, weight * residuals_at(fit._predictor, block), 0.0)
        if exact:
            score[is_fitted_exactly(fit, block)] = 0.0
        return np.column_stack([weight, score])

    weight, score = fit._rows_source.by_row(of_block).T
    return np.ascontiguousarray(weight), np.ascontiguousarray(score)
