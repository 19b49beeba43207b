"""The density of a quantity from draws: at a point, and as a curve."""

from __future__ import annotations

import numpy as np

NORMAL_QUARTILES = 1.34  # of R's rule; the quartiles of a normal sample are 1.349 sd apart
CURVE_POINTS = 512
KERNEL_REACH = 4.0  # bandwidths
LEAST_STEP = 1e-9
MAX_REACH = 5.0  # of the kernel, relative to the length of the curve


def bandwidth(draws: np.ndarray) -> float:
    """Silverman's rule of thumb, R's ``bw.nrd0``: 0.9 min(sd, IQR / 1.34) S^(-1/5).

    Where the quartiles are equal the standard deviation alone counts, and where that is 0 too the
    draws are all one number: its size, or 1.

    References
    ----------
    Silverman (1986), Density Estimation for Statistics and Data Analysis, section 3.4.2.
    """
    sd = float(np.std(draws, ddof=1))
    quartiles = float(np.subtract(*np.quantile(draws, [0.75, 0.25]))) / NORMAL_QUARTILES
    spread = min(sd, quartiles) or sd or abs(float(draws[0])) or 1.0
    return 0.9 * spread * len(draws) ** -0.2


def kernel_density(draws: np.ndarray, point: float) -> float:
    """The density of draws (S,) at a point, by a normal kernel with `bandwidth`.

    f(t) = (1 / (S h)) sum_s phi((t - x_s) / h)

    Examples
    --------
    >>> round(kernel_density(np.linspace(-1, 1, 201), 0.0), 2)
    0.5
    """
    h = bandwidth(draws)
    z = (point - draws) / h
    return float(np.exp(-0.5 * z * z).mean() / (h * np.sqrt(2 * np.pi)))


def density_curve(
    draws: np.ndarray, x: np.ndarray | None = None, points: int = CURVE_POINTS
) -> tuple[np.ndarray, np.ndarray]:
    """The density of draws (S,) as a curve, by a normal kernel with `bandwidth`.

    The draws are first counted on a fine grid, so that many of them cost little.

    Parameters
    ----------
    draws : (S,) array
    x : array, optional
        Increasing values to know it at; by default `points` of them, from the least draw to the
        largest.
    points : int
        The number of steps of the grid.

    Returns
    -------
    x, density : arrays

    Examples
    --------
    >>> x, density = density_curve(np.linspace(-1, 1, 201))
    >>> float(x[0]), round(float(density[256]), 2)
    (-1.0, 0.5)
    """
    low, high = (draws.min(), draws.max()) if x is None else (x[0], x[-1])
    least = LEAST_STEP * max(abs(low), abs(high))  # draws that differ by less are one number
    h = max(bandwidth(draws), least)
    low, high = (low, high) if high - low > least else (low - h, high + h)
    grid = np.linspace(low, high, points)
    if KERNEL_REACH * h > MAX_REACH * (high - low):  # nearly a straight line
        density = np.array([kernel_density(draws, at) for at in grid[[0, points // 2, -1]]])
        density = np.interp(grid, grid[[0, points // 2, -1]], density)
    else:
        density = _binned_density(draws, h, grid)
    return (grid, density) if x is None else (x, np.interp(x, grid, density))


def _binned_density(draws: np.ndarray, h: float, grid: np.ndarray) -> np.ndarray:
    """The density on a grid of equal steps, of draws counted on it."""
    points, step = len(grid), grid[1] - grid[0]
    reach = int(np.ceil(KERNEL_REACH * h / step))
    place = (draws - grid[0]) / step + reach
    inside = place[(place >= 0) & (place < points + 2 * reach - 1)]
    left = np.floor(inside).astype(int)
    share, size = inside - left, points + 2 * reach
    counts = np.bincount(left, 1 - share, size) + np.bincount(left + 1, share, size)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / h) ** 2)
    return np.convolve(counts, kernel, "valid") / (len(draws) * kernel.sum() * step)
