"""Ordered categories: probabilities of an interval of a continuous variable.

An ordinal model has P(Y <= k) = F(zeta_k - eta) (McCullagh 1980, JRSS B 42), so that a row's
likelihood is P(a < Z <= b) = F(b) - F(a) with b = zeta_y - eta and a = zeta_(y-1) - eta, infinite
at the ends. F is the inverse of a link. All is computed from the logarithm of the smaller tail, so
that it keeps its digits far from the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import ignore_float_errors


@dataclass
class IntervalTerms:
    """The log probability of each row's interval with its derivatives by the ends."""

    value: np.ndarray  # (n,) log P(a < Z <= b); -inf where that is empty
    # lower, upper: (n,) derivatives by a and by b
    lower: np.ndarray
    upper: np.ndarray
    # lower2, upper2, cross: (n,) second derivatives
    lower2: np.ndarray
    upper2: np.ndarray
    cross: np.ndarray


@ignore_float_errors
def interval_terms(z: Link, a: np.ndarray, b: np.ndarray) -> IntervalTerms:
    """Return log P(a < Z <= b) of each row with its derivatives.

    Parameters
    ----------
    z : Link
        Of which Z has the distribution function.
    a, b : (n,) float arrays
        a may be -inf and b may be inf.
    """
    value = log_interval_probability(z, a, b)
    below, above = np.isfinite(a), np.isfinite(b)
    u_a = np.where(below, np.exp(z.log_pdf(np.where(below, a, 0)) - value), 0.0)
    u_b = np.where(above, np.exp(z.log_pdf(np.where(above, b, 0)) - value), 0.0)
    s_a, s_b = (
        np.where(known, z.log_pdf_slope(np.where(known, end, 0)), 0.0)
        for end, known in ((a, below), (b, above))
    )
    return IntervalTerms(value, -u_a, u_b, -u_a * (s_a + u_a), u_b * (s_b - u_b), u_a * u_b)


@ignore_float_errors
def log_interval_probability(z: Link, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return log(F(b) - F(a)), from the upper tail where a is above the median."""
    is_high = z.log_cdf(a) > -0.6931471805599453
    large = np.where(is_high, z.log_sf(a), z.log_cdf(b))
    small = np.where(is_high, z.log_sf(b), z.log_cdf(a))
    gap = np.where(np.isneginf(small), -np.inf, small - large)
    value = large + np.log(-np.expm1(gap))
    return np.where(a < b, np.where(np.isnan(value), -np.inf, value), -np.inf)


def interval_probabilities(z: Link, eta: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return the probabilities (n, S, m) of ordered categories at S points.

    Parameters
    ----------
    z : Link
        Of which Z has the distribution function.
    eta : (n, S) float array
        The linear predictor.
    cuts : (m - 1, S) float array
        The cut points.
    """
    infinite = np.full(eta.shape, np.inf)
    ends = [-infinite, *(cut - eta for cut in cuts), infinite]
    return np.exp(
        np.stack([log_interval_probability(z, *pair) for pair in pairwise(ends)], axis=-1)
    )
