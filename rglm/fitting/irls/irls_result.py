"""The result of iteratively reweighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.solver_result import SolverResult
from rglm.linalg.solved_system import SolvedSystem


@dataclass(frozen=True, kw_only=True)
class IrlsResult(SolverResult):
    """The coefficients of a GLM, and the weighted least-squares system they come from.

    Attributes
    ----------
    beta : (p,) float array
        Coefficients, zero where aliased.
    system : SolvedSystem
        The weighted system of the last step: its rank, its estimable columns, (X'WX)^-1.
    system_predictor : Predictor
        The predictor at which the last step's system was formed. As in R the covariance and the
        working weights are those of that system.
    deviance : float
    boundary : bool
        Whether a step had to be shortened to means that the family allows.
    lowest, highest : float
        The range of the fitted values.
    dispersion : float, optional
        The method's own estimate, if it has one.
    """

    beta: np.ndarray
    system: SolvedSystem
    system_predictor: Predictor
    deviance: float
    boundary: bool
    lowest: float
    highest: float
    dispersion: float | None = None

    @property
    def rank(self) -> int:
        """The number of coefficients that are estimated."""
        return self.system.rank
