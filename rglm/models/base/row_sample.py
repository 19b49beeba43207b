"""Pictures of data that are not in memory: of some of their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from typing import Any

import pandas as pd

from rglm.sources.chunks.model_chunk import ModelChunk

MOST = 5000  # rows that are drawn


@cache
def of_sample(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a fit; where the rows are not in memory, on evenly spread ones of them."""

    @wraps(function)
    def asked(fit: Any, *args: Any, **kwargs: Any) -> Any:
        if fit._source is not None and fit._is_chunked:
            given = [v for v in (*args, *kwargs.values()) if isinstance(v, str)]
            fit = sampled(fit, [name for name in given if name in fit.data.columns])
        return function(fit, *args, **kwargs)

    return asked


def sampled(fit: Any, also: Sequence[str] = ()) -> Any:
    """The fit with every so manieth row of each part in memory, `MOST` in all."""
    step = max(1, -(-fit._source.nrows // MOST))
    parts = list(fit._source.map_chunks(partial(_every, step), "a sample", also))
    data = pd.concat(parts)
    return fit._without_rows()._on_chunk(
        ModelChunk.of(data, fit._source.builder, fit._source.transforms)
    )


def _every(step: int, part: Any) -> pd.DataFrame:
    return part.data.iloc[::step]
