"""Quasi-likelihood: a variance function without a distribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rglm.families.glm.binomial import binomial_unit_deviance
from rglm.families.glm.gamma import gamma_unit_deviance
from rglm.families.glm.gaussian import gaussian_unit_deviance
from rglm.families.glm.inverse_gaussian import inverse_gaussian_unit_deviance
from rglm.families.glm.poisson import poisson_unit_deviance
from rglm.families.glm.quasi_likelihood import QuasiLikelihood
from rglm.families.glm.response import (
    PreparedResponse,
    check_range,
    finite_response,
    nonnegative_response,
    one_column_response,
    positive_response,
    replace_zeros,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import LINKS, choose_link
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.working_steps.composed_step import VarianceStep
from rglm.families.working_steps.variance_steps import (
    ConstantVariance,
    CubedMeanVariance,
    MeanVariance,
    ProportionVariance,
    SquaredMeanVariance,
)
from rglm.formatting.hints.argument_hints import check_argument_names
from rglm.formatting.hints.did_you_mean import did_you_mean


@dataclass(frozen=True)
class Variance:
    """A variance function by its R name, with its unit deviance and its response."""

    name: str
    function: Callable[[np.ndarray], np.ndarray]
    unit_deviance: Callable[[np.ndarray, np.ndarray], np.ndarray]
    mean_range: tuple[float, float]
    check: Callable[[str, Any, Any], tuple[np.ndarray, np.ndarray]]
    mustart: Callable[[np.ndarray], np.ndarray]
    step: VarianceStep
    boundary_means: tuple[float, ...] = ()


@ignore_float_errors
def _gamma_deviance_with_zeros(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """The gamma deviance; at y = 0, where it is infinite, the finite stand-in that R has."""
    y, mu = np.asarray(y, dtype=float), np.asarray(mu, dtype=float)
    zero = y == 0
    if not zero.any():
        return gamma_unit_deviance(y, mu)
    unit = gamma_unit_deviance(np.where(zero, mu, y), mu)
    return np.where(zero, np.maximum(2 * (np.log(mu) - 1), 0.0), unit)


def _proportions(name: str, y: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]:
    y, weights = finite_response(name, y, weights)
    check_range(name, "y must lie in 0..1 for the variance mu(1-mu)", y, low=0, high=1)
    return y, weights


def _inside_unit(y: np.ndarray) -> np.ndarray:
    return np.clip(y, 0.001, 0.999)


def _above_zero(y: np.ndarray) -> np.ndarray:
    return replace_zeros(y, 0.1)


REAL_LINE, POSITIVE_REALS, UNIT_INTERVAL = (-np.inf, np.inf), (0.0, np.inf), (0.0, 1.0)
VARIANCES = {
    variance.name: variance
    for variance in (
        Variance(
            "constant",
            lambda mu: np.ones(np.shape(mu)),
            gaussian_unit_deviance,
            REAL_LINE,
            finite_response,
            np.copy,
            ConstantVariance(),
        ),
        Variance(
            "mu(1-mu)",
            lambda mu: mu * (1 - mu),
            binomial_unit_deviance,
            UNIT_INTERVAL,
            _proportions,
            _inside_unit,
            ProportionVariance(),
            (0.0, 1.0),
        ),
        Variance(
            "mu",
            lambda mu: np.array(mu, dtype=float),
            poisson_unit_deviance,
            POSITIVE_REALS,
            nonnegative_response,
            _above_zero,
            MeanVariance(),
            (0.0,),
        ),
        Variance(
            "mu^2",
            np.square,
            _gamma_deviance_with_zeros,
            POSITIVE_REALS,
            nonnegative_response,
            _above_zero,
            SquaredMeanVariance(),
        ),
        Variance(
            "mu^3",
            lambda mu: mu * mu * mu,
            inverse_gaussian_unit_deviance,
            POSITIVE_REALS,
            positive_response,
            _above_zero,
            CubedMeanVariance(),
        ),
    )
}


@dataclass(frozen=True, repr=False)
class Quasi(QuasiLikelihood):
    """A mean and a variance function; made by `quasi`."""

    link: Link
    variance_name: str = field(metadata={"argument": "variance"})
    mean_range: tuple[float, float] = field(init=False, repr=False, compare=False)
    boundary_means: tuple[float, ...] = field(init=False, repr=False, compare=False)
    name = "quasi"
    constructor = "quasi"
    instead = "a family that has one"

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean_range", self._variance.mean_range)
        object.__setattr__(self, "boundary_means", self._variance.boundary_means)

    @property
    def has_constant_variance(self) -> bool:  # type: ignore[override]  # made when it is read
        """Whether V(mu) is 1."""
        return self.variance_name == "constant"

    @property
    def variance_step(self) -> VarianceStep | None:  # type: ignore[override]  # made when read
        """The deviance and the variance in place."""
        return self._variance.step

    @property
    def _variance(self) -> Variance:
        return VARIANCES[self.variance_name]

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return the chosen V(mu)."""
        return self._variance.function(mu)

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return the unit deviance that V implies."""
        return self._variance.unit_deviance(y, mu)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y where the quasi-likelihood is defined; starts from y off the edges."""
        y, weights = self._variance.check(self.name, y, weights)
        return one_column_response(y, weights, self._variance.mustart(y))


@check_argument_names
def quasi(link: str | Link = "identity", variance: str = "constant") -> Quasi:
    """Return a quasi-likelihood family, as R's ``quasi(link, variance)``.

    It has a mean and a variance, phi V(mu), and no distribution: no likelihood, AIC or simulation.
    The deviance is the sum of twice the integrals of (y - s)/V(s) from mu to y, and phi is
    estimated by Pearson's chi-square over the residual degrees of freedom.

    Parameters
    ----------
    link : str or Link
        Any link.
    variance : str
        constant, mu(1-mu), mu, mu^2 or mu^3, blanks allowed.

    Raises
    ------
    ValueError
        If the link or the variance is not one of these.

    References
    ----------
    Wedderburn (1974), Quasi-likelihood functions, generalized linear models, and the Gauss-Newton
    method, Biometrika 61; McCullagh & Nelder (1989), *Generalized Linear Models*, chapter 9.

    Examples
    --------
    >>> quasi("log", "mu^2")
    quasi(link="log", variance="mu^2")
    """
    key = str(variance).replace(" ", "")
    if key not in VARIANCES:
        hint = did_you_mean(key, VARIANCES)
        known = ", ".join(VARIANCES)
        raise ValueError(f"quasi: no variance {variance!r}{hint}; variances: {known}")
    return Quasi(choose_link("quasi", link, tuple(LINKS)), key)
