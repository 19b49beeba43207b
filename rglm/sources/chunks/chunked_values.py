"""Values of each row of chunked data, computed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks.chunked_data import ChunkedData
from rglm.sources.output_file import output_path, replace_file


class ChunkedValues:
    """A Series or DataFrame by row of data that are not in memory: iterate over its chunks.

    Parameters
    ----------
    data : ChunkedData
    function : function of a DataFrame
        The Series or DataFrame of a chunk of the data.
    columns : sequence of str
        The columns that it reads.

    Examples
    --------
    >>> import pandas as pd
    >>> from rglm.sources.chunks.function_chunks import FunctionChunks
    >>> numbers = FunctionChunks(lambda: (pd.DataFrame({"x": [i, i + 1]}) for i in (0, 2)))
    >>> squares = ChunkedValues(numbers, lambda chunk: (chunk["x"] ** 2).rename("square"), ["x"])
    >>> [chunk.tolist() for chunk in squares]
    [[0, 1], [4, 9]]
    >>> int(squares.collect().sum())
    14
    """

    def __init__(
        self,
        data: ChunkedData,
        function: Callable[[pd.DataFrame], pd.Series | pd.DataFrame],
        columns: Sequence[str],
    ) -> None:
        self._data, self._function, self._columns = data, function, list(columns)

    def __iter__(self) -> Iterator[Any]:  # of Series or of DataFrames
        return self._data.map_chunks(self._function, self._columns)

    def collect(self) -> Any:
        """All chunks in memory, one after the other, as one Series or DataFrame."""
        return pd.concat(list(self))

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the chunks to one Parquet file, a row group each; the index is not written.

        The file is put in its place when all of it is written; until then, and after an error,
        an older file of that name stays as it was.

        Raises ValueError: the file is, or would be, one of those that the data are read from; the
        path is that of a folder, or its folder does not exist; there are no chunks.
        """
        out = output_path(path)
        if self._data.would_read(out):
            raise DataError(
                f"path={fspath(path)!r} is among the files that these values are computed from; "
                "write to another folder"
            )
        with replace_file(out) as temporary:
            self._write(temporary)

    def _write(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        writer = None
        try:
            for values in self:
                frame = values.to_frame(values.name or "value") if values.ndim == 1 else values
                table = pa.Table.from_pandas(frame, preserve_index=False)
                writer = writer or pq.ParquetWriter(path, table.schema)
                writer.write_table(table.cast(writer.schema))
        finally:
            if writer is not None:
                writer.close()
        if writer is None:
            raise DataError("the data have no parts; nothing was written")

    def __repr__(self) -> str:
        return (
            "<values of the rows, computed part by part: iterate over them, or call "
            ".to_parquet(path) or, where memory allows, .collect()>"
        )
