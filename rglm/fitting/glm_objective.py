"""The log-likelihood of a glm at any coefficients, up to a constant, with derivatives.

With the dispersion phi held it is -D / (2 phi), D the deviance. The gradient is X'W r / phi, and
the Hessian -X'diag(o) X / phi with

    o = a (mu'^2 / V - (y - mu) d(mu'/V)/deta),     mu' = dmu/deta,

a the prior weights; the second part is 0 where the link is canonical. Where that is not negative
definite Fisher's -X'W X / phi takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import iadd

import numpy as np

from rglm.design.block import Block, Rows
from rglm.errors import FitError
from rglm.families.glm.canonical_link import has_canonical_link
from rglm.families.glm.family import Family
from rglm.fitting.irls.working_statistics import Predictor, add_offset, evaluate
from rglm.fitting.newton.newton_system import NewtonSystem
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.linalg.threads import one_thread
from rglm.sources.source import PureStatistic, Source

DIFFERENCE = 1e-5  # of a linear predictor
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
        is_observed = derivatives and not has_canonical_link(self.family)
        try:
            total = self._total(beta, derivatives, is_observed)
            if is_observed and np.isfinite(total.value) and not _is_concave(total.hessian):
                total = self._total(beta, derivatives, False)
        except FitError:
            total = _impossible(len(beta))
        phi = self.dispersion
        return LogLikelihood(total.value / phi, total.gradient / phi, total.hessian / phi)

    def _total(self, beta: np.ndarray, derivatives: bool, is_observed: bool) -> LogLikelihood:
        statistic = PureStatistic(_BlockObjective(self.family, beta, derivatives, is_observed))
        with one_thread(), np.errstate(all="ignore"):
            total: LogLikelihood = self.source.total(statistic)
        return total


@dataclass(frozen=True)
class _BlockObjective:
    """The same of a block, not divided by the dispersion."""

    family: Family
    beta: np.ndarray
    derivatives: bool
    is_observed: bool

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
        gradient = x.T @ (values.weight * values.target)
        weight = values.weight
        if self.is_observed:
            weight = weight - self._correction(x @ self.beta + part.rows.offset, part.rows)
        return LogLikelihood(-totals.deviance / 2, gradient, -(x.T @ (x * weight[:, None])))

    def _correction(self, eta: np.ndarray, rows: Rows) -> np.ndarray:
        """The second part of o, 0 at an edge of the family."""
        step = DIFFERENCE * np.maximum(np.abs(eta), 1.0)
        ends = []
        for at in (eta + step, eta - step):
            mu, slope = self.family.link.inverse_and_slope(at)
            ends.append(slope / self.family.variance(mu))
        mu = self.family.link.linkinv(eta)
        out = rows.weights * (rows.y - mu) * (ends[0] - ends[1]) / (2 * step)
        return np.where(np.isfinite(out), out, 0.0)


def _is_concave(hessian: np.ndarray) -> bool:
    return NewtonSystem.of(hessian).is_concave


def _impossible(count: int) -> LogLikelihood:
    return LogLikelihood(-np.inf, np.zeros(count), np.zeros((count, count)))
