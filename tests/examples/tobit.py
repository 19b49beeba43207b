"""A user's own model in one file: a normal response that is censored at a limit from below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import log_ndtr, ndtr

from rglm.extending import (
    Constraint,
    DensityCall,
    DensityFit,
    ResponseDensity,
    RowTerms,
    StartingGlm,
    check_arguments,
)


@dataclass(frozen=True)
class TobitDensity(ResponseDensity):
    """y is eta + sigma e, or the limit where that is below it."""

    limit: float

    @property
    def scalars(self):
        return ("Log(sigma)",)

    def terms(self, y, eta, scalars=(), derivatives=True):
        sigma, is_censored = np.exp(scalars[0]), y <= self.limit
        z = (y - eta[0]) / sigma
        log_phi = -z * z / 2 - np.log(2 * np.pi) / 2
        value = np.where(is_censored, log_ndtr(z), log_phi - scalars[0])
        if not derivatives:
            return RowTerms(value)
        # the log of Phi or of phi at z, and its first two derivatives by z
        ratio = np.exp(log_phi - log_ndtr(z))
        f1 = np.where(is_censored, ratio, -z)
        f2 = np.where(is_censored, -ratio * (z + ratio), -1.0)
        first = [-f1 / sigma, -z * f1 - ~is_censored]
        second = {(0, 0): f2 / sigma**2, (0, 1): (f1 + z * f2) / sigma, (1, 1): z * (f1 + z * f2)}
        return RowTerms(value, first, second)

    def constraints(self, y, moved):
        """The linear predictor of a censored row may fall without end."""
        return [Constraint(np.ones(1), np.where(y <= self.limit, -1.0, 0.0))]

    def mean(self, eta, scalars=()):
        return self._moments(eta[0], np.exp(scalars[0]))[0]

    def variance(self, eta, scalars=()):
        mean, square = self._moments(eta[0], np.exp(scalars[0]))
        return square - (mean - self.limit) ** 2

    def _moments(self, eta, sigma):
        """The mean of y, and that of (y - limit)^2."""
        d = eta - self.limit
        above, phi = ndtr(d / sigma), np.exp(-((d / sigma) ** 2) / 2) / np.sqrt(2 * np.pi)
        mean = d * above + sigma * phi
        return self.limit + mean, (d * d + sigma**2) * above + d * sigma * phi

    def cdf_limits(self, y, eta, scalars):
        upper = ndtr((y - eta[0]) / np.exp(scalars[0]))
        return np.where(y <= self.limit, 0.0, upper), upper

    def sample(self, eta, scalars, rng):
        return np.maximum(rng.normal(eta[0], np.exp(scalars[0])), self.limit)


class TobitFit(DensityFit):
    """A fitted tobit model."""


@check_arguments
def tobit(
    formula: str,
    data: Any,
    limit: float = 0.0,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | None = None,
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> TobitFit:
    """Fit a normal response that is censored at `limit` from below."""
    return TobitCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class TobitCall(DensityCall[TobitFit]):
    """The arguments of a call of `tobit`."""

    limit: float

    function = staticmethod(tobit)
    result = TobitFit
    shown = (*DensityCall.shown, "limit")

    def density(self) -> TobitDensity:
        return TobitDensity(float(self.limit))

    def starting_glms(self):
        return [gaussian_glm]


def gaussian_glm(y: np.ndarray, weights: np.ndarray) -> StartingGlm:
    """The glm from whose coefficients the search begins."""
    return StartingGlm("gaussian", y, weights)
