"""Values of each row, computed part by part when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.errors import DataError
from rglm.sources.files.atomic_file import output_path, replace_file


class ByParts:
    """A Series or DataFrame by row of data that are not in memory: iterate over its parts.

    Parameters
    ----------
    parts : Parts
        The data.
    function : function of a DataFrame
        What it says of a part.
    columns : sequence of str
        The columns that it reads.

    Examples
    --------
    >>> import pandas as pd
    >>> from rglm.sources.chunks.chunks import Frames
    >>> numbers = Frames(lambda: (pd.DataFrame({"x": [i, i + 1]}) for i in (0, 2)))
    >>> squares = ByParts(numbers, lambda part: (part["x"] ** 2).rename("square"), ["x"])
    >>> [part.tolist() for part in squares]
    [[0, 1], [4, 9]]
    >>> int(squares.collect().sum())
    14
    """

    def __init__(
        self, parts: Any, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]
    ) -> None:
        self.parts, self.function, self.columns = parts, function, list(columns)

    def __iter__(self) -> Iterator[Any]:
        return self.parts.each(self.function, self.columns)

    def collect(self) -> Any:
        """All parts in memory, one after the other."""
        return pd.concat(list(self))

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the parts to one Parquet file, a row group each; the index is not written.

        The file is there when all of it is written; until then, and after an error, an older one
        of its name stays as it was.

        Raises
        ------
        ValueError
            The file is, or would be, one of those that the parts are read from; the path is that
            of a folder, or its folder is not there; there are no parts.
        """
        out = output_path(path)
        if self.parts.would_read(out):
            raise DataError(
                f"path={fspath(path)!r} is among the files that these values are computed from; "
                "write to another folder"
            )
        with replace_file(out) as beside:
            self._write(beside)

    def _write(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        writer = None
        try:
            for part in self:
                frame = part.to_frame(part.name or "value") if part.ndim == 1 else part
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
