"""The deviance and the variance of each variance function, in place.

The terms of a row with y near mu cancel. A sum of many rows keeps its digits all the same while
the terms are not much larger than the sum: where they are, its deviance is NaN here, and is
summed from terms that keep every digit (`rglm.families.numerics.unit_deviance`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.working_steps.binomial_logit import is_zero_one
from rglm.families.working_steps.composed_step import Scratch
from rglm.families.working_steps.prior_weights import total_weight, weighted_sum

MAX_CANCELLATION = 100.0  # the sum of the sizes of the terms over the sum of the terms
SMALLEST_RATIO = 1e-300  # a ratio of 0 is taken for it: any finite logarithm will do at y = 0


def _kept(total: float, scale: float) -> float:
    """The sum, or NaN where it has lost digits to terms of this scale."""
    return total if scale <= MAX_CANCELLATION * total else np.nan


def _entropy(y: np.ndarray, weights: np.ndarray, mu: np.ndarray, out: np.ndarray) -> float:
    """The sum of a y log(y/mu)."""
    np.divide(y, mu, out=out)
    np.maximum(out, SMALLEST_RATIO, out=out)
    np.log(out, out=out)
    out *= y
    return weighted_sum(weights, out)


@dataclass(frozen=True)
class ConstantVariance:
    """V = 1."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of a (y - mu)^2."""
        step = scratch[0]
        np.subtract(y, mu, out=step)
        step *= step
        return weighted_sum(weights, step)

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write ones."""
        out[:] = 1.0


@dataclass(frozen=True)
class MeanVariance:
    """V = mu."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of 2 a (y log(y/mu) - (y - mu))."""
        entropy = _entropy(y, weights, mu, scratch[0])
        responses, means = weighted_sum(weights, y), weighted_sum(weights, mu)
        return _kept(2 * (entropy - (responses - means)), responses + means)

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu."""
        out[:] = mu


@dataclass(frozen=True)
class SquaredMeanVariance:
    """V = mu^2."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of 2 a ((y - mu)/mu - log(y/mu))."""
        ratio, log = scratch[0], scratch[1]
        np.divide(y, mu, out=ratio)
        np.log(ratio, out=log)
        ratios = weighted_sum(weights, ratio)
        ratio -= log
        ratio -= 1.0
        return _kept(2 * weighted_sum(weights, ratio), ratios + total_weight(weights))

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu^2."""
        np.multiply(mu, mu, out=out)


@dataclass(frozen=True)
class CubedMeanVariance:
    """V = mu^3."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of a (y - mu)^2 / (y mu^2)."""
        relative = scratch[0]
        np.subtract(y, mu, out=relative)
        relative /= mu
        relative *= relative
        relative /= y
        return weighted_sum(weights, relative)

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu^3."""
        np.multiply(mu, mu, out=out)
        out *= mu


@dataclass(frozen=True)
class ProportionVariance:
    """V = mu (1 - mu)."""

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of 2 a (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu)))."""
        first, second, third = scratch
        if is_zero_one(y):
            return 2 * _log_total_odds(y, weights, mu, first, second)
        entropy = _entropy(y, weights, mu, first)
        np.subtract(1.0, y, out=first)
        np.subtract(1.0, mu, out=second)
        entropy += _entropy(first, weights, second, third)
        return _kept(2 * entropy, total_weight(weights))

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu (1 - mu)."""
        np.subtract(1.0, mu, out=out)
        out *= mu


def _log_total_odds(
    y: np.ndarray, weights: np.ndarray, mu: np.ndarray, odds: np.ndarray, spare: np.ndarray
) -> float:
    """The sum of -a log P(y), for y of 0 or 1: of log(1 + the odds against what was seen)."""
    np.subtract(y, mu, out=odds)
    np.add(mu, y, out=spare)
    spare -= 1.0
    odds /= spare
    np.log1p(odds, out=odds)
    return weighted_sum(weights, odds)


@dataclass(frozen=True)
class NegativeBinomialVariance:
    """V = mu + mu^2 / theta."""

    theta: float

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of 2 a (y log(y/mu) - (y + theta) log((y + theta)/(mu + theta)))."""
        share, rest, spare = scratch
        np.subtract(y, mu, out=rest)
        np.divide(rest, mu, out=share)
        np.add(y, self.theta, out=spare)
        np.divide(self.theta, spare, out=spare)
        share *= spare
        share += y == 0  # -1 there
        np.log1p(share, out=share)
        share *= y
        np.add(mu, self.theta, out=spare)
        rest /= spare
        np.log1p(rest, out=rest)
        rest *= self.theta
        np.abs(share, out=spare)
        scale = 2 * weighted_sum(weights, spare)
        share -= rest
        return _kept(2 * weighted_sum(weights, share), scale)

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu + mu^2 / theta."""
        np.multiply(mu, mu, out=out)
        out /= self.theta
        out += mu


@dataclass(frozen=True)
class PowerVariance:
    """V = mu^p, for p above 1 and not 2."""

    p: float

    def deviance(
        self, y: np.ndarray, weights: np.ndarray, mu: np.ndarray, scratch: Scratch
    ) -> float:
        """The sum of 2 a (y (y^(1-p) - mu^(1-p))/(1-p) - (y^(2-p) - mu^(2-p))/(2-p))."""
        canonical, term = scratch[0], scratch[1]
        below, above = 1 - self.p, 2 - self.p
        np.power(y, above, out=term)
        own = weighted_sum(weights, term) / (below * above)
        np.power(mu, below, out=canonical)
        np.multiply(y, canonical, out=term)
        linear = weighted_sum(weights, term) / below
        np.multiply(mu, canonical, out=term)
        cumulant = weighted_sum(weights, term) / above
        scale = abs(own) + abs(linear) + abs(cumulant)
        return _kept(2 * (own - linear + cumulant), 2 * scale)

    def variance(self, mu: np.ndarray, out: np.ndarray) -> None:
        """Write mu^p."""
        np.power(mu, self.p, out=out)
