"""Errors of a ``data=`` that is something else: a family, a formula, an array."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rglm.families.glm.family_names import FAMILIES, Family
from rglm.formatting.hints.did_you_mean import did_you_mean

UNNAMED_COLUMN_TYPES = (np.ndarray, list, tuple, pd.Series)  # of columns

SQL_WORDS = ("select ", "from ", "with ")  # with which a query begins


@dataclass(frozen=True)
class ArgumentOrder:
    """The order of the first arguments of a model's function, for messages."""

    function: str = "glm"
    has_family: bool = True

    @property
    def usage(self) -> str:
        """A call without a family."""
        return f"{self.function}('y ~ x', data)"

    @property
    def advice(self) -> str:
        """Where data and family stand."""
        if self.has_family:
            order = f"the order is formula, data, family: {self.function}('y ~ x', data, family)"
            return f"{order}, or by name, family="
        return f"write {self.usage}; a family is an argument of glm()"


GLM_ORDER = ArgumentOrder()


def check_data(data: Any, argument: str, order: ArgumentOrder = GLM_ORDER) -> None:
    """Check that `data` is not clearly something else than data; `order` is for messages.

    Raises TypeError: `data` is a family, a formula, an array, a number, or rows without names of
    columns.
    """
    if isinstance(data, pd.DataFrame):
        return
    if isinstance(data, str) and not Path(data).exists():
        _check_text(data, argument, order)
    if isinstance(data, Family) or any(data is make for make in FAMILIES.values()):
        name = getattr(data, "__name__", None) or repr(data)
        raise TypeError(
            f"{argument}={name} is a family, which stands where data should be; {order.advice}"
        )
    is_text = isinstance(data, (str, PathLike))
    if isinstance(data, UNNAMED_COLUMN_TYPES) or (np.isscalar(data) and not is_text):
        raise TypeError(f"{argument}= takes a table, got {_describe(data)}; {_remedy(data)}")


def check_names(names: pd.Index, argument: str) -> None:
    """Check that no two columns have one name.

    Raises ValueError: two columns have.
    """
    if not names.is_unique:
        twice = names[names.duplicated()][0]
        raise ValueError(f"{argument}= has two columns named {twice!r}; rename one of them")


def _check_text(text: str, argument: str, order: ArgumentOrder) -> None:
    """Check that a text that is no path of a file is no family and no formula either."""
    if text.replace(".", "_") in FAMILIES:
        raise TypeError(
            f"{argument}={text!r} is a family, which stands where data should be; {order.advice}"
        )
    if "~" in text:
        remedy = "give a DataFrame or a dict of columns"
        if argument == "data":
            remedy = f"the formula comes first, then the data: {order.usage}"
        raise TypeError(f"{argument}={text!r} is a formula, and no path of a file; {remedy}")
    if text.lstrip().lower().startswith(SQL_WORDS):
        raise TypeError(f"{argument}={text!r} is SQL; a relation is data: duckdb.sql({text!r})")
    if argument == "data" and not Path(text).suffix and (hint := did_you_mean(text, FAMILIES)):
        raise ValueError(f"data={text!r}: there is no such file{hint}; {order.advice}")


def _describe(data: Any) -> str:
    name = type(data).__name__
    if isinstance(data, UNNAMED_COLUMN_TYPES):
        return f"{name} of shape {data.shape}" if isinstance(data, np.ndarray) else name
    return f"{name} {data!r}"


def _remedy(data: Any) -> str:
    """The advice how to make a table of `data`."""
    if isinstance(data, pd.Series):
        return "a column becomes one by .to_frame('x')"
    if isinstance(data, np.ndarray):
        return "its columns have no names; give them, pd.DataFrame(array, columns=['x', ...])"
    if isinstance(data, Iterable) and not isinstance(data, str):
        return "name the columns, pd.DataFrame(rows, columns=['x', ...])"
    return "give a dict of columns, {'x': [1, 2]}, or a DataFrame"
