"""A function of each chunk, by several threads, with the results in the order of the chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from threading import Lock
from typing import TypeVar

import pandas as pd

from rglm.linalg.threads import map_in_threads, thread_limit

Result = TypeVar("Result")

CHUNKS_PER_THREAD = 4  # that are worked on before their results are handed out


def map_chunks_in_threads(
    function: Callable[[pd.DataFrame], Result], chunks: Iterator[pd.DataFrame]
) -> Iterator[Result]:
    """The results of a function of each chunk, in order.

    A thread reads the next chunk while others compute: as many chunks are in memory as there are
    threads. The first chunk is done alone, so that a function can decide by it.
    """
    for chunk in chunks:
        yield function(chunk)
        break
    if thread_limit() < 2:
        yield from map(function, chunks)
        return
    numbers, lock = count(), Lock()

    def next_result(_: int) -> tuple[int, list[Result]]:
        with lock:
            chunk, number = next(chunks, None), next(numbers)
        return number, [] if chunk is None else [function(chunk)]

    size = CHUNKS_PER_THREAD * thread_limit()
    while True:
        window = sorted(map_in_threads(next_result, range(size)), key=lambda pair: pair[0])
        for _, results in window:
            yield from results
        if not window[-1][1]:
            return
