"""Estimands: k functions of the parameters of a fit, with their derivatives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity

ROUNDING = 1e-13  # of sums that cancel, relative to the sum of their sizes
NOT_ESTIMABLE = 1e-7  # a deviation above it, of columns that are averages


class Estimands(ABC):
    """k functions h(theta) of the P parameters of a fit."""

    @property
    @abstractmethod
    def deviation(self) -> np.ndarray:
        """By how much each breaks the relations of aliased coefficients, (k, a)."""

    @property
    def is_linear(self) -> bool:
        """Whether they are linear in the parameters."""
        return False

    @property
    def scale(self) -> str:
        """Where they have no ends: "identity", "log" of positive ones, "logit" of probabilities.

        "identity" where that is not known.
        """
        return "identity"

    @abstractmethod
    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The values (k,) and their derivatives (k, P) at some parameters."""

    def moments(
        self, parameters: np.ndarray, covariance: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """The values (k,) and their variances (k,), of estimands by the row.

        None where the derivatives are few enough to be kept, as they are of most.
        """
        return None

    def __len__(self) -> int:
        return len(self.deviation)

    @property
    def is_estimable(self) -> np.ndarray:
        """Whether the data determine each, (k,) bool."""
        return np.logical_not((np.abs(self.deviation) > NOT_ESTIMABLE).any(axis=1))

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them, without what only the others need."""
        return Combination(self, np.eye(len(self))[places])


@dataclass(frozen=True)
class LinearEstimands(Estimands):
    """h = L theta + o.

    Attributes
    ----------
    matrix : (k, P) float array
    offset : (k,) float array
    deviations : (k, a) float array
    """

    matrix: np.ndarray
    offset: np.ndarray
    deviations: np.ndarray

    @property
    def deviation(self) -> np.ndarray:
        """What was given."""
        return self.deviations

    @property
    def is_linear(self) -> bool:
        """True."""
        return True

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """L theta + o, and L."""
        return self.matrix @ parameters + self.offset, self.matrix

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them."""
        return LinearEstimands(self.matrix[places], self.offset[places], self.deviations[places])


@dataclass(frozen=True)
class AveragedQuantity(Estimands):
    """Weighted sums over rows of the k numbers of a quantity.

    The order is that of the columns of the quantity, and within each that of the sums: number j of
    sum g stands at j * G + g.

    Attributes
    ----------
    rows : DesignRows
    quantity : RowQuantity
    weights : (G, n) float array
        A row of weights for each sum.
    """

    rows: DesignRows
    quantity: RowQuantity
    weights: np.ndarray

    @property
    def deviation(self) -> np.ndarray:
        """Of a linear quantity averages; of others each row with a weight has to hold."""
        rows = self.rows.deviation
        if self.quantity.is_linear:
            each = self.weights @ rows
        else:
            each = np.abs(self.weights) @ np.abs(rows)
        return np.tile(each, (self.quantity.count, 1))

    @property
    def is_linear(self) -> bool:
        """Whether the quantity is."""
        return self.quantity.is_linear

    @property
    def scale(self) -> str:
        """That of the quantity, of averages."""
        is_average = (self.weights >= 0).all() and np.allclose(self.weights.sum(axis=1), 1)
        return self.quantity.scale if is_average and not self.quantity.is_linear else "identity"

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sums and their derivatives."""
        rows, eta = self.rows, self.rows.linear_predictors(parameters)
        scalars = parameters[rows.scalars]
        values = self.weights @ self.quantity.values(eta, scalars)
        jacobian = rows.averaged_jacobian(self.weights, self.quantity.gradient(eta, scalars))
        return values.T.ravel(), jacobian.reshape(values.size, rows.count)

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them, of the rows that have a weight in them."""
        numbers, sums = np.divmod(places, len(self.weights))
        kept, at = np.unique(sums, return_inverse=True)
        used = (self.weights[kept] != 0).any(axis=0)
        fewer = AveragedQuantity(self.rows.take(used), self.quantity, self.weights[kept][:, used])
        chosen = np.eye(len(fewer))[numbers * len(kept) + at.ravel()]
        return Combination(fewer, chosen)


@dataclass(frozen=True)
class Combination(Estimands):
    """C h: contrasts of other estimands.

    Attributes
    ----------
    inner : Estimands
    matrix : (m, k) float array
    offset : (m,) float array or None
    """

    inner: Estimands
    matrix: np.ndarray
    offset: np.ndarray | None = None

    @property
    def deviation(self) -> np.ndarray:
        """That of the combinations where they are linear; else of all that has a weight."""
        inner = self.inner.deviation
        if self.inner.is_linear:
            return self.matrix @ inner
        return np.abs(self.matrix) @ np.abs(inner)

    @property
    def is_linear(self) -> bool:
        """Whether what is combined is."""
        return self.inner.is_linear

    @property
    def scale(self) -> str:
        """That of h, where each is one number of it."""
        is_one = (self.matrix == 1).sum(axis=1) == (self.matrix != 0).sum(axis=1)
        is_plain = self.offset is None and is_one.all() and (self.matrix != 0).sum() == len(self)
        return self.inner.scale if is_plain else "identity"

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """C h and C J; what has no weight does not count, be it NaN.

        Derivatives that cancel are 0, and so is a value that no parameter changes.
        """
        values, jacobian = self.inner.at(parameters)
        used = (self.matrix != 0).any(axis=0)
        matrix = self.matrix[:, used]
        slopes = _cancelled(matrix, jacobian[used])
        values = values[used]
        is_constant = np.logical_not(slopes.any(axis=1))
        out = np.where(is_constant, _cancelled(matrix, values), matrix @ values)
        return out if self.offset is None else out + self.offset, slopes

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them, of what has a weight in them."""
        used = np.flatnonzero((self.matrix[places] != 0).any(axis=0))
        offset = None if self.offset is None else self.offset[places]
        if not len(used):  # constants
            used = np.zeros(1, dtype=int)
        return Combination(self.inner.take(used), self.matrix[np.ix_(places, used)], offset)


def _cancelled(matrix: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """A product, 0 where its terms cancel but for rounding."""
    out: np.ndarray = matrix @ terms
    out[np.abs(out) <= ROUNDING * (np.abs(matrix) @ np.abs(terms))] = 0.0
    return out


@dataclass(frozen=True)
class Transformed(Estimands):
    """f(h), elementwise.

    Attributes
    ----------
    inner : Estimands
    function, slope : functions of (k,) to (k,)
        f and its derivative.
    """

    inner: Estimands
    function: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]

    @property
    def deviation(self) -> np.ndarray:
        """That of h."""
        return self.inner.deviation

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """f(h) and f'(h) J."""
        values, jacobian = self.inner.at(parameters)
        with np.errstate(all="ignore"):
            return self.function(values), self.slope(values)[:, None] * jacobian

    def take(self, places: np.ndarray) -> Estimands:
        """The function of some of h, which is of each number alone."""
        return Transformed(self.inner.take(places), self.function, self.slope)


def averages(rows: DesignRows, quantity: RowQuantity, weights: np.ndarray) -> Estimands:
    """Weighted sums of a quantity over rows; as linear estimands where they are linear."""
    sums = AveragedQuantity(rows, quantity, weights)
    if not quantity.is_linear:
        return sums
    offset, matrix = sums.at(np.zeros(rows.count))
    return LinearEstimands(matrix, offset, sums.deviation)
