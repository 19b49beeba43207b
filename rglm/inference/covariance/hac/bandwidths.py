"""Bandwidths that data choose: Andrews (1991), and Newey & West (1994)."""

from __future__ import annotations

import numpy as np

from rglm.inference.covariance.hac.kernels import KERNELS, Kernel


def andrews_bandwidth(scores: np.ndarray, kernel: Kernel, weights: np.ndarray) -> float:
    """C (alpha n)^(1 / (2 q + 1)), alpha from an autoregression of each column of the scores.

    With rho_j and s_j^2 the slope and the variance of the AR(1) of column j,

        alpha = sum_j w_j a_j s_j^4 / sum_j w_j s_j^4 (1 - rho_j)^-4,

    a_j = 4 rho_j^2 (1 - rho_j)^-8 for q = 2 and 4 rho_j^2 (1 - rho_j)^-6 (1 + rho_j)^-2 for q = 1
    (Andrews 1991, Econometrica 59, section 6).
    """
    rho, variance = np.array([_first_autoregression(column) for column in scores.T]).T
    size = weights * variance**2
    if kernel.order == 1:
        curvature = 4 * rho**2 / ((1 - rho) ** 6 * (1 + rho) ** 2)
    else:
        curvature = 4 * rho**2 / (1 - rho) ** 8
    with np.errstate(all="ignore"):  # of a perfect fit 0 / 0
        alpha = (size @ curvature) / (size @ (1 - rho) ** -4.0)
    return float(kernel.constant * (len(scores) * alpha) ** (1 / (2 * kernel.order + 1)))


def _first_autoregression(values: np.ndarray) -> tuple[float, float]:
    """Slope and residual variance of a least squares AR(1) with an intercept."""
    now, before = values[1:], values[:-1]
    centred = before - before.mean()
    spread = centred @ centred
    slope = (centred @ now) / spread if spread > 0 else 0.0  # 0 of a column of zeros
    residual = now - now.mean() - slope * centred
    return slope, residual @ residual / len(now)


def newey_west_bandwidth(scores: np.ndarray, kernel: Kernel, weights: np.ndarray, n: int) -> float:
    """C ((s_q / s_0)^2 n)^(1 / (2 q + 1)), s_q the sum over lags of |j|^q sigma_j.

    sigma_j is the autocovariance at lag j of the scores times `weights`, summed (Newey & West
    1994, Review of Economic Studies 61). n is the number of rows before prewhitening, which are
    more than the scores where these are whitened.

    Raises
    ------
    ValueError
        The kernel has no rule for the number of lags.
    """
    if kernel.lag_constant is None or kernel.lag_power is None:
        with_rule = [name for name, one in KERNELS.items() if one.lag_constant is not None]
        raise ValueError(
            f"bandwidth='NeweyWest' has no rule for kernel={kernel.name!r}; use one of "
            f"{', '.join(with_rule)}, or bandwidth='Andrews'"
        )
    constant = 3.0 if len(scores) < n else kernel.lag_constant
    lags = int(constant * (n / 100) ** kernel.lag_power)
    total = scores @ weights
    m = len(total)
    sigma = np.array([total[: m - j] @ total[j:] for j in range(min(lags, m - 1) + 1)]) / n
    j = np.arange(len(sigma))
    with np.errstate(all="ignore"):
        ratio = 2 * (j**kernel.order @ sigma) / (sigma[0] + 2 * sigma[1:].sum())
    power = 1 / (2 * kernel.order + 1)
    return float(kernel.constant * (ratio**2) ** power * n**power)
