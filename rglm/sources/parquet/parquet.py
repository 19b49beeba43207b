"""Parquet files, folders, patterns and partitioned datasets as data that are read in chunks."""

from __future__ import annotations

from collections.abc import Sequence
from glob import has_magic
from os import PathLike
from pathlib import Path
from typing import Any

from rglm.sources.frames.parquet_table import PARQUET_SUFFIXES, PYARROW_MESSAGE
from rglm.sources.parquet.parquet_data import Parquet
from rglm.sources.parquet.parquet_files import find_files

MAX_VALUES_IN_MEMORY = 1 << 25  # a Parquet file of more values is read in chunks


def parquet(
    path: str | PathLike[str] | Sequence[str | PathLike[str]], filters: Any = None
) -> Parquet:
    """Parquet files as data for a model that are read part by part.

    The parts stay in memory between the passes of a fit as far as ``options(memory=)`` allows: by
    default a quarter of the memory that is free. Where few rows differ in the columns that the
    formula names, the files are read once, and only the counts of these rows are kept.

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
        raise ImportError(PYARROW_MESSAGE) from None
    base, paths = find_files(path)
    if isinstance(filters, (list, tuple)):
        filters = pq.filters_to_expression(list(filters))
    return Parquet(paths, base, filters, path)


def parquet_chunks(data: Any) -> Parquet | None:
    """The chunks of a path's files; None if `data` is no path, or that of a small file."""
    is_path = isinstance(data, (str, PathLike))
    return parquet(data) if is_path and not _is_read_whole(Path(data)) else None


def _is_read_whole(path: Path) -> bool:
    """Whether a path is that of a file of not too many values (or of none)."""
    if not path.is_file() or path.suffix.lower() not in PARQUET_SUFFIXES:
        return not (path.is_dir() or has_magic(str(path)))
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_metadata
    except ImportError:
        return True
    try:
        metadata = read_metadata(path)
    except (ArrowException, OSError):
        return True  # an error to come
    return metadata.num_rows * metadata.num_columns <= MAX_VALUES_IN_MEMORY
