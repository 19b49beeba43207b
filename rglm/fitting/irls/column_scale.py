"""Error messages for numbers whose squares floating point numbers cannot hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.block import Block
from rglm.errors import FitError
from rglm.sources.source import Source

MAX_SQUARABLE, MIN_SQUARABLE = 1e150, 1e-150  # beyond them squares are infinite, or 0
MAX_PRECISE = 1e15  # an offset, or a weight, beside which 1 is lost


@dataclass
class LargestSizes:
    """The largest size of each column of X; and of the response, the weights and the offset."""

    columns: np.ndarray
    others: np.ndarray

    def __iadd__(self, other: LargestSizes) -> LargestSizes:
        self.columns = np.maximum(self.columns, other.columns)
        self.others = np.maximum(self.others, other.others)
        return self


def describe_out_of_scale(source: Source) -> str | None:
    """In words, which numbers are too large or too small to fit; None if there are none."""
    sizes = source.total(_sizes)
    response, weight, offset = sizes.others
    for name, size in zip(source.columns.names, sizes.columns, strict=True):
        if size > MAX_SQUARABLE or 0 < size < MIN_SQUARABLE:
            return _describe(f"the column {name!r}", size)
    if response > MAX_SQUARABLE:
        return _describe("the response", response)
    if weight > MAX_PRECISE or 0 < weight < MIN_SQUARABLE:
        return f"weights= go up to {weight:.3g}; rescale them"
    if offset > MAX_PRECISE:
        return f"the offset goes up to {offset:.3g}, beside which 1 is nothing; rescale it"
    return None


def name_response(error: FitError, response: str) -> FitError:
    """The error, with the name of the response where its message is about the response."""
    return FitError(str(error).replace("the response has", f"the response {response!r} has", 1))


def _describe(subject: str, size: float) -> str:
    return (
        f"{subject} has values up to {size:.3g}, whose squares floating point numbers cannot "
        f"hold; rescale it: divide it by {size:.0e}"
    )


def _sizes(block: Block) -> LargestSizes:
    rows = block.rows
    others = [np.abs(v).max(initial=0.0) for v in (rows.y, rows.weights, rows.offset)]
    columns = block.columns.max_abs(block.row_slice)
    return LargestSizes(columns, np.nan_to_num(np.array(others), posinf=np.inf))
