"""Interpolation between two normal quantiles on the scale of their probabilities."""

from __future__ import annotations

import numpy as np


def interpolate_scores(low: np.ndarray, high: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The z with Phi(z) = Phi(low) + u (Phi(high) - Phi(low)), to all digits in both tails."""
    from scipy.special import log_ndtr, ndtri_exp

    with np.errstate(all="ignore"):
        upper = low + high > 0  # mirrored into the lower tail, where probabilities keep digits
        a, b = np.where(upper, -high, low), np.where(upper, -low, high)
        share = np.clip(np.where(upper, 1 - u, u), 2.0**-54, 1 - 2.0**-53)
        top = log_ndtr(b)
        inside = top + np.log(share + (1 - share) * np.exp(log_ndtr(a) - top))
        z = ndtri_exp(np.minimum(inside, 0.0))
        z = np.where(upper, -z, z)
    return np.where(low < high, z, high)
