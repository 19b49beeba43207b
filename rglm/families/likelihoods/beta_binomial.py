"""Beta-binomial successes: the chance of a success is itself beta, of mean mu.

With alpha = mu (1 - rho)/rho, beta = (1 - mu)(1 - rho)/rho and the odds o = rho/(1 - rho),

    P(Y = y) = C(N, y) prod_{j<y} (mu + j o) prod_{j<N-y} (1 - mu + j o) / prod_{j<N} (1 + j o),

which is the binomial at o = 0 (Griffiths 1973, Biometrics 29; Prentice 1986, JASA 81).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rglm.families.glm.binomial import binomial_logpmf_at_mean
from rglm.families.likelihoods.count_values import log_factorials, log_rising
from rglm.families.likelihoods.recession_constraints import Constraint, step_sides
from rglm.families.likelihoods.row_density import (
    ModelDensity,
    Pair,
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import clip_for_exp, ignore_float_errors
from rglm.families.numerics.pochhammer import rising_sums
from rglm.families.numerics.series_remainders import log1p_rest

# Cells (rows by outcomes) that are worked out at a time: they stay in a processor's cache.
CACHED_CELLS = 1 << 16
# Closer than this, relative to the expected, successes make a deviance that is a series.
MAX_SERIES_ARGUMENT = 0.2
# Numbers above it have a quotient.
MIN_QUOTIENT = 1e-100
# No logarithm of a number is below minus it.
LARGEST = 1e300
# Shapes that beta variables can be drawn with, and a sum of two that is too small for it.
SHAPE_RANGE, SMALLEST_SHAPE_SUM = (1e-100, 1e15), 1e-8


@dataclass(frozen=True)
class BetaBinomial(ModelDensity):
    """y (n, 2) holds successes and trials; mu = g^-1(eta_0) and rho = h^-1(eta_1).


    Notes
    -----
    The model of ``betabinomial`` in R's VGAM (Yee 2015).

    Examples
    --------
    >>> import numpy as np
    >>> density, y = BetaBinomial(), np.array([[1.0, 2.0]])
    >>> terms = density.terms(y, [np.zeros(1), np.zeros(1)])
    >>> np.exp(terms.value).round(12).tolist()
    [0.25]
    """

    link: str | Link = "logit"  # the link g of the mean
    rho_link: str | Link = "logit"  # the link h of the correlation of two trials of a row

    @property
    def predictors(self) -> int:
        """Two: of the mean and of the correlation."""
        return 2

    def tails(self, eta: Predictors) -> tuple[LogTails, LogTails, np.ndarray]:
        """Return the tails of mu and of rho, and log(rho/(1 - rho))."""
        mean = make_link(self.link).log_tails(eta[0])
        rho = make_link(self.rho_link).log_tails(eta[1])
        return mean, rho, clip_for_exp(rho.log_p - rho.log_q)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row, the binomial coefficient included."""
        y = np.asarray(y, dtype=float)
        (successes, size), (mean, rho, log_odds) = y.T, self.tails(eta)
        log_ratios = clip_for_exp(log_odds - mean.log_p), clip_for_exp(log_odds - mean.log_q)
        above, above_1, above_2 = rising_sums(successes, np.exp(log_ratios[0]))
        below, below_1, below_2 = rising_sums(size - successes, np.exp(log_ratios[1]))
        whole, whole_1, whole_2 = rising_sums(size, np.exp(log_odds))
        value = log_binomial(successes, size, mean) + (above + below - whole)
        value[mean.impossible | rho.impossible] = -np.inf
        if not derivatives:
            return RowTerms(value)
        slope, curve = rho.p1 - rho.q1, rho.p2 - rho.q2
        # the sums' derivatives by log mu are those by the ratio's, negative
        left, right = successes - above_1, size - successes - below_1
        by_odds = above_1 + below_1 - whole_1
        first = [mean.p1 * left + mean.q1 * right, slope * by_odds]
        second = {
            (0, 0): mean.p2 * left
            + mean.q2 * right
            + (mean.p1 * above_2 * mean.p1 + mean.q1 * below_2 * mean.q1),
            (0, 1): -slope * (mean.p1 * above_2 + mean.q1 * below_2),
            (1, 1): slope * slope * (above_2 + below_2 - whole_2) + curve * by_odds,
        }
        return zero_impossible(RowTerms(value, first, second))

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        log_mu, log_rest = make_link(self.link).log_probabilities(eta[0])
        log_rho, log_other = make_link(self.rho_link).log_probabilities(eta[1])
        log_odds, (successes, size) = clip_for_exp(log_rho - log_other), y.T[:, :, None]
        values = log_factorials(size) - log_rising(size, np.exp(-log_odds))
        for count, log_p in ((successes, log_mu), (size - successes, log_rest)):
            values += log_rising(count, np.exp(clip_for_exp(log_p - log_odds)))
            values += count * np.maximum(log_p, -LARGEST) - log_factorials(count)
        impossible = (np.isneginf(log_mu) & np.isneginf(log_rest)) | np.isnan(log_rho - log_other)
        return np.where(impossible, -np.inf, values)

    @ignore_float_errors
    def expected_information(self, eta: Predictors, trials: np.ndarray) -> dict[Pair, np.ndarray]:
        """Return the expectation of minus the second derivatives, by summing over all outcomes.

        Parameters
        ----------
        eta : sequence of two (n,) float arrays
            The linear predictors.
        trials : (n,) float array
            Whole numbers of trials; the work is that of their sum.

        Returns
        -------
        dict
            (0, 0), (0, 1) and (1, 1) to (n,) arrays. They are expected products of first
            derivatives, so that each row's matrix is positive semidefinite.
        """
        trials = np.asarray(trials, dtype=float)
        info = {pair: np.zeros(len(trials)) for pair in ((0, 0), (0, 1), (1, 1))}
        mean, rho, log_odds = self.tails(eta)
        slope = rho.p1 - rho.q1
        for size, rows in _rows_by_trials(trials):
            at = mean.take(rows)
            for pair, part in _information(size, at, log_odds[rows], slope[rows]).items():
                info[pair][rows] = np.where(at.impossible, 0.0, part)
        return info

    @ignore_float_errors
    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that no success, or no failure, may get ever likelier; rho goes on as it did."""
        successes, size = np.asarray(y, dtype=float).T
        sides = np.where(successes == 0, -1.0, np.where(successes == size, 1.0, 0.0))
        first, second = np.eye(2)
        return [Constraint(first, sides, (1,)), Constraint(second, step_sides(moved[1]))]

    def mean(self, eta: Predictors) -> np.ndarray:
        """Return mu, the expected proportion of successes."""
        return np.exp(self.tails(eta)[0].log_p)

    @ignore_float_errors
    def variance(self, eta: Predictors, trials: np.ndarray) -> np.ndarray:
        """Return the variance of the number of successes, N mu (1 - mu) (1 + (N - 1) rho)."""
        mean, rho, _ = self.tails(eta)
        spread = trials * np.exp(mean.log_p + mean.log_q)
        return spread * (1 + (trials - 1) * np.exp(rho.log_p))

    @ignore_float_errors
    def probabilities(self, eta: Predictors, trials: int) -> np.ndarray:
        """Return the (n, trials + 1) probabilities of 0, 1, ..., trials successes."""
        mean, _, log_odds = self.tails(eta)
        return _outcome_probabilities(int(trials), mean, log_odds)

    def sample(self, eta: Predictors, trials: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw a number of successes for each row."""
        mean, _, log_odds = self.tails(eta)
        p = np.exp(mean.log_p)
        with np.errstate(all="ignore"):
            a, b = np.exp(mean.log_p - log_odds), np.exp(mean.log_q - log_odds)
            drawn = rng.beta(np.clip(a, *SHAPE_RANGE), np.clip(b, *SHAPE_RANGE))
        # between shapes too small or too large to draw from the chance is 0 or 1, or p
        coin = (rng.random(p.shape) < p).astype(float)
        chance = np.where(
            a + b < SMALLEST_SHAPE_SUM, coin, np.where(a + b > SHAPE_RANGE[1], p, drawn)
        )
        return rng.binomial(np.asarray(trials).astype(np.int64), chance).astype(float)

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return mu of n rows at S points (n, S)."""
        return np.exp(make_link(self.link).log_probabilities(eta[0])[0])

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random numbers of successes (n, S)."""
        shape = eta[0].shape
        size = np.broadcast_to(np.rint(trials)[:, None], shape).ravel()
        return self.sample([part.ravel() for part in eta], size, rng).reshape(shape)


def log_binomial(successes: np.ndarray, size: np.ndarray, mean: LogTails) -> np.ndarray:
    """Return the binomial log probability of `successes` of `size`, by Loader's formula."""
    half_deviance = _half_deviance_part(successes, size, mean.log_p)
    half_deviance += _half_deviance_part(size - successes, size, mean.log_q)
    return binomial_logpmf_at_mean(successes, size) - half_deviance


def _half_deviance_part(count: np.ndarray, size: np.ndarray, log_p: np.ndarray) -> np.ndarray:
    """Count log(count/(size p)) - (count - size p), whose second terms cancel in the sum."""
    expected = size * np.exp(log_p)
    step = count - expected
    positive = np.where(count > 0, count, 1.0)
    part = count * (np.log(positive / np.where(size > 0, size, 1.0)) - log_p) - step
    near = np.flatnonzero(np.abs(step) < MAX_SERIES_ARGUMENT * expected)
    if near.size:
        u = step[near] / expected[near]
        part[near] = count[near] * log1p_rest(u) + step[near] * u
    return part


def _rows_by_trials(trials: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Rows of the same number of trials, so many at a time that the cells are bounded."""
    order = np.argsort(trials, kind="stable")
    sizes, starts = np.unique(trials[order], return_index=True)
    for size, rows in zip(sizes, np.split(order, starts[1:]), strict=True):
        step = max(1, CACHED_CELLS // (int(size) + 1))
        for start in range(0, len(rows), step):
            yield int(size), rows[start : start + step]


def _outcome_probabilities(size: int, mean: LogTails, log_odds: np.ndarray) -> np.ndarray:
    """The (n, size + 1) probabilities, from the ratio of each to the one before."""
    y = np.arange(size)
    p, q, o = (np.exp(clip_for_exp(part))[:, None] for part in (mean.log_p, mean.log_q, log_odds))
    rise, fall = (size - y) * (p + y * o), (y + 1) * (q + (size - 1 - y) * o)
    safe = not p.size or min(p.min(), q.min(), o.min(), 1 / o.max()) > MIN_QUOTIENT
    ratio = np.log(rise / fall) if safe else np.log(rise) - np.log(fall)
    log = np.zeros((len(log_odds), size + 1))
    np.cumsum(ratio, axis=1, out=log[:, 1:])
    log -= log.max(axis=1, keepdims=True)
    chances = np.exp(log, out=log)
    chances /= chances.sum(axis=1, keepdims=True)
    return chances


def _rising_sums(size: int, log_ratio: np.ndarray) -> np.ndarray:
    """Sums over j < y of j x/(1 + j x) for y = 0, ..., size; (n, size + 1)."""
    x = np.exp(clip_for_exp(log_ratio))[:, None]
    low, high = np.minimum(1 / x, 1.0), np.minimum(x, 1.0)
    j = np.arange(size)
    sums = np.zeros((len(x), size + 1))
    np.cumsum(j * high / (low + j * high), axis=1, out=sums[:, 1:])
    return sums


def _information(
    size: int, mean: LogTails, log_odds: np.ndarray, slope: np.ndarray
) -> dict[Pair, np.ndarray]:
    chances, y = _outcome_probabilities(size, mean, log_odds), np.arange(size + 1.0)
    above = _rising_sums(size, log_odds - mean.log_p)
    below = _rising_sums(size, log_odds - mean.log_q)[:, ::-1]
    whole = _rising_sums(size, log_odds)[:, -1:]
    by_odds = (above + below - whole) * slope[:, None]
    by_mean = mean.p1[:, None] * (y - above) + mean.q1[:, None] * (size - y - below)
    weighted = chances * by_mean
    return {
        (0, 0): (weighted * by_mean).sum(axis=1),
        (0, 1): (weighted * by_odds).sum(axis=1),
        (1, 1): (chances * by_odds * by_odds).sum(axis=1),
    }
