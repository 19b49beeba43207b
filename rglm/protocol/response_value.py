"""The evaluated response of a fit."""

from __future__ import annotations

from typing import Any

from rglm.protocol.model_result import ModelResult


def response_value(fit: ModelResult) -> Any:
    """The response of the formula on the rows in memory: numbers, or a value of R's types."""
    if fit._variables is None:
        raise ValueError("this fit was stripped of its rows, and of its response with them")
    return fit._variables[fit._schema.parsed.response.name]
