"""The result of iteratively reweighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.solver_result import SolverResult
from rglm.linalg.solved_system import SolvedSystem

if TYPE_CHECKING:
    from rglm.fitting.least_squares.least_squares_sums import LeastSquaresSums


@dataclass(frozen=True, kw_only=True)
class IrlsResult(SolverResult):
    """The coefficients of a GLM, and the weighted least-squares system they come from."""

    beta: np.ndarray  # (p,) coefficients, zero where aliased
    # the weighted system of the last step: its rank, its estimable columns, (X'WX)^-1
    system: SolvedSystem
    # the predictor at which the last step's system was formed. As in R the covariance and
    # the working weights are those of that system.
    system_predictor: Predictor
    deviance: float
    boundary: bool  # whether a step had to be shortened to means that the family allows
    # lowest, highest: the range of the fitted values
    lowest: float
    highest: float
    dispersion: float | None = None  # the method's own estimate, if it has one
    least_squares: LeastSquaresSums | None = None  # of a linear model: sums over its rows
    # by how much one more step would lower the deviance, where the last pass has told
    next_gain: float = np.inf
    closing: ClosingSums | None = None  # sums over the rows that the last pass took

    @property
    def rank(self) -> int:
        """The number of coefficients that are estimated."""
        return self.system.rank
