"""Which Parquet files are meant, and what type a column has in all of them."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from rglm.errors import DataError
from rglm.sources.frames.arrow_tables import is_text

SUFFIXES = (".parquet", ".pq", ".parq")


def one_type(name: str, schemas: Sequence[Any], paths: Sequence[str]) -> Any:
    """A column's field, of a type to which those in all files can be turned.

    Raises
    ------
    DataError
        A file does not have the column, or holds something else in it.
    """
    import pyarrow as pa

    found: dict[str, tuple[str, Any]] = {}
    for schema, path in zip(schemas, paths, strict=True):
        if name not in schema.names:
            raise DataError(
                f"data=: the file {path!r} has no column {name!r}, which others have; leave the "
                "file out, or write the column"
            )
        kind = schema.field(name).type
        found.setdefault(_kind(kind), (path, kind))
    found.pop("nothing", None)
    if len(found) > 1:
        (one, (path, _)), (two, (other, _)) = list(found.items())[:2]
        raise DataError(
            f"data=: column {name!r} holds {one} in {path!r} and {two} in {other!r}; write it "
            "with one type"
        )
    kinds = dict.fromkeys(schema.field(name).type for schema in schemas)
    kinds.pop(pa.null(), None)
    if len(kinds) < 2:
        return pa.field(name, next(iter(kinds), pa.null()))
    return pa.field(name, pa.string() if "text" in found else _number_type(kinds))


def _number_type(kinds: Iterable[Any]) -> Any:
    """A type that has the numbers of others: exact for integers."""
    import pyarrow as pa
    import pyarrow.types as types

    if not all(map(types.is_integer, kinds)):
        return pa.float64()
    if pa.uint64() not in kinds:
        return pa.int64()
    return pa.uint64() if all(map(types.is_unsigned_integer, kinds)) else pa.decimal128(20, 0)


def _kind(kind: Any) -> str:
    import pyarrow.types as types

    if types.is_null(kind):
        return "nothing"
    if types.is_dictionary(kind):
        kind = kind.value_type
    if is_text(kind):
        return "text"
    if types.is_boolean(kind):
        return "TRUE and FALSE"
    numbers = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    return "numbers" if numbers else str(kind)


def files_of(path: Any) -> tuple[str | None, list[str]]:
    """The files, and the folder below which folders' names are columns."""
    if not isinstance(path, (str, PathLike)):
        if not isinstance(path, Iterable):
            kind = type(path).__name__
            raise TypeError(f"parquet() takes a path or a list of them, got one of type {kind}")
        found = [name for one in path for name in files_of(one)[1]]
        return None, found
    text = os.path.expanduser(fspath(path))
    if Path(text).is_dir():
        found = [p for p in sorted(Path(text).rglob("*")) if _counts(p, Path(text))]
        if not found:
            raise ValueError(f"data={text!r}: the folder has no Parquet files")
        partitioned = any("=" in part for p in found for part in p.relative_to(text).parts[:-1])
        return (text if partitioned else None), [str(p) for p in found]
    found = sorted(glob.glob(text, recursive=True)) if glob.has_magic(text) else [text]
    if not found:
        raise ValueError(f"data={text!r}: no file has such a name")
    if not Path(found[0]).exists():
        raise ValueError(f"data={text!r}: there is no such file")
    return None, found


def read_schema(path: str, argument: str = "data") -> Any:
    """The schema of a file.

    Raises
    ------
    DataError
        It is no Parquet file, or only a part of one, or has two columns of one name.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{argument}=: {path!r} cannot be read as Parquet: {error}") from None
    if len({*schema.names}) < len(schema.names):
        twice = next(name for name in schema.names if schema.names.count(name) > 1)
        raise DataError(
            f"{argument}=: the file {path!r} has two columns named {twice!r}; rename one of them"
        )
    return schema


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


FileState = tuple[int, int, int]


def states(paths: Sequence[str]) -> dict[str, FileState]:
    """Size, time of the last change in nanoseconds, and inode of each file that is there."""
    out = {}
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            continue
        out[path] = found.st_size, found.st_mtime_ns, found.st_ino
    return out


def files_now(path: Any) -> tuple[str | None, list[str]]:
    """`files_of`, where there may be no files any more."""
    try:
        return files_of(path)
    except ValueError:
        return None, []


def are_among(path: Path, paths: Sequence[str]) -> bool:
    """Whether a file is one of these, under whatever name."""
    return path.exists() and any(os.path.exists(p) and path.samefile(p) for p in paths)


def finds(place: Any, path: Path) -> bool:
    """Whether `files_of` a folder or pattern would find a file (without links) there."""
    if not isinstance(place, (str, PathLike)):
        return any(finds(one, path) for one in place)
    where = Path(os.path.realpath(os.path.expanduser(fspath(place))))
    if where.is_dir():
        inside = path.is_relative_to(where) and path.suffix.lower() in SUFFIXES
        return inside and not _is_hidden(path, where)
    pattern = where.as_posix()
    deep = "**" in pattern or pattern.count("/") == path.as_posix().count("/")
    return deep and fnmatch.fnmatch(path.as_posix(), pattern)


def _is_hidden(path: Path, base: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(base).parts)


def _counts(path: Path, base: Path) -> bool:
    """Whether a file in a folder is one of its data."""
    return path.suffix.lower() in SUFFIXES and path.is_file() and not _is_hidden(path, base)
