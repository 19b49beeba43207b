"""The working statistics of a GLM at a coefficient vector: the deviance and the next equations.

At eta = X beta + offset, mu = g^-1(eta), iteratively reweighted least squares (Nelder &
Wedderburn 1972) has working residuals and weights

    r = (y - mu) / (dmu/deta),     w = a (dmu/deta)^2 / V(mu)        (a: prior weights)

and its next step solves min |w^(1/2) (r - X delta)|. One pass over the rows gives the deviance at
beta and the equations of the step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from math import isfinite
from operator import add
from typing import Any

import numpy as np

from rglm.design.block import Block, Rows
from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.closing_sums import ClosingSums
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.working_values import Accumulator, WorkingValues
from rglm.linalg.constant_array import is_constant
from rglm.linalg.solved_system import LeastSquaresSystem
from rglm.sources.source import ScratchStatistic


@dataclass(frozen=True)
class Predictor:
    """The linear predictor of coefficients `beta`; if None, the starting values of the rows."""

    family: Family
    beta: np.ndarray | None = None

    @property
    def coefficients(self) -> np.ndarray:
        """`beta` of a predictor that has coefficients."""
        assert self.beta is not None
        return self.beta

    def eta(self, block: Block) -> np.ndarray:
        """The linear predictor on a block."""
        if self.beta is None:
            return np.asarray(block.rows.etastart)
        return design_product(block, self.beta) + block.rows.offset


@dataclass(frozen=True)
class WorkingTotals:
    """The working statistics of some rows; ``+`` joins those of the rows after."""

    # whether eta and mu lie where the family allows them, and the deviance is finite
    is_valid: bool
    deviance: float
    informative: int  # the number of rows with a working weight
    # lowest, highest: the range of the fitted values
    lowest: float
    highest: float
    system: LeastSquaresSystem | None  # the equations of the next step, if they were asked for
    closing: ClosingSums | None = None  # what the last pass sums beside them
    # (p,) X'W r, half of minus the derivative of the deviance, where it was summed alone
    gradient: np.ndarray | None = None
    pearson: float = np.nan  # r'W r, Pearson's chi-square, where the gradient was summed

    @property
    def equations(self) -> LeastSquaresSystem:
        """`system`, where it was asked for."""
        assert self.system is not None
        return self.system

    def with_system(self, system: LeastSquaresSystem) -> WorkingTotals:
        """The same statistics with the equations of the next step."""
        return WorkingTotals(
            self.is_valid, self.deviance, self.informative, self.lowest, self.highest, system
        )

    def __add__(self, other: WorkingTotals) -> WorkingTotals:
        is_valid = self.is_valid and other.is_valid
        return WorkingTotals(
            is_valid=is_valid,
            deviance=self.deviance + other.deviance,
            informative=self.informative + other.informative,
            lowest=min(self.lowest, other.lowest),
            highest=max(self.highest, other.highest),
            system=_joined(self.system, other.system) if is_valid else None,
            closing=_sum(self.closing, other.closing) if is_valid else None,
            gradient=_sum(self.gradient, other.gradient) if is_valid else None,
            pearson=self.pearson + other.pearson,
        )


def _sum(one: Any, other: Any) -> Any:
    return None if one is None or other is None else one + other


def _joined(
    system: LeastSquaresSystem | None, other: LeastSquaresSystem | None
) -> LeastSquaresSystem | None:
    if system is None or other is None:
        return None
    system += other
    return system


@dataclass(frozen=True)
class WorkingStatistic(ScratchStatistic):
    """The function of a block whose sum over all rows is `WorkingTotals`."""

    predictor: Predictor
    accumulator: Accumulator | None  # makes the equations of the next step; None leaves them out
    with_equations: bool = True  # False: the accumulator makes the linear predictor only

    @property
    def is_threaded(self) -> bool:
        """Whether several threads gain time."""
        return self.accumulator is not None and self.accumulator.is_threaded

    def __call__(self, block: Block) -> WorkingTotals:
        """The working statistics of a block."""
        if self.accumulator is None:
            return _totals_without_equations(self.predictor, block)
        return self._totals(self.accumulator, block)

    def _totals(self, accumulator: Accumulator, block: Block) -> WorkingTotals:
        totals, systems = [], []
        for part in block.split(accumulator.rows_at_once):
            x = accumulator.columns(part)
            total, values = self._evaluate(accumulator, x, part)
            if not total.is_valid:
                return total
            totals.append(total)
            if self.with_equations and values is not None:
                systems.append(accumulator.rows_system(x, values))
        total = reduce(add, totals)
        return total.with_system(accumulator.block_system(block, systems)) if systems else total

    def _evaluate(
        self, accumulator: Accumulator, x: Any, part: Block
    ) -> tuple[WorkingTotals, WorkingValues | None]:
        """The statistics of a few rows, with their weights and targets if asked for."""
        predictor = self.predictor
        if predictor.beta is None:
            eta = np.asarray(part.rows.etastart)
            return evaluate(predictor, part.rows, eta, self.with_equations)
        eta = add_offset(accumulator.product(x, part, predictor.beta), part.rows)
        work = accumulator.work()
        if work is not None:
            found = step_in_place(predictor.family, part.rows, eta, work)
            if found is not None:
                return found
            eta = add_offset(accumulator.product(x, part, predictor.beta), part.rows)
        return evaluate(predictor, part.rows, eta, self.with_equations)

    def for_thread(self) -> WorkingStatistic:
        """The same statistic for the blocks of one chunk, with scratch memory of this thread."""
        if self.accumulator is None:
            return self
        return replace(self, accumulator=self.accumulator.for_thread())


def _totals_without_equations(predictor: Predictor, block: Block) -> WorkingTotals:
    totals = []
    for part in block.split():
        total, _ = evaluate(predictor, part.rows, predictor.eta(part), False)
        if not total.is_valid:
            return total
        totals.append(total)
    return reduce(add, totals)


def add_offset(eta: np.ndarray, rows: Rows) -> np.ndarray:
    """`eta`, to which the offset was added in place."""
    if not is_constant(rows.offset) or rows.offset[0]:
        eta += rows.offset
    return eta


def step_in_place(
    family: Family, rows: Rows, eta: np.ndarray, work: WorkArrays
) -> tuple[WorkingTotals, WorkingValues | None] | None:
    """The statistics of a few rows by the family's own step; `eta` may be overwritten.

    None if it has none, or some row is near an edge of the family.
    """
    sums = family.working_step(rows.y, rows.weights, eta, work)
    if sums is None or not isfinite(sums.deviance):
        return None
    total = WorkingTotals(
        True, sums.deviance, sums.informative, sums.lowest, sums.highest, system=None
    )
    return total, WorkingValues(work.weight, work.residual)


def evaluate(
    predictor: Predictor, rows: Rows, eta: np.ndarray, with_values: bool
) -> tuple[WorkingTotals, WorkingValues | None]:
    """The statistics of a few rows; and, if asked for and valid, their weights and targets."""
    if with_values and (quick := _evaluate_in_place(predictor, rows, eta)) is not None:
        return quick
    family = predictor.family
    with np.errstate(all="ignore"):
        mu, slope = family.link.inverse_and_slope(eta)
        is_valid = bool(family.valideta(eta) and family.validmu(mu))
        deviance = float(family.dev_resids(rows.y, mu, rows.weights).sum()) if is_valid else np.nan
        if not isfinite(deviance):
            return WorkingTotals(False, deviance, 0, np.nan, np.nan, None), None
        lowest, highest = mu.min(), mu.max()
        if not with_values:
            return WorkingTotals(True, deviance, 0, lowest, highest, None), None
        weight, target = weights_and_residuals(family, rows, mu, slope)
    if predictor.beta is None:  # the first step is the whole of beta
        target = target + (eta - rows.offset)
    informative = int(np.count_nonzero(weight))
    total = WorkingTotals(True, deviance, informative, lowest, highest, None)
    return total, WorkingValues(weight, target)


def _evaluate_in_place(
    predictor: Predictor, rows: Rows, eta: np.ndarray
) -> tuple[WorkingTotals, WorkingValues | None] | None:
    """The statistics, weights and targets by the family's own step; None where it has none."""
    work = WorkArrays.of_length(len(eta))
    found = step_in_place(predictor.family, rows, eta.copy(), work)
    if found is not None and predictor.beta is None:  # the first step is the whole of beta
        work.residual[:] += eta - rows.offset
    return found


def weights_at(predictor: Predictor, block: Block) -> np.ndarray:
    """The working weights of a block; zero on rows that carry no information."""
    with np.errstate(all="ignore"):
        mu, slope = predictor.family.link.inverse_and_slope(predictor.eta(block))
        return weights_and_residuals(predictor.family, block.rows, mu, slope)[0]


def residuals_at(predictor: Predictor, block: Block) -> np.ndarray:
    """The working residuals of a block, (y - mu) / (dmu/deta)."""
    link = predictor.family.link
    with np.errstate(all="ignore"):
        eta = predictor.eta(block)
        return (block.rows.y - link.linkinv(eta)) / link.mu_eta(eta)


def weights_and_residuals(
    family: Family, rows: Rows, mu: np.ndarray, slope: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Working weights and residuals; both zero on rows that carry no information.

    `slope` is dmu/deta.
    """
    variance = family.variance(mu)
    weight = rows.weights * slope * slope / variance
    residual = (rows.y - mu) / slope
    if weight.min(initial=1.0) > 0 and np.isfinite(residual).all():
        return weight, residual
    is_informative = (rows.weights > 0) & (slope != 0)
    if not (variance[rows.weights > 0] > 0).all():
        raise FitError(
            "the variance of a fitted value is zero or not a number; "
            "try another link, or start= nearer to the answer"
        )
    return np.where(is_informative, weight, 0.0), np.where(is_informative, residual, 0.0)
