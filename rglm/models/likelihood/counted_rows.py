"""Rows for sums over all that a fit was made of, each with the number of times it occurs."""

from __future__ import annotations

from rglm.sources.source import Source


def counted_rows(source: Source) -> Source:
    """The distinct rows with their `counts`, where they are known; else the rows themselves."""
    return source if source.distinct is None else source.distinct
