"""Chunks of data that stay in memory between the passes of a fit, within a budget.

The budget is one for all fits of the process: where a new fit needs room, the chunks of the
oldest one are let go, and its verbs read their data again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Any
from weakref import WeakSet

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.formatting.options import settings
from rglm.sources.chunks.memory_budget import memory_budget
from rglm.sources.memory import MemorySource

_LOCK = RLock()
_ALL: WeakSet[KeptChunks]  # those that have chunks in memory


class KeptChunks:
    """The chunks of some columns, and the rows that a fit makes of them.

    Parameters
    ----------
    columns : sequence of str
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.is_complete, self.is_given_up = False, False
        self.nbytes, self.age = 0, 0
        self._frames: list[pd.DataFrame] = []
        self._rows: dict[int, MemorySource] = {}
        self._builder: Any = None

    def begin(self) -> bool:
        """Begin to keep the chunks of a pass; false if it was given up."""
        with _LOCK:
            if self.is_given_up:
                return False
            self._release()
            self.age = 1 + max((other.age for other in _ALL), default=0)
            _ALL.add(self)
            return True

    def add(self, chunk: pd.DataFrame) -> None:
        """Keep a chunk, unless all of them turn out too large."""
        if not self.is_given_up:
            if self._reserve(int(chunk.memory_usage(index=False, deep=True).sum())):
                self._frames.append(chunk)
            else:
                self.give_up()

    def finish(self) -> None:
        """Say that all chunks have been added."""
        self.is_complete = not self.is_given_up

    def give_up(self) -> None:
        """Let the chunks go, and keep none from now on."""
        with _LOCK:
            self.is_given_up = True
            self._release()

    def chunks(self, columns: Sequence[str]) -> Iterator[pd.DataFrame] | None:
        """The chunks with some of the columns; None if they are not in memory."""
        with _LOCK:
            if settings.memory is not None and self.nbytes > settings.memory:
                self._release()
            if not self.is_complete or not set(columns) <= set(self.columns):
                return None
            frames = list(self._frames)
        names = list(columns)
        if tuple(names) == self.columns:
            return iter(frames)
        return (frame[names] for frame in frames)

    def rows_of(self, builder: Any) -> dict[int, MemorySource] | None:
        """The rows that were made of the chunks, by number; None if chunks are not in memory."""
        with _LOCK:
            if not self.is_complete:
                return None
            if self._builder is not builder:
                self._builder, self._rows = builder, {}
            return self._rows

    def add_rows(self, builder: Any, number: int, rows: MemorySource) -> None:
        """Keep the rows of a chunk too, if there is room."""
        with _LOCK:
            if self._builder is builder and self.is_complete and self._reserve(_own_bytes(rows)):
                self._rows[number] = rows

    def _reserve(self, nbytes: int) -> bool:
        """Make room for some bytes more; false if there is none."""
        with _LOCK:
            budget = memory_budget()
            others = sorted((o for o in _ALL if o is not self), key=lambda other: other.age)
            while self.nbytes + nbytes + sum(o.nbytes for o in others) > budget and others:
                others.pop(0)._release()
            if self.nbytes + nbytes > budget:
                return False
            self.nbytes += nbytes
            return True

    def _release(self) -> None:
        self._frames, self._rows, self._builder = [], {}, None
        self.nbytes, self.is_complete = 0, False
        _ALL.discard(self)


_ALL = WeakSet()


def _own_bytes(source: MemorySource) -> int:
    """The memory of rows that is not a part of the chunk, about."""
    rows = source.rows
    arrays = [rows.y, rows.weights, rows.offset, rows.trials, *_arrays(source.columns)]
    return sum(array.nbytes for array in arrays if array.base is None)


def _arrays(columns: Columns) -> Iterator[np.ndarray]:
    yield from columns.dense
    for one in columns.indicators:
        yield one.codes
