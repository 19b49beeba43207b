"""The distinct rows of a fit, with the number of rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.sources.memory import MemorySource, concatenate

if TYPE_CHECKING:
    from rglm.sources.chunks.model_chunk import SourceBuilder
    from rglm.sources.grouping.learn_grouped import DistinctFrame


def distinct_source(
    builder: SourceBuilder, frames: Sequence[DistinctFrame]
) -> MemorySource | None:
    """The rows of the frames of distinct rows, whose `counts` are the rows of each.

    None where there are none, or something to warn of: a pass over all rows does, and names the
    right ones.
    """
    if not frames:
        return None
    try:
        with collect_warnings() as warnings:
            sources = [builder.source(each.frame) for each in frames]
            source = sources[0] if len(sources) == 1 else concatenate(sources)
            start = np.asarray(source.rows.etastart)
    except Exception:  # it comes again with the rows
        return None
    counts = np.concatenate([each.counts for each in frames])
    return None if warnings else source.with_rows(counts=counts, etastart=start)
