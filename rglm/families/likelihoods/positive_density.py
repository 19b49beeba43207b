"""Densities of a positive continuous response with one predictor, for a hurdle's upper part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.gamma import gamma_logpdf_at_mean, gamma_normalizer
from rglm.families.likelihoods.row_density import RowTerms, without_impossible
from rglm.families.numerics.floating_point import EXP_LIMIT, clip_for_exp, ignore_float_errors
from rglm.families.numerics.series_remainders import expm1_rest


def _free(scalars) -> float:
    """The exponential of the one scalar, a number whatever it is."""
    half = EXP_LIMIT / 2
    return float(np.exp(np.clip(scalars[0], -half, half)))


@dataclass(frozen=True)
class LogNormal:
    """log y is normal with mean eta and standard deviation sigma."""

    @property
    def predictors(self) -> int:
        """One: the mean of log y."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(sigma)",)``."""
        return ("Log(sigma)",)

    @ignore_float_errors
    def terms(self, y, eta, scalars, derivatives=True, **rows) -> RowTerms:
        """Return the log density of y > 0, with derivatives by eta and log(sigma)."""
        sigma, log_y = _free(scalars), np.log(np.asarray(y, dtype=float))
        z = (log_y - eta[0]) / sigma
        square = z * z
        value = -square / 2 - log_y - np.log(sigma) - 0.5 * np.log(2 * np.pi)
        if not derivatives:
            return RowTerms(value)
        bend = np.full(z.shape, -1 / sigma / sigma)
        second = {(0, 0): bend, (0, 1): -2 * z / sigma, (1, 1): -2 * square}
        return without_impossible(RowTerms(value, [z / sigma, square - 1], second))

    @ignore_float_errors
    def sides(self, y: np.ndarray) -> np.ndarray:
        """Return that no amount lets a predictor go without end."""
        return np.where(y > 0, 0.0, np.nan)

    def moments(self, eta: np.ndarray, scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2."""
        spread = _free(scalars) ** 2
        return np.exp(eta + spread / 2), np.exp(2 * eta + 2 * spread)

    @ignore_float_errors
    def cumulated(self, y: np.ndarray, eta: np.ndarray, scalars) -> np.ndarray:
        """Return P(Y <= y)."""
        from scipy.special import ndtr

        return ndtr((np.log(np.maximum(y, 0)) - eta) / _free(scalars))

    def untruncated(self, eta: np.ndarray, scalars) -> np.ndarray:
        """Return the mean."""
        return self.moments(eta, scalars)[0]

    def log_above(self, eta: np.ndarray, scalars) -> np.ndarray:
        """Return 0: y is above zero."""
        return np.zeros(np.shape(eta))

    def sample(self, eta: np.ndarray, scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each row."""
        return rng.lognormal(eta, _free(scalars))


@dataclass(frozen=True)
class GammaShape:
    """y is gamma with mean exp(eta) and a shape that is estimated."""

    @property
    def predictors(self) -> int:
        """One: the log of the mean."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """``("Log(shape)",)``."""
        return ("Log(shape)",)

    @ignore_float_errors
    def terms(self, y, eta, scalars, derivatives=True, **rows) -> RowTerms:
        """Return the log density of y > 0, with derivatives by eta and log(shape)."""
        y, shape = np.asarray(y, dtype=float), _free(scalars)
        away = np.log(y) - eta[0]
        # y/mu - 1 - log(y/mu), half the unit deviance
        unit = expm1_rest(away)
        value = gamma_logpdf_at_mean(y, 1 / shape) - shape * unit
        if not derivatives:
            return RowTerms(value)
        # log a - psi(a) and psi'(a) - 1/a, twice
        below, slope, _ = (float(part) for part in gamma_normalizer(np.array(shape)))
        by_eta, by_shape = shape * np.expm1(away), shape * below / 2 - shape * unit
        bend = by_shape - shape * (shape * slope / 2)
        second = {(0, 0): -shape * np.exp(away), (0, 1): by_eta, (1, 1): bend}
        return without_impossible(RowTerms(value, [by_eta, by_shape], second))

    @ignore_float_errors
    def sides(self, y: np.ndarray) -> np.ndarray:
        """Return that no amount lets a predictor go without end."""
        return np.where(y > 0, 0.0, np.nan)

    def moments(self, eta: np.ndarray, scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of y and of y^2."""
        mu = np.exp(clip_for_exp(eta))
        return mu, mu * mu * (1 + 1 / _free(scalars))

    @ignore_float_errors
    def cumulated(self, y: np.ndarray, eta: np.ndarray, scalars) -> np.ndarray:
        """Return P(Y <= y)."""
        from scipy.special import gammainc

        shape = _free(scalars)
        return gammainc(shape, shape * np.maximum(y, 0) / np.exp(clip_for_exp(eta)))

    def untruncated(self, eta: np.ndarray, scalars) -> np.ndarray:
        """Return the mean."""
        return self.moments(eta, scalars)[0]

    def log_above(self, eta: np.ndarray, scalars) -> np.ndarray:
        """Return 0: y is above zero."""
        return np.zeros(np.shape(eta))

    def sample(self, eta: np.ndarray, scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw y for each row; above zero, however small the shape."""
        shape = _free(scalars)
        drawn = rng.gamma(shape, size=np.shape(eta)) / shape * np.exp(clip_for_exp(eta))
        return np.maximum(drawn, np.finfo(float).tiny)


Positive = LogNormal | GammaShape
POSITIVE_DENSITIES: dict[str, Positive] = {"lognormal": LogNormal(), "gamma": GammaShape()}
