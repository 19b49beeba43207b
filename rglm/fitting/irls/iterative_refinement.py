"""The last digits of a linear model.

A model whose fitted values are X beta itself and whose weights do not move is least squares, and
its second step only repeats the first. For a small one the step is taken once more in extended
precision, from residuals that are computed so too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals
from rglm.linalg.extended_precision import back_substitute, extended_triangle
from rglm.linalg.pivot import PivotedSystem
from rglm.linalg.triangle import Triangle

EPS = np.finfo(float).eps
MAX_REFINED_ROWS = 2048  # rows: where the polish costs less than reading the formula


def refine(
    source: Any, at: Predictor, solved: PivotedSystem, before: WorkingTotals, after: WorkingTotals
) -> tuple[np.ndarray, PivotedSystem]:
    """Coefficients and triangle, polished where the model is linear and small."""
    p = len(solved.order)
    if (
        source.nrows > MAX_REFINED_ROWS
        or not solved.rank
        or not isinstance(after.system, Triangle)
    ):
        return at.beta, solved
    same = np.array_equal(before.system.r[:p, :p], after.system.r[:p, :p])
    if not same:
        return at.beta, solved
    eta = source.by_row(at.eta)
    if not np.array_equal(at.family.link.linkinv(eta), eta):
        return at.beta, solved
    kept = solved.kept
    r = extended_triangle(source.by_row(lambda block: _system(at, kept, block)))
    beta = at.beta.copy()
    step = back_substitute(r[:-1, :-1], r[:-1, -1])
    beta[kept] = (beta[kept].astype(np.longdouble) + step).astype(float)
    size = EPS * np.abs(eta).max(initial=0.0)
    if after.deviance <= 100 * source.nrows * size**2:  # a perfect fit: what is left of 0 is 0
        most = source.by_row(lambda block: np.abs(block.matrix())).max(axis=0)
        beta[np.abs(beta) * most <= size] = 0.0
    triangle = solved.r.copy()
    triangle[: solved.rank, : solved.rank] = r[:-1, :-1].astype(float)
    return beta, replace(solved, r=triangle)


def _system(at: Predictor, kept: np.ndarray, block: Block) -> np.ndarray:
    """[W^(1/2) X, W^(1/2) r] of a block over the columns that are kept, longdouble."""
    rows = block.rows
    system = np.empty((len(rows.y), len(kept) + 1), dtype=np.longdouble)
    system[:, :-1] = block.matrix()[:, kept]
    fitted = system[:, :-1] @ at.beta[kept].astype(np.longdouble)
    system[:, -1] = rows.y - (fitted + rows.offset)
    weight = rows.weights / at.family.variance(at.eta(block))
    return system * np.sqrt(weight.astype(np.longdouble))[:, None]
