"""The working statistics of a GLM at a coefficient vector: deviance and the next system.

At eta = X beta + offset, mu = g^-1(eta), iteratively reweighted least squares (Nelder &
Wedderburn 1972) has working residuals and weights

    r = (y - mu) / (dmu/deta),     w = a (dmu/deta)^2 / V(mu)        (a: prior weights)

and its next step solves min |w^(1/2) (r - X delta)|. One pass over the rows gives the deviance at
beta and the triangle of [w^(1/2) X, w^(1/2) r].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.fitting.warnings import FitError
from rglm.linalg.triangle import merge, triangle

EXACT = 512  # rows up to which X beta is summed in extended precision


@dataclass(frozen=True)
class Predictor:
    """Where a pass stands: at coefficients `beta`, or at the starting predictor if None."""

    family: Any
    beta: np.ndarray | None = None

    def fitted(self, block: Block) -> np.ndarray:
        """X beta on a block; zero at the start, so that the first step is the whole of beta."""
        if self.beta is None:
            return np.zeros(len(block.rows.y))
        return linear(block, self.beta)

    def eta(self, block: Block) -> np.ndarray:
        """The linear predictor on a block."""
        if self.beta is None:
            return block.rows.etastart
        return linear(block, self.beta) + block.rows.offset


def linear(block: Block, beta: np.ndarray) -> np.ndarray:
    """X beta without a copy of X; few rows are summed in extended precision, at no cost."""
    return block.columns.product(beta, block.place, exact=len(block.rows.y) <= EXACT)


@dataclass(frozen=True)
class Working:
    """The statistics of some rows; ``+`` joins those of the rows after.

    Attributes
    ----------
    valid : bool
        eta and mu lie where the family allows them and the deviance is finite.
    deviance : float
    informative : int
        Rows with a weight.
    lowest, highest : float
        The range of the fitted values.
    triangle : (p+1, p+1) array
    """

    valid: bool
    deviance: float
    informative: int
    lowest: float
    highest: float
    triangle: np.ndarray

    def __add__(self, other: Working) -> Working:
        valid = self.valid and other.valid
        return Working(
            valid=valid,
            deviance=self.deviance + other.deviance,
            informative=self.informative + other.informative,
            lowest=min(self.lowest, other.lowest),
            highest=max(self.highest, other.highest),
            triangle=merge(self.triangle, other.triangle) if valid else self.triangle,
        )


def working(at: Predictor) -> Any:
    """The statistic of a block: `Working` at `at`."""
    return lambda block: _working(at, block)


def _working(at: Predictor, block: Block) -> Working:
    rows, family = block.rows, at.family
    fitted = at.fitted(block)
    eta = rows.etastart if at.beta is None else fitted + rows.offset
    with np.errstate(all="ignore"):
        mu = family.link.linkinv(eta)
        valid = bool(family.valideta(eta) and family.validmu(mu))
        deviance = float(family.dev_resids(rows.y, mu, rows.weights).sum()) if valid else np.nan
        if not np.isfinite(deviance):
            return Working(False, deviance, 0, np.nan, np.nan, np.zeros((0, 0)))
        weight, residual = weights_and_residuals(family, rows, eta, mu)
    # (eta - offset - fitted) is zero but at the start, where the target is all of eta - offset
    target = residual if at.beta is not None else residual + (eta - rows.offset)
    root = np.sqrt(weight)
    system = block.matrix(spare=1)
    system[:, -1] = target
    system *= root[:, None]
    informative = int(np.count_nonzero(root))
    return Working(True, deviance, informative, mu.min(), mu.max(), triangle(system))


def weights_and_residuals(
    family: Any, rows: Any, eta: np.ndarray, mu: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Working weights and residuals; both zero on rows that carry no information."""
    slope = family.link.mu_eta(eta)
    variance = family.variance(mu)
    good = (rows.weights > 0) & (slope != 0)
    if not (variance[rows.weights > 0] > 0).all():
        raise FitError(
            "the variance of a fitted value is zero or not a number; "
            "try another link, or start= nearer to the answer"
        )
    weight = np.where(good, rows.weights * slope * slope / variance, 0.0)
    return weight, np.where(good, (rows.y - mu) / slope, 0.0)
