"""Checksums of the columns of a chunk of the data, whose cost is small beside that of a fit.

Each value of the response, the weights and the offset counts; of the other columns a sample, if
the chunk has many rows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Checksums: TypeAlias = dict[str, int]  # by column

SAMPLE_RUNS = 4  # a sample is so many runs of neighbouring values
SAMPLE_SIZE = 400  # values of a column of a chunk, where not each of them counts
MAX_TEXTS = 2000  # values of a column of strings: each takes as long as a hundred numbers
VALUES_PER_FOLD = 64  # a folded column has so many times fewer values
FOLD_MULTIPLIER = np.uint64(3)  # so that the order of the values counts
ROW_COUNT_KEY = ""  # among the names of columns: the number of rows


def checksums(data: pd.DataFrame, whole: frozenset[str]) -> Checksums:
    """A checksum of each column, and the number of rows."""
    data = data.copy(deep=False)
    data.attrs = {}  # which pandas copies with each column
    sums = {str(name): _column_checksum(data[name], name in whole) for name in data.columns}
    return {ROW_COUNT_KEY: len(data)} | sums


def _column_checksum(column: pd.Series, whole: bool) -> int:
    kind = column.dtype
    if isinstance(kind, np.dtype) and kind.kind in "biufmM":
        return number_checksum(column.to_numpy(), whole)
    text = "\0".join(_labels(column.array, MAX_TEXTS if whole else SAMPLE_SIZE))
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def number_checksum(values: np.ndarray, whole: bool) -> int:
    """A checksum of numbers, or (`whole` false) of some of them."""
    if not whole and len(values) > SAMPLE_SIZE:
        values = np.concatenate(_runs(values, SAMPLE_SIZE))
    values = np.ascontiguousarray(values)
    if values.itemsize < 8 or len(values) <= SAMPLE_SIZE:
        return zlib.crc32(values.view(np.uint8).data)
    return zlib.crc32(_fold(values.view(np.uint64)).view(np.uint8).data)


def _fold(words: np.ndarray) -> np.ndarray:
    """Sums of `VALUES_PER_FOLD` words each, which depend on every word and its place.

    crc32 of all words takes longer.
    """
    n = len(words) // VALUES_PER_FOLD
    out, rest = words[:n].copy(), words[n * VALUES_PER_FOLD :]
    for start in range(n, n * VALUES_PER_FOLD, n):
        out *= FOLD_MULTIPLIER
        out += words[start : start + n]
    return np.concatenate([out, rest])


def _labels(values: Any, limit: int) -> Iterator[str]:
    """The values as text; of more than `limit` values a sample."""
    samples = [values] if len(values) <= limit else _runs(values, limit)
    for run in samples:
        if isinstance(run, pd.Categorical):
            codes, places = np.unique(run.codes, return_inverse=True)
            known = run.categories.take(codes[codes >= 0]).tolist()
            labels = [*[None] * (len(codes) - len(known)), *known]
            yield from (str(labels[place]) for place in places.tolist())
        else:
            yield from map(str, run.tolist())


def _runs(values: Any, size: int) -> list[Any]:
    """A sample of `size` values in runs, since neighbours in memory are the fastest to read."""
    length = size // SAMPLE_RUNS
    starts = (i * (len(values) - length) // (SAMPLE_RUNS - 1) for i in range(SAMPLE_RUNS))
    return [values[start : start + length] for start in starts]
