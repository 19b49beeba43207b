"""Sums over the rows that the last pass of a fit takes beside the deviance.

Where rows are read from files a pass costs more than what is computed in it. The pass that ends
the iterations therefore takes all that is asked of every fit: the log-likelihood, the null
deviance, Pearson's chi-square and the largest move of a linear predictor; and the gradient, which
gives the fit its last digits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import numpy as np

from rglm.design.block import Block
from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.fit_statistics import (
    Statistic,
    loglik_statistic,
    null_statistic,
    pearson_statistic,
)
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals, evaluate
from rglm.fitting.separation.separation_directions import largest_move
from rglm.sources.source import Source


@dataclass
class _Totals:
    """The working statistics, the sums and the largest move of some blocks."""

    working: WorkingTotals
    sums: np.ndarray
    move: float

    def __iadd__(self, other: _Totals) -> _Totals:
        self.working = self.working + other.working
        self.sums = self.sums + other.sums
        self.move = max(self.move, other.move)
        return self


def closing_pass(source: Source, predictor: Predictor, before: Predictor) -> WorkingTotals:
    """The working statistics of all rows, with the gradient and the closing sums.

    Parameters
    ----------
    predictor : Predictor
        After the last step.
    before : Predictor
        Before it.
    """
    family = predictor.family
    statistics = _statistics(source, predictor, before)
    move = largest_move(family, predictor.coefficients - before.coefficients)

    def totals(block: Block) -> _Totals:
        sums = np.array([float(function(block)) for function in statistics.values()])
        working = reduce(add, [_with_gradient(predictor, part) for part in block.split()])
        return _Totals(working, sums, move(block).value)

    total = source.total(totals)
    sums = dict(zip(statistics, total.sums.tolist(), strict=True))
    closing = ClosingSums(family, sums, total.move)
    return replace(total.working, closing=closing)


def _with_gradient(predictor: Predictor, rows: Block) -> WorkingTotals:
    """The working statistics of a few rows, with the gradient in place of equations."""
    statistics, values = evaluate(predictor, rows.rows, predictor.eta(rows), True)
    if values is None:
        return statistics
    pull = values.weight * values.target
    return replace(statistics, gradient=rows.columns.transposed_product(pull, rows.row_slice))


def _statistics(source: Source, predictor: Predictor, before: Predictor) -> dict[str, Statistic]:
    """The sums that can be taken before the deviance is known."""
    family, sizes = predictor.family, source.row_sums
    out: dict[str, Statistic] = {}
    if np.isfinite(family.ml_dispersion(np.nan, sizes.n, sizes.weight)):
        out["loglik"] = loglik_statistic(family, predictor, np.nan, sizes)
    null = null_statistic(source, family, 0 in source.columns.assign)
    if null is not None:
        out["null_deviance"] = null
    if np.isnan(family.dispersion):
        out["pearson"] = pearson_statistic(predictor, before)
    return out
