"""The arguments of a model's function, from which it is fitted and fitted again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from inspect import signature
from typing import Any, ClassVar, Generic, Self, TypeVar

import numpy as np
import pandas as pd

from rglm.design.chunked.data_requirements import expressions_read
from rglm.design.evaluation.evaluation_context import BorrowedNames, as_context, names_in_scope
from rglm.design.evaluation.parse_expression import parse_side
from rglm.design.formula.dot_expansion import has_dot
from rglm.design.formula.formula_parts import part_formulas, split_sides
from rglm.formatting.hints.argument_hints import argument_hint
from rglm.sources.as_data import as_data
from rglm.sources.chunks.chunked_data import ChunkedData
from rglm.sources.frames.check_data import ArgumentOrder
from rglm.sources.frames.data_copies import CallersData
from rglm.sources.frames.unread_columns import has_added_rows, without_unusable_columns

Fit_co = TypeVar("Fit_co", covariant=True)

MUTABLE_TYPES = (np.ndarray, pd.Series, pd.DataFrame, list, dict)
SHARED_ARGUMENTS = ("data", "context", "family")  # arguments that are not copied
ARGUMENTS_WITH_ROWS = ("data", "weights", "subset", "offset", "contrasts", "context")
COMPARABLE_TYPES = (str, bool, int, float)  # kinds of argument that may be at their default


@dataclass(frozen=True, kw_only=True, eq=False)
class ModelCall(ABC, Generic[Fit_co]):
    """The arguments that a model's function was given; each model adds its own.

    Attributes
    ----------
    formula, data, weights, subset, na_action, offset, control, contrasts, progress, context
        As `rglm.glm` takes them.
    borrowed : tuple of BorrowedNames
        The names from outside the data that an earlier fit of the same call has used.
    callers_data : CallersData or None
        The caller's data as they are now; None before the fit.
    kept_contrasts : frozenset of str
        The variables of `contrasts` that the formula may lack: an update changed it.

    Examples
    --------
    >>> from rglm import glm
    >>> from rglm.datasets import load
    >>> call = glm("breaks ~ wool", load("warpbreaks"))._model_call
    >>> call.changed(formula="breaks ~ tension").fit().formula
    'breaks ~ tension'
    """

    formula: str
    data: Any
    weights: Any
    subset: Any
    na_action: str
    offset: Any
    control: Any
    contrasts: Mapping[str, Any] | None
    progress: bool
    context: Mapping[str, Any] | None
    borrowed: tuple[BorrowedNames, ...] = ()
    callers_data: CallersData | None = None
    kept_contrasts: frozenset[str] = frozenset()

    function: ClassVar[Callable[..., Any]]  # the model's public function
    shown: ClassVar[tuple[str, ...]] = ("weights", "subset", "na_action", "offset", "contrasts")
    row_arguments: ClassVar[tuple[str, ...]] = (
        "subset",
        "na_action",
        "contrasts",
        "weights",
        "offset",
    )
    starting_values: ClassVar[tuple[str, ...]] = ()
    # whether a pass over chunked data finds out, before the fit, that all weights are zero
    checks_weights_first: ClassVar[bool] = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "context", as_context(self.context))

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The record of a call, from the `locals()` of the model's function."""
        return cls(**given)

    @abstractmethod
    def fit(self) -> Fit_co:
        """The model fitted to the data of the call."""

    @classmethod
    @cache
    def defaults(cls) -> Mapping[str, Any]:
        """The default of each argument, in the order of the signature."""
        return _defaults(cls.function)

    def changed(self, **changes: Any) -> Self:
        """The call with other values of some arguments.

        Raises
        ------
        TypeError
            The model's function has no such argument.
        """
        names = self.defaults()
        for name in changes:
            if name not in names:
                hint = argument_hint(self.function.__name__, name, names)
                raise TypeError(f"update() has no argument {name!r}{hint}")
        reset: dict[str, Any] = {}
        if "data" in changes:
            reset["callers_data"] = None
        if "context" in changes:
            reset["borrowed"] = ()
        if "contrasts" in changes:
            reset["kept_contrasts"] = frozenset()
        return replace(self, **reset, **changes)

    def read_data(self) -> pd.DataFrame | ChunkedData | None:
        """The data of the call, in memory or chunked; None where it gives none.

        `read_model_data` copies a DataFrame. What can be no column is left out where the model
        does not read it.
        """
        if self.data is None:
            return None
        order = ArgumentOrder(self.function.__name__, "family" in self.defaults())
        try:
            data = as_data(self.data, is_own=False, order=order, needed=self.columns_read)
        except (TypeError, ValueError):
            if not self._names_columns():
                raise
        else:
            if not has_added_rows(self.data, data) or not self._names_columns():
                return data
        used = without_unusable_columns(self.data, self.columns_read())
        return as_data(used, is_own=False, order=order)

    def _names_columns(self) -> bool:
        """Whether the formula names the columns that it reads; a ``.`` stands for all."""
        if not isinstance(self.data, (pd.DataFrame, Mapping)) or not isinstance(self.formula, str):
            return False
        parts = part_formulas(self.formula)
        return not any(has_dot(parse_side(split_sides(part)[1])) for part in parts)

    def columns_read(self, columns: Sequence[str] = ()) -> set[str]:
        """The names that the formula and the other arguments read, columns or not.

        A ``.`` stands for the others of the `columns` of the data.
        """
        formulas = part_formulas(self.formula)
        expressions = expressions_read(formulas, columns, self.row_options())
        return {name for each in expressions for name in each.reads}

    def names(self) -> Any:
        """The names that the formula may use besides columns."""
        return names_in_scope(self.context, self.borrowed)

    def row_options(self) -> dict[str, Any]:
        """The arguments that choose and weigh rows, or have a value for each."""
        return {name: getattr(self, name) for name in self.row_arguments}

    def own_copy(self, data: Any) -> Self:
        """The call as its fit keeps it, with the fit's data and copies of arrays and the like."""
        given = {name: v for name, v in vars(self).items() if name not in SHARED_ARGUMENTS}
        copies: dict[str, Any] = {
            n: deepcopy(v) for n, v in given.items() if isinstance(v, MUTABLE_TYPES)
        }
        callers_data = self.callers_data or CallersData(self.data)
        return self.with_values(data=data, borrowed=(), callers_data=callers_data, **copies)

    def with_values(self, **values: Any) -> Self:
        """The same call with other values; unlike `replace` nothing is prepared again."""
        call = object.__new__(type(self))
        vars(call).update(vars(self), **values)
        return call

    def without_rows(self) -> Self:
        """The call without anything that holds rows or names of the caller."""
        arrays = [name for name in ARGUMENTS_WITH_ROWS if not isinstance(getattr(self, name), str)]
        changes: dict[str, Any] = dict.fromkeys([*arrays, *self.starting_values])
        return replace(self, **{**changes, "data": None, "callers_data": None})

    def shown_arguments(self) -> Iterator[tuple[str, Any]]:
        """The arguments that the printed call shows: those that are not at their default."""
        defaults = self.defaults()
        for name in self.shown:
            given = getattr(self, name)
            if given is not None and not _is_same(given, defaults[name]):
                yield name, given


@cache
def _defaults(function: Callable[..., Any]) -> dict[str, Any]:
    return {name: p.default for name, p in signature(function).parameters.items()}


def _is_same(given: Any, default: Any) -> bool:
    return (
        isinstance(given, COMPARABLE_TYPES) and type(given) is type(default) and given == default
    )
