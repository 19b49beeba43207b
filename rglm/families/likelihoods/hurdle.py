"""Hurdle models: a zero part says whether y > 0, another density what y is then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_distribution import CountDistribution, count_distribution
from rglm.families.likelihoods.positive_density import POSITIVE_DENSITIES, Positive
from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import RowTerms, place, put, without_impossible
from rglm.families.likelihoods.truncated_counts import Truncated, log_above_zero
from rglm.families.likelihoods.zero_inflated import Quantity
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.numerics.floating_point import ignore_float_errors

ZERO = ("binomial", "poisson", "negbin", "geometric")


@dataclass(frozen=True)
class Crossing:
    """Whether y > 0: P(Y > 0) = g^-1(eta)."""

    link: str | Link = "logit"

    @property
    def predictors(self) -> int:
        """One."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """None."""
        return ()

    @ignore_float_errors
    def terms(self, y, eta, scalars=(), derivatives=True, **rows) -> RowTerms:
        """Return log P(Y > 0) where y > 0 and log P(Y = 0) elsewhere."""
        crossed, tails = np.asarray(y) > 0, make_link(self.link).log_tails(eta[0])
        value = np.where(crossed, tails.log_p, tails.log_q)
        if not derivatives:
            return RowTerms(value)
        first, second = (
            np.where(crossed, *pair) for pair in ((tails.p1, tails.q1), (tails.p2, tails.q2))
        )
        return without_impossible(RowTerms(value, [first], {(0, 0): second}))

    def log_above(self, eta: np.ndarray, scalars=()) -> np.ndarray:
        """Return log P(Y > 0)."""
        return make_link(self.link).log_tails(eta).log_p

    def log_none(self, eta: np.ndarray, scalars=()) -> np.ndarray:
        """Return log P(Y = 0)."""
        return make_link(self.link).log_tails(eta).log_q


@dataclass(frozen=True)
class Censored:
    """Whether a count is above zero: P(Y > 0) = 1 - f(0), a count right-censored at one."""

    count: CountDistribution

    @property
    def predictors(self) -> int:
        """One: the log of the count's mean."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """Those of the count."""
        return self.count.scalars

    @ignore_float_errors
    def terms(self, y, eta, scalars=(), derivatives=True, **rows) -> RowTerms:
        """Return log(1 - f(0)) where y > 0 and log f(0) elsewhere."""
        crossed, log_theta = np.asarray(y) > 0, self.count.of(scalars)
        above = log_above_zero(self.count, eta[0], log_theta, derivatives)
        none = self.count.log_zero(eta[0], log_theta, derivatives)
        value = np.where(crossed, above.value, none.value)
        if not derivatives:
            return RowTerms(value)
        pairs = zip(above.first, none.first, strict=True)
        first = [np.where(crossed, a, b) for a, b in pairs]
        second = {at: np.where(crossed, a, none.second[at]) for at, a in above.second.items()}
        return RowTerms(value, first, second)

    def log_above(self, eta: np.ndarray, scalars=()) -> np.ndarray:
        """Return log P(Y > 0)."""
        return log_above_zero(self.count, eta, self.count.of(scalars), False).value

    def log_none(self, eta: np.ndarray, scalars=()) -> np.ndarray:
        """Return log P(Y = 0)."""
        return self.count.log_zero(eta, self.count.of(scalars), False).value


@dataclass(frozen=True)
class Hurdle:
    """y is 0, or above zero by its own density; made by `hurdle_density`.

    Attributes
    ----------
    positive : Truncated or Positive
        The density of y given y > 0, of predictor 0.
    zero : Crossing or Censored
        The probability that y > 0, of predictor 1.

    Notes
    -----
    The model of ``hurdle`` in R's pscl (Mullahy 1986, Journal of Econometrics 33). The two parts
    have no parameter in common, and the pairs of one's with the other's are absent from `second`.
    """

    positive: Truncated | Positive
    zero: Crossing | Censored

    @property
    def predictors(self) -> int:
        """Two: of y above zero, and of being above zero."""
        return 2

    @property
    def scalars(self) -> tuple[str, ...]:
        """The positive part's scalar, then ``zero_`` and the zero part's."""
        return (*self.positive.scalars, *(f"zero_{name}" for name in self.zero.scalars))

    def split(self, scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the scalars of the positive and of the zero part."""
        scalars, k = np.asarray(scalars, dtype=float), len(self.positive.scalars)
        return scalars[:k], scalars[k:]

    def terms(self, y, eta, scalars=(), derivatives=True, **rows) -> RowTerms:
        """Return the log-likelihood of each row; indices are positive, zero, their scalars."""
        y, (ours, theirs) = np.asarray(y, dtype=float), self.split(scalars)
        total, k = 2 + len(self.scalars), len(self.positive.scalars)
        at = np.flatnonzero(y > 0)
        above = self.positive.terms(y[at], [eta[0][at]], ours, derivatives)
        out = place(above, at, len(y), [0, *range(2, 2 + k)], total)
        zero = self.zero.terms(y, [eta[1]], theirs, derivatives)
        out.value += zero.value
        if derivatives:
            index = [1, *range(2 + k, total)]
            for i, part in zip(index, zero.first, strict=True):
                out.first[i] = part
            out.second |= {(index[i], index[j]): part for (i, j), part in zero.second.items()}
        return out

    @ignore_float_errors
    def constraints(self, y, moved) -> list[Constraint]:
        """Return that a count of 0, or of 1 above the hurdle, may get ever likelier."""
        zero = np.where(np.asarray(y) > 0, 1.0, -1.0)
        first, second = np.eye(2)
        own = len(self.positive.scalars)
        shapes = tuple(range(2, 2 + own)), tuple(range(2 + own, 2 + len(self.scalars)))
        return [
            Constraint(first, self.positive.sides(y), shapes[0]),
            Constraint(second, zero, shapes[1]),
        ]

    def mean(self, eta, scalars=()) -> np.ndarray:
        """Return P(Y > 0) E(Y | Y > 0)."""
        ours, theirs = self.split(scalars)
        return np.exp(self.zero.log_above(eta[1], theirs)) * self.positive.moments(eta[0], ours)[0]

    @ignore_float_errors
    def variance(self, eta, scalars=()) -> np.ndarray:
        """Return the variance of y."""
        ours, theirs = self.split(scalars)
        above = np.exp(self.zero.log_above(eta[1], theirs))
        mean, square = self.positive.moments(eta[0], ours)
        return above * (square - above * mean * mean)

    def log_crossing(self, eta, scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the logarithms of P(Y = 0) and P(Y > 0), of the zero part's predictor."""
        theirs = self.split(scalars)[1]
        return self.zero.log_none(eta, theirs), self.zero.log_above(eta, theirs)

    def quantity(self, name: str) -> Quantity:
        """Return what ``predict(type=name)`` is: of the response, the count or the zero."""
        return {"response": self.mean, "count": self._count, "zero": self._ratio}[name]

    def _count(self, eta, scalars) -> np.ndarray:
        return self.positive.untruncated(eta[0], self.split(scalars)[0])

    def _ratio(self, eta, scalars) -> np.ndarray:
        ours, theirs = self.split(scalars)
        return np.exp(self.zero.log_above(eta[1], theirs) - self.positive.log_above(eta[0], ours))

    @ignore_float_errors
    def cumulated(self, y, eta, scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return P(Y < y) and P(Y <= y); the same above zero where y is continuous."""
        ours, theirs = self.split(scalars)
        none = np.exp(self.zero.log_none(eta[1], theirs))
        above = np.exp(self.zero.log_above(eta[1], theirs))
        before = y - 1 if isinstance(self.positive, Truncated) else y
        low, high = (none + above * self.positive.cumulated(k, eta[0], ours) for k in (before, y))
        return np.where(y > 0, low, 0.0), np.where(y > 0, high, none)

    def probabilities(self, eta, scalars, most: int) -> np.ndarray:
        """Return the (n, most + 1) probabilities of 0, 1, ..., most, of a count."""
        ours, theirs = self.split(scalars)
        table = np.empty((len(eta[0]), most + 1))
        above = self.zero.log_above(eta[1], theirs)
        table[:, 0] = self.zero.log_none(eta[1], theirs)
        for k in range(1, most + 1):
            y = np.full(len(table), float(k))
            table[:, k] = above + self.positive.terms(y, [eta[0]], ours, False).value
        return np.exp(table)

    def sample(self, eta, scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw a response for each row."""
        ours, theirs = self.split(scalars)
        above = np.exp(self.zero.log_above(eta[1], theirs))
        at = np.flatnonzero(rng.random(len(above)) < above)
        y = np.zeros(len(above))
        return put(y, at, self.positive.sample(np.asarray(eta[0])[at], ours, rng))


def hurdle_density(
    dist: str = "poisson", zero_dist: str = "binomial", link: str | Link = "logit"
) -> Hurdle:
    """Return the hurdle density of these parts.

    Parameters
    ----------
    dist : str
        poisson, negbin or geometric, truncated at zero; or lognormal or gamma.
    zero_dist : str
        binomial, or a count right-censored at one: poisson, negbin, geometric.
    link : str or Link
        The link of the binomial zero part.

    Raises
    ------
    ValueError
        If either is none of these.

    Examples
    --------
    >>> hurdle_density("negbin", "negbin").scalars
    ('Log(theta)', 'zero_Log(theta)')
    >>> hurdle_density("lognormal").scalars
    ('Log(sigma)',)
    """
    if zero_dist not in ZERO:
        raise ValueError(f"no zero part {zero_dist!r}; there are {', '.join(ZERO)}")
    positive = (
        POSITIVE_DENSITIES[dist]
        if dist in POSITIVE_DENSITIES
        else Truncated(count_distribution(dist))
    )
    if zero_dist == "binomial":
        return Hurdle(positive, Crossing(link))
    return Hurdle(positive, Censored(count_distribution(zero_dist)))
