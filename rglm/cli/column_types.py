"""Columns of text that are numbers but for decimal commas and marks of missing values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn

# a cell in a column of numbers that stands for a missing value; of text only NA and empty do
MISSING_MARKS = {
    *(".", "-", "?", "*", "--"),
    *("na", "Na", "N/A", "n/a", "#N/A", "#NA", "<NA>", "null", "NULL", "Null", "None", "none"),
    *("NaN", "nan", "NAN", "Nan", "#DIV/0!", "#NUM!", "#VALUE!"),
}
# those that hardly are a level of a factor
DOUBTFUL_LEVELS = (".", "?", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL")
WRITTEN_NUMBER = r"[-+]?[$€£]?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|[-+]?[$€£]?\d+(?:\.\d+)?%?"
FIRST_VALUES = 100  # by which a column of text is known


def convert_columns(frame: pd.DataFrame, decimal_commas: bool) -> pd.DataFrame:
    """The table with numbers where pandas has seen text, and bools with missing values.

    A warning names the marks that were read as missing.
    """
    new: dict[str, Any] = {}
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if not (pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)):
            continue
        name, present = str(frame.columns[place]), column.dropna()
        if not len(present):
            continue
        if isinstance(present.iloc[0], bool):
            new[name] = column.astype("boolean")
        elif not isinstance(present.iloc[0], str):
            continue  # integers that are too long for 64 bits
        elif (numbers := _numbers(name, present, decimal_commas)) is not None:
            all_rows = np.full(len(column), np.nan)
            all_rows[column.notna().to_numpy()] = numbers
            new[name] = all_rows
        else:
            _warn_of_doubtful_text(name, present)
    return frame.assign(**new) if new else frame


def _warn_of_doubtful_text(name: str, column: pd.Series) -> None:
    """Warn of texts that may be numbers, or missing values."""
    first = column.iloc[:FIRST_VALUES]
    marked = first[first.str.contains(r"[,$€£%]", regex=True)]
    if len(marked) and first.str.fullmatch(WRITTEN_NUMBER).all():
        shown = marked.iloc[0]
        warn(f"column {name!r} has {shown!r} and the like, which are read as text", UserWarning)
    for mark in sorted(set(column.unique()).intersection(DOUBTFUL_LEVELS)):
        message = f"column {name!r} of text has {mark!r}, which is read as a value; if it is a"
        warn(f"{message} missing one, add --na {mark}", UserWarning)


def _numbers(name: str, column: pd.Series, decimal_commas: bool) -> pd.Series | None:
    """A column of texts as numbers; None if some are neither numbers nor marks."""
    for texts in (column.iloc[:FIRST_VALUES], column):
        shown = texts.str.replace(",", ".", regex=False) if decimal_commas else texts
        numbers = pd.to_numeric(shown, errors="coerce").astype(float)
        marks = {text.strip() for text in texts[numbers.isna()].unique()}
        if not marks <= MISSING_MARKS:
            return None
    if numbers.isna().all():
        return None
    if surprising := sorted(marks - {"NaN", "nan"}):
        read = ", ".join(map(repr, surprising))
        warn(f"column {name!r}: {read} among numbers is read as a missing value", UserWarning)
    return numbers
