"""Sums over the rows that the last pass of a fit takes beside the deviance.

Where rows are read from files a pass costs more than what is computed in it. The pass that ends
the iterations therefore takes all that is asked of every fit: the log-likelihood, the null
deviance, Pearson's chi-square and the largest move of a linear predictor; and the gradient, which
gives the fit its last digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TypeAlias

import numpy as np

from rglm.design.block import Block
from rglm.families.glm.family import Family
from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.fit_statistics import (
    loglik_of_rows,
    null_statistic,
)
from rglm.fitting.irls.gradients.gradient_pass import GradientPass
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals
from rglm.fitting.separation.separation_directions import largest_move_of_rows
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

# of a few rows and their linear predictor
RowsStatistic: TypeAlias = Callable[[Block, np.ndarray], float]


def closing_pass(source: Source, predictor: Predictor, before: Predictor) -> WorkingTotals:
    """The working statistics of all rows, with the gradient and the closing sums.

    Parameters
    ----------
    predictor : Predictor
        After the last step.
    before : Predictor
        Before it.
    """
    family, beta = predictor.family, predictor.coefficients
    statistic = _ClosingStatistic(family, before.coefficients, _statistics(source, family))

    def totals(rows: MemorySource) -> WorkingTotals:
        return GradientPass(rows, family, statistic).totals(beta)

    total = reduce(add, source.map_sources(totals, in_threads=True))
    if total.closing is None or not np.isnan(family.dispersion):
        return total
    sums = total.closing.sums | {"pearson": total.pearson}  # weights and residuals at the fit
    return replace(total, closing=replace(total.closing, sums=sums))


@dataclass(frozen=True)
class _ClosingStatistic:
    """The sums over some rows that can be taken before the deviance is known."""

    family: Family
    before: np.ndarray  # (p,) the coefficients before the last step
    functions: dict[str, RowsStatistic]

    def sums(self, part: Block, eta: np.ndarray, eta_before: np.ndarray) -> ClosingSums:
        """The sums over rows, at the linear predictors after the step and before it."""
        sums = {name: float(f(part, eta)) for name, f in self.functions.items()}
        move = largest_move_of_rows(self.family, part.rows, eta - eta_before)
        return ClosingSums(self.family, sums, move)


def _statistics(source: Source, family: Family) -> dict[str, RowsStatistic]:
    """The sums that can be taken before the deviance is known."""
    sizes = source.row_sums
    out: dict[str, RowsStatistic] = {}
    if np.isfinite(family.ml_dispersion(np.nan, sizes.n, sizes.weight)):
        loglik = loglik_of_rows(family, np.nan, sizes)
        out["loglik"] = lambda part, eta: loglik(part.rows, eta)
    null = null_statistic(source, family, 0 in source.columns.assign)
    if null is not None:
        out["null_deviance"] = lambda part, _: null(part)
    return out
