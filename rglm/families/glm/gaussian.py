"""The normal family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.families.glm.family import Family
from rglm.families.glm.response import (
    PreparedResponse,
    check_dispersion,
    draw_rows,
    finite_response,
    one_column_response,
)
from rglm.families.links.link import Link
from rglm.families.links.link_names import choose_link
from rglm.families.numerics.density_normalizer import Derivatives, normal_normalizer
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.families.numerics.log_density import half_scaled_deviance, normal_logpdf_at_mean
from rglm.families.numerics.normal_scores import Scores
from rglm.formatting.hints.argument_hints import check_argument_names

LINK_NAMES = ("identity", "log", "inverse")


@ignore_float_errors
def gaussian_unit_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """(y - mu)^2; V = 1."""
    residual = np.asarray(y, dtype=float) - mu
    return residual * residual


def gaussian_scores(y: np.ndarray, mu: np.ndarray, variance: np.ndarray) -> Scores:
    """Return (y - mu)/sqrt(variance), twice."""
    with np.errstate(all="ignore"):
        z = (y - mu) / np.sqrt(variance)
    return z, z


@dataclass(frozen=True, repr=False)
class Gaussian(Family):
    """y is normal with mean mu and variance dispersion/wt; made by `gaussian`."""

    link: Link
    name = "gaussian"
    constructor = "gaussian"
    extra_parameters = 1

    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return V(mu) = 1."""
        return np.ones(np.shape(mu))

    @ignore_float_errors
    def dev_resids(self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray) -> np.ndarray:
        """Return wt (y - mu)^2."""
        return wt * gaussian_unit_deviance(y, mu)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Any finite y; starts from y."""
        y, weights = finite_response(self.name, y, weights)
        return one_column_response(y, weights, y.copy())

    @ignore_float_errors
    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return the log of N(y; mu, dispersion/wt); -inf at weight 0, as in R."""
        peak = normal_logpdf_at_mean(np.float64(dispersion) / wt)
        return peak - half_scaled_deviance(self.dev_resids(y, mu, wt), dispersion)

    def ml_dispersion(self, dev: float, nobs: int, sum_weights: float) -> float:
        """Return the deviance over the number of rows."""
        return dev / nobs

    @ignore_float_errors
    def normalizer_derivatives(self, precision: np.ndarray) -> Derivatives:
        """Return the three derivatives for the normal density."""
        return normal_normalizer(precision)

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return (y - mu) / sqrt(dispersion / wt), twice."""
        return gaussian_scores(y, mu, dispersion / wt)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw from N(mu, dispersion/wt)."""
        phi = check_dispersion(self.name, dispersion)
        return draw_rows(lambda m, w: rng.normal(m, np.sqrt(phi / w)), mu, wt)


@check_argument_names
def gaussian(link: str | Link = "identity") -> Gaussian:
    """Return the normal family.

    Variance function 1; unit deviance (y - mu)^2; any finite y.

    Parameters
    ----------
    link : str or Link
        identity, log or inverse; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``gaussian()``. A row of weight zero makes the AIC infinite, as in R.

    Examples
    --------
    >>> gaussian("log")
    gaussian(link="log")
    """
    return Gaussian(choose_link("gaussian", link, LINK_NAMES))
