"""Products of the columns of linear predictors with numbers of the rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import RowTerms
from rglm.fitting.newton.likelihood_model import Inequality


def weighted_value(weights: np.ndarray, terms: RowTerms) -> float:
    """The weighted sum of the values of rows with a weight above 0."""
    used = weights > 0
    return float(weights[used] @ terms.value[used])


def with_offset(eta: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Eta (n,) or (n, S) plus the offset (n,), written into eta."""
    eta += offset if eta.ndim == 1 else offset[:, None]
    return eta


def as_slice(part: np.ndarray) -> np.ndarray | slice:
    """Neighbouring columns as a slice, so that numpy does not copy them."""
    if len(part) and np.array_equal(part, np.arange(part[0], part[0] + len(part))):
        return slice(int(part[0]), int(part[0]) + len(part))
    return part


def product(designs: list[np.ndarray], i: int, values: np.ndarray) -> np.ndarray:
    """X_i'values, the sum of the values where i is a scalar."""
    return designs[i].T @ values if i < len(designs) else values.sum()


def pair_product(designs: list[np.ndarray], i: int, j: int, values: np.ndarray) -> np.ndarray:
    """X_i' diag(values) X_j, where a scalar's X is a column of ones."""
    if j >= len(designs):  # i <= j
        return np.atleast_1d(product(designs, i, values))[:, None]
    return designs[i].T @ (designs[j] * values[:, None])


def constraint_inequalities(
    x: np.ndarray,
    constraints: Sequence[Constraint],
    columns: Sequence[np.ndarray | slice],
    places: Sequence[slice],
) -> list[Inequality]:
    """Conditions on the predictors of rows as conditions on the parameters.

    Parameters
    ----------
    x : (n, p) float array
    constraints : sequence of Constraint
    columns : sequence
        The columns of x of each predictor.
    places : sequence of slice
        The places of each predictor's coefficients, then of each scalar, among the parameters.
    """
    count, out = places[-1].stop, []
    for constraint in constraints:
        factored = np.zeros((len(x), count))
        for factor, at, part in zip(constraint.factors, places, columns, strict=False):
            factored[:, at] = factor * x[:, part]
        shapes = [i for k in constraint.shapes for i in range(count)[places[k]]]
        out.append(Inequality(factored, constraint.sides, shapes))
    return out


def predictor_jacobian(
    x: np.ndarray,
    slopes: Sequence[np.ndarray],
    columns: Sequence[np.ndarray | slice],
    places: Sequence[slice],
) -> np.ndarray:
    """The derivatives of n numbers by the parameters (n, P).

    `slopes` are those by the predictors, then by the scalars; the other arguments are as in
    `constraint_inequalities`.
    """
    out = np.empty((len(x), places[-1].stop))
    for i, (at, slope) in enumerate(zip(places, slopes, strict=True)):
        is_predictor = i < len(columns)
        out[:, at] = slope[:, None] * x[:, columns[i]] if is_predictor else slope[:, None]
    return out
