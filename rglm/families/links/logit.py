"""The logit link.

As in R's ``make.link`` the mean of a link of probabilities stays within [eps, 1 - eps] and its
derivative above eps, eps being 2^-52, so that a saturated fit ends at R's numbers. The source is
R's documentation (``?make.link``, ``?family``) and the values that R returns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, all_between, ignore_float_errors
from rglm.families.working_steps.binomial_logit import binomial_logit_step
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums

# Where R stops telling the tails apart.
ETA_LIMIT = 30.0
# So many numbers up to 2 have a product that is no overflow.
FACTORS = 512


@ignore_float_errors
def _odds(eta: np.ndarray) -> np.ndarray:
    """exp(eta), at eps and 1/eps beyond the limit, as in R."""
    eta = np.asarray(eta, dtype=float)
    if all_between(eta, -ETA_LIMIT, ETA_LIMIT):
        return np.exp(eta)
    odds = np.exp(np.clip(eta, -ETA_LIMIT, ETA_LIMIT))
    return np.where(eta < -ETA_LIMIT, EPS, np.where(eta > ETA_LIMIT, 1 / EPS, odds))


def _column_log_products(values: np.ndarray) -> np.ndarray:
    """The sums over rows of log(values), values from 1 to 2: one logarithm for 512 rows."""
    factors = max(min(len(values), FACTORS), 1)
    whole = len(values) // factors * factors
    products = np.multiply.reduce(values[:whole].reshape(factors, -1, values.shape[1]), axis=0)
    return np.log(products).sum(axis=0) + np.log(values[whole:]).sum(axis=0)


@dataclass(frozen=True)
class Logit(Link):
    """eta = log(mu / (1 - mu)); mu = 1 / (1 + exp(-eta)); dmu/deta = mu (1 - mu)."""

    name = "logit"
    ratio_of = "odds"
    mean_range = (0.0, 1.0)

    @property
    def distribution_name(self) -> str:
        """``logistic``, as in MASS's polr."""
        return "logistic"

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return the log odds of mu."""
        return np.log(mu / (1 - mu))

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta) / (1 + exp(eta)), constant beyond |eta| = 30."""
        odds = _odds(eta)
        return odds / (1 + odds)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta) / (1 + exp(eta))^2, eps beyond |eta| = 30."""
        return self.inverse_and_slope(eta)[1]

    def inverse_and_slope(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return both, from one exponential."""
        odds = _odds(eta)
        total = 1 + odds
        mu = odds / total
        return mu, np.maximum(mu / total, EPS)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write exp(eta)/(1 + exp(eta)) and its slope."""
        if not all_between(eta, -ETA_LIMIT, ETA_LIMIT):
            return False
        np.exp(eta, out=mu)
        np.add(mu, 1.0, out=slope)
        mu /= slope
        np.divide(mu, slope, out=slope)
        return True

    def binomial_step(
        self, y: np.ndarray, weights: np.ndarray, eta: np.ndarray, work: WorkArrays
    ) -> WorkingSums | None:
        """Return the step of logistic regression."""
        return binomial_logit_step(y, weights, eta, work)

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return mu (1 - mu) (1 - 2 mu)."""
        odds = _odds(eta)
        return self.mu_eta(eta) * ((1 - odds) / (1 + odds))

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return the tails from exp(-|eta|)."""
        eta = np.asarray(eta, dtype=float)
        odds = np.exp(-np.abs(eta))
        total = 1 + odds
        likely, unlikely, log_total = 1 / total, odds / total, np.log1p(odds)
        up = eta >= 0
        p, q = np.where(up, likely, unlikely), np.where(up, unlikely, likely)
        curve = -likely * unlikely
        log_p, log_q = np.minimum(eta, 0) - log_total, np.minimum(-eta, 0) - log_total
        return LogTails(log_p, log_q, q, -p, curve, curve.copy())

    @ignore_float_errors
    def log_probabilities(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the tails from log(1 + exp(-|eta|))."""
        eta = np.asarray(eta, dtype=float)
        log_total = np.log1p(np.exp(-np.abs(eta)))
        return np.minimum(eta, 0) - log_total, np.minimum(-eta, 0) - log_total

    def binomial_slopes(
        self, successes: np.ndarray, failures: np.ndarray, eta: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return s eta - (s + f) log(1 + exp(eta)), and s - (s + f) p."""
        size, odds = successes + failures, np.exp(-np.abs(eta))
        value = successes * eta - size * (np.maximum(eta, 0.0) + np.log1p(odds))
        p = np.where(eta >= 0, 1.0, odds) / (1 + odds)
        return value, successes - size * p

    @ignore_float_errors
    def binomial_sums(
        self, successes: np.ndarray, failures: np.ndarray, eta: np.ndarray
    ) -> np.ndarray:
        """Return the sums of (s - f) eta/2 - (s + f) (|eta|/2 + log(1 + exp(-|eta|)))."""
        size = successes + failures
        sums = ((successes - failures) / 2) @ eta
        part = np.abs(eta)
        sums -= (size / 2) @ part
        np.negative(part, out=part)
        np.exp(part, out=part)
        if size.size and (size == size[0]).all():
            part += 1
            return sums - size[0] * _column_log_products(part)
        np.log1p(part, out=part)
        return sums - size @ part

    @ignore_float_errors
    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return -log(1 + exp(-eta))."""
        return np.minimum(eta, 0) - np.log1p(np.exp(-np.abs(eta)))

    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return -log(1 + exp(eta))."""
        return self.log_cdf(-eta)

    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return log F + log(1 - F)."""
        return self.log_cdf(eta) + self.log_cdf(-eta)

    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 - 2 F."""
        return -np.tanh(eta / 2)
