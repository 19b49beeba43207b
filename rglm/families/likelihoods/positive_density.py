"""Densities of a positive response with one predictor, for a hurdle's positive part."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.gamma import Gamma, gamma_logpdf_at_mean, gamma_normalizer
from rglm.families.glm.gaussian import gaussian
from rglm.families.likelihoods.glm.log_mean_kernel import LogMeanKernel
from rglm.families.likelihoods.row_density import (
    FirstTerms,
    Predictors,
    RowTerms,
    Scalars,
    zero_impossible,
)
from rglm.families.numerics.floating_point import EXP_LIMIT, clip_for_exp, ignore_float_errors
from rglm.families.numerics.log_density import stirling_error
from rglm.families.numerics.series_remainders import expm1_rest


class PositiveDensity(LogMeanKernel):
    """The density of y given y > 0.

    Attributes
    ----------
    step : float
        The distance of y to the next smaller value: 1 of a count, 0 of an amount.
    spread_parameter : str or None
        The parameter of the variance about the mean, of an amount.
    starting_family : Family
        The family of the glm from whose coefficients the search begins.
    """

    step: ClassVar[float]
    spread_parameter: ClassVar[str | None] = None
    starting_family: ClassVar[Family]

    @abstractmethod
    def starting_response(self, y: np.ndarray) -> np.ndarray:
        """Return the response of that glm; any number where y is 0."""

    @abstractmethod
    def sides(self, y: np.ndarray) -> np.ndarray:
        """Return where the predictor may go without end: 1, -1, 0 (nowhere), NaN at y = 0."""

    @abstractmethod
    def moments(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2."""

    @abstractmethod
    def cdf(self, y: np.ndarray, eta: np.ndarray, scalars: Scalars) -> np.ndarray:
        """Return P(Y <= y)."""

    @abstractmethod
    def mean_values_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Return the mean of y at eta (n, S) and scalars (A, S), (n, S)."""

    @abstractmethod
    def log_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return the logarithm of the mean of y, with derivatives."""

    def log_untruncated_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return the logarithm of the mean before zeros are left out."""
        return self.log_mean(eta, scalars)

    def log_positive_probability(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return log P(Y > 0) before zeros are left out; by default y has none."""
        first = np.zeros((1 + len(self.scalars), len(eta)))
        return RowTerms(np.zeros(len(eta)), [*first])

    @abstractmethod
    def sample(self, eta: np.ndarray, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each row."""


class _Amount(PositiveDensity):
    """A positive continuous response."""

    step = 0.0

    @ignore_float_errors
    def sides(self, y: np.ndarray) -> np.ndarray:
        """Return 0: no amount lets a predictor go without end."""
        return np.where(y > 0, 0.0, np.nan)


def _exp_scalar(scalars: Scalars) -> float:
    """The exponential of the one scalar, a number whatever it is."""
    half = EXP_LIMIT / 2
    return float(np.exp(np.clip(scalars[0], -half, half)))


def _exp_scalars(scalars: np.ndarray) -> np.ndarray:
    """The exponentials of the one scalar at S points, (S,)."""
    half = EXP_LIMIT / 2
    return np.exp(np.clip(scalars[0], -half, half))


@dataclass(frozen=True)
class LogNormal(_Amount):
    """log y is normal with mean eta and standard deviation sigma."""

    spread_parameter = "sigma"
    starting_family = gaussian()

    def starting_response(self, y: np.ndarray) -> np.ndarray:
        """Return log y."""
        return np.log(np.where(y > 0, y, 1.0))

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(sigma)",)``."""
        return ("Log(sigma)",)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log density of y > 0, with derivatives by eta and log(sigma)."""
        sigma, log_y = _exp_scalar(scalars), np.log(np.asarray(y, dtype=float))
        z = (log_y - eta[0]) / sigma
        square = z * z
        value = -square / 2 - log_y - np.log(sigma) - 0.5 * np.log(2 * np.pi)
        if not derivatives:
            return RowTerms(value)
        by_eta_twice = np.full(z.shape, -1 / sigma / sigma)
        second = {(0, 0): by_eta_twice, (0, 1): -2 * z / sigma, (1, 1): -2 * square}
        return zero_impossible(RowTerms(value, [z / sigma, square - 1], second))

    def moments(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2."""
        variance = _exp_scalar(scalars) ** 2
        return np.exp(eta + variance / 2), np.exp(2 * eta + 2 * variance)

    def log_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return eta + sigma^2/2."""
        variance = np.full(len(eta), _exp_scalar(scalars) ** 2)
        first = [np.ones(len(eta)), variance]
        return RowTerms(eta + variance / 2, first, {(1, 1): 2 * variance})

    @ignore_float_errors
    def cdf(self, y: np.ndarray, eta: np.ndarray, scalars: Scalars) -> np.ndarray:
        """Return P(Y <= y)."""
        from scipy.special import ndtr

        return ndtr((np.log(np.maximum(y, 0)) - eta) / _exp_scalar(scalars))

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log density of n rows at S points (n, S)."""
        sigma, log_y = _exp_scalars(scalars), np.log(y)[:, None]
        z = (log_y - eta[0]) / sigma
        return -0.5 * z * z - log_y - (np.log(sigma) + 0.5 * np.log(2 * np.pi))

    def mean_values_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Return the mean of y, (n, S)."""
        return np.exp(clip_for_exp(eta + _exp_scalars(scalars) ** 2 / 2))

    def sample(self, eta: np.ndarray, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each row."""
        return rng.lognormal(eta, _exp_scalar(scalars))

    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S)."""
        noise = rng.standard_normal(eta.shape) * _exp_scalars(scalars)
        return np.exp(clip_for_exp(eta + noise))


@dataclass(frozen=True)
class GammaShape(_Amount):
    """y is gamma with mean exp(eta) and a shape that is estimated."""

    spread_parameter = "shape"
    starting_family = Gamma("log")

    def starting_response(self, y: np.ndarray) -> np.ndarray:
        """Return y."""
        return np.where(y > 0, y, 1.0)

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(shape)",)``."""
        return ("Log(shape)",)

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log density of y > 0, with derivatives by eta and log(shape)."""
        y, shape = np.asarray(y, dtype=float), _exp_scalar(scalars)
        log_ratio = np.log(y) - eta[0]
        # y/mu - 1 - log(y/mu), half the unit deviance
        unit = expm1_rest(log_ratio)
        value = gamma_logpdf_at_mean(y, 1 / shape) - shape * unit
        if not derivatives:
            return RowTerms(value)
        # log a - psi(a) and psi'(a) - 1/a, twice
        below, slope, _ = (float(part) for part in gamma_normalizer(np.array(shape)))
        by_eta, by_shape = shape * np.expm1(log_ratio), shape * below / 2 - shape * unit
        by_shape_twice = by_shape - shape * (shape * slope / 2)
        second = {(0, 0): -shape * np.exp(log_ratio), (0, 1): by_eta, (1, 1): by_shape_twice}
        return zero_impossible(RowTerms(value, [by_eta, by_shape], second))

    def moments(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2."""
        mu = np.exp(clip_for_exp(eta))
        return mu, mu * mu * (1 + 1 / _exp_scalar(scalars))

    def log_mean(self, eta: np.ndarray, scalars: Scalars) -> RowTerms:
        """Return eta."""
        return RowTerms(clip_for_exp(eta), [np.ones(len(eta)), np.zeros(len(eta))])

    @ignore_float_errors
    def cdf(self, y: np.ndarray, eta: np.ndarray, scalars: Scalars) -> np.ndarray:
        """Return P(Y <= y)."""
        from scipy.special import gammainc

        shape = _exp_scalar(scalars)
        return gammainc(shape, shape * np.maximum(y, 0) / np.exp(clip_for_exp(eta)))

    def sample(self, eta: np.ndarray, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each row; above zero, however small the shape."""
        shape = _exp_scalar(scalars)
        drawn = rng.gamma(shape, size=np.shape(eta)) / shape * np.exp(clip_for_exp(eta))
        return np.maximum(drawn, np.finfo(float).tiny)

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives."""
        log_y = np.log(y)

        @ignore_float_errors
        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            shape = _exp_scalar(scalars)
            log_ratio = log_y - eta[0]
            above = np.expm1(log_ratio)
            unit = shape * (above - log_ratio)
            value = float(gamma_logpdf_at_mean(np.array(1.0), 1 / shape)) - log_y - unit
            below = float(gamma_normalizer(np.array(shape))[0])
            return zero_impossible(RowTerms(value, [shape * above, shape * below / 2 - unit]))

        return first_terms

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log density of n rows at S points (n, S)."""
        shape, log_y = _exp_scalars(scalars), np.log(y)[:, None]
        values = log_y - eta[0]
        values = np.expm1(values) - values
        values *= -shape
        values += 0.5 * np.log(shape / (2 * np.pi)) - stirling_error(shape)
        values -= log_y
        return values

    def mean_values_at(self, eta: np.ndarray, scalars: np.ndarray) -> np.ndarray:
        """Return the mean of y, (n, S)."""
        return np.exp(clip_for_exp(eta))

    def sample_at(
        self, eta: np.ndarray, scalars: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S), above zero."""
        shape = _exp_scalars(scalars)
        drawn = rng.gamma(shape, size=eta.shape) / shape * np.exp(clip_for_exp(eta))
        return np.maximum(drawn, np.finfo(float).tiny)


POSITIVE_DENSITIES: dict[str, PositiveDensity] = {"lognormal": LogNormal(), "gamma": GammaShape()}
