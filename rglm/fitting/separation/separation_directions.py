"""Directions in which coefficients run to infinity without lowering the likelihood.

A row whose response is at an end of the family's range (0 or 1 of a proportion, 0 of a count) is
fitted ever better as its linear predictor goes to one side; any other row has its best in between.
A direction g with s_i x_i'g >= 0 on the rows at an end (s_i = -+1 their side), x_i'g = 0 on all
others and X g not zero separates the outcomes, and the maximum likelihood estimate lies at
infinity along it (Albert & Anderson 1984, Biometrika 71). Such directions are found by linear
programming (Konis 2007, Linear programming algorithms for detecting separated data, Oxford); see
`rglm.fitting.separation.separation_lp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.irls_result import IrlsResult

NEAR_BOUND = 1e-4  # of an end of the range: a mean as near may be on its way there
MIN_LAST_MOVE = (
    5e-3  # what the last step of a separated fit adds to a linear predictor, at the least
)
MAX_SEPARATION_COLUMNS = 1000  # columns beyond which programs take too long


def infinite_sides(family: Any, rows: Any) -> np.ndarray:
    """+1 or -1: the side to which a row's linear predictor may go without end; 0: neither.

    NaN for rows of weight 0, which say nothing.
    """
    out = np.zeros(len(rows.y))
    for edge, side in infinite_bounds(family).items():
        out[rows.y == edge] = side
    return np.where(rows.weights > 0, out, np.nan)


def infinite_bounds(family: Any) -> dict[float, float]:
    """The ends of the family's range that the link puts at infinity, with its sign."""
    with np.errstate(all="ignore"):
        eta = {edge: float(family.link.linkfun(np.array(edge))) for edge in family.boundary_means}
    return {edge: float(np.sign(value)) for edge, value in eta.items() if abs(value) > 1e10}


def may_be_separated(source: Any, family: Any, solution: IrlsResult, epsilon: float) -> bool:
    """Whether some mean is at an end of its range, and was still moving when the fit ended.

    Never of more than `MAX_SEPARATION_COLUMNS` columns, for which it would take minutes.
    """
    near = max(NEAR_BOUND, epsilon * (solution.deviance + 0.1))
    ranges = (solution.lowest, solution.highest)
    if not any(abs(edge - mean) < near for edge in infinite_bounds(family) for mean in ranges):
        return False
    if len(solution.beta) > MAX_SEPARATION_COLUMNS:
        return False
    if not solution.converged or solution.before.beta is None:
        return True
    step = solution.beta - solution.before.beta

    def largest(block: Block) -> float:
        moved = np.abs(design_product(block, step))
        return _Most(
            float(moved[np.abs(infinite_sides(family, block.rows)) == 1].max(initial=0.0))
        )

    return source.total(largest).value > MIN_LAST_MOVE


@dataclass
class _Most:
    value: float

    def __iadd__(self, other: _Most) -> _Most:
        self.value = max(self.value, other.value)
        return self
