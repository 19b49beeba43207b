"""Data beside whose columns stand other things, such as ``locals()``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd

from rglm.sources.frames.columns_frame import columns_frame

NO_COLUMN_TYPES = (Mapping, Iterator)  # what reading would change, or that pandas reads by key


def without_unusable_columns(data: Any, read: Collection[str]) -> Any:
    """The data without what can be no column of a table, where the model does not read it.

    Of a DataFrame these are columns of one name; of a dict also values of another length or kind.

    Parameters
    ----------
    data : object
        What ``data=`` was.
    read : collection of str
        The names of the columns that the model reads; what is wrong with these stays.
    """
    if isinstance(data, pd.DataFrame):
        names = pd.Index([str(name) for name in data.columns])
        return data.loc[:, ~names.duplicated(keep=False) | names.isin(list(read))]
    if not isinstance(data, Mapping):
        return data
    used = {name: values for name, values in data.items() if str(name) in read}
    if not used:
        return data
    index = columns_frame(used).index
    return {
        name: values
        for name, values in data.items()
        if name in used or _is_column(name, values, index)
    }


def has_added_rows(data: Any, frame: Any) -> bool:
    """Whether Series of a dict have other labels than others, and the frame of it those of all."""
    if not isinstance(data, Mapping):
        return False
    return any(isinstance(v, pd.Series) and len(v) < len(frame) for v in data.values())


def usable_columns(data: Any, names: Collection[Any], index: pd.Index) -> Any:
    """Those columns of a DataFrame or dict, of some names, that a table with an index can have."""
    if isinstance(data, pd.DataFrame):
        return without_unusable_columns(data[names], ())
    return {name: data[name] for name in names if _is_column(name, data[name], index)}


def _is_column(name: Any, values: Any, index: pd.Index) -> bool:
    """Whether values can be a column of a table with such an index."""
    if pd.api.types.is_scalar(values) or isinstance(values, NO_COLUMN_TYPES):
        return False
    try:
        column = columns_frame({name: values})
    except (TypeError, ValueError):
        return False
    has_labels = isinstance(values, (pd.Series, pd.DataFrame))
    return len(column) == len(index) and (not has_labels or column.index.equals(index))
