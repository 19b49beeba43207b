"""Dask DataFrames: their partitions are worked on by the workers, what they say is summed here."""

from __future__ import annotations

from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from rglm.design.values.data_column import TEXT_COLUMNS
from rglm.errors import DataError
from rglm.linalg.threads import one_thread
from rglm.sources.chunks.chunks import NUMBER
from rglm.sources.frames.arrow_tables import Categories
from rglm.sources.frames.check_data import check_names

Result = TypeVar("Result")

LEAST, AHEAD = 16, 4  # partitions in a window, and for each thread of the workers


class Partitions:
    """A Dask DataFrame as data that are seen part by part.

    Where a `distributed.Client` is the default one its workers do the work, else Dask's threads.

    Attributes
    ----------
    frame : dask.dataframe.DataFrame
    columns : list of str
    count : int
        Of partitions.
    """

    part = "partition"
    advice = (
        "Dask computes a partition anew in each pass: where that is not the same each time, as "
        "with random numbers or files that are written meanwhile, fit to data.persist()"
    )

    def __init__(self, frame: Any) -> None:
        if not hasattr(frame, "npartitions") or getattr(frame, "ndim", 0) != 2:
            raise TypeError(f"data= takes a Dask DataFrame, got {type(frame).__name__}")
        self.frame, self.count = frame, frame.npartitions
        self.columns = [str(name) for name in frame.columns]
        check_names(pd.Index(self.columns), "data")
        self.categories = _without_order(frame._meta)
        self._delayed: dict[tuple[str, ...], list[Any]] = {}

    def files(self) -> dict[str, Any]:
        """None that we know of."""
        return {}

    def would_read(self, path: Path) -> bool:
        """None that we know of."""
        return False

    def each(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Result]:
        """What a function says of each partition in order; of the data it needs some columns.

        Raises
        ------
        DataError
            A worker dies whenever it works on a partition.
        """
        tasks, client = self._tasks(function, columns), _client()
        return _here(tasks) if client is None else _there(client, tasks)

    def _tasks(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Any]:
        """The function of each partition, to be computed."""
        from dask import delayed

        work = delayed(_do, pure=False)
        written = delayed(_written(function))
        known = self.categories
        parts = self._parts(tuple(columns))
        return (work(written, part, number, known) for number, part in enumerate(parts))

    def _parts(self, columns: tuple[str, ...]) -> list[Any]:
        if columns not in self._delayed:
            whole = set(columns) == set(self.columns)  # then nothing is to be copied
            chosen = self.frame if whole else self.frame[list(columns)]
            self._delayed[columns] = _delayed(chosen)
        return self._delayed[columns]

    def lazily(self, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]) -> Any:
        """The results as a Dask Series or DataFrame."""
        from dask.dataframe import from_delayed

        meta = function(in_memory(self.frame._meta[list(columns)], None, Categories()))
        tasks, divisions = list(self._tasks(function, columns)), self.frame.divisions
        return from_delayed(tasks, meta, divisions=divisions, verify_meta=False)


def _delayed(frame: Any) -> list[Any]:
    """Each partition, delayed.

    Dask joins small ones, and more of them for fewer columns; here they stay as they are, whatever
    columns are read.
    """
    optimized = frame.optimize()
    if optimized.npartitions != frame.npartitions:
        optimized = frame.simplify()
    return optimized.to_delayed(optimize_graph=False)


def _without_order(meta: pd.DataFrame) -> Categories:
    """The categories that Dask does not know, each partition its own: text that was stored so."""
    from dask.dataframe.utils import has_known_categories

    kinds = [(str(name), kind) for name, kind in meta.dtypes.items()]
    coded = [name for name, k in kinds if isinstance(k, pd.CategoricalDtype) and not k.ordered]
    known = [n for n in coded if len(meta[n].cat.categories) and has_known_categories(meta[n])]
    return Categories(texts=set(coded) - set(known))


def in_memory(part: pd.DataFrame, number: int | None, categories: Categories) -> pd.DataFrame:
    """A partition, whose text comes as categories, with its number, if it has one."""
    text = [
        name
        for name, kind in part.dtypes.items()
        if pd.api.types.is_string_dtype(kind) and not isinstance(kind, pd.CategoricalDtype)
    ]
    out = part.astype(dict.fromkeys(text, "category"))
    out.attrs[TEXT_COLUMNS] = tuple(map(str, text))
    if number is not None:
        out.attrs[NUMBER] = number
    return categories.put_in_order(out)


def _written(function: Callable[..., Any]) -> bytes:
    """The function as bytes: each task reads its own copy, so that threads share no scratch."""
    from cloudpickle import dumps

    return dumps(function)


def _do(written: bytes, part: pd.DataFrame, number: int | None, categories: Categories) -> Any:
    """Run on a worker; one thread each, as many as that is Dask's business."""
    from pickle import loads

    with one_thread():
        return loads(written)(in_memory(part, number, categories))


def _client() -> Any:
    """The cluster that there is, or None."""
    try:
        from distributed import default_client
    except ImportError:
        return None
    try:
        return default_client()
    except ValueError:
        return None


def _here(tasks: Iterator[Any]) -> Iterator[Any]:
    """In this process's threads, as many at a time as there are."""
    from dask import compute
    from dask.system import CPU_COUNT

    while window := list(islice(tasks, CPU_COUNT)):
        yield from compute(*window)


def _there(client: Any, tasks: Iterator[Any]) -> Iterator[Any]:
    """On a cluster, a window of tasks at a time while the next one is under way; nothing is left
    there at the end.
    """
    from distributed import KilledWorker

    size = max(LEAST, AHEAD * sum(client.nthreads().values()))
    windows: deque[Any] = deque()
    try:
        for window in iter(lambda: list(islice(tasks, size)), []):
            windows.append(client.compute(window))
            if len(windows) > 1:
                yield from client.gather(windows[0])
                windows.popleft()
        while windows:
            yield from client.gather(windows[0])
            windows.popleft()
    except KilledWorker as error:
        raise DataError(
            f"data=: workers died again and again on the same partition ({error}); it may not fit "
            "into their memory, so make the partitions smaller: "
            "data.repartition(partition_size='100MB')"
        ) from None
    except (Exception, CancelledError) as error:
        if client.status == "running":
            raise
        raise DataError(
            f"data=: the Dask client is {client.status}, and the data were not read to their end; "
            "keep it open until the fit, or its verb, has returned"
        ) from error
    finally:
        with suppress(Exception):  # a client that was closed can't; what it says is no cause
            client.cancel([future for window in windows for future in window])
