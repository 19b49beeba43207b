"""R's words in a formula: what each name means when an expression is evaluated."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.design import contrasts, cutting, polynomials, scaling, splines
from rglm.design.logic import LOGIC
from rglm.design.values import Factor, Logical, Matrix, label, to_factor

State = dict[str, Any]


def _numeric(function: Callable[..., np.ndarray], name: str) -> Callable[..., np.ndarray]:
    """R's arithmetic: silent about infinities, a warning where NaN comes of a number."""

    def word(x: Any, *args: Any, **kwargs: Any) -> np.ndarray:
        with np.errstate(all="ignore"):
            out = function(np.asarray(x, dtype=np.float64), *args, **kwargs)
        if np.isnan(out).any() and np.isnan(out).sum() > np.isnan(np.asarray(x, float)).sum():
            warnings.warn(f"{name}(): NaNs produced", RuntimeWarning, stacklevel=2)
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


def _cut(
    x: Any,
    breaks: Any,
    labels: Any = None,
    include_lowest: bool = False,
    right: bool = True,
    dig_lab: int = 3,
    ordered_result: bool = False,
    *,
    state: State,
) -> Any:
    values = np.asarray(x, dtype=np.float64)
    if not state:
        args = (breaks, labels, include_lowest, right, dig_lab, ordered_result)
        state.update(cutting.cut_learn(values, *args))
    codes = cutting.cut_apply(state, values)
    if state["levels"] is None:
        return np.where(codes < 0, np.nan, codes + 1.0)
    return Factor(codes, tuple(state["levels"]), ordered_result)


def _factor(
    x: Any, levels: Any = None, labels: Any = None, ordered: bool | None = None, *, state: State
) -> Factor:
    """R's ``factor()``: levels sorted or as given, relabelled if asked."""
    if isinstance(x, Matrix) or not np.ndim(getattr(x, "codes", x)):
        raise ValueError("factor() takes one column")
    known = state.get("levels")
    value = to_factor(x, known)
    if known is None:
        wanted = [label(v) for v in levels] if levels is not None else value.drop_unused().levels
        state["levels"] = known = tuple(wanted)
    # a level that the fit has not seen stays visible, so that it can be named in the error
    unseen = () if levels is not None else tuple(v for v in value.levels if v not in known)
    value = value.recode([*known, *unseen])
    is_ordered = value.ordered if ordered is None else bool(ordered)
    return Factor(value.codes, _relabel(value.levels, labels), is_ordered)


def _relabel(levels: tuple[str, ...], labels: Any) -> tuple[str, ...]:
    if labels is None:
        return levels
    new = tuple(label(v) for v in labels)
    if len(new) != len(levels):
        raise ValueError(f"factor(): {len(new)} labels for {len(levels)} levels {list(levels)}")
    return new


def _ordered(x: Any, levels: Any = None, labels: Any = None, *, state: State) -> Factor:
    return _factor(x, levels, labels, True, state=state)


def _relevel(x: Any, ref: Any, *, state: State) -> Factor:
    """R's ``relevel()``: the level `ref` comes first."""
    value = to_factor(x, state.get("levels"))
    if not state:
        first = label(ref)
        if first not in value.levels:
            raise ValueError(f"relevel(): no level {first!r}; the levels are {list(value.levels)}")
        state["levels"] = value.levels
        state["order"] = (first, *(level for level in value.levels if level != first))
    unseen = [level for level in value.levels if level not in state["order"]]
    return value.recode([*state["order"], *unseen])


def _contrasts(x: Any, contr: Any = None, *, state: State) -> Factor:
    """R's ``C()``: a factor with contrasts of its own."""
    value = to_factor(x, state.get("levels"))
    state.setdefault("levels", value.levels)
    return Factor(value.codes, value.levels, value.ordered, contr)


def _as_numeric(x: Any) -> np.ndarray:
    if isinstance(x, Factor):
        return np.where(x.missing, np.nan, x.codes + 1.0)
    return np.asarray(x, dtype=np.float64)


def _as_logical(x: Any) -> Logical:
    values = _as_numeric(x)
    return Logical(np.where(np.isnan(values), np.nan, values != 0))


def _cbind(*columns: Any, names: Sequence[str] = (), **named: Any) -> Matrix:
    parts = [np.asarray(column, dtype=np.float64) for column in (*columns, *named.values())]
    suffixes = [name if name.replace(".", "").isidentifier() else "" for name in names]
    return Matrix(np.column_stack(np.broadcast_arrays(*parts)), (*suffixes, *named))


def _numbered(basis: np.ndarray) -> Matrix:
    k = basis.shape[1]
    return Matrix(basis, ("",) if k == 1 else tuple(str(i + 1) for i in range(k)))


def _combine(*values: Any) -> list[Any]:
    """R's ``c()`` of constants."""
    return [item for v in values for item in (v if isinstance(v, (list, tuple)) else [v])]


def _seq(start: float, to: float, by: float = 1.0) -> list[float]:
    return list(np.arange(start, to + by * 1e-10, by))


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
    "cut": _cut,
    "factor": _factor,
    "as_factor": _factor,
    "ordered": _ordered,
    "as_ordered": _ordered,
    "relevel": _relevel,
    "C": _contrasts,
}
WORDS: dict[str, Callable[..., Any]] = {
    **STATEFUL,
    **LOGIC,
    "I": _identity,
    "offset": _identity,
    "cbind": _cbind,
    "c": _combine,
    "seq": _seq,
    "as_numeric": _as_numeric,
    "as_integer": lambda x: np.trunc(_as_numeric(x)),
    "as_logical": _as_logical,
    "as_character": to_factor,
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
    "round",
]:
    WORDS[_name] = _numeric(getattr(np, _name), _name)
CONSTANTS = {"pi": np.pi, "nan": np.nan, "inf": np.inf, "T": True, "F": False}
