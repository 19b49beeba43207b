"""The working statistics of a GLM at a coefficient vector: deviance and the next system.

At eta = X beta + offset, mu = g^-1(eta), iteratively reweighted least squares (Nelder &
Wedderburn 1972) has working residuals and weights

    r = (y - mu) / (dmu/deta),     w = a (dmu/deta)^2 / V(mu)        (a: prior weights)

and its next step solves min |w^(1/2) (r - X delta)|. One pass over the rows gives the deviance at
beta and the triangle of [w^(1/2) X, w^(1/2) r].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.errors import FitError
from rglm.fitting.irls.design_product import design_product
from rglm.fitting.irls.working_values import Accumulator, WorkingValues


@dataclass(frozen=True)
class Predictor:
    """Where a pass stands: at coefficients `beta`, or at the starting predictor if None."""

    family: Any
    beta: np.ndarray | None = None

    def eta(self, block: Block) -> np.ndarray:
        """The linear predictor on a block."""
        if self.beta is None:
            return np.asarray(block.rows.etastart)
        return design_product(block, self.beta) + block.rows.offset


@dataclass(frozen=True)
class WorkingTotals:
    """The statistics of some rows; ``+=`` joins those of the rows after.

    Attributes
    ----------
    valid : bool
        eta and mu lie where the family allows them and the deviance is finite.
    deviance : float
    informative : int
        Rows with a weight.
    lowest, highest : float
        The range of the fitted values.
    system : Triangle, Gram or None
        The equations of the next step, if they were asked for.
    """

    valid: bool
    deviance: float
    informative: int
    lowest: float
    highest: float
    system: Any

    def __add__(self, other: WorkingTotals) -> WorkingTotals:
        valid = self.valid and other.valid
        return WorkingTotals(
            valid=valid,
            deviance=self.deviance + other.deviance,
            informative=self.informative + other.informative,
            lowest=min(self.lowest, other.lowest),
            highest=max(self.highest, other.highest),
            system=_joined(self.system, other.system) if valid else None,
        )


def _joined(system: Any, other: Any) -> Any:
    if system is None or other is None:
        return None
    system += other
    return system


@dataclass(frozen=True)
class WorkingStatistic:
    """The statistic of a block whose sum over the rows is a step of IRLS.

    Attributes
    ----------
    at : Predictor
        Where the rows are looked at.
    form : Accumulator or None
        Makes the equations of the next step; None leaves them out.
    """

    at: Predictor
    form: Accumulator | None

    def __call__(self, block: Block) -> WorkingTotals:
        """The working statistics of a block."""
        return _working(self.at, self.form, block)

    def of_part(self) -> WorkingStatistic:
        """The same, with scratch of this thread's own, for the blocks of a part of the rows."""
        return self if self.form is None else replace(self, form=self.form.for_thread())


def _working(at: Predictor, form: Any, block: Block) -> WorkingTotals:
    found, seen, taken = [], [], []
    for part in block.split() if form is None else block.split(form.rows):
        x = None if form is None else form.columns(part)
        if at.beta is None:
            fitted, eta = 0.0, np.asarray(part.rows.etastart)
        else:
            whole = form is None
            fitted = design_product(part, at.beta) if whole else form.product(x, part, at.beta)
            eta = fitted + part.rows.offset
        statistics, numbers = _see(at, part.rows, eta, form is not None)
        if not statistics.valid:
            return statistics
        found.append(statistics)
        if form is not None:
            seen.append(numbers)
            taken.append(form.take(x, numbers))
    total = reduce(add, found)
    return total if form is None else replace(total, system=form.join(block, taken, seen))


def _see(
    at: Predictor, rows: Any, eta: np.ndarray, whole: bool
) -> tuple[WorkingTotals, WorkingValues | None]:
    """The statistics of a few rows, and (`whole`) their working weights and targets."""
    family = at.family
    with np.errstate(all="ignore"):
        mu, slope = family.link.inverse_and_slope(eta)
        valid = bool(family.valideta(eta) and family.validmu(mu))
        deviance = float(family.dev_resids(rows.y, mu, rows.weights).sum()) if valid else np.nan
        if not np.isfinite(deviance):
            return WorkingTotals(False, deviance, 0, np.nan, np.nan, None), None
        if not whole:
            return WorkingTotals(True, deviance, 0, mu.min(), mu.max(), None), None
        weight, target = weights_and_residuals(family, rows, mu, slope)
    if at.beta is None:  # the first step is the whole of beta
        target = target + (eta - rows.offset)
    informative = int(np.count_nonzero(weight))
    return WorkingTotals(True, deviance, informative, mu.min(), mu.max(), None), WorkingValues(
        weight, target
    )


def weights_at(at: Predictor, block: Block) -> np.ndarray:
    """The working weights of a block, zero on rows that carry no information."""
    with np.errstate(all="ignore"):
        mean = at.family.link.inverse_and_slope(at.eta(block))
        return weights_and_residuals(at.family, block.rows, *mean)[0]


def residuals_at(at: Predictor, block: Block) -> np.ndarray:
    """The working residuals of a block, (y - mu) / (dmu/deta)."""
    link = at.family.link
    with np.errstate(all="ignore"):
        eta = at.eta(block)
        return (block.rows.y - link.linkinv(eta)) / link.mu_eta(eta)


def weights_and_residuals(
    family: Any, rows: Any, mu: np.ndarray, slope: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Working weights and residuals; both zero on rows that carry no information.

    Parameters
    ----------
    family : Family
    rows : Rows
    mu, slope : (n,) arrays
        The mean and dmu/deta.
    """
    variance = family.variance(mu)
    weight = rows.weights * slope * slope / variance
    residual = (rows.y - mu) / slope
    if weight.min(initial=1.0) > 0 and np.isfinite(residual).all():
        return weight, residual
    good = (rows.weights > 0) & (slope != 0)
    if not (variance[rows.weights > 0] > 0).all():
        raise FitError(
            "the variance of a fitted value is zero or not a number; "
            "try another link, or start= nearer to the answer"
        )
    return np.where(good, weight, 0.0), np.where(good, residual, 0.0)
