"""The binomial family and its quasi-likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from rglm.families.glm.family import Family, choose_link
from rglm.families.glm.response_checks import (
    Prepared,
    anywhere,
    as_numbers,
    drawn,
    prior_weights,
    require,
    vector,
)
from rglm.families.links.link import EPS, Link, quiet, within
from rglm.families.numerics.normal_scores import binomial_ends
from rglm.families.numerics.saturated_density import binomial_peak, weighted
from rglm.families.numerics.unit_deviance import binomial_unit
from rglm.formatting.hints.argument_hints import spelled
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import FamilyWarning

ALLOWED = ("logit", "probit", "cauchit", "log", "cloglog")
# How far from a whole number R lets a count be.
WHOLE = 1e-3
# How near 0 or 1 R calls a fitted probability numerically so.
EDGE = 10 * EPS


def inside_unit(mu: np.ndarray) -> bool:
    """Whether every mean is above 0 and below 1."""
    return within(mu, 0.0, 1.0)


def proportions(name: str, y: Any, weights: Any) -> Prepared:
    """Response, weights and start from 0/1, proportions, or columns of successes and failures."""
    y = as_numbers(name, "y", y)
    if y.ndim == 2 and y.shape[1] == 2:
        return _from_counts(name, y, weights)
    if y.ndim == 2 and y.shape[1] > 2:
        raise ValueError(
            f"{name}: y must be one column of 0, 1 or proportions, or two columns, successes "
            f"and failures; got {y.shape[1]} columns"
        )
    y, weights = vector(name, y, weights)
    if not weights.all():
        y = np.where(weights == 0, 0.0, y)
    require(name, "y must lie in 0..1", y, low=0, high=1)
    return Prepared(y, weights, np.ones(len(y)), partial(_started, y, weights))


def _started(y: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Half a success and half a failure more than were seen."""
    start = size * y
    start += 0.5
    start /= size + 1
    return start


def _from_counts(name: str, counts: np.ndarray, weights: Any) -> Prepared:
    """The two-column response; 0 out of 0 is a proportion of 0 with weight 0."""
    for column, label in zip(counts.T, ("successes", "failures"), strict=True):
        require(name, f"{label} must be 0 or more", column, low=0)
    successes, trials = counts[:, 0], counts.sum(axis=1)
    weights = prior_weights(name, weights, len(trials))
    y = np.divide(successes, trials, out=np.zeros(len(trials)), where=trials > 0)
    return Prepared(y, weights * trials, trials, partial(_started, y, trials))


def _fractional(values: np.ndarray) -> np.ndarray:
    return np.abs(values - np.rint(values)) > WHOLE


def warn_fractional(y: Any, prepared: Prepared) -> None:
    """Warn of counts that are not whole, in R's words."""
    counts = as_numbers("binomial", "y", y)
    paired = counts.ndim == 2 and counts.shape[1] == 2
    if paired:
        odd = anywhere(_fractional, counts)
    else:
        odd = anywhere(lambda w, y: _fractional(w * y), prepared.weights, prepared.y)
    if odd is not None:
        what = "counts" if paired else "#successes"
        message = f"non-integer {what} in a binomial glm!"
        warn(message, FamilyWarning)


def out_of(trials: np.ndarray, wt: np.ndarray) -> np.ndarray:
    """What each row's successes are out of: its trials, or where they are 1 its weight."""
    return np.where(np.asarray(trials) > 1, trials, wt)


@dataclass(frozen=True, repr=False)
class Binomial(Family):
    """y is the proportion of successes with mean mu; made by `binomial`."""

    link: Link
    name: ClassVar[str] = "binomial"
    constructor: ClassVar[str] = "binomial"
    dispersion: ClassVar[float] = 1.0
    extra_parameters: ClassVar[int] = 0
    of_two: ClassVar[bool] = True
    edges: ClassVar[tuple[float, ...]] = (0.0, 1.0)
    spread: ClassVar[str | None] = "least"

    @quiet
    def variance(self, mu):
        """Return V(mu) = mu (1 - mu)."""
        return mu * (1 - mu)

    @quiet
    def dev_resids(self, y, mu, wt):
        """Return 2 wt (y log(y/mu) + (1 - y) log((1 - y)/(1 - mu)))."""
        return wt * binomial_unit(y, mu)

    def validmu(self, mu):
        """Valid means lie strictly between 0 and 1."""
        return inside_unit(mu)

    def boundary(self, lowest, highest):
        """Say that fitted probabilities are 0 or 1 to rounding."""
        if lowest >= EDGE and highest <= 1 - EDGE:
            return None
        return (
            "fitted probabilities numerically 0 or 1 occurred; if a term separates the two "
            "outcomes its coefficient is infinite, and the estimate and its standard error mean "
            "little"
        )

    def prepare(self, y, weights=None):
        """0/1 or proportions, or two columns; starts from (wt y + 1/2)/(wt + 1)."""
        prepared = proportions(self.name, y, weights)
        warn_fractional(y, prepared)
        return prepared

    def off_edge(self, y, weights, amount):
        """Return the proportions with `amount` successes and failures more."""
        more = np.where(weights > 0, weights + 2 * amount, 1.0)
        moved = (weights * y + amount) / more
        return np.where(weights > 0, moved, y), np.where(weights > 0, more, 0.0)

    @quiet
    def log_density(self, y, mu, wt, trials, dispersion):
        """Return the binomial log probability of each row.

        Where some row has more than one trial, rows count `wt/trials` times; else the weight of
        a row, rounded, is its number of trials.
        """
        size = np.asarray(trials if np.any(np.asarray(trials) > 1) else wt, dtype=float)
        times = np.where(size > 0, wt / size, 0.0)
        whole = np.rint(size)
        successes = np.rint(size * y)
        rate = successes / np.maximum(whole, 1.0)
        peak = binomial_peak(successes, whole)
        return weighted(times, peak - weighted(whole, binomial_unit(rate, mu)) / 2)

    def part_log_density(self, y, mu, wt, trials, dispersion, several):
        """Return `log_density` of some rows; `several`: some of all have more than one trial."""
        if not several:
            return self.log_density(y, mu, wt, np.ones_like(trials), dispersion)
        times = np.where(trials > 0, wt / np.where(trials > 0, trials, 1.0), 0.0)
        return weighted(times, self.log_density(y, mu, trials, trials, dispersion))

    def ml_dispersion(self, dev, nobs, sum_weights):
        """Return 1."""
        return 1.0

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Return the normal quantiles of pbinom below and up to the number of successes.

        It is out of `trials`, or where they are 1 out of wt, rounded.
        """
        size = out_of(trials, wt)
        return binomial_ends(np.rint(size * y), np.rint(size), mu)

    def simulate(self, mu, wt, rng, dispersion):
        """Draw proportions out of wt trials each."""
        wt = np.asarray(wt, dtype=float)
        if np.any(wt != np.rint(wt)):
            raise ValueError("binomial: cannot simulate from prior weights that are not whole")
        return drawn(lambda m, w: rng.binomial(w.astype(np.int64), m) / w, mu, wt)


@dataclass(frozen=True, repr=False)
class QuasiBinomial(Family):
    """The binomial mean and variance with a dispersion; made by `quasibinomial`."""

    link: Link
    name: ClassVar[str] = "quasibinomial"
    constructor: ClassVar[str] = "quasibinomial"
    dispersion: ClassVar[float] = float("nan")
    extra_parameters: ClassVar[int] = 0
    of_two: ClassVar[bool] = True
    edges: ClassVar[tuple[float, ...]] = (0.0, 1.0)

    variance = Binomial.variance
    dev_resids = Binomial.dev_resids
    validmu = Binomial.validmu
    ml_dispersion = Binomial.ml_dispersion

    def prepare(self, y, weights=None):
        """0/1 or proportions, or two columns; starts from (wt y + 1/2)/(wt + 1)."""
        return proportions(self.name, y, weights)

    def log_density(self, y, mu, wt, trials, dispersion):
        """Return NaN: a quasi-likelihood has no density."""
        return np.full(np.shape(y), np.nan)

    def normal_scores(self, y, mu, wt, trials, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError(
            "quasibinomial has no distribution and so no quantile residuals; use binomial(), or "
            "residuals of another type"
        )

    def simulate(self, mu, wt, rng, dispersion):
        """Raise: a quasi-likelihood has no distribution."""
        raise ValueError("quasibinomial has no distribution to simulate from; use binomial()")


@spelled
def binomial(link: str | Link = "logit") -> Binomial:
    """Return the binomial family.

    Variance function mu (1 - mu); y is 0/1, a proportion whose weight is the number of trials,
    or two columns, successes and failures.

    Parameters
    ----------
    link : str or Link
        logit, probit, cauchit, log or cloglog; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Notes
    -----
    Agrees with R's ``binomial()``.

    Examples
    --------
    >>> binomial("probit")
    binomial(link="probit")
    """
    return Binomial(choose_link("binomial", link, ALLOWED))


@spelled
def quasibinomial(link: str | Link = "logit") -> QuasiBinomial:
    """Return the binomial family with an estimated dispersion, as R's ``quasibinomial()``.

    Parameters
    ----------
    link : str or Link
        logit, probit, cauchit, log or cloglog; or any link object.

    Raises
    ------
    ValueError
        If the link is not one of these.

    Examples
    --------
    >>> quasibinomial("probit")
    quasibinomial(link="probit")
    """
    return QuasiBinomial(choose_link("quasibinomial", link, ALLOWED))
