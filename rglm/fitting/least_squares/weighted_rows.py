"""The weighted columns of a linear model, its response and its offset, side by side."""

from __future__ import annotations

import numpy as np

from rglm.design.block import Block, Rows
from rglm.design.columns import Columns
from rglm.families.working_steps.prior_weights import common_weight
from rglm.linalg.constant_array import is_constant
from rglm.sources.memory import MemorySource

MAX_SAMPLE_RUNS = 32  # runs of consecutive rows, spread over all rows


def weighted_rows(block: Block, targets: int, out: np.ndarray | None = None) -> np.ndarray:
    """[W^(1/2) X, W^(1/2) (y - offset)] of a block; with 2 targets W^(1/2) offset behind it."""
    rows, p = block.rows, len(block.columns)
    x = block.columns.matrix(block.row_slice, targets, out)
    _write_targets(x, p, block)
    if common_weight(rows.weights) != 1.0 and not (rows.weights == 1.0).all():
        x *= np.sqrt(rows.weights)[:, None]
    return x


def extended_rows(block: Block, targets: int) -> np.ndarray:
    """`weighted_rows` in extended precision."""
    p = len(block.columns)
    x = np.empty((len(block.rows.y), p + targets), dtype=np.longdouble, order="F")
    x[:, :p] = block.columns.matrix(block.row_slice)
    _write_targets(x, p, block)
    if not (block.rows.weights == 1.0).all():
        x *= np.sqrt(block.rows.weights.astype(np.longdouble))[:, None]
    return x


def _write_targets(x: np.ndarray, p: int, block: Block) -> None:
    if x.shape[1] == p + 1:
        x[:, p] = block.rows.y
        return
    x[:, p + 1] = block.rows.offset
    x[:, p] = block.rows.y
    x[:, p] -= x[:, p + 1]


def count_targets(rows: Rows) -> int:
    """1 for the response, and 1 for the offset if there is one."""
    offset = rows.offset[:1] if is_constant(rows.offset) else rows.offset
    return 1 + int(offset.any())


def sample_rows(source: MemorySource, targets: int, size: int) -> np.ndarray:
    """The weighted rows of some runs of rows, which are spread over all."""
    run = -(-size // MAX_SAMPLE_RUNS)
    starts = np.linspace(0, source.nrows - run, MAX_SAMPLE_RUNS).astype(int)
    width = len(source.columns) + targets
    out = np.empty((run * MAX_SAMPLE_RUNS, width), order="F")
    for number, start in enumerate(starts.tolist()):
        place = slice(start, start + run)
        block = Block(start, source.rows.take(place), source.columns, place)
        weighted_rows(block, targets, out[number * run : (number + 1) * run])
    return out


def first_rows(columns: Columns, rows: Rows, count: int) -> np.ndarray:
    """[W^(1/2) X, W^(1/2) (y - offset)] of the first `count` rows with a weight, or fewer."""
    places = np.flatnonzero(rows.weights)[:count]
    block = Block(0, rows.take(places), columns.take(places), slice(0, len(places)))
    return weighted_rows(block, count_targets(rows))[:, : len(columns) + 1]
