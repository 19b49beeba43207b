"""The log-likelihood of each row with its derivatives, for Newton's method.

Such a model has K linear predictors eta_1, ..., eta_K, one for each part of its formula, and A
scalars besides, such as log(theta). Its density knows neither X nor coefficients; the derivatives
by the coefficients follow from those by the predictors and the columns of X.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.numerics.floating_point import ignore_float_errors

Pair: TypeAlias = tuple[int, int]
Predictors: TypeAlias = Sequence[np.ndarray]
Scalars: TypeAlias = Sequence[float] | np.ndarray


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

    Notes
    -----
    `first` and `second` are empty where derivatives were not asked for.
    """

    value: np.ndarray
    first: list[np.ndarray] = field(default_factory=list)
    second: dict[Pair, np.ndarray] = field(default_factory=dict)

    def plus(self, other: RowTerms, factor: float = 1.0) -> RowTerms:
        """These terms and `factor` times others, with derivatives."""
        first = [a + factor * b for a, b in zip(self.first, other.first, strict=True)]
        second = dict(self.second)
        for pair, part in other.second.items():
            second[pair] = second.get(pair, 0.0) + factor * part
        return RowTerms(self.value + factor * other.value, first, second)


FirstTerms: TypeAlias = Callable[[Predictors, Scalars], RowTerms]


class RowDensity(ABC):
    """A density of a row's response; a frozen dataclass, so that it pickles."""

    @property
    def predictors(self) -> int:
        """The number K of linear predictors, by default one."""
        return 1

    @property
    def scalars(self) -> tuple[str, ...]:
        """The names of the A scalars, such as ``("Log(theta)",)``; by default there are none."""
        return ()

    @abstractmethod
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of the rows of y, without prior weights.

        Parameters
        ----------
        y : (n,) or (n, m) float array
            The response.
        eta : sequence of K (n,) float arrays
            The linear predictors.
        scalars : (A,) float array
            The values of the scalars.
        derivatives : bool
            Whether to work out `first` and `second`.
        """

    def first_terms_of(self, y: np.ndarray) -> FirstTerms:
        """Return the function of (eta, scalars) to `terms` without second derivatives.

        It is called many times, and a density may work out what depends on y alone once.
        """

        def first_terms(eta: Predictors, scalars: Scalars) -> RowTerms:
            terms = self.terms(y, eta, scalars)
            return RowTerms(terms.value, terms.first)

        return first_terms

    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at each of S points, without weights.

        By default one point after the other; a density may work out all at once.

        Parameters
        ----------
        y : (n,) or (n, m) float array
            The response.
        eta : sequence of K (n, S) float arrays
            The linear predictors, a column for each point. They are not written to.
        scalars : (A, S) float array
            The scalars, a column for each point.

        Returns
        -------
        (n, S) float array
            -inf where a row is impossible.
        """
        points = range(np.shape(scalars)[1])
        values = np.empty((len(y), len(points)))
        for s in points:
            at = [np.ascontiguousarray(part[:, s]) for part in eta]
            values[:, s] = self.terms(y, at, scalars[:, s], derivatives=False).value
        return values

    def weighted_sums_at(
        self, y: np.ndarray, weights: np.ndarray, eta: Predictors, scalars: np.ndarray
    ) -> np.ndarray:
        """Return the sums over the rows of weights times `values_at`, (S,).

        The weights (n,) are above 0. -inf where a row is impossible.
        """
        return weighted_sums(weights, self.values_at(y, eta, scalars))


class ModelDensity(RowDensity):
    """The density of a whole model's response."""

    @abstractmethod
    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return the constraints on directions in which the likelihood rises to its limit.

        Parameters
        ----------
        y : (n,) or (n, m) float array
        moved : sequence of K (n,) float arrays
            The last step of the linear predictors, for where the response does not say in which
            direction they go.
        """

    def surviving_constraints(self, y: np.ndarray) -> list[Constraint]:
        """Return the constraints on directions along which the likelihood does not vanish.

        By default they are those of the directions in which it rises to its limit. That holds
        where it is log-concave.
        """
        return self.constraints(y, [np.zeros(len(y)) for _ in range(self.predictors)])

    @abstractmethod
    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return the mean of the response of n rows at each of S points.

        Parameters
        ----------
        eta : sequence of K (n, S) float arrays
            The linear predictors.
        scalars : (A, S) float array
            The scalars.
        trials : (n,) float array
            Trials of the rows; 1 where the response counts none.

        Returns
        -------
        (n, S) float array, or (n, S, m) of m categories
            The mean; of counts out of trials, and of categories, the probability.
        """

    @abstractmethod
    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return one random response for each of n rows and S points, (n, S).

        Of counts out of trials it is the number of successes; of categories the category's
        number, from 0.
        """


@ignore_float_errors
def weighted_sums(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return weights @ values (S,), -inf instead of NaN."""
    sums = weights @ values
    return np.where(np.isnan(sums), -np.inf, sums)


def put(out: np.ndarray, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Write `values` at the positions `at` of `out`, and return it."""
    out[at] = values
    return out


def place(terms: RowTerms, at: np.ndarray, n: int, indices: Sequence[int], total: int) -> RowTerms:
    """Return terms of the rows `at` as terms of n rows, zero elsewhere.

    `indices` are the places of the derivatives among the `total` of the whole model.
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


def zero_impossible(terms: RowTerms) -> RowTerms:
    """Set the derivatives to zero where the value is -inf, and return the terms."""
    impossible = np.flatnonzero(np.isneginf(terms.value))
    if impossible.size:
        for derivative in [*terms.first, *terms.second.values()]:
            derivative[impossible] = 0.0
    return terms
