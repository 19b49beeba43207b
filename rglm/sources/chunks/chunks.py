"""Data that are seen part by part: a few rows in memory at a time, as often as a fit needs them.

Whatever has ``columns`` (their names) and ``each`` is such data: `Frames` here, files in
`files.parquet`, a cluster in `dask_partitions`. Parts come in the same order with the
same rows every time, so that sums over them have the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import iadd
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import pandas as pd

from rglm.sources.chunks.progress import watched

Result = TypeVar("Result")

NUMBER = "rglm_part"  # in `attrs` of a part: its place among them


class Parts(Protocol):
    """Data in parts.

    Attributes
    ----------
    columns : list of str
    part, advice : str
        What a part is called, and what to do where parts are not the same each time.
    """

    columns: list[str]
    part: str
    advice: str

    def files(self) -> dict[str, Any]:
        """By path, what tells each file of the data from one that is written later."""

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of those read, or would be one if it were written."""

    def each(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Result]:
        """What a function says of each part in order; of the data it needs only some columns."""

    def lazily(self, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]) -> Any:
        """The results, Series or DataFrames by row, in the way of these data: not yet computed."""


def fold(
    parts: Parts,
    function: Callable[[pd.DataFrame], Result],
    columns: Sequence[str],
    doing: str = "",
    progress: bool = True,
) -> Result:
    """The sum (``+=``) of a function of each part, in order."""
    return reduce(iadd, watched(parts.each(function, columns), parts, doing, progress))


@dataclass
class Frames:
    """The DataFrames that a function returns an iterator of, anew every time."""

    start: Callable[[], Iterable[Any]]
    columns: list[str] = field(init=False)
    part: ClassVar[str] = "chunk"
    advice: ClassVar[str] = (
        "Let the function return the same chunks whenever it is called: draw a sample once, "
        "before the fit, or with a fixed random_state"
    )

    def files(self) -> dict[str, Any]:
        """None that we know of."""
        return {}

    def would_read(self, path: Path) -> bool:
        """None that we know of."""
        return False

    def __post_init__(self) -> None:
        first = next(iter(self._frames()), None)
        if first is None:
            raise ValueError("data= is a function that returns no DataFrames")
        self.columns = list(first.columns)

    def _frames(self) -> Iterator[pd.DataFrame]:
        from rglm.sources.as_data import as_frame

        found = self.start()
        if not isinstance(found, Iterable) or isinstance(found, pd.DataFrame):
            raise TypeError(
                "data= is a function, which should return an iterator of DataFrames, such as "
                f"lambda: pd.read_csv(path, chunksize=100_000); it returned {type(found).__name__}"
            )
        return map(as_frame, found)

    def each(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Result]:
        """What a function says of each part in order."""
        for number, frame in enumerate(self._frames()):
            part = frame[[name for name in columns if name in frame]]
            part.attrs[NUMBER] = number
            yield function(part)

    def lazily(self, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]) -> Any:
        """The results, to be iterated over."""
        from rglm.sources.chunks.chunked_values import ByParts

        return ByParts(self, function, columns)
