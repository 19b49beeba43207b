"""The binary logits of y above each cut point, and the joint covariance of their estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.special import expit

from rglm.design.block import Block
from rglm.design.columns import constant_column, hstack
from rglm.families.glm.binomial import binomial
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.separation.separation_directions import may_be_separated
from rglm.fitting.separation.separation_lp import SeparationProblem
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

CONTROL = Control(epsilon=1e-14, maxit=100)
LOGIT = binomial()


@dataclass(frozen=True)
class CumulativeLogits:
    """The estimates of J - 1 binary logits on the same columns.

    Attributes
    ----------
    coefficients : (J - 1, q) float array
        An intercept, then the slopes, of each logit.
    covariance : (J - 1, q, J - 1, q) float array
        Of all of them; those of two logits are correlated, as they have the same rows.
    """

    coefficients: np.ndarray
    covariance: np.ndarray


def cumulative_logits(source: Source, columns: np.ndarray, levels: int) -> CumulativeLogits:
    """The logits of y > m, m = 0..J - 2, on an intercept and some columns of a source.

    The covariance of the estimates of two logits m <= l is
    (X'W_mm X)^-1 X'W_ml X (X'W_ll X)^-1 with W_ml = w (pi_l - pi_m pi_l), pi_m = P(y > m): that is
    the covariance of the two binary responses of a row (Brant 1990).

    Raises
    ------
    LookupError
        A logit has no finite estimate; its argument is m.
    """
    design = hstack([constant_column(source.columns.nrows), source.columns.select(columns)])
    coefficients = []
    for cut in range(levels - 1):
        binary = source.transform(partial(_binary_rows, cut, columns), design)
        result = irls(binary, LOGIT, CONTROL, None)
        if _is_infinite(binary, result):
            raise LookupError(cut)
        coefficients.append(result.beta)
    betas = np.array(coefficients)
    binary = source.transform(partial(_binary_rows, 0, columns), design)
    grams = binary.total(partial(_grams, betas))
    inverses = [np.linalg.inv(grams[m, m]) for m in range(levels - 1)]
    covariance = np.empty((levels - 1, betas.shape[1]) * 2)
    for m in range(levels - 1):
        for other in range(m, levels - 1):
            both = inverses[m] @ grams[m, other] @ inverses[other]
            covariance[m, :, other, :] = both
            covariance[other, :, m, :] = both.T
    return CumulativeLogits(betas, covariance)


def _binary_rows(cut: int, columns: np.ndarray, source: MemorySource) -> MemorySource:
    """The rows with the response y > cut, and an intercept before the columns."""
    rows = source.rows
    y = (rows.y > cut).astype(float)
    start = (rows.weights * y + 0.5) / (rows.weights + 1)
    design = hstack([constant_column(source.nrows), source.columns.select(columns)])
    binary = replace(rows, y=y, trials=np.ones(len(y)), etastart=np.log(start / (1 - start)))
    return MemorySource(design, binary)


def _is_infinite(source: Source, result: IrlsResult) -> bool:
    """Whether the estimates of a logit are infinite, or were not found."""
    if not result.converged or result.rank < len(result.beta):
        return True
    if not may_be_separated(source, LOGIT, result, CONTROL.epsilon):
        return False
    places = np.arange(len(result.beta))
    return SeparationProblem(source, LOGIT, places).recession().separated > 0


def _grams(betas: np.ndarray, block: Block) -> np.ndarray:
    """X'W_ml X of a block for each pair m <= l, (J - 1, J - 1, q, q)."""
    x, rows = block.matrix(), block.rows
    p = expit(x @ betas.T + rows.offset[:, None])
    count, q = betas.shape
    out = np.zeros((count, count, q, q))
    for m in range(count):
        for other in range(m, count):
            weight = rows.weights * (p[:, other] - p[:, m] * p[:, other])
            out[m, other] = x.T @ (x * weight[:, None])
    return out
