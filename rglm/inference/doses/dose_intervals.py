"""Intervals of doses, and Fieller's of a ratio, which may have no ends."""

from __future__ import annotations

import numpy as np

from rglm.inference.estimands.profile.region_frame import RegionFrame


class DoseIntervals(RegionFrame):
    """A table of intervals of doses, with a note where one has no end."""

    _nouns = ("dose", "doses")
    _reason = "; the slope may be 0"


def fieller_regions(
    constant: np.ndarray, slope: float, covariance: np.ndarray, q: float
) -> np.ndarray:
    """The x at which a + b x is not q of its standard errors or more from 0, (k, 4).

    An interval about -a / b; where b is not q standard errors from 0 all but the numbers between
    two, the last two columns; or every number. The first two columns are then the part about
    -a / b.

    Parameters
    ----------
    constant : (k,) float array
        a.
    slope : float
        b.
    covariance : (2, 2) float array
        Of a and b.
    q : float
    """
    (va, c), (_, vb) = covariance
    square, half = slope**2 - q * q * vb, constant * slope - q * q * c
    rest = constant**2 - q * q * va
    with np.errstate(all="ignore"):
        middle = -constant / slope
        root = np.sqrt(half * half - square * rest)
        # two stable roots of square x^2 + 2 half x + rest
        far = -(half + np.copysign(root, half))
        ends = np.sort(np.column_stack([far / square, rest / far]), axis=1)
    out = np.full((len(constant), 4), np.nan)
    out[:, :2] = ends
    if square < 0:
        is_below = middle < ends.mean(axis=1)
        out[:, 2:] = ends
        out[:, 0] = np.where(is_below, -np.inf, ends[:, 1])
        out[:, 1] = np.where(is_below, ends[:, 0], np.inf)
        out[np.isnan(root), :2] = -np.inf, np.inf
        out[np.isnan(root), 2:] = np.nan
    out[np.isnan(middle)] = np.nan
    return out
