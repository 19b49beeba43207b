"""Ordered categories: probabilities of an interval of a continuous variable.

An ordinal model has P(Y <= k) = F(zeta_k - eta) (McCullagh 1980, JRSS B 42), so that a row's
likelihood is P(a < Z <= b) = F(b) - F(a) with b = zeta_y - eta and a = zeta_(y-1) - eta, infinite
at the ends. All is computed from logarithms, from the tail that is the smaller one, so that it
keeps its digits far from the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.links.link import quiet
from rglm.formatting.hints.did_you_mean import did_you_mean

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Distribution:
    """A distribution of Z by the logarithms of its functions, each elementwise.

    Attributes
    ----------
    log_cdf, log_sf : function
        log F and log (1 - F).
    log_pdf, slope : function
        log f and its derivative.
    quantile : function
        The inverse of F.
    """

    name: str
    log_cdf: Function
    log_sf: Function
    log_pdf: Function
    slope: Function
    quantile: Function

    def __reduce__(self) -> Any:
        return as_distribution, (self.name,)


@dataclass
class Interval:
    """The log-likelihood of intervals with its derivatives by their ends.

    Attributes
    ----------
    value : (n,) float array
        log P(a < Z <= b); -inf where that is empty.
    lower, upper : (n,) float arrays
        Derivatives by a and by b.
    lower2, upper2, cross : (n,) float arrays
        Second derivatives.
    """

    value: np.ndarray
    lower: Any = None
    upper: Any = None
    lower2: Any = None
    upper2: Any = None
    cross: Any = None


@quiet
def interval(z: Distribution, a: np.ndarray, b: np.ndarray, derivatives: bool = True) -> Interval:
    """Logarithm of P(a < Z <= b) by row; a may be -inf and b may be inf."""
    value = log_probability(z, a, b)
    if not derivatives:
        return Interval(value)
    below, above = np.isfinite(a), np.isfinite(b)
    u_a = np.where(below, np.exp(z.log_pdf(np.where(below, a, 0)) - value), 0.0)
    u_b = np.where(above, np.exp(z.log_pdf(np.where(above, b, 0)) - value), 0.0)
    s_a, s_b = (
        np.where(known, z.slope(np.where(known, end, 0)), 0.0)
        for end, known in ((a, below), (b, above))
    )
    return Interval(value, -u_a, u_b, -u_a * (s_a + u_a), u_b * (s_b - u_b), u_a * u_b)


@quiet
def log_probability(z: Distribution, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Logarithm of F(b) - F(a), from the upper tail where a is above the middle."""
    high = z.log_cdf(a) > -0.6931471805599453
    large = np.where(high, z.log_sf(a), z.log_cdf(b))
    small = np.where(high, z.log_sf(b), z.log_cdf(a))
    gap = np.where(np.isneginf(small), -np.inf, small - large)
    found = large + np.log(-np.expm1(gap))
    return np.where(a < b, np.where(np.isnan(found), -np.inf, found), -np.inf)


@quiet
def _log_logistic(x: np.ndarray) -> np.ndarray:
    return -np.logaddexp(0, -x)


def _log_normal(x: np.ndarray) -> np.ndarray:
    from scipy.special import log_ndtr

    return log_ndtr(x)


def _normal_quantile(p: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri

    return ndtri(p)


@quiet
def _log_cauchy(x: np.ndarray) -> np.ndarray:
    return np.log(np.where(x < 0, np.arctan(-1 / x), np.pi / 2 + np.arctan(x)) / np.pi)


@quiet
def _log_gumbel(x: np.ndarray) -> np.ndarray:
    return -np.exp(-x)


@quiet
def _log_gumbel_tail(x: np.ndarray) -> np.ndarray:
    return np.log(-np.expm1(-np.exp(-x)))


@quiet
def _gumbel_slope(x: np.ndarray) -> np.ndarray:
    return np.expm1(-x)


@quiet
def _gumbel_density(x: np.ndarray) -> np.ndarray:
    return -x - np.exp(-x)


DISTRIBUTIONS = {
    d.name: d
    for d in (
        Distribution(
            "logistic",
            _log_logistic,
            lambda x: _log_logistic(-x),
            lambda x: _log_logistic(x) + _log_logistic(-x),
            lambda x: -np.tanh(x / 2),
            lambda p: np.log(p / (1 - p)),
        ),
        Distribution(
            "probit",
            _log_normal,
            lambda x: _log_normal(-x),
            lambda x: -0.5 * (x * x + np.log(2 * np.pi)),
            lambda x: -x,
            _normal_quantile,
        ),
        Distribution(
            "loglog",
            _log_gumbel,
            _log_gumbel_tail,
            _gumbel_density,
            _gumbel_slope,
            lambda p: -np.log(-np.log(p)),
        ),
        Distribution(
            "cloglog",
            lambda x: _log_gumbel_tail(-x),
            lambda x: _log_gumbel(-x),
            lambda x: _gumbel_density(-x),
            lambda x: -_gumbel_slope(-x),
            lambda p: np.log(-np.log1p(-p)),
        ),
        Distribution(
            "cauchit",
            _log_cauchy,
            lambda x: _log_cauchy(-x),
            lambda x: -np.log(np.pi) - np.log1p(x * x),
            lambda x: -2 * x / (1 + x * x),
            lambda p: np.tan(np.pi * (p - 0.5)),
        ),
    )
}


def as_distribution(method: str) -> Distribution:
    """The distribution that ``method=`` of `polr` names.

    Raises
    ------
    ValueError
        There is none of that name.
    """
    if method in DISTRIBUTIONS:
        return DISTRIBUTIONS[method]
    hint = did_you_mean(str(method), DISTRIBUTIONS)
    raise ValueError(f"method={method!r}: use one of {', '.join(DISTRIBUTIONS)}{hint}")
