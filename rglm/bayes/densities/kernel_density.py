"""The density of a quantity at a point, from draws."""

from __future__ import annotations

import numpy as np

NORMAL_QUARTILES = 1.34  # of R's rule; the quartiles of a normal sample are 1.349 sd apart


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
