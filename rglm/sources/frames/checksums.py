"""Checksums of the columns of a part of the data: cheap beside what a fit does with them.

Of the response, the weights and the offset each value counts; of the other columns, in a part of
many rows, a sample.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

Sums = dict[str, int]

SAMPLE_RUNS = 4  # of neighbours in a sample
SAMPLE_SIZE = 400  # values of a column of a part, where not each of them counts
MAX_TEXTS = (
    2000  # values of a column of strings in any case: each takes as long as a hundred numbers
)
UTF8 = {"encoding": "utf-8", "errors": "surrogatepass"}
FOLDS, THREE = 16, np.uint64(3)
ROWS = ""  # among the names of columns: the number of rows


def checksums(data: pd.DataFrame, whole: frozenset[str]) -> Sums:
    """A checksum of each column, and the number of rows."""
    sums = {str(name): _column_checksum(data[name], name in whole) for name in data.columns}
    return {ROWS: len(data)} | sums


def _column_checksum(column: pd.Series, whole: bool) -> int:
    kind = column.dtype
    if isinstance(kind, np.dtype) and kind.kind in "biufmM":
        return number_checksum(column.to_numpy(), whole)
    return zlib.crc32(
        "\0".join(_labels(column.array, MAX_TEXTS if whole else SAMPLE_SIZE)).encode(**UTF8)
    )


def number_checksum(values: np.ndarray, whole: bool) -> int:
    """A checksum of numbers, or (`whole` false) of some of them."""
    if not whole and len(values) > SAMPLE_SIZE:
        values = np.concatenate(_runs(values, SAMPLE_SIZE))
    values = np.ascontiguousarray(values)
    if values.itemsize < 8 or len(values) <= SAMPLE_SIZE:
        return zlib.crc32(values.view(np.uint8))
    return zlib.crc32(_fold(values.view(np.uint64)).view(np.uint8))


def _fold(words: np.ndarray) -> np.ndarray:
    """Fewer words, on which each word and its place tell: crc32 of all takes longer."""
    n = len(words) // FOLDS
    out, rest = words[:n].copy(), words[n * FOLDS :]
    for start in range(n, n * FOLDS, n):
        out *= THREE
        out += words[start : start + n]
    return np.concatenate([out, rest])


def _labels(values: Any, most: int) -> Iterator[str]:
    runs = [values] if len(values) <= most else _runs(values, most)
    for run in runs:
        if isinstance(run, pd.Categorical):
            codes, places = np.unique(run.codes, return_inverse=True)
            known = [None if code < 0 else run.categories[code] for code in codes.tolist()]
            yield from (str(known[place]) for place in places.tolist())
        else:
            yield from map(str, run.tolist())


def _runs(values: Any, most: int) -> list[Any]:
    """Some runs of so many values in all: neighbours in memory are the cheapest."""
    size = most // SAMPLE_RUNS
    starts = (i * (len(values) - size) // (SAMPLE_RUNS - 1) for i in range(SAMPLE_RUNS))
    return [values[start : start + size] for start in starts]
