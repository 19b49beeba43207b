"""The DataFrames that a function returns an iterator of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from inspect import isroutine
from typing import Any

import pandas as pd

from rglm.sources.chunks.chunks import Chunks
from rglm.sources.frames.as_frame import as_frame


@dataclass
class FunctionChunks(Chunks):
    """The DataFrames that a function returns an iterator of, anew every time."""

    function: Callable[[], Iterable[Any]]
    columns: list[str] = field(init=False)
    advice = (
        "Let the function return the same chunks whenever it is called: draw a sample once, "
        "before the fit, or with a fixed random_state"
    )

    def __post_init__(self) -> None:
        first = next(iter(self.read(())), None)
        if first is None:
            raise ValueError("data= is a function that returns no DataFrames")
        self.columns = list(as_frame(first).columns)

    def read(self, columns: Sequence[str]) -> Iterable[Any]:
        """The chunks, with all of their columns."""
        chunks = self.function()
        if not isinstance(chunks, Iterable) or isinstance(chunks, pd.DataFrame):
            kind = type(chunks).__name__
            raise TypeError(
                "data= is a function, which should return an iterator of DataFrames, such as "
                f"lambda: pd.read_csv(path, chunksize=100_000); it returned {kind}"
            )
        return chunks


def function_chunks(data: Any) -> FunctionChunks | None:
    """The chunks of a function; None if `data` is no function."""
    return FunctionChunks(data) if isroutine(data) or isinstance(data, partial) else None
