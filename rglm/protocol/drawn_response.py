"""Simulated responses in the form that the response of the formula has."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor, Logical, Matrix


@singledispatch
def drawn_columns(
    response: Any, name: str, drawn: np.ndarray, trials: np.ndarray
) -> Mapping[Hashable, Any]:
    """Drawn numbers as columns: for a matrix of successes and failures two, else one."""
    return {name: whole_numbers(drawn)}


@drawn_columns.register
def _successes_and_failures(
    response: Matrix, name: str, drawn: np.ndarray, trials: np.ndarray
) -> Mapping[Hashable, Any]:
    success = np.rint(np.where(trials > 0, drawn, 0) * trials)
    first, second = (*response.suffixes, "", "")[:2]
    return {
        (name, first or "successes"): whole_numbers(success),
        (name, second or "failures"): whole_numbers(trials - success),
    }


@drawn_columns.register
def _categorical(
    response: Factor, name: str, drawn: np.ndarray, trials: np.ndarray
) -> Mapping[Hashable, Any]:
    levels, ordered = pd.Index(response.levels), response.ordered
    return {name: pd.Categorical.from_codes(_codes(drawn), levels, ordered=ordered)}


@drawn_columns.register
def _logical(
    response: Logical, name: str, drawn: np.ndarray, trials: np.ndarray
) -> Mapping[Hashable, Any]:
    codes = _codes(drawn)
    return {name: pd.arrays.BooleanArray(codes == 1, codes < 0)}


def _codes(drawn: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(drawn), -1, drawn).astype(np.intp)


@singledispatch
def draw_weights(response: Any, weights: np.ndarray, trials: np.ndarray) -> np.ndarray:
    """The weights that a response is drawn with: the trials of a matrix, 1 of a level."""
    return weights


@draw_weights.register
def _trials(response: Matrix, weights: np.ndarray, trials: np.ndarray) -> np.ndarray:
    return trials


@draw_weights.register(Factor)
@draw_weights.register(Logical)
def _one_of_a_level(response: Any, weights: np.ndarray, trials: np.ndarray) -> np.ndarray:
    return (weights > 0).astype(float)  # one trial a row, whatever its weight


def whole_numbers(values: np.ndarray) -> np.ndarray:
    """Integers, where all of the values are."""
    with np.errstate(invalid="ignore"):
        whole = bool((np.rint(values) == values).all()) and np.abs(values).max(initial=0) < 2**53
    return values.astype(np.int64) if whole else values
