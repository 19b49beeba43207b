"""Cameron and Trivedi's regression of the spread of Poisson responses on their means."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from rglm.protocol.capabilities import HasMean


def cameron_trivedi(fit: HasMean, trafo: Any) -> tuple[float, float]:
    """The test statistic, and the coefficient alpha."""
    xx, xs = fit._sum_chunks(partial(_cross_products, trafo=trafo))
    alpha = float(xs / xx)
    squares = fit._sum_chunks(partial(_residual_square_sum, trafo=trafo, alpha=alpha))
    with np.errstate(all="ignore"):
        sigma = np.sqrt(np.float64(squares) / (fit._row_sums.n - 1))
        return float(alpha * np.sqrt(xx) / sigma), alpha


def _cross_products(fit: HasMean, trafo: Any) -> np.ndarray:
    """X'x and x's of the regression of the spreads s."""
    x, spread = _regressor_and_spread(fit, trafo)
    return np.array([x @ x, x @ spread])


def _residual_square_sum(fit: HasMean, trafo: Any, alpha: float) -> float:
    """The residual sum of squares of the regression."""
    x, spread = _regressor_and_spread(fit, trafo)
    return float(((spread - alpha * x) ** 2).sum())


def _regressor_and_spread(fit: HasMean, trafo: Any) -> tuple[np.ndarray, np.ndarray]:
    """t(mu) / mu and ((y - mu)^2 - y) / mu of each row."""
    y, mu = fit._rows_source.rows.y, fit.fitted_values.to_numpy()
    return _transform(mu, trafo) / mu, ((y - mu) ** 2 - y) / mu


def _transform(mu: np.ndarray, trafo: Any) -> np.ndarray:
    """t(mu)."""
    if not callable(trafo):
        power = 1 if trafo is None else trafo
        if isinstance(power, bool) or not isinstance(power, (int, float, np.number)):
            raise ValueError(f"trafo={trafo!r}: give None, a power such as 1 or 2, or a function")
        return mu ** float(power)
    values = np.asarray(trafo(mu), dtype=float)
    if values.shape != mu.shape or not np.isfinite(values).all():
        raise ValueError("trafo= has to give a finite number for each fitted mean")
    return values
