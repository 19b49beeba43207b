"""The last digits of a small linear model, by iterative refinement.

A model whose fitted values are X beta itself and whose weights do not move is least squares, and
its second step only repeats the first. For a small one the step is taken once more in extended
precision, from residuals in that precision.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals
from rglm.linalg.extended_precision import back_substitute, extended_triangle
from rglm.linalg.pivot import PivotedSystem
from rglm.linalg.solved_system import SolvedSystem
from rglm.sources.source import Source

EPS = np.finfo(float).eps
MAX_REFINED_ROWS = 2048  # of data in chunks, all of which are then in memory
MAX_REFINED_WORK = 6e4  # n p^2 up to which refinement takes half a millisecond


def refine(
    source: Source,
    predictor: Predictor,
    solved: SolvedSystem,
    before: WorkingTotals,
    after: WorkingTotals,
) -> tuple[np.ndarray, SolvedSystem] | None:
    """Coefficients and solved system with refined digits; None unless the model is linear and
    small, and solved by QR.
    """
    if source.nrows > MAX_REFINED_ROWS or not solved.rank:
        return None
    if source.nrows * solved.rank**2 > MAX_REFINED_WORK:
        return None
    refinable = after.equations.refinable(solved, before.equations)
    if refinable is None:
        return None
    eta = source.by_row(predictor.eta)
    if not np.array_equal(predictor.family.link.linkinv(eta), eta):
        return None
    return _refined(source, predictor, refinable, eta, after.deviance)


def _refined(
    source: Source, predictor: Predictor, solved: PivotedSystem, eta: np.ndarray, deviance: float
) -> tuple[np.ndarray, SolvedSystem]:
    estimable = solved.estimable
    r = extended_triangle(source.by_row(lambda block: _system(predictor, estimable, block)))
    beta = predictor.coefficients.copy()
    step = back_substitute(r[:-1, :-1], r[:-1, -1])
    beta[estimable] = (beta[estimable].astype(np.longdouble) + step).astype(float)
    size = EPS * np.abs(eta).max(initial=0.0)
    if deviance <= 100 * source.nrows * size**2:  # a perfect fit: what is left of 0 is 0
        largest = source.by_row(lambda block: np.abs(block.matrix())).max(axis=0)
        beta[np.abs(beta) * largest <= size] = 0.0
    return beta, replace(solved, r=_with_estimable(solved, r[:-1, :-1].astype(float)))


def _with_estimable(solved: PivotedSystem, triangle: np.ndarray) -> np.ndarray:
    """The R factor with another triangle of its estimable columns.

    The signs of the rows of a triangle are free: those of the dependent columns are kept.
    """
    factor, inside = solved.r.copy(), slice(solved.rank)
    signs = np.sign(np.diag(triangle)) * np.sign(np.diag(factor)[inside])
    factor[inside, inside] = signs[:, None] * triangle
    return factor


def _system(predictor: Predictor, estimable: np.ndarray, block: Block) -> np.ndarray:
    """[W^(1/2) X, W^(1/2) r] of a block over the estimable columns, longdouble."""
    rows = block.rows
    system = np.empty((len(rows.y), len(estimable) + 1), dtype=np.longdouble)
    system[:, :-1] = block.matrix()[:, estimable]
    fitted = system[:, :-1] @ predictor.coefficients[estimable].astype(np.longdouble)
    system[:, -1] = rows.y - (fitted + rows.offset)
    weight = rows.weights / predictor.family.variance(predictor.eta(block))
    return system * np.sqrt(weight.astype(np.longdouble))[:, None]
