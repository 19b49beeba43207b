"""Derivatives of the vocabulary's functions of one number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]


def _normal_density(u: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * u * u) / np.sqrt(2 * np.pi)


def _normal_quantile_slope(u: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri

    return 1 / _normal_density(ndtri(u))


SLOPES: dict[str, Function] = {
    "log": lambda u: 1 / u,
    "log2": lambda u: 1 / (u * np.log(2.0)),
    "log10": lambda u: 1 / (u * np.log(10.0)),
    "log1p": lambda u: 1 / (1 + u),
    "exp": np.exp,
    "expm1": np.exp,
    "sqrt": lambda u: 0.5 / np.sqrt(u),
    "abs": np.sign,
    "sin": np.cos,
    "cos": lambda u: -np.sin(u),
    "tan": lambda u: 1 / np.cos(u) ** 2,
    "sinh": np.cosh,
    "cosh": np.sinh,
    "tanh": lambda u: 1 / np.cosh(u) ** 2,
    "asin": lambda u: 1 / np.sqrt((1 - u) * (1 + u)),
    "acos": lambda u: -1 / np.sqrt((1 - u) * (1 + u)),
    "atan": lambda u: 1 / (1 + u * u),
    "asinh": lambda u: 1 / np.hypot(1, u),
    "acosh": lambda u: 1 / np.sqrt((u - 1) * (u + 1)),
    "atanh": lambda u: 1 / ((1 - u) * (1 + u)),
    "plogis": lambda u: 0.25 / np.cosh(u / 2) ** 2,
    "qlogis": lambda u: 1 / (u * (1 - u)),
    "pnorm": _normal_density,
    "qnorm": _normal_quantile_slope,
}
"""f'(u) of each function f of one number."""
UNCHANGED = ("I", "offset", "as_numeric", "as_double")
"""Functions that are the identity of numbers."""
FLAT = ("floor", "ceiling", "trunc", "round", "signif", "sign", "as_integer", "is_na")
"""Functions that are constant between their steps."""
