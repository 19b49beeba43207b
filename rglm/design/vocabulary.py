"""R's words in a formula: what each name means when an expression is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.design import contrasts, polynomials, scaling, splines
from rglm.design.conversions import CONVERSIONS
from rglm.design.factorwords import STATEFUL_FACTOR_WORDS
from rglm.design.limits import MAX_CONSTANTS, check_limit
from rglm.design.logic import LOGIC
from rglm.design.values import Factor, Matrix
from rglm.format.rounding import round_half
from rglm.format.where import warn

State = dict[str, Any]


def _numeric(function: Callable[..., np.ndarray], name: str) -> Callable[..., np.ndarray]:
    """R's arithmetic: silent about infinities, a warning where NaN comes of a number."""

    def word(x: Any, *args: Any, **kwargs: Any) -> np.ndarray:
        with np.errstate(all="ignore"):
            out = function(np.asarray(x, dtype=np.float64), *args, **kwargs)
        if np.isnan(out).any() and np.isnan(out).sum() > np.isnan(np.asarray(x, float)).sum():
            warn(f"{name}(): NaNs produced", RuntimeWarning)
        return out

    return word


def _log(x: np.ndarray, base: float = np.e) -> np.ndarray:
    return np.log(x) if base == np.e else np.log(x) / np.log(base)


def _poly(x: Any, degree: int = 1, raw: bool = False, *, state: State) -> Matrix:
    """Orthogonal polynomials learned from the data, or powers with ``raw = TRUE``."""
    if np.ndim(degree) or isinstance(degree, Factor):
        raise ValueError("poly() takes one variable and a degree: poly(x, 3)")
    values = np.asarray(x, dtype=np.float64)
    if raw:
        basis = polynomials.poly_raw(values, int(degree))
    else:
        state.update(state or polynomials.poly_learn(values, int(degree)))
        basis = polynomials.poly_apply(state, values)
    return _numbered(basis)


def _bs(
    x: Any,
    df: int | None = None,
    knots: Any = None,
    degree: int = 3,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: State,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.bs_learn(values, df, knots, degree, intercept, Boundary_knots))
    return _numbered(splines.bs_apply(state, values))


def _ns(
    x: Any,
    df: int | None = None,
    knots: Any = None,
    intercept: bool = False,
    Boundary_knots: Any = None,
    *,
    state: State,
) -> Matrix:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(splines.ns_learn(values, df, knots, intercept, Boundary_knots))
    return _numbered(splines.ns_apply(state, values))


def _scale(x: Any, center: Any = True, scale: Any = True, *, state: State) -> np.ndarray:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        state.update(scaling.scale_learn(values, center, scale))
    return scaling.scale_apply(state, values)


def _cbind(*columns: Any, names: Sequence[str]) -> Matrix:
    parts = [np.asarray(column, dtype=np.float64) for column in columns]
    suffixes = tuple(names)
    if not any(suffixes):
        suffixes = tuple(str(i + 1) for i in range(len(parts)))
    return Matrix(
        np.column_stack(np.broadcast_arrays(*parts)), ("",) if len(parts) == 1 else suffixes
    )


def _numbered(basis: np.ndarray) -> Matrix:
    k = basis.shape[1]
    return Matrix(basis, ("",) if k == 1 else tuple(str(i + 1) for i in range(k)))


def _combine(*values: Any) -> list[Any]:
    """R's ``c()`` of constants."""
    return [item for v in values for item in (v if isinstance(v, (list, tuple)) else [v])]


def _seq(start: float, to: float, by: float = 1.0) -> list[float]:
    check_limit(abs((to - start) / by) if by else float("inf"), MAX_CONSTANTS, "seq(): its length")
    return list(np.arange(start, to + by * 1e-10, by))


def _round(x: Any, digits: int = 0) -> np.ndarray:
    return round_half(np.asarray(x, dtype=np.float64), int(digits))


def _fold(function: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    def word(*values: Any) -> np.ndarray:
        out = np.asarray(values[0], dtype=np.float64)
        for value in values[1:]:
            out = function(out, np.asarray(value, dtype=np.float64))
        return out

    return word


def _identity(x: Any) -> Any:
    return x


# words that learn from the data: each is handed the state of its own call
STATEFUL: dict[str, Callable[..., Any]] = {
    "poly": _poly,
    "bs": _bs,
    "ns": _ns,
    "scale": _scale,
    **STATEFUL_FACTOR_WORDS,
}
WORDS: dict[str, Callable[..., Any]] = {
    **STATEFUL,
    **LOGIC,
    **CONVERSIONS,
    "I": _identity,
    "offset": _identity,
    "cbind": _cbind,
    "c": _combine,
    "seq": _seq,
    "round": _round,
    "pmin": _fold(np.minimum),
    "pmax": _fold(np.maximum),
    "log": _numeric(_log, "log"),
    "ceiling": _numeric(np.ceil, "ceiling"),
    "contr_treatment": contrasts.contr_treatment,
    "contr_sum": contrasts.contr_sum,
    "contr_helmert": contrasts.contr_helmert,
    "contr_poly": contrasts.contr_poly,
    "contr_sas": contrasts.contr_sas,
}
for _name in [
    "log2",
    "log10",
    "log1p",
    "exp",
    "expm1",
    "sqrt",
    "abs",
    "sign",
    "sin",
    "cos",
    "tan",
    "floor",
    "trunc",
]:
    WORDS[_name] = _numeric(getattr(np, _name), _name)
CONSTANTS = {"pi": np.pi, "T": True, "F": False}
PACKAGES = ("base", "stats", "splines")  # whose words may be written with "::" before them


def word_of(name: str) -> str | None:
    """The key in `WORDS` of a function's name, R's or Python's; None if it is no word.

    >>> word_of("as.factor"), word_of("stats::poly"), word_of("half")
    ('as_factor', 'poly', None)
    """
    word = name.rpartition("::")[2].replace(".", "_").replace("SAS", "sas")
    return word if word in WORDS else None
