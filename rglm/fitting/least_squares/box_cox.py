"""The profile likelihood of the power that transforms a response (Box & Cox 1964, JRSS B 26).

With g the geometric mean of y, z(lambda) = ((y / g)^lambda - 1) / lambda, and log(y / g) at
lambda = 0. The log-likelihood of lambda at its best coefficients and variance is, but for a
constant, -n/2 log RSS(lambda), RSS the residual sum of squares of z on the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rglm.design.block import Block
from rglm.fitting.bracketed_newton import bracketed_newton
from rglm.fitting.least_squares.many_responses import Responses, residual_sums
from rglm.linalg.solved_system import SolvedSystem
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

MAX_EXPONENT = 300.0  # of e, in the transformed response
MAX_DOUBLINGS = 60
ROUNDING = 1e-13  # of residuals, relative to the range of the response
MIN_STEP = 0.05  # of lambda, in the search for bounds of the maximum
SERIES_RADIUS, SERIES_TERMS = 0.1, 9


class LogSums(NamedTuple):
    """Sums over the logarithms of a response, of its rows of weight above 0.

    Attributes
    ----------
    rows : int
        Their number.
    total : float
        The sum of log(y).
    lowest, highest : float
        The range of y.
    """

    rows: int
    total: float
    lowest: float
    highest: float


def log_sums(source: MemorySource) -> LogSums:
    """The sums of the rows of a chunk."""
    y = source.rows.y[source.rows.weights > 0]
    with np.errstate(all="ignore"):
        total = float(np.log(y).sum())
    return LogSums(len(y), total, float(y.min(initial=np.inf)), float(y.max(initial=-np.inf)))


def join_log_sums(parts: list[LogSums]) -> LogSums:
    """The sums of all chunks."""
    rows, total, lowest, highest = zip(*parts, strict=True)
    return LogSums(sum(rows), sum(total), min(lowest), max(highest))


@dataclass(frozen=True)
class PowerResponses(Responses):
    """The response under several powers; with `derivatives` by lambda, the first and second too.

    The columns are those of z, then of dz, then of d2z.
    """

    lambdas: np.ndarray
    log_mean: float
    derivatives: bool = False

    def values(self, block: Block) -> np.ndarray:
        """The transformed responses, 0 in rows of weight 0."""
        rows = block.rows
        has_weight = rows.weights > 0
        y = rows.y if has_weight.all() else np.where(has_weight, rows.y, 1.0)
        u = np.where(has_weight, np.log(y) - self.log_mean, 0.0)[:, None]
        exponents = u * self.lambdas
        z = u * power_moment(exponents, 0)
        if not self.derivatives:
            return z
        squared = u * u
        first, second = power_moment(exponents, 1), power_moment(exponents, 2)
        return np.hstack([z, squared * first, squared * u * second])

    def sums(self, residuals: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """r'Wr, and with derivatives r'Wdr, dr'Wdr and r'Wd2r, of each lambda."""
        if not self.derivatives:
            return np.asarray(weights @ residuals**2)[None]
        r, dr, d2r = np.split(residuals, 3, axis=1)
        return np.stack([weights @ (a * b) for a, b in ((r, r), (r, dr), (dr, dr), (r, d2r))])


def power_moment(a: np.ndarray, order: int) -> np.ndarray:
    """The integral of t^order exp(a t) over t from 0 to 1, order 0, 1 or 2.

    >>> power_moment(np.array([0.0]), 2).round(4).tolist()
    [0.3333]
    """
    nonzero = np.where(a == 0, 1.0, a)
    value = np.where(a == 0, 1.0, np.expm1(nonzero) / nonzero)
    if order == 0:
        return value
    for m in range(1, order + 1):
        value = (np.exp(nonzero) - m * value) / nonzero
    near = np.abs(a) < SERIES_RADIUS  # where the recursion loses digits
    value[near] = _moment_series(a[near], order)
    return value


def _moment_series(a: np.ndarray, order: int) -> np.ndarray:
    """The integral as a power series, sum a^k / (k! (k + order + 1))."""
    series, power = np.zeros_like(a), np.ones_like(a)
    for k in range(SERIES_TERMS):
        series += power / (k + order + 1)
        power *= a / (k + 1)
    return series


class Slopes(NamedTuple):
    """The log-likelihood at several lambdas, with its two derivatives."""

    loglik: np.ndarray
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True)
class BoxCoxLikelihood:
    """The profile log-likelihood of lambda.

    Attributes
    ----------
    source, system
        The rows of a linear model, and its solution.
    logs : LogSums
        Of the response.
    """

    source: Source
    system: SolvedSystem
    logs: LogSums

    @property
    def log_mean(self) -> float:
        """The logarithm of the geometric mean of the response."""
        return self.logs.total / self.logs.rows

    @property
    def largest(self) -> float:
        """The largest lambda that is tried, without its sign."""
        ends = np.log([self.logs.lowest, self.logs.highest]) - self.log_mean
        return MAX_EXPONENT / float(np.abs(ends).max())

    def loglik(self, lambdas: np.ndarray) -> np.ndarray:
        """-n/2 log RSS at each lambda."""
        responses = PowerResponses(lambdas, self.log_mean)
        return self._loglik(residual_sums(self.source, self.system, responses)[0])

    def is_exact(self, lambdas: np.ndarray, loglik: np.ndarray) -> np.ndarray:
        """Whether the residuals at each lambda are rounding errors."""
        ends = np.log([self.logs.lowest, self.logs.highest])[:, None] - self.log_mean
        low, high = ends * power_moment(ends * lambdas, 0)
        size = np.exp(-loglik / self.logs.rows)  # the root of RSS
        return size <= ROUNDING * (high - low) * np.sqrt(self.logs.rows)

    def slopes(self, lambdas: np.ndarray) -> Slopes:
        """The log-likelihood and its derivatives at each lambda."""
        responses = PowerResponses(lambdas, self.log_mean, derivatives=True)
        rss, cross, square, curve = residual_sums(self.source, self.system, responses)
        first, n = cross / rss, self.logs.rows
        second = (square + curve) / rss - 2 * first**2
        return Slopes(self._loglik(rss), -n * first, -n * second)

    def _loglik(self, rss: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(-self.logs.rows / 2 * np.log(rss))

    def maximum(self, start: float) -> float | None:
        """The lambda of the maximum next to `start`; None where there is none."""
        at = self.slopes(np.array([start]))
        slope, curve = float(at.first[0]), float(at.second[0])
        if slope == 0:
            return start
        newton = start - slope / curve if curve < 0 else start
        step = np.sign(slope) * max(1.5 * abs(newton - start), MIN_STEP)
        inside, outside = start, start
        for _ in range(MAX_DOUBLINGS):
            outside = inside + step
            if abs(outside) > self.largest:
                return None
            if self.slopes(np.array([outside])).first[0] * slope <= 0:
                break
            inside, step = outside, 2 * step
        if not min(inside, outside) < newton < max(inside, outside):
            newton = (inside + outside) / 2
        ends = (inside, outside) if slope > 0 else (outside, inside)
        above, below = (np.array([end]) for end in ends)
        return float(bracketed_newton(self._gradient, above, below, np.array([newton]))[0])

    def _gradient(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The derivative of the log-likelihood, and that of the derivative."""
        slopes = self.slopes(x)
        return slopes.first, slopes.second

    def limits(self, best: float, fall: float) -> tuple[float, float]:
        """The lambdas on both sides of the maximum where the log-likelihood is `fall` lower.

        Infinite where it does not fall as much.
        """
        top = self.slopes(np.array([best]))
        target, sides = float(top.loglik[0]) - fall, np.array([-1.0, 1.0])
        start = best + sides * np.sqrt(2 * fall / -top.second[0])  # where a parabola is that low
        inside, outside = np.full(2, best), best + 1.1 * (start - best)
        is_open = self.loglik(outside) > target
        for _ in range(MAX_DOUBLINGS):
            if not is_open.any() or (np.abs(outside[is_open]) > self.largest).any():
                break
            inside = np.where(is_open, outside, inside)
            outside = np.where(is_open, best + 2 * (outside - best), outside)
            is_open = self.loglik(outside) > target

        def excess(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            slopes = self.slopes(x)
            return slopes.loglik - target, slopes.first

        between = (np.abs(start - best) > np.abs(inside - best)) & ~is_open
        start = np.where(between, start, (inside + outside) / 2)
        low, high = np.where(
            is_open, np.inf * sides, bracketed_newton(excess, inside, outside, start)
        )
        return float(low), float(high)
