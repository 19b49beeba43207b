"""A fit's own data, which later changes of the caller's data do not reach.

Small data are copied, and so are large ones if pandas does not copy on write (before version 3).
If it does, a frame may still share the memory of a numpy array whose owner writes to it. A copy
would cost as much memory as the data; checksums show whether that has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from weakref import ref

import numpy as np
import pandas as pd

from rglm.errors import DataError
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.check_data import check_names
from rglm.sources.frames.checksums import number_checksum
from rglm.sources.frames.lazy_tables import column_names, is_lazy_table, read_columns
from rglm.sources.frames.unread_columns import usable_columns

MAX_COPIED_VALUES = 1 << 18  # values: a copy takes 2 MB and a third of a millisecond


def copies_on_write() -> bool:
    """Whether pandas copies a frame's data before they are written to through another frame."""
    if int(pd.__version__.partition(".")[0]) >= 3:
        return True
    return pd.options.mode.copy_on_write is True


def copy_data(
    data: pd.DataFrame, formulas: tuple[str, ...], options: Mapping[str, Any]
) -> tuple[pd.DataFrame, DataChecksums | None]:
    """A fit's own frame of the data, and its checksums where it shares their memory.

    Parameters
    ----------
    data
    formulas, options
        The formulas of the model, and arguments such as ``weights=``: they say which columns the
        fit reads.
    """
    if data.size <= MAX_COPIED_VALUES:
        return data.copy(), None
    from rglm.design.chunked.data_requirements import columns_read

    names, whole = columns_read(formulas, data, options)
    out = data.copy(deep=False)
    if copies_on_write():
        return out, DataChecksums(out, names, whole)
    for name in names:
        out[name] = data[name].copy()
    return out, None


class CallersData:
    """The caller's data as they are now, where `update` finds columns added after the fit.

    A frame is not kept alive by this reference, and a pickle has no reference.

    Parameters
    ----------
    data : object
        What ``data=`` was. Only a DataFrame, dict, LazyFrame or relation is remembered.
    """

    def __init__(self, data: Any = None) -> None:
        self._current: Callable[[], Any] = lambda: None
        if isinstance(data, pd.DataFrame):
            self._current = ref(data)
        elif isinstance(data, dict) or is_lazy_table(data):
            self._current = lambda: data

    def __reduce__(self) -> tuple[Any, ...]:
        return CallersData, ()

    def check_names(self, own: pd.DataFrame, read: Collection[str]) -> None:
        """Check that no column that is read, and that the fit's own data lack, is there twice."""
        now = self._current()
        if isinstance(now, pd.DataFrame) and not _are_different_strings(now.columns):
            names = pd.Index([str(name) for name in now.columns])
            check_names(names[names.isin(list(read)) & ~names.isin(own.columns)], "data")

    def add_new_columns(self, own: pd.DataFrame, needed: Collection[str]) -> pd.DataFrame:
        """The fit's own data with the columns that are now in the caller's data only.

        The other columns stay as they were. Nothing is added if the caller's rows have changed.
        Of a lazy table only columns that are `needed` are added.
        """
        now = self._current()
        if is_lazy_table(now):
            now = _read_again(now, own, needed)
        if now is None or not (new := [name for name in now if name not in own.columns]):
            return own
        added = as_frame(usable_columns(now, new, own.index))
        if not added.index.equals(own.index):
            return own
        out = pd.concat([own, added], axis=1)
        out.attrs = dict(own.attrs)
        return out


def _are_different_strings(names: pd.Index) -> bool:
    """Whether the names are strings, no two of them equal: pandas keeps both answers."""
    return names.is_unique and names.inferred_type == "string"


def _read_again(data: Any, own: pd.DataFrame, needed: Collection[str]) -> pd.DataFrame | None:
    """The columns of a lazy table that are needed; None where there is no new one.

    Raises DataError: the fit's own columns are not what they were.
    """
    columns = column_names(data)
    known = [name for name in columns if name in own]
    if not [name for name in columns if name in needed and name not in known]:
        return None
    now = read_columns(data, lambda _: {*known, *needed})
    if not now[known].equals(own[known]):
        raise DataError(
            f"data=: the {type(data).__name__} gives other rows than when the model was fitted; "
            "fit to a DataFrame of it"
        )
    return now


class DataChecksums:
    """Checksums of the numbers that a fit has read from data that are not copied.

    Parameters
    ----------
    data : DataFrame
    names : list of str
        The columns that the fit uses.
    whole : set of str
        Those of which each value counts, not only those of a sample.
    """

    def __init__(self, data: pd.DataFrame, names: Collection[str], whole: Collection[str]) -> None:
        self.arrays = {
            name: (data[name].to_numpy(), name in whole)
            for name in names
            if isinstance(dtype := data[name].dtype, np.dtype) and dtype.kind in "biuf"
        }
        self.sums = self._compute()

    def _compute(self) -> dict[str, int]:
        return {name: number_checksum(*array) for name, array in self.arrays.items()}

    def __getstate__(self) -> dict[str, Any]:
        """Nothing: no array of the caller shares the memory of a pickled copy."""
        return {"arrays": {}, "sums": {}}

    def check(self) -> None:
        """Check that the numbers are as they were.

        Raises DataError: somebody has written to the memory of a column.
        """
        for name, now in self._compute().items():
            if now != self.sums[name]:
                raise DataError(
                    f"data=: column {name!r} was written to after the fit, through the numpy "
                    "array that it shares its memory with; fit again, or to data.copy()"
                )
