"""The deviance and the gradient of rows in memory, in one pass that makes no equations."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add
from threading import local

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.column_layout import lay_out_columns
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals, evaluate
from rglm.linalg.threads import map_in_threads
from rglm.sources.source import Source

PASS_ROWS = 16384  # rows at a time: their few arrays stay in a core's cache
MAX_SCRATCH_NUMBERS = 2**22  # in the rows of a wide design


class _Scratch:
    """Arrays of one thread."""

    def __init__(self, rows: int, width: int) -> None:
        self.x = np.empty((rows, width), order="F")
        self.eta = np.empty(rows)
        self.work = WorkArrays.of_length(rows)


class GradientPass:
    """Passes over the rows of a source in memory, in threads; the same bits for any number.

    Parameters
    ----------
    source : Source
    family : Family
    """

    def __init__(self, source: Source, family: Family) -> None:
        self.rows, self.family = source.rows, family
        self.columns, self.layout = source.columns, lay_out_columns(source.columns)
        width = len(self.layout.dense)
        self.size = int(np.clip(MAX_SCRATCH_NUMBERS // max(width, 1), 512, PASS_ROWS))
        self._threads = local()

    def totals(self, beta: np.ndarray) -> WorkingTotals:
        """The sums over all rows at the coefficients `beta`."""
        n = self.columns.nrows
        blocks = [slice(low, min(low + self.size, n)) for low in range(0, n, self.size)]
        with np.errstate(all="ignore"):
            return reduce(add, map_in_threads(lambda rows: self._block(beta, rows), blocks))

    def _block(self, beta: np.ndarray, rows: slice) -> WorkingTotals:
        scratch = self._scratch()
        x = self.layout.dense.matrix(rows, 0, scratch.x)
        eta = self._predictor(x, beta, rows, scratch.eta[: len(x)])
        work = scratch.work.first(len(x))
        weights = self.rows.weights[rows]
        sums = self.family.working_step(self.rows.y[rows], weights, eta, work)
        if sums is None:
            return self._general_block(x, beta, rows)
        deviance, lowest, highest, informative = sums
        totals = WorkingTotals(True, deviance, informative, lowest, highest, None)
        return self._with_sums(totals, x, rows, work.weight, work.residual)

    def _general_block(self, x: np.ndarray, beta: np.ndarray, rows: slice) -> WorkingTotals:
        """The sums by the functions of the family that serve all rows."""
        eta = self._predictor(x, beta, rows, np.empty(len(x)))
        statistics, values = evaluate(
            Predictor(self.family, beta), self.rows.take(rows), eta, True
        )
        if values is None:
            return statistics
        return self._with_sums(statistics, x, rows, values.weight, values.target)

    def _with_sums(
        self,
        totals: WorkingTotals,
        x: np.ndarray,
        rows: slice,
        weight: np.ndarray,
        residual: np.ndarray,
    ) -> WorkingTotals:
        """The statistics of some rows with X'Wr and r'Wr; `weight` is overwritten by w r."""
        pull = np.multiply(weight, residual, out=weight)
        return replace(
            totals, gradient=self._gradient(x, pull, rows), pearson=float(pull @ residual)
        )

    def _scratch(self) -> _Scratch:
        own: _Scratch | None = getattr(self._threads, "scratch", None)
        if own is None:
            own = self._threads.scratch = _Scratch(self.size, len(self.layout.dense))
        return own

    def _predictor(
        self, x: np.ndarray, beta: np.ndarray, rows: slice, out: np.ndarray
    ) -> np.ndarray:
        layout, offset = self.layout, self.rows.offset
        np.dot(x, beta[layout.others[layout.dense_places]], out=out)
        for part in (layout.partialled_out, *layout.coded):
            if part is not None:
                part.add_product(beta, rows, out)
        if offset.strides != (0,) or offset[0] != 0.0:
            out += offset[rows]
        return out

    def _gradient(self, x: np.ndarray, pull: np.ndarray, rows: slice) -> np.ndarray:
        layout = self.layout
        gradient = np.zeros(len(self.columns))
        gradient[layout.others[layout.dense_places]] = pull @ x
        for part in (layout.partialled_out, *layout.coded):
            if part is not None:
                weights = pull if part.multiplier is None else pull * part.multiplier[rows]
                part.write_sums(rows, weights, gradient)
        return gradient


def gradient_closing(source: Source, predictor: Predictor, before: Predictor) -> WorkingTotals:
    """The last pass over rows in memory, whose gradient gives the fit its last digits.

    Where the dispersion is estimated it sums Pearson's chi-square too, weights and residuals both
    at the fit.
    """
    family = predictor.family
    totals = GradientPass(source, family).totals(predictor.coefficients)
    if not np.isnan(family.dispersion) or source.rows.squares is not None:
        return totals
    return replace(totals, closing=ClosingSums(family, {"pearson": totals.pearson}))
