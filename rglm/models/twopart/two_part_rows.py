"""The rows of a model of two parts: two formulas, and a response with zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.design.formula.formula_parts import part_formulas
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.row_labels import row_label
from rglm.errors import DataError, FormulaError
from rglm.models.density.density_call import numeric_response, predictor_rows
from rglm.sources.memory import MemorySource


def two_formulas(formula: str) -> tuple[str, str]:
    """The formula of each part; without a ``|`` both have the same."""
    if not isinstance(formula, str):
        raise TypeError(
            f"formula= takes a string such as 'y ~ x | z', got {type(formula).__name__}; it comes "
            "first, then the data"
        )
    parts = part_formulas(formula)
    if len(parts) > 2:
        raise FormulaError(
            f"formula {formula!r} has {len(parts)} parts; this model has two, counts | zeros"
        )
    return parts[0], parts[-1]


def part_rows(function: str, counts: bool, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: a response of counts (or amounts), two designs side by side."""
    return predictor_rows(frame, _response(function, frame, counts), weights)


def _response(function: str, frame: ModelFrame, counts: bool) -> np.ndarray:
    """The response: counts, or (`counts` false) numbers of 0 or more."""
    name, y = frame.schema.parsed.response.name, numeric_response(function, frame)
    wrong = y < 0
    if counts:
        wrong |= y != np.rint(y)
    if wrong.any():
        row = int(np.argmax(wrong))
        rule = "a count of 0, 1, 2, ..." if counts else "0 or more"
        raise DataError(
            f"{function}: the response {name!r} has to be {rule}, got {y[row]:.15g} in the row "
            f"labelled {row_label(frame.index, row)}"
        )
    return y


def check_zeros(function: str, frame: ModelFrame, source: Any) -> float:
    """The largest response, if there are zeros and other numbers."""
    name = frame.schema.parsed.response.name
    lows, highs, all_highs = zip(*source.map_sources(_response_range), strict=True)
    least, most, largest = min(lows), max(highs), float(max(all_highs))
    if least > 0:
        raise DataError(
            f"{function}: the response {name!r} has no zeros (its least value is "
            f"{least:g}), so a zero part has nothing to explain; use glm() or glm_nb()"
        )
    if not most > 0:
        raise DataError(f"{function}: the response {name!r} is 0 in every row")
    return largest


def _response_range(source: MemorySource) -> tuple[float, float, float]:
    """The least and the largest response with a weight, and the largest of all rows."""
    y = source.rows.y
    used = y[source.rows.weights > 0]
    return used.min(initial=np.inf), used.max(initial=-np.inf), y.max(initial=-np.inf)
