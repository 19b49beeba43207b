"""Contrasts by hand: weights in a dict, a table, an array or a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_text import number_text
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.inference.multiple_comparisons.contrast_methods import Contrast
from rglm.inference.multiple_comparisons.mean_places import MeanNames


def given_contrasts(method: Any, names: MeanNames) -> list[Contrast]:
    """The contrasts that a person wrote down.

    Raises
    ------
    ValueError
        Weights that are no numbers, or not as many as there are means.
    """
    if callable(method):
        method = method(list(names.labels))
    rows = _named_rows(method)
    return [Contrast(_weights(name, row, names), _parts(name, row)) for name, row in rows]


def _named_rows(method: Any) -> list[tuple[str | None, Any]]:
    """A name, or None, and the weights of each contrast."""
    if isinstance(method, pd.DataFrame):
        return [(str(name), column) for name, column in method.items()]
    if isinstance(method, Mapping):
        return [row for name, value in method.items() for row in _rows_of_name(str(name), value)]
    if isinstance(method, pd.Series):
        return [(None if method.name is None else str(method.name), method)]
    if isinstance(method, np.ndarray) or (
        isinstance(method, Sequence) and not isinstance(method, str)
    ):
        rows = _array("method", method)
        return [(None, row) for row in np.atleast_2d(rows)] if rows.size else []
    raise ValueError(
        f"method is a {type(method).__name__}: give the name of a method, or weights as a dict of "
        "name -> weights, a DataFrame with a column for each contrast, or rows of numbers"
    )


def _rows_of_name(name: str, value: Any) -> list[tuple[str | None, Any]]:
    """One contrast of a name, or several, ``name.1``, ``name.2``, if it has rows of weights."""
    if isinstance(value, (Mapping, pd.Series)):
        return [(name, value)]
    weights = _array(f"the contrast {name!r}", value)
    if weights.ndim < 2:
        return [(name, weights)]
    return [(f"{name}.{i + 1}", row) for i, row in enumerate(weights)]


def _array(what: str, value: Any) -> np.ndarray:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{what} has weights that are no numbers, or rows of unequal length"
        ) from error


def _weights(name: str | None, row: Any, names: MeanNames) -> np.ndarray:
    """The weights of one contrast, by the order of the means or by their labels."""
    what = "a contrast" if name is None else f"the contrast {name!r}"
    if isinstance(row, pd.Series) and not isinstance(row.index, pd.RangeIndex):
        row = dict(zip(map(level_text, row.index), row, strict=True))
    if isinstance(row, Mapping):
        places = names.places(what, [str(label) for label in row])
        weights = np.zeros(len(names))
        weights[places] = _array(what, list(row.values()))
    else:
        weights = _array(what, row)
    if weights.shape != (len(names),):
        raise ValueError(
            f"{what} has {weights.size} weights, and there are {len(names)} means: "
            f"{', '.join(map(repr, names.labels[:10]))}{' ...' if len(names) > 10 else ''}"
        )
    if not np.isfinite(weights).all():
        raise ValueError(f"{what} has weights that are not finite: {weights.tolist()}")
    return weights


def _parts(name: str | None, row: Any) -> tuple[str, ...]:
    """The name, split at " - "; without a name the weights as R writes a vector."""
    if name is None:
        return (f"c({', '.join(number_text(float(value)) for value in row)})",)
    return tuple(name.split(" - "))
