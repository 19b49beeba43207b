"""Parquet files, folders, globs and partitioned datasets, read a few rows at a time by pyarrow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks.chunked_values import ByParts
from rglm.sources.chunks.chunks import NUMBER
from rglm.sources.files import arrow_batches
from rglm.sources.files.parquet_files import (
    FileState,
    are_among,
    files_now,
    files_of,
    finds,
    is_broken,
    one_type,
    read_schema,
    states,
)
from rglm.sources.frames.arrow_tables import Categories, is_text

Result = TypeVar("Result")


@dataclass
class Parquet:
    """Parquet files as one table.

    Attributes
    ----------
    paths : list of str
        The files, in order.
    base : str, optional
        The folder below which ``key=value`` folders are columns.
    filter : pyarrow.compute.Expression, optional
        The rows that are read.
    place : str, path or list of them, optional
        Where the files were found, and may be found again.
    """

    paths: list[str]
    base: str | None = None
    filter: Any = None
    place: Any = None
    part: ClassVar[str] = "part"
    advice: ClassVar[str] = "Let nothing write to the files of a fit until you are done with it"
    _known: dict[str, FileState] = field(default_factory=dict, repr=False)
    _checked: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    _text: frozenset[str] = frozenset()

    def files(self) -> dict[str, FileState]:
        """The state of each file that is there now; what was known of others is forgotten."""
        base, paths = (self.base, self.paths) if self.place is None else files_now(self.place)
        now = states(paths)
        if now and now != self._known:
            self.base, self.paths, self._known = base, paths, now
            self._checked.clear()
            for name in ("_read_schemas", "_categories", "columns", "_partitioning", "_keys"):
                self.__dict__.pop(name, None)
        return now

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of the data's, or would be one if it were written."""
        return are_among(path, self.paths) or (self.place is not None and finds(self.place, path))

    @property
    def _schemas(self) -> list[Any]:
        return self._read_schemas[0]

    @cached_property
    def _read_schemas(self) -> tuple[list[Any], Categories]:
        """The schema of each file, and the columns that are categories."""
        found, categories = [], Categories()
        for path in self.paths:
            schema = read_schema(path)
            categories.join(Categories.of(schema))
            found.append(schema.remove_metadata())
        return found, categories

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns, those of the folders last."""
        names = dict.fromkeys(name for schema in self._schemas for name in schema.names)
        return [*names, *(name for name in self._keys.names if name not in names)]

    @cached_property
    def _partitioning(self) -> Any:
        import pyarrow.dataset as ds

        return None if self.base is None else ds.HivePartitioning.discover(infer_dictionary=True)

    @cached_property
    def _keys(self) -> Any:
        """The schema of what the folders' names say."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        if self.base is None:
            return pa.schema([])
        factory = ds.FileSystemDatasetFactory(
            pa.fs.LocalFileSystem(),
            self.paths,
            ds.ParquetFileFormat(),
            ds.FileSystemFactoryOptions(self.base, partitioning=self._partitioning),
        )
        try:
            whole = factory.inspect()
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise DataError(
                f"data=: the names of the folders below {self.base!r} cannot be read as columns: "
                f"{error}"
            ) from None
        return pa.schema([whole.field(n) for n in whole.names if n not in self._schemas[0].names])

    @cached_property
    def _categories(self) -> Categories:
        found = Categories.of(self._keys)
        found.join(self._read_schemas[1])
        return found

    @property
    def nrows(self) -> int:
        """The number of rows in the files, before any filter."""
        import pyarrow.parquet as pq

        return sum(pq.read_metadata(path).num_rows for path in self.paths)

    def _dataset(self, names: Sequence[str]) -> Any:
        """The files with one type for each column that is read."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        key = tuple(sorted({*names, *self._filtered}))
        if key not in self._checked:
            own = [name for name in key if name not in self._keys.names]
            fields = [one_type(name, self._schemas, self.paths) for name in own]
            text = [field.name for field in fields if is_text(field.type)]
            coded = pa.dictionary(pa.int32(), pa.string())
            fields = [pa.field(f.name, coded) if f.name in text else f for f in fields]
            self._text = self._text | set(text)
            self._checked[key] = ds.dataset(
                self.paths,
                schema=pa.schema([*fields, *self._keys]),
                format=ds.ParquetFileFormat(dictionary_columns=text),
                partitioning=self._partitioning,
                partition_base_dir=self.base,
            )
        return self._checked[key]

    @property
    def _filtered(self) -> list[str]:
        """The columns that the filter reads, as far as its text tells."""
        text = str(self.filter)
        if self.filter is None:
            return []
        return [n for n in self.columns if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)]

    def each(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str]
    ) -> Iterator[Result]:
        """What a function says of each part in order."""
        for number, part in enumerate(self._read(list(columns))):
            part.attrs[NUMBER] = number
            yield function(part)

    def _read(self, names: list[str]) -> Iterator[pd.DataFrame]:
        import pyarrow as pa

        dataset, start = self._dataset(names), 0
        found = dataset.to_batches(
            columns=names,
            filter=self.filter,
            batch_size=arrow_batches.ROWS,
            batch_readahead=4,
            fragment_readahead=1,
            use_threads=True,
        )
        try:
            for table in arrow_batches.together(found, dataset, names):
                frame = arrow_batches.as_pandas(table, start, self._text, self._categories)
                start += len(frame)
                yield frame
        except (pa.ArrowInvalid, OSError) as error:
            path = next(filter(is_broken, self.paths), None)
            which = "a Parquet file" if path is None else repr(path)
            raise DataError(f"data=: {which} cannot be read: {error}") from None

    def lazily(self, function: Callable[[pd.DataFrame], Any], columns: Sequence[str]) -> ByParts:
        """The results, to be iterated over."""
        return ByParts(self, function, columns)


def parquet(
    path: str | PathLike[str] | Sequence[str | PathLike[str]], filters: Any = None
) -> Parquet:
    """Parquet files as data for a model that are read part by part, never whole.

    Parameters
    ----------
    path : str, path or list of them
        A file, a folder (its files in the order of their names, ``year=2013`` folders as columns)
        or a pattern such as ``"flights/*.parquet"``.
    filters : list of tuples or pyarrow expression, optional
        The rows to read, as in ``pandas.read_parquet``: ``[("year", ">=", 2013)]``.

    Returns
    -------
    Parquet
        What ``data=`` and ``newdata=`` take.

    Raises
    ------
    ValueError
        There is no such file, or none in the folder.
    ImportError
        pyarrow is missing.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from rglm import glm, binomial, parquet
    >>> from rglm.datasets import load
    >>> folder = Path(tempfile.mkdtemp())
    >>> load("galaxies").to_parquet(folder / "part-0.parquet")
    >>> fit = glm("has_gc ~ logmass", parquet(folder), binomial())
    >>> fit.coefficients.round(3).tolist()
    [-10.15, 1.497]
    """
    try:
        import pyarrow.parquet as pq
    except ImportError:
        message = 'reading Parquet needs pyarrow: pip install "rglm[parquet]"'
        raise ImportError(message) from None
    base, paths = files_of(path)
    if isinstance(filters, (list, tuple)):
        filters = pq.filters_to_expression(list(filters))
    return Parquet(paths, base, filters, path)
