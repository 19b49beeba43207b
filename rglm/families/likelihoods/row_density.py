"""The log-likelihood of each row with its derivatives: what a maximiser asks of a model.

A model of this kind has K linear predictors eta_1, ..., eta_K, one for each part of its formula,
and A free numbers besides, such as log(theta). Its density knows neither X nor coefficients; the
derivatives by the coefficients follow from those by the predictors and the columns of X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint

Pair = tuple[int, int]


@dataclass
class RowTerms:
    """The log-likelihood of n rows and its derivatives.

    Attributes
    ----------
    value : (n,) float array
        The log-likelihood of each row, -inf where the row is impossible.
    first : list of (n,) float arrays
        The derivative by each of the K predictors, then by each of the A scalars.
    second : dict of (i, j), i <= j, to (n,) float arrays
        The second derivatives, i and j counting as in `first`; a pair that is absent is zero for
        every row.

    Both are empty where derivatives were not asked for.
    """

    value: np.ndarray
    first: list[np.ndarray] = field(default_factory=list)
    second: dict[Pair, np.ndarray] = field(default_factory=dict)


class RowDensity(Protocol):
    """What every density of a row is: a frozen dataclass, so that it pickles.

    Attributes
    ----------
    predictors : int
        The number K of linear predictors.
    scalars : tuple of str
        The names of the A free scalars, such as ``("Log(theta)",)``.
    """

    @property
    def predictors(self) -> int:
        """The number of linear predictors."""

    @property
    def scalars(self) -> tuple[str, ...]:
        """The names of the free scalars."""

    def terms(
        self,
        y: np.ndarray,
        eta: Sequence[np.ndarray],
        scalars: np.ndarray,
        derivatives: bool = True,
        **rows: np.ndarray,
    ) -> RowTerms:
        """The log-likelihood of the rows of y, without prior weights.

        Parameters
        ----------
        y : (n,) or (n, m) float array
            The response.
        eta : sequence of K (n,) float arrays
            The linear predictors.
        scalars : (A,) float array
            The free scalars.
        derivatives : bool
            Whether to work out `first` and `second`.
        **rows : (n,) float arrays
            What else a density knows of each row.
        """

    def constraints(self, y: np.ndarray, moved: Sequence[np.ndarray]) -> list[Constraint]:
        """What the directions obey in which the likelihood rises to its limit.

        Parameters
        ----------
        y : (n,) or (n, m) float array
        moved : sequence of K (n,) float arrays
            How the last step has moved the linear predictors, where the response does not say in
            which direction they go.
        """


def put(out: np.ndarray, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Write `values` at the positions `at` of `out`, which is returned."""
    out[at] = values
    return out


def place(terms: RowTerms, at: np.ndarray, n: int, indices: Sequence[int], total: int) -> RowTerms:
    """Terms of the rows `at` as terms of n rows, zero elsewhere.

    `indices` says which of the `total` derivatives of the whole each of the part's own is.
    """
    value = put(np.zeros(n), at, terms.value)
    if not terms.first:
        return RowTerms(value)
    first = [np.zeros(n) for _ in range(total)]
    for i, part in zip(indices, terms.first, strict=True):
        first[i][at] = part
    second = {
        _ordered(indices[i], indices[j]): put(np.zeros(n), at, part)
        for (i, j), part in terms.second.items()
    }
    return RowTerms(value, first, second)


def _ordered(i: int, j: int) -> Pair:
    return (i, j) if i <= j else (j, i)


def without_impossible(terms: RowTerms) -> RowTerms:
    """Terms whose derivatives are zero where the value is -inf, there being none."""
    lost = np.flatnonzero(np.isneginf(terms.value))
    if lost.size:
        for derivative in [*terms.first, *terms.second.values()]:
            derivative[lost] = 0.0
    return terms
