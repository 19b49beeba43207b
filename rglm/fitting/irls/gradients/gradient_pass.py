"""The deviance and the gradient of rows in memory, in one pass that makes no equations."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from operator import add
from threading import local
from typing import Protocol

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.families.glm.family import Family
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.column_layout import lay_out_columns
from rglm.fitting.irls.working_statistics import (
    Predictor,
    WorkingTotals,
    add_offset,
    evaluate,
    step_in_place,
)
from rglm.sources.source import PureStatistic, Source

PASS_BLOCKS = 2  # at a time: their few arrays stay in a core's cache
MAX_SCRATCH_NUMBERS = 2**22  # in the rows of a wide design


class ClosingStatistic(Protocol):
    """Sums over some rows that the last pass of a fit takes."""

    @property
    def before(self) -> np.ndarray:
        """(p,) the coefficients before the last step."""
        ...

    def sums(self, part: Block, eta: np.ndarray, eta_before: np.ndarray) -> ClosingSums:
        """The sums over rows, at the linear predictors after the step and before it."""
        ...


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
    closing : ClosingStatistic, optional
        Sums that a last pass takes too.
    """

    def __init__(
        self, source: Source, family: Family, closing: ClosingStatistic | None = None
    ) -> None:
        self.source, self.family, self.closing = source, family, closing
        self.layout = lay_out_columns(source.columns)
        rows = MAX_SCRATCH_NUMBERS // max(len(self.layout.dense), 1)
        self.rows_at_once = int(np.clip(rows, 512, PASS_BLOCKS * BLOCK_ROWS))
        self._threads = local()

    def totals(self, beta: np.ndarray) -> WorkingTotals:
        """The sums over all rows at the coefficients `beta`."""
        statistic = PureStatistic(partial(self._block, beta))
        with np.errstate(all="ignore"):
            return self.source.total(statistic, PASS_BLOCKS)

    def _block(self, beta: np.ndarray, block: Block) -> WorkingTotals:
        return reduce(add, [self._part(beta, part) for part in block.split(self.rows_at_once)])

    def _part(self, beta: np.ndarray, part: Block) -> WorkingTotals:
        scratch = self._scratch()
        x = self.layout.dense.matrix(part.row_slice, 0, scratch.x)
        eta = self._predictor(x, beta, part, scratch.eta[: len(x)])
        closing = self._closing_sums(x, eta, part)
        found = step_in_place(self.family, part.rows, eta, scratch.work.first(len(x)))
        if found is None:  # `eta` may be overwritten
            eta = self._predictor(x, beta, part, np.empty(len(x)))
            found = evaluate(Predictor(self.family, beta), part.rows, eta, True)
        totals, values = found
        if values is None:
            return totals
        pull = np.multiply(values.weight, values.target, out=values.weight)
        gradient = self._gradient(x, pull, part.row_slice)
        pearson = float(pull @ values.target)
        return replace(totals, gradient=gradient, pearson=pearson, closing=closing)

    def _closing_sums(self, x: np.ndarray, eta: np.ndarray, part: Block) -> ClosingSums | None:
        if self.closing is None:
            return None
        before = self._predictor(x, self.closing.before, part, np.empty(len(x)))
        return self.closing.sums(part, eta, before)

    def _scratch(self) -> _Scratch:
        own: _Scratch | None = getattr(self._threads, "scratch", None)
        if own is None:
            own = self._threads.scratch = _Scratch(self.rows_at_once, len(self.layout.dense))
        return own

    def _predictor(
        self, x: np.ndarray, beta: np.ndarray, block: Block, out: np.ndarray
    ) -> np.ndarray:
        layout = self.layout
        np.dot(x, beta[layout.others[layout.dense_places]], out=out)
        for part in (layout.partialled_out, *layout.coded):
            if part is not None:
                part.add_product(beta, block.row_slice, out)
        return add_offset(out, block.rows)

    def _gradient(self, x: np.ndarray, pull: np.ndarray, rows: slice) -> np.ndarray:
        layout = self.layout
        gradient = np.zeros(len(layout.columns))
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
