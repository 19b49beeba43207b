"""The distinct rows of a fit, with the number of rows of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.sources.memory import MemorySource, concatenate
from rglm.sources.row_sums import RowSums

if TYPE_CHECKING:
    from rglm.sources.chunks.model_chunk import SourceBuilder
    from rglm.sources.grouping.learn_grouped import DistinctFrame


@dataclass(frozen=True)
class DistinctSource:
    """The distinct rows of a fit in memory, and the number of rows of each."""

    source: MemorySource
    counts: np.ndarray  # (m,) int64

    @cached_property
    def row_sums(self) -> RowSums:
        """Counts of all rows, and sums of their weights, responses and offsets."""
        rows, counts = self.source.rows, self.counts
        weights = rows.weights * counts
        return RowSums(
            n=int(counts.sum()),
            informative=int(counts[rows.weights != 0].sum()),
            weight=float(weights.sum()),
            response=float(weights @ rows.y) if rows.y.ndim == 1 else np.nan,
            offset=float(np.abs(rows.offset) @ counts),
            several=int(counts[rows.trials > 1].sum()),
        )

    def transform(self, change: Callable[[MemorySource], MemorySource]) -> DistinctSource:
        """The same rows after a change of each."""
        return DistinctSource(change(self.source), self.counts)


def distinct_source(
    builder: SourceBuilder, frames: Sequence[DistinctFrame]
) -> DistinctSource | None:
    """The rows of the frames of distinct rows.

    None where there are none, or something to warn of: a pass over all rows does, and names the
    right ones.
    """
    if not frames:
        return None
    try:
        with collect_warnings() as warnings:
            sources = [builder.source(each.frame) for each in frames]
            source = sources[0] if len(sources) == 1 else concatenate(sources)
            _ = np.asarray(source.rows.etastart)
    except Exception:  # it comes again with the rows
        return None
    counts = np.concatenate([each.counts for each in frames])
    return None if warnings else DistinctSource(source, counts)
