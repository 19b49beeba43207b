"""The zero part of a hurdle model: the probability that y > 0."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.count_distribution import CountDistribution
from rglm.families.likelihoods.count_values import log1m_exp_neg_value
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    Predictors,
    RowDensity,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.likelihoods.truncated_counts import log_above_zero
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import ignore_float_errors


class ZeroPart(RowDensity):
    """Whether y > 0."""

    @property
    @abstractmethod
    def starting_link(self) -> str | Link:
        """The link of the binomial glm from whose coefficients the search begins."""

    @abstractmethod
    def log_positive(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y > 0)."""

    @abstractmethod
    def log_zero(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y = 0)."""


@dataclass(frozen=True)
class ZeroHurdle(ZeroPart):
    """P(Y > 0) = g^-1(eta)."""

    link: str | Link = "logit"

    @property
    def starting_link(self) -> str | Link:
        """The link itself."""
        return self.link

    def _tails(self, eta: np.ndarray) -> LogTails:
        return make_link(self.link).log_tails(eta)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return log P(Y > 0) where y > 0 and log P(Y = 0) elsewhere."""
        is_positive, tails = np.asarray(y) > 0, self._tails(eta[0])
        value = np.where(is_positive, tails.log_p, tails.log_q)
        if not derivatives:
            return RowTerms(value)
        first = np.where(is_positive, tails.p1, tails.q1)
        second = np.where(is_positive, tails.p2, tails.q2)
        return zero_impossible(RowTerms(value, [first], {(0, 0): second}))

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        above, link = (y > 0).astype(float), make_link(self.link)
        none = 1 - above

        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            value, slope = link.binomial_slopes(above, none, eta[0])
            return RowTerms(value, [slope])

        return first_terms

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return `terms` of n rows at S points (n, S)."""
        log_p, log_q = make_link(self.link).log_probabilities(eta[0])
        return np.where((y > 0)[:, None], log_p, log_q)

    def log_positive(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y > 0)."""
        return self._tails(eta).log_p

    def log_zero(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y = 0)."""
        return self._tails(eta).log_q


@dataclass(frozen=True)
class CensoredCount(ZeroPart):
    """P(Y > 0) = 1 - f(0) of a count, which is right-censored at one."""

    count: CountDistribution

    @property
    def scalars(self) -> tuple[str, ...]:
        """The scalars of the count."""
        return self.count.scalars

    @property
    def starting_link(self) -> str:
        """The link of a Poisson count, whose P(Y > 0) = 1 - exp(-mu)."""
        return "cloglog"

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return log(1 - f(0)) where y > 0 and log f(0) elsewhere."""
        is_positive, log_theta = np.asarray(y) > 0, self.count.log_theta_of(scalars)
        above = log_above_zero(self.count, eta[0], log_theta, derivatives)
        none = self.count.log_zero(eta[0], log_theta, derivatives)
        value = np.where(is_positive, above.value, none.value)
        if not derivatives:
            return RowTerms(value)
        pairs = zip(above.first, none.first, strict=True)
        first = [np.where(is_positive, a, b) for a, b in pairs]
        second = {at: np.where(is_positive, a, none.second[at]) for at, a in above.second.items()}
        return RowTerms(value, first, second)

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return `terms` of n rows at S points (n, S)."""
        hazards = self.count.zero_hazards_at(eta[0], scalars)
        return np.where((y > 0)[:, None], log1m_exp_neg_value(hazards), -hazards)

    def log_positive(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y > 0)."""
        return log_above_zero(self.count, eta, self.count.log_theta_of(scalars), False).value

    def log_zero(self, eta: np.ndarray, scalars: Scalars = ()) -> np.ndarray:
        """Return log P(Y = 0)."""
        return self.count.log_zero(eta, self.count.log_theta_of(scalars), False).value
