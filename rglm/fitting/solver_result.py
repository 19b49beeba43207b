"""The base of the results of iterative solvers: status and number of iterations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SolverStatus(Enum):
    """Why a solver ended."""

    CONVERGED = "the iterations converged"
    UNBOUNDED = "the objective goes on improving as some parameters go to infinity"
    MAX_ITERATIONS = "the iterations were used up before they converged"
    STEP_FAILED = "no further step was an improvement, before the iterations converged"
    STUCK = "the iterations ended where the objective is flat, and not at its optimum"


@dataclass(frozen=True, kw_only=True)
class SolverResult:
    """The end of an iterative solver."""

    status: SolverStatus
    iter: int  # the number of iterations
    detail: str = ""  # what the solver says beyond its status

    @property
    def converged(self) -> bool:
        """Whether the answer is one: the optimum, or the limit where that is at infinity."""
        return self.status in (SolverStatus.CONVERGED, SolverStatus.UNBOUNDED)

    @property
    def message(self) -> str:
        """The status in words."""
        return self.detail or self.status.value
