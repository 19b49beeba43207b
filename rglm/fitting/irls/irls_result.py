"""Where the iterations of a glm end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.irls.working_statistics import Predictor


@dataclass(frozen=True)
class IrlsResult:
    """Where the iterations ended.

    Attributes
    ----------
    beta : (p,) float array
        Coefficients, zero where aliased.
    pivoted : Pivoted or Eliminated
        The weighted system of the last step: its rank, its kept columns, (X'WX)^-1.
    before : Predictor
        Where the last step's system was formed; as in R the covariance and the working weights
        are those of that system.
    deviance : float
    iter : int
    converged, boundary : bool
    lowest, highest : float
        The range of the fitted values.
    dispersion : float, optional
        Where the method has an estimate of its own.
    """

    beta: np.ndarray
    pivoted: Any
    before: Predictor
    deviance: float
    iter: int
    converged: bool
    boundary: bool
    lowest: float
    highest: float
    dispersion: float | None = None

    @property
    def rank(self) -> int:
        """The number of coefficients that are estimated."""
        return self.pivoted.rank
