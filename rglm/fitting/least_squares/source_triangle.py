"""The triangle of the rows of a linear model that are in memory."""

from __future__ import annotations

from functools import partial, reduce
from threading import local

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block
from rglm.fitting.irls.normal_equations.superblock import superblock_rows
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
from rglm.sources.source import ScratchStatistic, Source

MAX_EXTENDED_ROWS = 2048  # up to which all rows of chunked data may be held in memory
MAX_EXTENDED_WORK = 6e4  # n p^2, half a millisecond
MIN_PRECONDITIONED_BLOCKS = 1  # from which on a sample saves more than it costs
SAMPLE_ROWS_PER_COLUMN = 8
MIN_SAMPLE_ROWS = 2048
ROWS_BETWEEN_COLUMNS = 8


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
    blocks = max(superblock_rows(width, source.nrows) // BLOCK_ROWS, 1)
    for preconditioner in preconditioners(sample):
        gram = source.total(_BlockGram(preconditioner, width, targets, blocks), blocks)
        if (r := gram.triangle()) is not None:
            return r
    return None


class _BlockGram(ScratchStatistic):
    """The `PreconditionedGram` of the weighted rows of a block.

    Each thread has scratch memory for some `blocks` at once. Its columns are not a power of 2
    apart, by which they would share places of the cache.
    """

    def __init__(
        self, preconditioner: np.ndarray | None, width: int, targets: int, blocks: int
    ) -> None:
        self.preconditioner, self.width, self.targets = preconditioner, width, targets
        self.rows, self._threads = blocks * BLOCK_ROWS, local()

    @property
    def is_threaded(self) -> bool:
        """True: the sums of a block are a few long calls of numpy."""
        return True

    def __call__(self, block: Block) -> PreconditionedGram:
        """The sums of a block."""
        scratch: np.ndarray | None = getattr(self._threads, "scratch", None)
        if scratch is None:
            rows = self.rows + ROWS_BETWEEN_COLUMNS
            scratch = self._threads.scratch = np.empty((rows, self.width), order="F")
        gram = PreconditionedGram(self.preconditioner, self.width)
        gram.add(weighted_rows(block, self.targets, scratch[: len(block.rows.y)]))
        return gram

    def for_thread(self) -> _BlockGram:
        """The statistic itself."""
        return self
