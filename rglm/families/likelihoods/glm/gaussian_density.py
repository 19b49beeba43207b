"""The normal density of a mean g^-1(eta), with its standard deviation as a parameter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    ModelDensity,
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.numerics.floating_point import EXP_LIMIT, ignore_float_errors

HALF_LOG_2_PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class GaussianDensity(ModelDensity):
    """y is normal with mean g^-1(eta) and standard deviation sigma."""

    link: str | Link = "identity"

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(sigma)",)``."""
        return ("Log(sigma)",)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log density of each row; indices are eta and log(sigma)."""
        link, log_sigma = make_link(self.link), _clipped(scalars[0])
        inverse = float(np.exp(-log_sigma))
        if not derivatives:
            z = (y - link.mean(eta[0])) * inverse
            return _without_nan(RowTerms(-0.5 * z * z - (log_sigma + HALF_LOG_2_PI)))
        mu, slope, curve = link.mean_terms(eta[0])
        z, step = (y - mu) * inverse, slope * inverse
        square = z * z
        value = -0.5 * square - (log_sigma + HALF_LOG_2_PI)
        by_eta = z * step
        second = {(0, 0): z * (curve * inverse) - step * step, (0, 1): -2 * by_eta}
        second[1, 1] = -2 * square
        return _without_nan(RowTerms(value, [by_eta, square - 1], second))

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        link = make_link(self.link)

        @ignore_float_errors
        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            log_sigma = float(_clipped(scalars[0]))
            mu, slope, _ = link.mean_terms(eta[0])
            inverse = math.exp(-log_sigma)
            z = (y - mu) * inverse
            square = z * z
            value = -0.5 * square - (log_sigma + HALF_LOG_2_PI)
            return _without_nan(RowTerms(value, [z * (slope * inverse), square - 1]))

        return first_terms

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log density of n rows at S points (n, S)."""
        log_sigma = _clipped(scalars[0])
        values = y[:, None] - make_link(self.link).mean(eta[0])
        values *= np.exp(-log_sigma)
        values *= values
        values *= -0.5
        values -= log_sigma + HALF_LOG_2_PI
        return np.where(np.isnan(values), -np.inf, values)

    @ignore_float_errors
    def weighted_sums_at(
        self, y: np.ndarray, weights: np.ndarray, eta: Predictors, scalars: np.ndarray
    ) -> np.ndarray:
        """Return the weighted sums over the rows of `values_at`, (S,)."""
        log_sigma, rest = _clipped(scalars[0]), y[:, None] - make_link(self.link).mean(eta[0])
        rest *= rest
        sums = -0.5 * (weights @ rest) * np.exp(-2 * log_sigma)
        sums -= weights.sum() * (log_sigma + HALF_LOG_2_PI)
        return np.where(np.isnan(sums), -np.inf, sums)

    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that there is no direction in which the likelihood rises without end."""
        return [Constraint(np.ones(1), np.zeros(len(y)), (1,))]

    def surviving_constraints(self, y: np.ndarray) -> list[Constraint]:
        """Return that eta may go where the mean has a limit, as with a log link to -infinity."""
        with np.errstate(all="ignore"):
            ends = np.isfinite(make_link(self.link).mean(np.array([-np.inf, np.inf])))
        side = np.nan if ends.all() else float(ends[1]) - float(ends[0])
        return [Constraint(np.ones(1), np.full(len(y), side), (1,))]

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return mu."""
        return np.array(make_link(self.link).mean(eta[0]))

    @ignore_float_errors
    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return a random response (n, S)."""
        noise = rng.standard_normal(np.shape(eta[0]))
        noise *= np.exp(_clipped(scalars[0]))
        return noise + make_link(self.link).mean(eta[0])


def _clipped(log_sigma: np.ndarray | float) -> np.ndarray:
    """Log(sigma) whose sigma^2 is a number, and not 0."""
    return np.clip(log_sigma, -EXP_LIMIT / 2, EXP_LIMIT / 2)


def _without_nan(terms: RowTerms) -> RowTerms:
    """The terms with -inf where there is no mean."""
    missing = np.isnan(terms.value)
    if missing.any():
        terms.value[missing] = -np.inf
    return zero_impossible(terms)
