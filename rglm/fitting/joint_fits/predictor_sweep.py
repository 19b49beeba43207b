"""The deviance and its gradient at many coefficient vectors, in one pass over the rows.

For each beta_k, with working weights w and residuals r at eta = X beta_k + offset, the gradient
is X'(w r), which is minus half that of the deviance. A pass reads X once for all of them; beside
the products with X the cost is that of the means, rows times vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import local

import numpy as np

from rglm.design.block import Block, Rows
from rglm.families.glm.family import Family
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.irls.working_statistics import Predictor, evaluate
from rglm.linalg.threads import one_thread
from rglm.sources.source import ScratchStatistic, Source

CELLS_AT_ONCE = 1 << 16  # rows times vectors that are worked on at a time: half a megabyte
MIN_ROWS_AT_ONCE = 1024
MIN_JOINT_WORK = 5e6  # n p^2 from which on common passes save more than a trifle
MAX_JOINT_COLUMNS = 200  # beyond, most are of factors, whose zeros the common passes multiply


@dataclass
class SweepTotals:
    """The totals of some rows at K coefficient vectors; ``+=`` adds those of other rows."""

    deviances: np.ndarray  # (K,), NaN where a mean is impossible
    gradients: np.ndarray  # (K, p)

    def __iadd__(self, other: SweepTotals) -> SweepTotals:
        self.deviances += other.deviances
        self.gradients += other.gradients
        return self


class PredictorSweep(ScratchStatistic):
    """The function of a block whose sum over all rows is `SweepTotals`.

    Parameters
    ----------
    family : Family
    betas : (K, p) float array
    """

    def __init__(self, family: Family, betas: np.ndarray) -> None:
        self.family, self.betas = family, betas
        self._rows = max(CELLS_AT_ONCE // len(betas), MIN_ROWS_AT_ONCE)
        self._threads = local()

    def __reduce__(self) -> tuple[type[PredictorSweep], tuple[Family, np.ndarray]]:
        """A worker makes arrays of its own."""
        return PredictorSweep, (self.family, self.betas)

    @property
    def is_threaded(self) -> bool:
        """Yes: what takes time are numpy's functions of many rows."""
        return True

    def for_thread(self) -> PredictorSweep:
        """Itself: each thread has arrays of its own."""
        return self

    def __call__(self, block: Block) -> SweepTotals:
        """The totals of a block."""
        total = SweepTotals(np.zeros(len(self.betas)), np.zeros(self.betas.shape))
        for part in block.split(self._rows):
            total += self._part(part, self._scratch())
        return total

    def _scratch(self) -> _Scratch:
        """The arrays of this thread."""
        found: _Scratch | None = getattr(self._threads, "scratch", None)
        if found is None:
            found = self._threads.scratch = _Scratch.of_size(self._rows, *self.betas.shape)
        return found

    def _part(self, part: Block, scratch: _Scratch) -> SweepTotals:
        x = part.columns.matrix(part.row_slice, out=scratch.x)
        m = len(x)
        eta = np.dot(self.betas, x.T, out=scratch.eta) if m == self._rows else self.betas @ x.T
        eta += part.rows.offset
        work = scratch.work.first(m)
        deviances = np.array([self._evaluate(part.rows, one, work) for one in eta])
        return SweepTotals(deviances, eta @ x)

    def _evaluate(self, rows: Rows, eta: np.ndarray, work: WorkArrays) -> float:
        """The deviance at a linear predictor, which is overwritten by w r."""
        kept = eta.copy()  # a step may overwrite it, and leave the rows to the general functions
        sums = self.family.working_step(rows.y, rows.weights, eta, work)
        if sums is not None:
            np.multiply(work.weight, work.residual, out=eta)
            return sums.deviance
        total, values = evaluate(Predictor(self.family, _ANY), rows, kept, True)
        eta[:] = np.nan if values is None else values.weight * values.target
        return total.deviance if total.is_valid else np.nan


@dataclass(frozen=True)
class _Scratch:
    """The arrays that one thread works in."""

    x: np.ndarray  # (rows, p)
    eta: np.ndarray  # (K, rows)
    work: WorkArrays

    @classmethod
    def of_size(cls, rows: int, count: int, p: int) -> _Scratch:
        x, eta = np.empty((rows, p), order="F"), np.empty((count, rows))
        return cls(x, eta, WorkArrays.of_length(rows))


_ANY = np.zeros(0)  # coefficients of a predictor whose values are given


def sweep(source: Source, family: Family, betas: np.ndarray) -> SweepTotals:
    """The deviances and gradients of all rows at the rows of `betas` (K, p).

    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> found = sweep(fit._source, fit.family, fit._solution.beta[None, :])
    >>> bool(abs(found.deviances[0] - fit.deviance) < 1e-10)
    True
    """
    with one_thread(), np.errstate(all="ignore"):
        return source.total(PredictorSweep(family, np.ascontiguousarray(betas)))


def is_joint_quicker(source: Source) -> bool:
    """Whether common passes are quicker than a fit after the other by more than a trifle."""
    p = len(source.columns)
    return p <= MAX_JOINT_COLUMNS and source.nrows * p * p > MIN_JOINT_WORK
