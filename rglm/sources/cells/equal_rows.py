"""Rows that are equal in all but their weights, as one row with the sum of these.

The log-likelihood of rows is the sum of weight times log-density, so that nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.sources.cells.row_codes import probe, row_codes
from rglm.sources.cells.row_keys import column_keys, number_keys
from rglm.sources.cells.thresholds import MIN_ROWS, MIN_ROWS_PER_CELL
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source


def equal_rows(source: Source) -> Source | None:
    """A row for each design, offset and response, with the sum of the weights.

    None where these are not much fewer than the rows. Of rows that are not in memory the distinct
    ones have to be known.

    >>> from rglm.datasets import load
    >>> from rglm import polr
    >>> fit = polr("ordered(tension) ~ wool", load("warpbreaks"))
    >>> equal_rows(fit._source) is None  # too few rows to gain by it
    True
    """
    distinct = source.distinct
    if distinct is None:
        return None
    counts = distinct.rows.counts
    if counts is None:
        return _equal_rows(distinct, distinct.nrows)
    weights = distinct.rows.weights * counts
    rows = distinct.with_rows(weights=weights, counts=None)
    return _equal_rows(rows, int(counts.sum())) or rows


def _equal_rows(source: MemorySource, n: int) -> MemorySource | None:
    """The same of rows in memory, which stand for n rows."""
    if n < MIN_ROWS:
        return None
    rows, most = source.rows, n // MIN_ROWS_PER_CELL
    keys = [*column_keys(source.columns), *number_keys(rows.offset, rows.y)]
    tells = probe(keys, n, most) if n == source.nrows else [True] * len(keys)
    codes = None if tells is None else row_codes(keys, tells, source.nrows, most)
    if codes is None:
        return None
    total = codes.sums(np.asarray(rows.weights))
    return replace(source.take(codes.first_rows()).with_rows(weights=total), checksums=None)
