"""The data that the command is given: a file, standard input, or a bundled data set."""

from __future__ import annotations

import sys
from collections.abc import Callable
from glob import has_magic
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.cli.file_text import decode, decompress
from rglm.cli.text_table import DEFAULTS, TextOptions, read_text_table
from rglm.datasets import load, names
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.parquet_table import PARQUET_SUFFIXES, PYARROW_MESSAGE

STDIN = "-"
COMPRESSED = (".gz", ".bz2", ".xz", ".zip", ".zst")
COMMA_SUFFIXES = (".csv", ".tsv", ".tab")  # whose columns white space does not separate
FOREIGN_FILES = {  # first bytes of files that have no reader here
    b"\xd0\xcf\x11\xe0": "a workbook of Excel; save its sheet as CSV",
    b"$FL2": "a file of SPSS; save it as CSV",
    b"RDX": 'a file of R; write it by write.csv(x, "x.csv")',
    b"<stata_dta>": "a file of Stata; save it as CSV",
    b"SQLite format 3": "a data base; write a table of it as CSV",
    b"%PDF": "a PDF",
}


def read_data(data: str, options: TextOptions = DEFAULTS) -> Any:
    """The table of a file, of standard input (``-``) or of a bundled data set.

    What a file is, its first bytes say; its name only whether white space may separate columns.

    Returns
    -------
    DataFrame, or the path of Parquet files, which a model reads itself

    Raises
    ------
    ValueError, OSError
        There is no such file, or it cannot be read; the message names the file and the line.
    """
    if data == STDIN:
        return _table(sys.stdin.buffer.read(), "standard input", True, options)
    path = Path(data).expanduser()
    if path.is_dir():
        return str(path)
    if not path.exists():
        return str(path) if _is_pattern(data) else _bundled(data, path)
    if path.suffix.lower() in PARQUET_SUFFIXES:
        return str(path)
    name, suffixes = repr(data), [s.lower() for s in path.suffixes if s.lower() not in COMPRESSED]
    spaces = not suffixes or suffixes[-1] not in COMMA_SUFFIXES
    return _table(path.read_bytes(), name, spaces, options)


def _is_pattern(data: str) -> bool:
    """Whether a text is a pattern of Parquet files.

    Raises ValueError: it is one of other files.
    """
    if has_magic(data) and Path(data).suffix.lower() not in PARQUET_SUFFIXES:
        raise DataError(f"{data!r}: only Parquet files are read together; give one file")
    return has_magic(data)


def _bundled(data: str, path: Path) -> pd.DataFrame:
    """A data set of the package; an error of what is neither that nor a file."""
    if data in names():
        return load(data)
    files = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(path.name, [*files, *names()])
    raise DataError(f"{data!r} is neither a file nor one of {', '.join(names())}{hint}")


def _table(content: bytes, name: str, spaces: bool, options: TextOptions) -> pd.DataFrame:
    """The table of the bytes of a file."""
    content = decompress(content, name)
    for mark, read in ARROW_FILES.items():
        if content.startswith(mark):
            return _arrow_table(read, content, name)
    for mark, kind in FOREIGN_FILES.items():
        if content.startswith(mark):
            raise DataError(f"{name} is {kind}")
    return read_text_table(decode(content, name, options.encoding), name, options, spaces)


def _arrow_table(read: Callable[[BytesIO], Any], content: bytes, name: str) -> pd.DataFrame:
    try:
        import pyarrow as pa
    except ImportError:
        raise ImportError(PYARROW_MESSAGE.replace("Parquet", "Parquet and Feather")) from None
    try:
        return as_frame(read(BytesIO(content)))
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{name} cannot be read: {error}") from None


def _read_parquet(file: BytesIO) -> Any:
    from pyarrow.parquet import read_table

    return read_table(file)


def _read_feather(file: BytesIO) -> Any:
    from pyarrow.feather import read_table

    return read_table(file)


def _read_stream(file: BytesIO) -> Any:
    from pyarrow.ipc import open_stream

    return open_stream(file).read_all()


ARROW_FILES: dict[bytes, Callable[[BytesIO], Any]] = {
    b"PAR1": _read_parquet,
    b"ARROW1": _read_feather,
    b"FEA1": _read_feather,
    b"\xff\xff\xff\xff": _read_stream,
}
