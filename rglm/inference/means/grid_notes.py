"""The notes on means of a reference grid: what they are averaged over, where that may mislead."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from rglm.design.derivatives.column_uses import columns_of_terms
from rglm.design.frame.schema import Schema
from rglm.inference.reference_grid.nesting import nesting_text

NESTING = "NOTE: A nesting structure was detected in the fitted model: "
INTERACTION = "NOTE: Results may be misleading due to involvement in interactions"


def nesting_note(nesting: Mapping[str, Sequence[str]]) -> list[str]:
    """The line that says which variables are nested in others."""
    return [f"{NESTING}{nesting_text(nesting)}"] if nesting else []


def averaging_note(variables: Sequence[str]) -> list[str]:
    """The line that names the variables that means are averaged over."""
    return (
        [f"Results are averaged over the levels of: {', '.join(variables)}"] if variables else []
    )


def interaction_note(
    schemas: Iterable[Schema],
    columns: Container[str],
    variables: Sequence[str],
    by: Sequence[str],
) -> list[str]:
    """The warning that a variable of the means interacts with one that they are averaged over.

    Or with a number that is held at its mean.
    """
    shown = {*variables, *by}
    for reads in columns_of_terms(schemas, columns, least=2):
        if len(reads) > 1 and reads & set(variables) and reads - shown:
            return [INTERACTION]
    return []


def trend_note(
    schemas: Iterable[Schema], columns: Container[str], column: str, averaged: Sequence[str]
) -> list[str]:
    """The warning that slopes by a column differ between levels that they are averaged over."""
    others = {*averaged} - {column}
    for reads in columns_of_terms(schemas, columns, least=2):
        if column in reads and reads & others:
            return [INTERACTION]
    return []
