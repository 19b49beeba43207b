"""A file that is written whole or not at all: first to a temporary file beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from uuid import uuid4

from rglm.errors import DataError


def output_path(path: str | PathLike[str]) -> Path:
    """The path that a file is written to, with links resolved.

    Raises
    ------
    TypeError
        `path` is no path.
    ValueError
        It is a folder, or its folder does not exist.
    """
    if not isinstance(path, (str, PathLike)):
        raise TypeError(f"path= takes the name of a file, got {type(path).__name__}")
    out = Path(os.path.realpath(os.path.expanduser(path)))
    if out.is_dir():
        raise DataError(f"path={os.fspath(path)!r} is a folder; give the name of a file in it")
    if not out.parent.is_dir():
        raise DataError(f"path={os.fspath(path)!r}: there is no folder {str(out.parent)!r}")
    return out


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """The path of a temporary file, which replaces the file `path` at the end.

    After an error or an interrupt `path` is as it was.
    """
    temporary = path.with_name(f".{path.name[:100]}.{uuid4().hex[:12]}.tmp")
    try:
        yield temporary
        if path.exists():
            shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
