"""The Tweedie families: variance a power of the mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.gamma import gamma_scores, gamma_unit_deviance
from rglm.families.glm.gaussian import gaussian_scores, gaussian_unit_deviance
from rglm.families.glm.inverse_gaussian import (
    inverse_gaussian_scores,
    inverse_gaussian_unit_deviance,
)
from rglm.families.glm.poisson import poisson_unit_deviance
from rglm.families.glm.response import (
    PreparedResponse,
    check_dispersion,
    draw_rows,
    finite_response,
    nonnegative_response,
    one_column_response,
    positive_response,
    replace_zeros,
)
from rglm.families.links.link import Link
from rglm.families.links.power import MuPower
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.normal_scores import Scores
from rglm.families.numerics.tweedie_cdf import compound_poisson_scores
from rglm.families.numerics.unit_deviance import as_vectors, integrate_near_mean
from rglm.families.working_steps.variance_steps import PowerVariance
from rglm.formatting.hints.argument_hints import check_argument_names

# The powers that have a closed form of their own.
NORMAL_SCORES: dict[float, Callable[[np.ndarray, np.ndarray, np.ndarray], Scores]] = {
    0: gaussian_scores,
    2: gamma_scores,
    3: inverse_gaussian_scores,
}
UNIT_DEVIANCES: dict[float, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    0: gaussian_unit_deviance,
    1: poisson_unit_deviance,
    2: gamma_unit_deviance,
    3: inverse_gaussian_unit_deviance,
}


@ignore_float_errors
def tweedie_unit_deviance(y: np.ndarray, mu: np.ndarray, p: float) -> np.ndarray:
    """2 (y (y^(1-p) - mu^(1-p))/(1-p) - (y^(2-p) - mu^(2-p))/(2-p)); V = mu^p, p not 0 1 2 3."""
    y, mu = as_vectors(y, mu)
    ratio = y / mu
    t = np.log(np.where(y > 0, ratio, 1.0))
    canonical, cumulant = np.expm1((1 - p) * t) / (1 - p), np.expm1((2 - p) * t) / (2 - p)
    positive = ratio * canonical - cumulant
    # Without y > 0 only the terms in mu remain.
    other = 1 / (2 - p) - ratio / (1 - p) if p < 2 else np.inf
    unit = 2 * mu ** (2 - p) * np.where(y > 0, positive, other)
    return integrate_near_mean(unit, y, mu, mu, lambda s: s**p)


@dataclass(frozen=True, repr=False)
class Tweedie(Family):
    """y has mean mu and variance dispersion mu^p / wt; made by `tweedie`.

    The link is mu^link_power, log(mu) at 0. There is no likelihood, as in R's ``tweedie()``:
    for most powers the density is a series (Dunn & Smyth 2005, Statistics and Computing 15).
    """

    var_power: float
    link_power: float
    link: Link = field(init=False, repr=False, compare=False)
    mean_range: tuple[float, float] = field(init=False, repr=False, compare=False)
    boundary_means: tuple[float, ...] = field(init=False, repr=False, compare=False)
    name = "Tweedie"
    constructor = "tweedie"

    def __post_init__(self) -> None:
        object.__setattr__(self, "link", MuPower(self.link_power))
        lowest = -np.inf if self.var_power == 0 else 0.0
        object.__setattr__(self, "mean_range", (lowest, np.inf))
        has_zeros = 1 <= self.var_power < 2
        object.__setattr__(self, "boundary_means", (0.0,) if has_zeros else ())
        if self.var_power > 1 and self.var_power not in UNIT_DEVIANCES:
            object.__setattr__(self, "variance_step", PowerVariance(self.var_power))

    @ignore_float_errors
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = mu^p."""
        return np.power(mu, self.var_power)

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return the unit deviance of mu^p."""
        closed_form = UNIT_DEVIANCES.get(self.var_power)
        if closed_form is None:
            return tweedie_unit_deviance(y, mu, self.var_power)
        return closed_form(y, mu)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Take y where p has it: anything up to 0, not negative below 2, positive from 2 on."""
        p = self.var_power
        check = finite_response if p <= 0 else nonnegative_response if p < 2 else positive_response
        y, weights = check(f"tweedie(var_power={p:g})", y, weights)
        return one_column_response(y, weights, replace_zeros(y, 0.1))

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantiles of P(Y < y) and P(Y <= y); for p of 0, 1 to 2, and 3."""
        p = self.var_power
        if p == 1:
            raise ValueError(
                "tweedie(1) has mass only on the multiples of its dispersion, which is estimated, "
                "and so no quantile residuals; use poisson() or negative_binomial(theta)"
            )
        if p not in NORMAL_SCORES and not 1 < p < 2:
            raise ValueError(
                f"tweedie: no distribution function for var_power={p:g}; only for 0, 2, 3 and "
                "between 1 and 2"
            )
        phi = dispersion / wt
        return (
            NORMAL_SCORES[p](y, mu, phi)
            if p in NORMAL_SCORES
            else compound_poisson_scores(y, mu, phi, p)
        )

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw y: normal, Poisson, compound Poisson of gammas, gamma or inverse Gaussian."""
        phi, p = check_dispersion("tweedie", dispersion), self.var_power
        draw = DRAW_FUNCTIONS.get(p, _compound)
        if p not in DRAW_FUNCTIONS and not 1 < p < 2:
            raise ValueError(
                f"tweedie: cannot simulate var_power={p:g}; only 0, 1, 2, 3 and between 1 and 2"
            )
        return draw_rows(lambda m, w: draw(m, phi / w, p, rng), mu, wt)


def _normal(mu: np.ndarray, phi: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    return rng.normal(mu, np.sqrt(phi))


def _poisson(mu: np.ndarray, phi: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    return phi * rng.poisson(mu / phi)


def _gamma(mu: np.ndarray, phi: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    return rng.gamma(1 / phi, mu * phi)


def _wald(mu: np.ndarray, phi: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    return rng.wald(mu, 1 / phi)


def _compound(mu: np.ndarray, phi: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    """A Poisson number of gamma values (Jorgensen 1997, section 4.2)."""
    number = rng.poisson(mu ** (2 - p) / (phi * (2 - p)))
    shape = number * (2 - p) / (p - 1)
    return rng.gamma(shape, phi * (p - 1) * mu ** (p - 1))


DRAW_FUNCTIONS = {0.0: _normal, 1.0: _poisson, 2.0: _gamma, 3.0: _wald}


@check_argument_names
def tweedie(var_power: float = 0.0, link_power: float | None = None) -> Tweedie:
    """Return a Tweedie family.

    The variance is phi V(mu), with V(mu) = mu^p. The response is normal at p = 0, phi times a
    Poisson count at 1, gamma at 2 and inverse Gaussian at 3. Between 1 and 2 it is a sum of a
    Poisson number of gamma amounts, of these means and this shape:

        amounts lambda = mu^(2-p)/(phi (2-p)), each of mean phi (2-p) mu^(p-1)
        and shape (2-p)/(p-1); P(Y = 0) = exp(-lambda)

    For p near 1 they are all of about the size phi; near 2 they are many, most of them next to
    nothing.

    Parameters
    ----------
    var_power : float
        The power p of the variance function. For p between 0 and 1 there is no such distribution,
        and the fit is by quasi-likelihood.
    link_power : float, optional
        The power of the link, 0 for the log; by default 1 - var_power, the canonical link.

    Raises
    ------
    ValueError
        If either is not a finite number.

    Notes
    -----
    Agrees with ``tweedie()`` of R's statmod, whose AIC is missing as well. Values of y that have
    no finite deviance raise, where statmod moves them.

    References
    ----------
    Tweedie (1984), An index which distinguishes between some important exponential families, in
    *Statistics: Applications and New Directions*; Jorgensen (1987), Exponential dispersion models,
    JRSS B 49; Dunn & Smyth (2018), *Generalized Linear Models With Examples in R*, chapter 12.

    Examples
    --------
    >>> tweedie(1.5, 0).link.name
    'mu^0'
    """
    p = _finite("var_power", var_power)
    return Tweedie(p, 1 - p if link_power is None else _finite("link_power", link_power))


def _finite(what: str, value: float) -> float:
    """The value, checked to be a finite number."""
    if not isinstance(value, Real) or isinstance(value, bool) or not np.isfinite(value):
        raise ValueError(f"tweedie: {what} must be a finite number, got {value!r}")
    return float(value)
