"""The step of a family from its variance function's deviance and its link's means, in place."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.working_steps.prior_weights import apply_weights
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums

Scratch = tuple[np.ndarray, np.ndarray, np.ndarray]


class MeansInPlace(Protocol):
    """A link that can write its means into an array."""

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write the means and dmu/deta; False where some eta is near an edge, or there is no way.

        `eta` may be overwritten.
        """
        ...


class VarianceStep(Protocol):
    """The deviance and the variance of a variance function, in place."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The deviance of some rows; NaN where its terms cancel to few digits.

        `scratch` are three arrays (m,) to compute in.
        """
        ...

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write V(mu)."""
        ...


class StepFamily(Protocol):
    """The functions of a family that its step is made of."""

    @property
    def link(self) -> MeansInPlace:
        """The link."""
        ...

    @property
    def mean_range(self) -> tuple[float, float]:
        """The open interval of the means."""
        ...

    def dev_resids(self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, /) -> np.ndarray:
        """The terms of the deviance, with all digits."""
        ...


@ignore_float_errors
def composed_step(
    family: StepFamily,
    parts: VarianceStep,
    y: np.ndarray,
    weights: np.ndarray,
    eta: np.ndarray,
    work: WorkArrays,
) -> WorkingSums | None:
    """`Family.working_step` of a link and a variance function."""
    mu, slope, weight, residual = work.spare1, work.spare2, work.weight, work.residual
    if not family.link.write_means(eta, mu, slope):
        return None
    lowest, highest = float(mu.min()), float(mu.max())
    if not (family.mean_range[0] < lowest and highest < family.mean_range[1]):
        return None
    deviance = parts.deviance(y, weights, mu, (weight, residual, work.spare3))
    if np.isnan(deviance):
        deviance = float(family.dev_resids(y, mu, weights).sum())
    np.subtract(y, mu, out=residual)
    residual /= slope
    parts.variance(mu, work.spare3)
    np.multiply(slope, slope, out=weight)
    weight /= work.spare3
    if not np.isfinite(deviance) or not np.isfinite(weight @ residual):
        return None
    return WorkingSums(deviance, lowest, highest, apply_weights(weights, weight))
