"""The interface of a solved least-squares problem, by whatever method it was solved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from rglm.linalg.pivot import PivotedSystem


class CodedColumns(Protocol):
    """The columns of a categorical variable, held as one code per row."""

    @property
    def positions(self) -> np.ndarray:
        """The column of each category; -1 for a category without one."""
        ...

    def codes_and_values(self, rows: slice, /) -> tuple[np.ndarray, np.ndarray]:
        """The category of some rows (-1: missing), and the number in its column."""
        ...


class DesignColumns(Protocol):
    """The columns of a design."""

    def __len__(self) -> int: ...

    @property
    def indicators(self) -> Sequence[CodedColumns]:
        """The categorical variables."""
        ...

    def select(self, places: np.ndarray, /) -> DesignColumns:
        """The columns at some places, in this order."""
        ...

    def matrix(self, rows: slice, /) -> np.ndarray:
        """X on some rows, a fresh copy."""
        ...


class SolvedSystem(Protocol):
    """The solution of min |W^(1/2) (t - X b)| over p columns, with (X'WX)^-1.

    A column is estimable, a combination of estimable ones (`dependent`), or zero in every row with
    a weight (`zero_columns`).
    """

    @property
    def order(self) -> np.ndarray:
        """The estimable columns, then the combinations, then the zero columns (p,)."""
        ...

    @property
    def rank(self) -> int:
        """The number of estimable columns."""
        ...

    @property
    def estimable(self) -> np.ndarray:
        """The estimable columns (rank,)."""
        ...

    @property
    def dependent(self) -> np.ndarray:
        """The columns that are combinations of the estimable ones, and not zero."""
        ...

    @property
    def zero_columns(self) -> np.ndarray:
        """The columns that are zero in every row with a weight."""
        ...

    @property
    def gain(self) -> float:
        """By how much the solution lowers the sum of squares."""
        ...

    def step(self) -> np.ndarray:
        """The solution b (p,); zero for aliased columns."""
        ...

    def variances(self) -> np.ndarray:
        """The diagonal of (X'WX)^-1 (rank,), in the order of `estimable`."""
        ...

    def covariance(self, places: np.ndarray | None = None) -> np.ndarray:
        """(X'WX)^-1 of the columns at `places` within `estimable`; of all if None."""
        ...

    def apply(self, vector: np.ndarray) -> np.ndarray:
        """(X'WX)^-1 times a vector (p,); zero for aliased columns."""
        ...

    def row_variances(
        self, columns: DesignColumns, rows: slice, inside: np.ndarray | None = None
    ) -> np.ndarray:
        """X' (X'WX)^-1 x of some rows x of a design; of the columns `inside` (p,) only."""
        ...

    def alias_coefficients(self) -> np.ndarray:
        """The coefficients (rank, a) of the combinations on the estimable columns."""
        ...

    def column_lengths(self) -> np.ndarray:
        """The weighted lengths of the estimable columns and the combinations, in `order`."""
        ...

    def embed(
        self,
        places: np.ndarray,
        dependent: np.ndarray,
        aliases: np.ndarray,
        zero_columns: np.ndarray,
    ) -> SolvedSystem:
        """The same solution among more columns.

        Parameters
        ----------
        places : (p,) int array
            The places of this system's columns among all.
        dependent, aliases : (a,) int array, (p, a) array
            Further columns, and their coefficients on this system's.
        zero_columns : int array
            Further columns that are zero.
        """
        ...


class LeastSquaresSystem(Protocol):
    """The equations of min |W^(1/2) (t - X b)| of some rows; ``+=`` adds those of other rows."""

    def __iadd__(self, other: Any) -> Any: ...

    @property
    def is_finite(self) -> bool:
        """Whether every number of the equations is finite."""
        ...

    def solve(self, tol: float) -> SolvedSystem:
        """The solved system, under the rank rule's tolerance."""
        ...

    def refinable(self, solved: Any, before: Any) -> PivotedSystem | None:
        """`solved`, if it is a QR factorization with the same weighted columns as those of the
        step before, so that more digits can be added to it; else None.
        """
        ...

    def next(self, solved: Any, beta: np.ndarray | None) -> np.ndarray:
        """The next coefficients of an iteration, from the last ones (None at the start)."""
        ...
