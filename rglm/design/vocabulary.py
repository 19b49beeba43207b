"""R's words in a formula: what each name means when an expression is evaluated."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design import contrasts, cutting, polynomials, scaling, splines
from rglm.design.logic import LOGIC
from rglm.design.values import Factor, Logical, Matrix, as_text, is_text, label, to_factor
from rglm.format.rounding import round_half

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
    return _relabel(Factor(value.codes, value.levels, is_ordered), labels)


def _relabel(value: Factor, labels: Any) -> Factor:
    """The factor with other labels: one is numbered, equal ones make one level."""
    if labels is None:
        return value
    one = isinstance(labels, str)
    new = (
        [f"{labels}{i + 1}" for i in range(len(value.levels))] if one else list(map(label, labels))
    )
    if len(new) != len(value.levels):
        raise ValueError(
            f"factor(): {len(new)} labels for {len(value.levels)} levels {list(value.levels)}"
        )
    levels = tuple(dict.fromkeys(new))
    codes = np.array([*(levels.index(name) for name in new), -1])
    return Factor(codes[value.codes], levels, value.ordered)


def _ordered(x: Any, levels: Any = None, labels: Any = None, *, state: State) -> Factor:
    return _factor(x, levels, labels, True, state=state)


def _relevel(x: Any, ref: Any, *, state: State) -> Factor:
    """R's ``relevel()``: the level `ref`, by name or counted from 1, comes first."""
    value = to_factor(x, state.get("levels"))
    if not state:
        counted = not isinstance(ref, str) and 1 <= ref <= len(value.levels)
        first = value.levels[int(ref) - 1] if counted else label(ref)
        if first not in value.levels:
            raise ValueError(f"relevel(): no level {first!r}; the levels are {list(value.levels)}")
        state["levels"] = value.levels
        state["order"] = (first, *(level for level in value.levels if level != first))
    unseen = [level for level in value.levels if level not in state["order"]]
    return value.recode([*state["order"], *unseen])


def _contrasts(
    x: Any, contr: Any = None, how_many: int | None = None, *, state: State, **arguments: Any
) -> Factor:
    """R's ``C()``: a factor with contrasts of its own.

    As in R a function is called with the number of levels (and `arguments`), so that its columns
    are counted, while a name in quotes codes the levels by their labels.
    """
    value = to_factor(x, state.get("levels"))
    state.setdefault("levels", value.levels)
    if callable(contr):
        contr = contr(len(value.levels), **arguments)
    if how_many is not None:
        table = contrasts.contrast_matrix(contr, value.levels)
        contr = table.iloc[:, : int(how_many)].set_axis(list(value.levels), axis=0)
        contr.attrs["whole"] = True
    return Factor(value.codes, value.levels, value.ordered, contr)


def _as_numeric(x: Any) -> np.ndarray:
    if isinstance(x, Factor):
        return np.where(x.missing, np.nan, x.codes + 1.0)
    if is_text(x):
        return pd.to_numeric(pd.Series(x), errors="coerce").to_numpy(dtype=np.float64)
    return np.asarray(x, dtype=np.float64)


def _as_logical(x: Any) -> Logical:
    values = _as_numeric(x)
    return Logical(np.where(np.isnan(values), np.nan, values != 0))


def _cbind(*columns: Any, names: Sequence[str] = (), **named: Any) -> Matrix:
    parts = [np.asarray(column, dtype=np.float64) for column in (*columns, *named.values())]
    plain = [name if name.replace(".", "_").isidentifier() else "" for name in names]
    suffixes = [
        *(
            name.strip("`") if name.startswith("`") else p
            for name, p in zip(names, plain, strict=True)
        ),
        *named,
    ]
    if not any(suffixes):
        suffixes = [str(i + 1) for i in range(len(parts))]
    alone = len(parts) == 1
    return Matrix(
        np.column_stack(np.broadcast_arrays(*parts)), ("",) if alone else tuple(suffixes)
    )


def _numbered(basis: np.ndarray) -> Matrix:
    k = basis.shape[1]
    return Matrix(basis, ("",) if k == 1 else tuple(str(i + 1) for i in range(k)))


def _combine(*values: Any) -> list[Any]:
    """R's ``c()`` of constants."""
    return [item for v in values for item in (v if isinstance(v, (list, tuple)) else [v])]


def _seq(start: float, to: float, by: float = 1.0) -> list[float]:
    return list(np.arange(start, to + by * 1e-10, by))


def _colon(first: float, last: float) -> list[float]:
    """R's ``1:6`` and ``6:1``."""
    step = 1.0 if last >= first else -1.0
    return [first + step * i for i in range(int(abs(last - first)) + 1)]


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
    "as_character": as_text,
    "round": _round,
    "__int__": _identity,
    "__colon__": _colon,
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
CONSTANTS = {"pi": np.pi, "__NA__": np.nan, "__Inf__": np.inf, "T": True, "F": False}
