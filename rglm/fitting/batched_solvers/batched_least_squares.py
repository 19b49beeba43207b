"""Least squares of many responses, or with many weights, on one design at once."""

from __future__ import annotations

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.batched_solvers.fit_arrays import ManyFits
from rglm.fitting.batched_solvers.fit_rows import GroupRows
from rglm.fitting.batched_solvers.orthonormal_columns import OrthonormalColumns
from rglm.fitting.batched_solvers.stacked_equations import factorize
from rglm.fitting.control import Control

PERFECT_FIT = 1e-24  # of the sum of squares: less is rounding, or may be


def batched_least_squares(
    columns: OrthonormalColumns, rows: GroupRows, family: Family, control: Control, out: ManyFits
) -> np.ndarray:
    """Write the fits of a group into `out`; the places (k,) of those that are left are returned.

    The solution is corrected once from its residuals. Left are fits near singular, or perfect.
    """
    target, weights, places = rows.y - rows.offset, rows.weights, columns.estimable
    is_common = (weights == weights[:1]).all()
    factor = factorize(columns.gram(weights[:1] if is_common else weights))
    gamma, residual = np.zeros((len(target), len(columns.q))), target
    for _ in range(2):
        right = columns.product(weights * residual)
        gamma = gamma + factor.backward(factor.forward(right)).T
        residual = target - columns.predictor(gamma)
    squares = (weights * residual * residual).sum(axis=1)
    df = rows.informative - len(places)
    total = (weights * target * target).sum(axis=1)
    is_good = factor.is_good & (squares > PERFECT_FIT * total) & (df > 0) & np.isfinite(squares)
    with np.errstate(divide="ignore", invalid="ignore"):
        dispersion = squares / df
    variances = factor.variances(columns.root)
    good = np.flatnonzero(is_good)
    out.coefficients[np.ix_(good, places)] = columns.coefficients(gamma)[good]
    errors = np.sqrt(dispersion * variances).T
    out.std_errors[np.ix_(good, places)] = errors[good]
    out.deviance[good], out.dispersion[good] = squares[good], dispersion[good]
    out.df_residual[good], out.iter[good], out.converged[good] = df[good], 1, True
    return np.flatnonzero(~is_good)
