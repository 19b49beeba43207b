"""Dask DataFrames: the workers work on their partitions, and the results are summed here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.design.values.data_column import TEXT_COLUMNS_ATTR
from rglm.errors import DataError
from rglm.linalg.threads import one_thread
from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR, ChunkedData, Result
from rglm.sources.frames.arrow_categories import ArrowCategories
from rglm.sources.frames.check_data import check_names

if TYPE_CHECKING:
    from dask.delayed import Delayed

MIN_WINDOW = 16  # partitions that are computed together on a cluster, at least
WINDOW_PER_THREAD = 4  # and for each thread of the workers


class DaskPartitions(ChunkedData):
    """A Dask DataFrame, whose chunks are its partitions.

    The workers of the default `distributed.Client` do the work if there is one, else Dask's
    threads.

    Attributes
    ----------
    frame : dask.dataframe.DataFrame
    count : int
        The number of partitions.
    """

    chunk_word = "partition"
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
        self.categories = _unordered_texts(frame._meta)
        self._partitions: dict[tuple[str, ...], list[Delayed]] = {}  # by the columns read

    def map_chunks(
        self,
        function: Callable[[pd.DataFrame], Result],
        columns: Sequence[str],
        in_threads: bool = False,
    ) -> Iterator[Result]:
        """The results of a function of each partition, in order; Dask chooses the threads.

        Raises DataError: a worker dies whenever it works on a partition.
        """
        tasks, client = self._tasks(function, columns), _default_client()
        return _compute_here(tasks) if client is None else _compute_on_cluster(client, tasks)

    def _tasks(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Delayed]:
        """The function of each partition, to be computed."""
        from dask.delayed import delayed

        work = delayed(_compute, pure=False)
        pickled = delayed(_pickled(function))
        categories = self.categories
        partitions = self._delayed_partitions(tuple(columns))
        return (work(pickled, part, number, categories) for number, part in enumerate(partitions))

    def _delayed_partitions(self, columns: tuple[str, ...]) -> list[Delayed]:
        if columns not in self._partitions:
            is_whole = set(columns) == set(self.columns)  # then nothing is to be copied
            self._partitions[columns] = _delayed(
                self.frame if is_whole else self.frame[list(columns)]
            )
        return self._partitions[columns]

    def row_values(
        self, function: Callable[[pd.DataFrame], pd.Series | pd.DataFrame], columns: Sequence[str]
    ) -> Any:
        """The results as a Dask Series or DataFrame."""
        from dask.dataframe import from_delayed

        example = partition_chunk(self.frame._meta[list(columns)], None, ArrowCategories())
        tasks, divisions = list(self._tasks(function, columns)), self.frame.divisions
        return from_delayed(tasks, function(example), divisions=divisions, verify_meta=False)


def dask_partitions(data: Any) -> DaskPartitions | None:
    """The partitions of a Dask DataFrame; None if `data` is nothing of Dask's."""
    is_dask = type(data).__module__.startswith(("dask.", "dask_expr"))
    return DaskPartitions(data) if is_dask else None


def _delayed(frame: Any) -> list[Delayed]:
    """Each partition, delayed.

    Dask joins small ones, and more of them for fewer columns; here they stay as they are, whatever
    columns are read.
    """
    optimized = frame.optimize()
    if optimized.npartitions != frame.npartitions:
        optimized = frame.simplify()
    return optimized.to_delayed(optimize_graph=False)


def _unordered_texts(meta: pd.DataFrame) -> ArrowCategories:
    """The categories that Dask does not know, each partition its own: text that was stored so."""
    from dask.dataframe.utils import has_known_categories

    dtypes = [(str(name), dtype) for name, dtype in meta.dtypes.items()]
    coded = [name for name, d in dtypes if isinstance(d, pd.CategoricalDtype) and not d.ordered]
    known = [n for n in coded if len(meta[n].cat.categories) and has_known_categories(meta[n])]
    return ArrowCategories(texts=set(coded) - set(known))


def partition_chunk(
    partition: pd.DataFrame, number: int | None, categories: ArrowCategories
) -> pd.DataFrame:
    """A partition with its number, if it has one, and its text as categories."""
    text = [
        name
        for name, dtype in partition.dtypes.items()
        if pd.api.types.is_string_dtype(dtype) and not isinstance(dtype, pd.CategoricalDtype)
    ]
    out = partition.astype(dict.fromkeys(text, "category"))
    out.attrs[TEXT_COLUMNS_ATTR] = tuple(map(str, text))
    if number is not None:
        out.attrs[CHUNK_NUMBER_ATTR] = number
    return categories.put_in_order(out)


def _pickled(function: Callable[..., Any]) -> bytes:
    """The function as bytes: each task has its own copy, so that threads share no scratch."""
    from cloudpickle import dumps

    return dumps(function)


def _compute(
    pickled: bytes, partition: pd.DataFrame, number: int | None, categories: ArrowCategories
) -> Any:
    """The result of a function of a partition, computed on a worker in one thread.

    Dask chooses how many run at once.
    """
    from pickle import loads

    with one_thread():
        return loads(pickled)(partition_chunk(partition, number, categories))


def _default_client() -> Any:
    """The client of the cluster in use, or None."""
    try:
        from distributed import default_client
    except ImportError:
        return None
    try:
        return default_client()
    except ValueError:
        return None


def _compute_here(tasks: Iterator[Delayed]) -> Iterator[Any]:
    """The results, computed in this process's threads, as many at a time as there are."""
    from dask.base import compute
    from dask.system import CPU_COUNT

    while window := list(islice(tasks, CPU_COUNT)):
        yield from compute(*window)


def _compute_on_cluster(client: Any, tasks: Iterator[Delayed]) -> Iterator[Any]:
    """The results, computed on a cluster a window of tasks at a time, while the next is under way.

    Nothing is left there at the end.
    """
    from asyncio import CancelledError

    from distributed import KilledWorker

    size = max(MIN_WINDOW, WINDOW_PER_THREAD * sum(client.nthreads().values()))
    windows: deque[list[Any]] = deque()
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
        with suppress(Exception):  # a client that was closed cannot cancel
            client.cancel([future for window in windows for future in window])
