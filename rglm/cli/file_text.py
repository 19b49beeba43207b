"""The bytes of a file out of its compression, and their text."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean

ENCODINGS = ("utf-8", "latin-1", "cp1252", "utf-16", "ascii", "iso-8859-15", "cp437", "shift-jis")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before that of UTF-16, with which it begins
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ZIP_MARK = b"PK\x03\x04"
DECOMPRESSION_ERRORS = (
    EOFError,
    OSError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)


def decompress(content: bytes, name: str) -> bytes:
    """The bytes of a file, out of gzip, bzip2, xz, zip or zstd, which their first bytes show.

    Raises
    ------
    ValueError
        The file is broken, a workbook of Excel, or a zip of several files.
    """
    for mark, function in DECOMPRESSORS.items():
        if content.startswith(mark):
            try:
                return function(content)
            except DECOMPRESSION_ERRORS as error:
                raise DataError(f"{name} cannot be decompressed: {error}") from None
            except DataError as error:
                raise DataError(f"{name}: {error}") from None
    return content


def _unzip(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        inside = [n for n in archive.namelist() if not n.endswith("/") and "__MACOSX/" not in n]
        if "[Content_Types].xml" in inside:
            raise DataError("this is a workbook of Excel; save its sheet as CSV")
        if len(inside) != 1:
            found = ", ".join(inside[:5]) or "none"
            raise DataError(f"a zip has to hold one file, and this one holds {found}")
        return archive.read(inside[0])


def _unzstd(content: bytes) -> bytes:
    try:
        import pyarrow as pa
    except ImportError:
        raise DataError('reading .zst needs pyarrow: pip install "rglm[parquet]"') from None
    with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
        return stream.read()


DECOMPRESSORS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b\x08": gzip.decompress,
    **{b"BZh%d1AY&SY" % size: bz2.decompress for size in range(1, 10)},
    b"\xfd7zXZ\x00": lzma.decompress,
    ZIP_MARK: _unzip,
    b"\x28\xb5\x2f\xfd": _unzstd,
}


def decode(content: bytes, name: str, encoding: str | None) -> str:
    """The text of a file, in UTF-8 or in what its byte order mark or `encoding` says.

    Raises
    ------
    ValueError
        It is no text, or in another encoding; the message names the line.
    """
    marked = next((e for mark, e in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    if encoding is None and marked is None and b"\0" in content[:4096]:
        raise DataError(
            f"{name} is not a text file (it has bytes of 0); if it is UTF-16, say so: "
            "--encoding utf-16-le"
        )
    chosen = encoding or marked or "utf-8"
    try:
        return content.decode(chosen).removeprefix("\ufeff")
    except LookupError:
        hint = did_you_mean(chosen, ENCODINGS)
        raise DataError(f"--encoding {chosen}: there is no such encoding{hint}") from None
    except UnicodeDecodeError as error:
        raise DataError(_wrong_encoding(content, name, error)) from None


def _wrong_encoding(content: bytes, name: str, error: UnicodeDecodeError) -> str:
    """The message for bytes that are not of an encoding: where, and what may help."""
    line = content.count(b"\n", 0, error.start) + 1
    start = content.rfind(b"\n", 0, error.start) + 1
    nearby = content[max(start, error.start - 15) : error.start + 15].split(b"\n")[0].rstrip()
    shown = nearby.decode("cp1252", "replace")
    byte = f"0x{content[error.start]:02x}"
    return (
        f"{name}, line {line}: the byte {byte} is not {error.encoding}; as latin-1 the place "
        f"reads {shown!r}. If that is right, add --encoding latin-1, else the right one"
    )
