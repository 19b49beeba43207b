"""The log-likelihood of a glm at any coefficients, up to a constant, with derivatives.

With the dispersion phi held it is -D / (2 phi), D the deviance. The gradient is X'W r / phi; for
the Hessian stands Fisher's -X'W X / phi, which is the Hessian where the link is canonical.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import iadd

import numpy as np

from rglm.design.block import Block
from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.irls.working_statistics import Predictor, add_offset, evaluate
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.linalg.threads import one_thread
from rglm.sources.source import PureStatistic, Source

MAX_SCRATCH_NUMBERS = 2**20  # of columns that are worked on at a time


@dataclass(frozen=True)
class GlmObjective:
    """The function of coefficients beta (r,) to the log-likelihood of all rows.

    Attributes
    ----------
    source : Source
        The rows, with the columns that are not aliased.
    family : Family
    dispersion : float
        phi.
    """

    source: Source
    family: Family
    dispersion: float

    def __call__(self, beta: np.ndarray, derivatives: bool) -> LogLikelihood:
        """The log-likelihood; minus infinity where the family does not allow a mean."""
        statistic = PureStatistic(_BlockObjective(self.family, beta, derivatives))
        try:
            with one_thread(), np.errstate(all="ignore"):
                total = self.source.total(statistic)
        except FitError:
            total = _impossible(len(beta))
        phi = self.dispersion
        return LogLikelihood(total.value / phi, total.gradient / phi, total.hessian / phi)


@dataclass(frozen=True)
class _BlockObjective:
    """The same of a block, not divided by the dispersion."""

    family: Family
    beta: np.ndarray
    derivatives: bool

    def __call__(self, block: Block) -> LogLikelihood:
        rows = max(MAX_SCRATCH_NUMBERS // max(len(self.beta), 1), 512)
        return reduce(iadd, [self._part(part) for part in block.split(rows)])

    def _part(self, part: Block) -> LogLikelihood:
        x = part.matrix()
        eta = add_offset(x @ self.beta, part.rows)
        totals, values = evaluate(
            Predictor(self.family, self.beta), part.rows, eta, self.derivatives
        )
        if not totals.is_valid:
            return _impossible(len(self.beta) if self.derivatives else 0)
        if values is None:
            return LogLikelihood(-totals.deviance / 2)
        weighted = x * values.weight[:, None]
        return LogLikelihood(-totals.deviance / 2, weighted.T @ values.target, -(weighted.T @ x))


def _impossible(count: int) -> LogLikelihood:
    return LogLikelihood(-np.inf, np.zeros(count), np.zeros((count, count)))
