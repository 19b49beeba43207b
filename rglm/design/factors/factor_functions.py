"""R's functions that make factors: factor, ordered, relevel, cut and C."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rglm.design.factors.contrast_matrix import contrast_function, contrast_matrix
from rglm.design.transforms import cutting
from rglm.design.values.formula_value import ColumnValue, FormulaValue, FunctionState
from rglm.design.values.r_values import Factor, Matrix, level_label, put_levels_first, to_factor


def _cut(
    x: ColumnValue,
    breaks: FormulaValue,
    labels: FormulaValue = None,
    include_lowest: bool = False,
    right: bool = True,
    dig_lab: int = 3,
    ordered_result: bool = False,
    *,
    state: FunctionState,
) -> np.ndarray | Factor:
    if not state:
        arguments = (breaks, labels, include_lowest, right, dig_lab, ordered_result)
        state.update(cutting.learn_cut(x, *arguments))
    codes = cutting.apply_cut(state, x)
    if state["levels"] is None:
        return np.where(codes < 0, np.nan, codes + 1.0)
    return Factor(codes, tuple(state["levels"]), ordered_result)


def _factor(
    x: ColumnValue,
    levels: FormulaValue = None,
    labels: FormulaValue = None,
    exclude: FormulaValue = None,
    ordered: bool | None = None,
    *,
    state: FunctionState,
) -> Factor:
    """R's ``factor()``: levels sorted or as given, with other labels if asked for."""
    if isinstance(x, Matrix) or np.isscalar(x):
        raise ValueError("factor() takes one column")
    known, levels = state.get("levels"), None if levels is None else as_list(levels)
    value = to_factor(x, known)
    if exclude is not None:
        excluded = excluded_labels(exclude)
        value = value.without_levels(excluded)
        levels = (
            levels if levels is None else [v for v in levels if level_label(v) not in excluded]
        )
    if known is None:
        own = (
            [level_label(v) for v in levels] if levels is not None else value.drop_unused().levels
        )
        state["levels"] = known = tuple(own)
    # a level that the fit has not seen stays visible, so that it can be named in the error
    value = put_levels_first(value, known) if levels is None else value.recode(known)
    is_ordered = value.ordered if ordered is None else bool(ordered)
    return _relabel(Factor(value.codes, value.levels, is_ordered), labels)


def as_list(values: FormulaValue) -> list[Any]:
    """Constants as a list; as in R one constant is a list of one."""
    if isinstance(values, Factor):
        raise TypeError("'Factor' object is not iterable")
    return list(values) if isinstance(values, (list, tuple, np.ndarray)) else [values]


def excluded_labels(exclude: FormulaValue) -> set[str]:
    """The labels of the values that ``factor(exclude=)`` leaves out."""
    return {level_label(value) for value in as_list(exclude)} if exclude is not None else set()


def _relabel(value: Factor, labels: Any) -> Factor:
    """The factor with other labels: a single one is numbered, equal ones make one level."""
    if labels is None:
        return value
    one = isinstance(labels, str)
    new = (
        [f"{labels}{i + 1}" for i in range(len(value.levels))]
        if one
        else list(map(level_label, labels))
    )
    if len(new) != len(value.levels):
        raise ValueError(
            f"factor(): {len(new)} labels for {len(value.levels)} levels {list(value.levels)}"
        )
    levels = tuple(dict.fromkeys(new))
    code = {name: i for i, name in enumerate(levels)}
    codes = np.array([*(code[name] for name in new), -1])
    return Factor(codes[value.codes], levels, value.ordered)


def _ordered(
    x: ColumnValue,
    levels: FormulaValue = None,
    labels: FormulaValue = None,
    *,
    state: FunctionState,
) -> Factor:
    return _factor(x, levels, labels, ordered=True, state=state)


def _relevel(x: ColumnValue, ref: Any, *, state: FunctionState) -> Factor:
    """R's ``relevel()``: the factor with the level `ref`, by name or number from 1, first."""
    value = to_factor(x, state.get("levels"))
    if value.ordered:
        raise ValueError(
            "relevel() is for factors without an order, as in R; factor(x, ordered=FALSE) takes "
            "it away, and ordered(x, levels=c(...)) says another"
        )
    if not state:
        if ref is None:
            raise ValueError(f"relevel() takes one of the levels {list(value.levels)}")
        is_number = not isinstance(ref, str) and 1 <= ref <= len(value.levels)
        first = value.levels[int(ref) - 1] if is_number else level_label(ref)
        if first not in value.levels:
            raise ValueError(f"relevel(): no level {first!r}; the levels are {list(value.levels)}")
        state["levels"] = value.levels
        state["order"] = (first, *(level for level in value.levels if level != first))
    return put_levels_first(value, state["order"])


def _contrasts(
    x: ColumnValue,
    contr: Any = None,
    how_many: int | None = None,
    *,
    state: FunctionState,
    **arguments: Any,
) -> Factor:
    """R's ``C()``: a factor with contrasts of its own.

    As in R a function is called with the number of levels (and `arguments`), so that its columns
    are numbered; a name in quotes has columns with the levels' labels if no `arguments` follow.
    """
    value = to_factor(x, state.get("levels"))
    state.setdefault("levels", value.levels)
    if isinstance(contr, str) and arguments:
        contr = contrast_function(contr)
    if callable(contr):
        contr = contr(len(value.levels), **arguments)
    elif arguments:
        raise ValueError(_unknown_argument_of_contrasts(next(iter(arguments))))
    if how_many is not None:
        table = contrast_matrix(contr, value.levels)
        contr = table.iloc[:, : int(how_many)].set_axis(list(value.levels), axis=0)
        contr.attrs["whole"] = True
    return Factor(value.codes, value.levels, value.ordered, contr)


def _unknown_argument_of_contrasts(name: str) -> str:
    return (
        f"C() has no argument {name!r}; it takes x, contr, how.many and what a contrast function "
        "takes, as in C(x, contr.treatment, base=2); factor(x, levels=c(...)) orders the levels, "
        "and relevel(x, ref=...) sets the first"
    )


# each is called with the state of its own call
STATEFUL_FACTOR_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cut": _cut,
    "factor": _factor,
    "as_factor": _factor,
    "ordered": _ordered,
    "as_ordered": _ordered,
    "relevel": _relevel,
    "C": _contrasts,
}
