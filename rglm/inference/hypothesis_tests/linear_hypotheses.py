"""Linear hypotheses about the coefficients, L b = r: reading, writing and checking them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.name_positions import counted_from_one, name_positions
from rglm.formatting.numbers.number_text import number_text
from rglm.formatting.text.printable import listed

DEPENDENCE_TOLERANCE = 1e-9  # relative length of a row that is a combination of others


def read_hypotheses(hypothesis: Any, rhs: Any, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """L (q, p) and r (q,), from text or from a matrix."""
    from rglm.design.linear_constraints import read_constraints

    if isinstance(hypothesis, Mapping) or not isinstance(hypothesis, Iterable):
        raise _no_hypothesis(hypothesis, names)
    texts = [hypothesis] if isinstance(hypothesis, str) else hypothesis
    if isinstance(texts, pd.DataFrame) or not all(isinstance(text, str) for text in texts):
        matrix = _read_matrix(hypothesis, names)
        return matrix, _read_right_side(rhs, np.zeros(len(matrix)))
    constraints = read_constraints(list(texts), names)
    if len(constraints.matrix) == 0:
        raise ValueError("hypothesis= is empty: name coefficients, 'x1 = x2, x3 = 0'")
    if rhs is not None and any(constraints.has_equals):
        raise ValueError(f"rhs= is for hypotheses without '=', got {hypothesis!r} and rhs={rhs!r}")
    values = constraints.values
    return constraints.matrix, values if rhs is None else values + _read_right_side(rhs, values)


def _read_matrix(given: Any, names: list[str]) -> np.ndarray:
    if isinstance(given, pd.DataFrame):
        given = _by_name(given, names)
    try:
        matrix = np.atleast_2d(np.asarray(given, dtype=float))
    except (TypeError, ValueError):
        raise _no_hypothesis(given, names) from None
    if matrix.ndim != 2 or matrix.shape[1] != len(names) or not len(matrix):
        raise ValueError(
            f"hypothesis= has shape {matrix.shape}; it needs a column for each of the "
            f"{len(names)} coefficients: {listed(names)}; names are texts, [{names[-1]!r}]"
        )
    if not np.isfinite(matrix).all():
        raise ValueError("hypothesis= has to be finite numbers")
    return matrix


def _by_name(given: pd.DataFrame, names: list[str]) -> np.ndarray:
    """The columns of L in the order of the coefficients; a missing column is 0."""
    if list(given.columns) == names:
        return given.to_numpy()
    if not given.columns.is_unique:
        twice = given.columns[given.columns.duplicated()][0]
        raise ValueError(f"hypothesis= has two columns {twice!r}; rename one of them")
    out = np.zeros((len(given), len(names)), dtype=object)
    out[:, name_positions(given.columns, names, "hypothesis=: ")] = given
    return out


def _no_hypothesis(given: Any, names: list[str]) -> TypeError:
    return TypeError(
        "hypothesis= takes text such as 'x1 = x2', names, or a matrix (or a model to compare "
        f"with, another fit or '. ~ . - x'), got {describe_value(given)}"
        f"{counted_from_one(given, names)}"
    )


def _read_right_side(rhs: Any, like: np.ndarray) -> np.ndarray:
    try:
        values = np.asarray(0.0 if rhs is None else rhs, dtype=float)
    except (TypeError, ValueError):
        values = np.array(np.nan)
    if values.shape not in ((), like.shape) or not np.isfinite(values).all():
        raise ValueError(f"rhs= takes a number, or one for each of {len(like)}, got {rhs!r}")
    return np.broadcast_to(values, like.shape).copy()


def hypothesis_text(row: np.ndarray, value: float, names: Sequence[str]) -> str:
    """A hypothesis as car writes it: ``- x1  + 2 x2 = - 3``."""
    out = ""
    for place in map(int, np.flatnonzero(row)):
        size = number_text(abs(row[place]))
        sign = " - " if row[place] < 0 else "  + " if out else ""
        out += f"{sign}{'' if size == '1' else size + ' '}{names[place]}"
    return f"{out.lstrip() or '0'} = {'- ' if value < 0 else ''}{number_text(abs(value))}"


def check_independent_rows(
    matrix: np.ndarray, right: np.ndarray, labels: list[str], size: np.ndarray
) -> None:
    """Check that no row follows from those above it; columns are scaled by standard errors."""
    rows = matrix * np.where(size > 0, size, 1.0)
    basis = np.zeros((0, rows.shape[1]))
    for i, row in enumerate(rows):
        rest = row - (row @ basis.T) @ basis
        rest -= (rest @ basis.T) @ basis
        length = np.linalg.norm(rest)
        if length > DEPENDENCE_TOLERANCE * np.linalg.norm(row):
            basis = np.vstack([basis, rest / length])
            continue
        if not row.any():
            raise ValueError(f"hypothesis {labels[i]!r} has no coefficient left in it")
        weights = np.linalg.lstsq(rows[:i].T, row, rcond=None)[0]
        same = np.isclose(weights @ right[:i], right[i], rtol=1e-9, atol=1e-12)
        raise ValueError(
            f"hypothesis {labels[i]!r} {'follows from' if same else 'contradicts'} those before "
            f"it ({', '.join(labels[:i][:10])}); leave it out"
        )
