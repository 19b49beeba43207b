"""Whether the linear predictors of one fit can be written in the columns of another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.design.factors.indicators import Indicators
from rglm.design.frame.augmented_design import find_term
from rglm.families.glm.gaussian import gaussian
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.protocol.model_result import ModelResult
from rglm.sources.memory import MemorySource, concatenate

SPAN_TOLERANCE = 1e-6  # relative residual of a column that is a combination of others
SAMPLE_ROWS = 5000  # rows of chunked data that are compared


def contains(large: ModelResult, part: str, small: ModelResult, other: str) -> bool:
    """Whether every linear predictor of a part of `small` is one of a part of `large`.

    X_s b + o_s is in o_l + the span of X_l for every b if the columns of X_s and o_s - o_l are in
    the span. In memory that is plain where each column is one of X_l, else a combination of them
    is regressed on X_l; elsewhere the terms are compared, and where they do not tell some of the
    rows.
    """
    if large._source is None or small._source is None:
        return _same_terms(large, part, small, other)
    if not (large._is_chunked or small._is_chunked):
        wide, narrow = large._predictor_design(part), small._predictor_design(other)
        if _is_same(wide.offset, narrow.offset) and _among(narrow.columns, wide.columns):
            return True
        return _in_span(_rows(large, part), _rows(small, other))
    return _same_terms(large, part, small, other) or _in_span(
        *_sample_both(large, part, small, other)
    )


def is_constant(fit: ModelResult, part: str) -> bool:
    """Whether a part has an intercept and nothing else."""
    parsed = fit._parsed_formula_of(part)
    return parsed.intercept and not parsed.terms and not parsed.offsets


def has_constant(fit: ModelResult, part: str) -> bool:
    """Whether a part has a constant among its linear predictors."""
    if fit._parsed_formula_of(part).intercept or fit._source is None:
        return fit._parsed_formula_of(part).intercept
    step = max(1, -(-fit._rows_source.nrows // SAMPLE_ROWS)) if fit._is_chunked else 1
    rows = concatenate(list(fit._map_chunks(partial(_sample_part, part=part, step=step))))
    return not _is_outside_span(_regression(rows, np.ones(rows.nrows)))


def _sample_part(fit: ModelResult, part: str, step: int) -> MemorySource:
    return _rows(fit, part).every_nth(step).copy()


def _same_terms(large: ModelResult, part: str, small: ModelResult, other: str) -> bool:
    """Whether the terms and offsets say that the columns are there."""
    one, two = small._parsed_formula_of(other), large._parsed_formula_of(part)
    offsets = [e.name for e in one.offsets] == [e.name for e in two.offsets]
    given = [fit._model_call.offset for fit in (small, large)]
    offsets &= all(isinstance(o, str | None) for o in given) and given[0] == given[1]
    within = all(find_term(term, two.terms) is not None for term in one.terms)
    return offsets and within and (two.intercept or not one.intercept)


def _rows(fit: ModelResult, part: str) -> MemorySource:
    """The columns and the offset of a part, with weights of 1 and 0."""
    design, used = fit._predictor_design(part), fit._rows_source.rows.weights > 0
    none = np.zeros(len(used))
    return MemorySource(design.columns, Rows(none, used * 1.0, design.offset, none, none))


def _among(narrow: Columns, wide: Columns) -> bool:
    """Whether each column of `narrow` is, number for number, a column of the same name of `wide`,
    or of the same category.
    """
    dense = {
        wide.names[p]: array for p, array in zip(wide.dense_positions, wide.dense, strict=True)
    }
    pairs = zip(narrow.dense_positions, narrow.dense, strict=True)
    named = [(dense.get(narrow.names[place]), array) for place, array in pairs]
    return all(one is not None and _is_same(one, array) for one, array in named) and all(
        any(_has_categories(other, part) for other in wide.indicators)
        for part in narrow.indicators
    )


def _has_categories(wide: Indicators, narrow: Indicators) -> bool:
    """Whether each column of some categories is one of others."""
    if wide.categories.k != narrow.categories.k:
        return False
    if not (wide.positions[narrow.column_codes] >= 0).all():
        return False
    if not _is_same(wide.codes, narrow.codes):
        return False
    if wide.multiplier is None or narrow.multiplier is None:
        return wide.multiplier is narrow.multiplier
    return _is_same(wide.multiplier, narrow.multiplier)


def _is_same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays have the same numbers, at once where they have the same memory."""
    if one.shape == other.shape and one.strides == other.strides and one.dtype == other.dtype:
        if one.ctypes.data == other.ctypes.data:
            return True
        if one.strides == (0,):  # a constant
            return bool((one[:1] == other[:1]).all())
    return np.array_equal(one, other)


def _in_span(wide: MemorySource, narrow: MemorySource) -> bool:
    """Whether a combination of the columns of `narrow` and of the difference of the offsets is
    one of the columns of `wide`.
    """
    target = _combination(narrow.columns) + _scale(narrow.rows.offset - wide.rows.offset)
    return not _is_outside_span(_regression(wide, target))


def _regression(wide: MemorySource, target: np.ndarray) -> MemorySource:
    """The regression of a target on some columns."""
    none = np.zeros(len(target))
    return MemorySource(wide.columns, Rows(target, wide.rows.weights, none, none, none))


def _combination(columns: Columns) -> np.ndarray:
    """A sum of the columns, each with a weight of its own and scaled to be about as large."""
    weights = 1 + np.random.default_rng(1).random(len(columns))
    for part in columns.indicators:
        size = 1.0 if part.multiplier is None else np.abs(part.multiplier).max(initial=0.0)
        weights[part.positions[part.column_codes]] /= size or 1.0
    dense = np.zeros(columns.nrows)
    for place, array in zip(columns.dense_positions, columns.dense, strict=True):
        dense += weights[place] * _scale(array)
        weights[place] = 0.0
    return dense + columns.product(weights, slice(None))


def _scale(values: np.ndarray) -> np.ndarray:
    """Values over their spread, or where they have none over their size."""
    middle = values.mean() if len(values) else 0.0
    spread = float(np.abs(values - middle).max(initial=0.0))
    size = float(np.abs(values).max(initial=0.0))
    return values / (spread if spread > SPAN_TOLERANCE * size else size or 1.0)


def _is_outside_span(source: MemorySource) -> bool:
    """Whether a regression leaves more than rounding of its response."""
    rows = source.rows
    middle = float(rows.weights @ rows.y / max(rows.weights.sum(), 1.0))
    size = float(rows.weights @ rows.y**2)
    total = max(float(rows.weights @ (rows.y - middle) ** 2), SPAN_TOLERANCE**2 * size)
    if total == 0:
        return False
    if not len(source.columns):
        return True
    return irls(source, gaussian(), Control(), None).deviance > SPAN_TOLERANCE**2 * total


def _sample_both(
    large: ModelResult, part: str, small: ModelResult, other: str
) -> tuple[MemorySource, MemorySource]:
    """Some rows of both models, of each part of the data."""
    step = max(1, -(-large._rows_source.nrows // SAMPLE_ROWS))
    find = partial(_rows_of_both, small_on=small._on_chunk_of(), part=part, other=other, step=step)
    wide, narrow = zip(*large._map_chunks(find, extra_columns=small._chunk_columns), strict=True)
    return concatenate(wide), concatenate(narrow)


def _rows_of_both(
    large: ModelResult, small_on: Callable[[Any], ModelResult], part: str, other: str, step: int
) -> tuple[MemorySource, MemorySource]:
    wide, narrow = _rows(large, part), _rows(small_on(large), other)
    return wide.every_nth(step).copy(), narrow.every_nth(step).copy()
