"""Rows for sums that are linear in the weights, as a log-likelihood is."""

from __future__ import annotations

from rglm.sources.source import Source


def counted_rows(source: Source) -> Source:
    """The distinct rows with their `counts`, where they are few; else the rows themselves."""
    return source if source.distinct is None else source.distinct


def summed_rows(source: Source) -> Source:
    """The distinct rows of chunked data with the sums of their weights, where they are few.

    The log-likelihood is sum a_i log f(y_i), so that equal rows are one with the sum of their
    weights a_i. All other rows are returned as they are.
    """
    rows = source.distinct
    if rows is None or rows.rows.counts is None:
        return source
    return rows.with_rows(weights=rows.rows.weights * rows.rows.counts, counts=None)
