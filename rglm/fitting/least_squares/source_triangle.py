"""The triangle of the rows of a linear model that are in memory."""

from __future__ import annotations

from functools import partial, reduce

import numpy as np

from rglm.design.block import BLOCK_ROWS
from rglm.fitting.least_squares.weighted_rows import (
    count_targets,
    extended_rows,
    sample_rows,
    weighted_rows,
)
from rglm.linalg.cholesky_qr import PreconditionedGram, preconditioners
from rglm.linalg.extended_precision import extended_triangle
from rglm.linalg.triangle import merge_triangles, qr_triangle
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

MAX_EXTENDED_ROWS = 2048  # up to which all rows of chunked data may be held in memory
MAX_EXTENDED_WORK = 6e4  # n p^2, half a millisecond
MIN_PRECONDITIONED_BLOCKS = 1  # from which on a sample saves more than it costs
SAMPLE_ROWS_PER_COLUMN = 8
MIN_SAMPLE_ROWS = 2048


def is_small(source: Source) -> bool:
    """Whether extended precision costs next to nothing."""
    work = source.nrows * len(source.columns) ** 2
    return source.nrows <= MAX_EXTENDED_ROWS and work <= MAX_EXTENDED_WORK


def source_triangle(source: MemorySource) -> np.ndarray:
    """The R factor of `weighted_rows` of all rows; longdouble where they are few."""
    targets = count_targets(source.rows)
    if is_small(source):
        (block,) = source.blocks()
        return extended_triangle(extended_rows(block, targets))
    r = None
    if source.nrows >= MIN_PRECONDITIONED_BLOCKS * BLOCK_ROWS:
        r = _preconditioned_triangle(source, targets)
    if r is None:
        rows = map(partial(weighted_rows, targets=targets), source.blocks())
        r = reduce(merge_triangles, map(qr_triangle, rows))
    return r


def _preconditioned_triangle(source: MemorySource, targets: int) -> np.ndarray | None:
    """The R factor by way of that of a sample; None where it was not good enough."""
    width = len(source.columns) + targets
    size = max(MIN_SAMPLE_ROWS, SAMPLE_ROWS_PER_COLUMN * width)
    sample = qr_triangle(sample_rows(source, targets, size))
    scratch = np.empty((BLOCK_ROWS, width), order="F")
    for preconditioner in preconditioners(sample):
        gram = PreconditionedGram(preconditioner, width)
        for block in source.blocks():
            gram.add(weighted_rows(block, targets, scratch))
        if (r := gram.triangle()) is not None:
            return r
    return None
