"""Which Parquet files a path, a folder or a pattern means."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

PARQUET_SUFFIXES = (".parquet", ".pq", ".parq")

PathOrPaths: TypeAlias = str | PathLike[str] | Sequence[str | PathLike[str]]


def find_files(path: PathOrPaths) -> tuple[str | None, list[str]]:
    """The files, and the folder below which the names of folders are columns, if they are."""
    if isinstance(path, (str, PathLike)):
        return _find_files_of_one(os.path.expanduser(fspath(path)))
    if not isinstance(path, Iterable):
        kind = type(path).__name__
        raise TypeError(f"parquet() takes a path or a list of them, got one of type {kind}")
    return None, [name for one in path for name in find_files(one)[1]]


def _find_files_of_one(path: str) -> tuple[str | None, list[str]]:
    if Path(path).is_dir():
        inside = [p for p in sorted(Path(path).rglob("*")) if _is_data_file(p, Path(path))]
        if not inside:
            raise ValueError(f"data={path!r}: the folder has no Parquet files")
        folders = (name for p in inside for name in p.relative_to(path).parts[:-1])
        is_partitioned = any("=" in name for name in folders)
        return (path if is_partitioned else None), [str(p) for p in inside]
    files = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else [path]
    if not files:
        raise ValueError(f"data={path!r}: no file has such a name")
    if not Path(files[0]).exists():
        raise ValueError(f"data={path!r}: there is no such file")
    return None, files


def find_files_now(path: PathOrPaths) -> tuple[str | None, list[str]]:
    """`find_files`, where there may be no files any more."""
    try:
        return find_files(path)
    except ValueError:
        return None, []


def would_find(place: PathOrPaths, path: Path) -> bool:
    """Whether `find_files` of a place would find a file (without links) if it were there."""
    if not isinstance(place, (str, PathLike)):
        return any(would_find(one, path) for one in place)
    where = Path(os.path.realpath(os.path.expanduser(fspath(place))))
    if where.is_dir():
        inside = path.is_relative_to(where) and path.suffix.lower() in PARQUET_SUFFIXES
        return inside and not _is_hidden(path, where)
    pattern = where.as_posix()
    is_deep = "**" in pattern or pattern.count("/") == path.as_posix().count("/")
    return is_deep and fnmatch.fnmatch(path.as_posix(), pattern)


def is_broken(path: str) -> bool:
    """Whether a file cannot be read to its end."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for _ in pq.ParquetFile(path).iter_batches():
            pass
    except (pa.ArrowException, OSError):
        return True
    return False


def _is_hidden(path: Path, base: Path) -> bool:
    return any(name.startswith((".", "_")) for name in path.relative_to(base).parts)


def _is_data_file(path: Path, base: Path) -> bool:
    return (
        path.suffix.lower() in PARQUET_SUFFIXES and path.is_file() and not _is_hidden(path, base)
    )
