"""Values by draw and row of chunked data, computed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from rglm.sources.chunks.chunked_data import ChunkedData


class ChunkedDraws:
    """A row for each draw and a column for each row of data that are not in memory.

    Iterate over it: each item has the rows of a chunk.

    Parameters
    ----------
    data : ChunkedData
    function : function of a DataFrame
        The draws of the rows of a chunk of the data.
    columns : sequence of str
        The columns that it reads.

    Examples
    --------
    >>> import pandas as pd
    >>> from rglm.sources.chunks.function_chunks import FunctionChunks
    >>> numbers = FunctionChunks(lambda: (pd.DataFrame({"x": [i, i + 1]}) for i in (0, 2)))
    >>> draws = ChunkedDraws(numbers, lambda chunk: chunk.T, ["x"])
    >>> [part.shape for part in draws]
    [(1, 2), (1, 2)]
    >>> draws.collect().shape
    (1, 4)
    """

    def __init__(
        self,
        data: ChunkedData,
        function: Callable[[pd.DataFrame], pd.DataFrame],
        columns: Sequence[str],
    ) -> None:
        self._data, self._function, self._columns = data, function, list(columns)

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return self._data.map_chunks(self._function, self._columns)

    def collect(self) -> pd.DataFrame:
        """The draws of all rows in memory, side by side."""
        return pd.concat(list(self), axis=1)

    def __repr__(self) -> str:
        return (
            "<draws of the rows, computed part by part: iterate over them, or call .collect() "
            "where memory allows>"
        )


def chunk_values(
    data: ChunkedData,
    function: Callable[[pd.DataFrame], Any],
    names: Sequence[str],
    by_draw: bool,
) -> Any:
    """The results of a function of each chunk of some data, a row or a column for each row."""
    return ChunkedDraws(data, function, names) if by_draw else data.row_values(function, names)
