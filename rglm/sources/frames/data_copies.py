"""A fit's own data: what is written to the caller's data afterwards does not reach it.

Small data are copied, and large ones where pandas does not copy on write (before its version 3).
Else a frame may still share the memory of a numpy array, whose owner may write to it: then a
checksum tells, and a copy would cost as much memory as the data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any
from weakref import ref

import numpy as np
import pandas as pd

from rglm.design.chunked.data_requirements import columns_read
from rglm.errors import DataError
from rglm.sources.as_data import as_frame
from rglm.sources.frames.checksums import number_checksum

SMALL_DATA = 1 << 18  # values: 2 MB, and a third of a millisecond


def copies_on_write() -> bool:
    """Whether pandas copies the data of a frame before another frame of them is written to."""
    if int(pd.__version__.partition(".")[0]) >= 3:
        return True
    return pd.options.mode.copy_on_write is True


def copy_data(
    data: pd.DataFrame, formulas: tuple[str, ...], options: Mapping[str, Any]
) -> tuple[pd.DataFrame, DataChecksums | None]:
    """A fit's own frame of the data, and its checksums where it shares their memory.

    Parameters
    ----------
    formulas, options
        What says which columns the fit reads.
    """
    if data.size <= SMALL_DATA:
        return data.copy(), None
    reads, whole = columns_read(formulas, list(data.columns), options)
    if copies_on_write():
        return data, DataChecksums(data, reads, whole)
    out = data.copy(deep=False)
    for name in reads:
        out[name] = data[name].copy()
    return out, None


class CallersData:
    """The caller's data as they are now, from which `update` takes columns added after the fit.

    A frame is not kept alive, and a pickle has none.

    Parameters
    ----------
    data : object
        What ``data=`` was; of anything but a DataFrame or dict nothing is remembered.
    """

    def __init__(self, data: Any = None) -> None:
        self._current: Callable[[], Any] = lambda: None
        if isinstance(data, pd.DataFrame):
            self._current = ref(data)
        elif isinstance(data, dict):
            self._current = lambda: data

    def __reduce__(self) -> tuple[Any, ...]:
        return CallersData, ()

    def add_new_columns(self, own: pd.DataFrame) -> pd.DataFrame:
        """A fit's own data with the columns that the caller's have now and it has not.

        What it has stays as it was. If the caller's rows are others by now, nothing is added.
        """
        now = self._current()
        new = [] if now is None else [name for name in now if name not in own.columns]
        if not new:
            return own
        added = as_frame({name: now[name] for name in new} if isinstance(now, dict) else now[new])
        if not added.index.equals(own.index):
            return own
        return pd.concat([own, added], axis=1)


class DataChecksums:
    """Checksums of the numbers that a fit has read from data that are not copied.

    Parameters
    ----------
    data : DataFrame
    reads : list of str
        The columns that the fit uses.
    whole : set of str
        Those of which each value counts, not only those of a sample.
    """

    def __init__(self, data: pd.DataFrame, reads: Collection[str], whole: Collection[str]) -> None:
        plain = [name for name in reads if isinstance(data[name].dtype, np.dtype)]
        plain = [name for name in plain if data[name].dtype.kind in "biuf"]
        self.arrays = {name: (data[name].to_numpy(), name in whole) for name in plain}
        self.sums = self._compute()

    def _compute(self) -> dict[str, int]:
        return {name: number_checksum(*array) for name, array in self.arrays.items()}

    def __getstate__(self) -> dict[str, Any]:
        """Nothing: elsewhere the memory is nobody else's."""
        return {"arrays": {}, "sums": {}}

    def check(self) -> None:
        """Check that the numbers are what they were.

        Raises
        ------
        DataError
            Somebody has written to the memory of a column.
        """
        for name, now in self._compute().items():
            if now != self.sums[name]:
                raise DataError(
                    f"data=: column {name!r} was written to after the fit, through the numpy "
                    "array that it shares its memory with; fit again, or to data.copy()"
                )
