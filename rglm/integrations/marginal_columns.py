"""How a formula reads the numeric columns of its data: as numbers, as levels, or in steps."""

from __future__ import annotations

from rglm.design.derivatives.column_uses import (
    columns_as_levels,
    columns_in_steps,
    columns_read,
    term_expressions,
)
from rglm.protocol.model_result import ModelResult


def predictor_columns(fit: ModelResult) -> list[str]:
    """The columns of the data that the terms of the formula read, those of offsets left out."""
    return [name for name in columns_read(term_expressions([fit._schema])) if name in fit.data]


def level_columns(fit: ModelResult) -> set[str]:
    """The columns that the formula reads as levels somewhere, ``factor(x)`` or ``x == 1``."""
    return {n for n in columns_as_levels(term_expressions([fit._schema])) if n in fit.data}


def step_columns(fit: ModelResult) -> dict[str, str]:
    """The columns that the formula reads in steps somewhere, each with the text that does."""
    steps = columns_in_steps(term_expressions([fit._schema]))
    return {name: text for name, text in steps.items() if name in fit.data}
