"""Derivatives of ``poly``, ``bs``, ``ns`` and ``scale`` of a single column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from rglm.design.transforms.polynomials import poly_slopes
from rglm.design.transforms.splines import bs_slopes, ns_slopes
from rglm.design.values.formula_value import FunctionState

BasisSlope: TypeAlias = Callable[
    [FunctionState, Any, Sequence[Any], Mapping[str, Any]], np.ndarray | None
]
"""The derivatives from what a call learned, its column, and its other arguments; None of many."""


def _of_poly(
    state: FunctionState, x: Any, others: Sequence[Any], named: Mapping[str, Any]
) -> np.ndarray | None:
    """Those of one variable: of orthogonal polynomials or (``raw``) of powers."""
    is_single = np.ndim(x) == 1 and len(others) <= 1 and all(np.ndim(a) == 0 for a in others)
    if not is_single:
        return None
    if "alpha" in state:
        return poly_slopes(state, x)
    if not named.get("raw"):
        return None
    degree = int(others[0] if others else named.get("degree", 1))
    values = np.asarray(x, dtype=float)
    return np.column_stack([k * values ** (k - 1) for k in range(1, degree + 1)])


def _of_scale(
    state: FunctionState, x: Any, others: Sequence[Any], named: Mapping[str, Any]
) -> np.ndarray | None:
    """1 / scale of a column."""
    if np.ndim(x) != 1 or "scale" not in state:
        return None
    size = state["scale"]
    return np.full(len(x), 1.0 if size is None else 1 / float(size))


BASIS_SLOPES: Mapping[str, BasisSlope] = {
    "poly": _of_poly,
    "polym": _of_poly,
    "scale": _of_scale,
    "bs": lambda state, x, others, named: bs_slopes(state, x),
    "ns": lambda state, x, others, named: ns_slopes(state, x),
}
