"""P(max > c) of normal variables whose correlation has a structure, by simple integrals.

Each function takes thresholds c and returns P(max |Z_i| > c), or P(max Z_i > c) of one side.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr

NormalTail = Callable[[np.ndarray], np.ndarray]
STRUCTURE_TOLERANCE = 1e-10
SPAN = 9.0  # standard normal variables beyond have the probability 2e-19
FACTOR_STEP = 0.05
CHAIN_NODES = 160
MOST_LOADING, LEAST_OWN = 0.998, 0.25  # what the steps resolve


def common_factor(correlation: np.ndarray) -> np.ndarray | None:
    """Loadings b with correlation b_i b_j for i != j, of differences from a control; else None."""
    count = len(correlation)
    if count < 3:
        return None
    off = correlation - np.eye(count)
    if np.abs(off).max() < STRUCTURE_TOLERANCE:
        return np.zeros(count)
    first, second = np.unravel_index(np.abs(off).argmax(), off.shape)
    others = np.delete(np.arange(count), [first, second])
    third = others[np.abs(off[first, others] * off[second, others]).argmax()]
    square = off[first, third] * off[first, second]
    if abs(off[second, third]) < STRUCTURE_TOLERANCE or square / off[second, third] <= 0:
        return None
    own = np.sqrt(square / off[second, third])
    loadings = off[first] / own
    loadings[first] = own
    product = np.outer(loadings, loadings)
    np.fill_diagonal(product, 0.0)
    is_product = np.abs(product - off).max() < STRUCTURE_TOLERANCE
    return loadings if is_product and np.abs(loadings).max() < MOST_LOADING else None


def factor_tail(loadings: np.ndarray, is_two_sided: bool) -> NormalTail:
    """Of Z_i = b_i F + sqrt(1 - b_i^2) E_i, by the trapezoidal rule over the common factor F.

    Dunnett (1955), JASA 50.
    """
    own = np.sqrt(1.0 - loadings**2)
    step = FACTOR_STEP * min(1.0, 4 * float(own.min()))
    factor = np.arange(-SPAN, SPAN + step, step)
    weights = np.exp(-(factor**2) / 2)
    weights /= weights.sum()
    shift = np.outer(factor, loadings / own)

    def tail(thresholds: np.ndarray) -> np.ndarray:
        out = []
        for threshold in thresholds:
            beyond = ndtr(shift - threshold / own)
            if is_two_sided:
                beyond = beyond + ndtr(-shift - threshold / own)
            with np.errstate(divide="ignore"):
                inside = np.log1p(-np.minimum(beyond, 1.0)).sum(axis=1)
            out.append(weights @ -np.expm1(inside))
        return np.array(out)

    return tail


def is_chain(correlation: np.ndarray) -> bool:
    """Whether only neighbours are correlated, as changes between consecutive means are."""
    rows, columns = np.indices(correlation.shape)
    far = np.abs(rows - columns) > 1
    return bool(np.abs(correlation[far]).max(initial=0.0) < STRUCTURE_TOLERANCE)


def chain_tail(correlation: np.ndarray, is_two_sided: bool) -> NormalTail | None:
    """Of Z_i = l_i E_i + k_i E_(i-1), by integrals over E_m, E_(m-1), ..., E_1 in turn.

    The probability g_i(e) that Z_i, ..., Z_m exceed c, if E_(i-1) = e and none did before, is a
    smooth function, which is held at Chebyshev points. None if a variable is determined by others.
    """
    try:
        factor = np.linalg.cholesky(correlation)
    except np.linalg.LinAlgError:
        return None
    if np.diag(factor).min() < LEAST_OWN:
        return None
    points = np.cos(np.pi * (np.arange(CHAIN_NODES) + 0.5) / CHAIN_NODES)
    to_series = np.linalg.inv(np.polynomial.chebyshev.chebvander(points, CHAIN_NODES - 1))
    nodes = SPAN * points[:, None]
    density = np.exp(-(nodes**2) / 2) / np.sqrt(2 * np.pi)

    def integral(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """The integrals of phi times functions, a column each, from `low` to `high`."""
        chebyshev = np.polynomial.chebyshev
        series = chebyshev.chebint(to_series @ (density * values), scl=SPAN)
        ends = [np.clip(end / SPAN, -1, 1) for end in (low, high)]
        below, above = (chebyshev.chebval(end, series, tensor=False) for end in ends)
        return np.asarray(above - below)

    def tail(thresholds: np.ndarray) -> np.ndarray:
        ahead = np.zeros((CHAIN_NODES, len(thresholds)))
        for i in range(len(factor) - 1, -1, -1):
            own, before = factor[i, i], factor[i, i - 1] if i else 0.0
            high = (thresholds - before * nodes) / own
            low = (-thresholds - before * nodes) / own if is_two_sided else -SPAN + 0 * high
            beyond = ndtr(-high) + (ndtr(low) if is_two_sided else 0.0)
            ahead = beyond + integral(ahead, low, high)
        return np.asarray(ahead[len(ahead) // 2])

    return tail
