"""A solved least-squares problem in which a categorical variable was partialled out.

With the equations of `rglm.linalg.gram`, T = D^-1 B and R'R = C - B' D^-1 B, the inverse
of X'WX is

    V_ZZ = (R'R)^-1,   V_EZ = -T V_ZZ,   V_EE = D^-1 + T V_ZZ T'.

Any part of it is computed without the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from rglm.linalg.pivot import invert_upper, solve_upper
from rglm.linalg.solved_system import DesignColumns
from rglm.linalg.threads import one_thread


@dataclass(frozen=True, eq=False)
class PartialledOutSystem:
    """A solved system whose categorical variable E was partialled out; see `SolvedSystem`."""

    # eliminated, others: (k,) and (q,) the places of the columns of E and of Z
    eliminated: np.ndarray
    others: np.ndarray
    diagonal: np.ndarray  # (k,) D
    ratio: np.ndarray  # (k, q) T
    target: np.ndarray  # (k,) E'Wt
    r: np.ndarray  # (q, q) R
    rotated: np.ndarray  # (q,) R^-T (Z'Wt - T' E'Wt)
    # (a,) columns that were left out because they are combinations of the others
    dependent: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    # (e,) columns that were left out because they are zero in every row with a weight
    zero_columns: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    # (k + q, a) the coefficients of the combinations on the estimable columns
    aliases: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def rank(self) -> int:
        """The number of estimable columns."""
        return len(self.eliminated) + len(self.others)

    @property
    def order(self) -> np.ndarray:
        """The estimable columns in their order, then those left out."""
        return self._order

    @cached_property
    def _order(self) -> np.ndarray:
        own = np.sort(np.r_[self.eliminated, self.others])
        return np.concatenate([own, self.dependent, self.zero_columns])

    @property
    def estimable(self) -> np.ndarray:
        """The estimable columns, in their order."""
        return self.order[: self.rank]

    def step(self) -> np.ndarray:
        """The solution (p,); zero for aliased columns."""
        out = np.zeros(len(self.order))
        rest = solve_upper(self.r, self.rotated)
        out[self.others] = rest
        out[self.eliminated] = self.target / self.diagonal - self.ratio @ rest
        return out

    @property
    def gain(self) -> float:
        """By how much the solution lowers the sum of squares."""
        return float(self.rotated @ self.rotated + (self.target**2 / self.diagonal).sum())

    @cached_property
    def inverse_root(self) -> np.ndarray:
        """R^-1: V_ZZ = R^-1 R^-T."""
        return invert_upper(self.r)

    def variances(self) -> np.ndarray:
        """The diagonal of (X'WX)^-1, in the order of `estimable`."""
        out = np.zeros(len(self.order))
        out[self.others] = (self.inverse_root**2).sum(axis=1)
        with one_thread():
            reach = self.ratio @ self.inverse_root
        out[self.eliminated] = 1 / self.diagonal + np.einsum("ij,ij->i", reach, reach)
        return out[self.estimable]

    def covariance(self, places: np.ndarray | None = None) -> np.ndarray:
        """(X'WX)^-1 of the columns at `places` within `estimable`; of all if None."""
        columns = self.estimable if places is None else self.estimable[places]
        position = np.zeros(len(self.order), dtype=int)
        position[self.others] = np.arange(len(self.others))
        position[self.eliminated] = np.arange(len(self.eliminated))
        coded = np.isin(columns, self.eliminated)
        root = np.empty((len(columns), len(self.others)))
        root[~coded] = self.inverse_root[position[columns[~coded]]]
        root[coded] = -self.ratio[position[columns[coded]]] @ self.inverse_root
        with one_thread():
            out = root @ root.T
        own = np.flatnonzero(coded)
        out[own, own] += 1 / self.diagonal[position[columns[own]]]
        return out

    def apply(self, vector: np.ndarray) -> np.ndarray:
        """(X'WX)^-1 times a vector (p,); zero for aliased columns."""
        out = np.zeros(len(self.order))
        own = vector[self.eliminated]
        rest = self.inverse_root @ ((vector[self.others] - own @ self.ratio) @ self.inverse_root)
        out[self.others] = rest
        out[self.eliminated] = own / self.diagonal - self.ratio @ rest
        return out

    def row_variances(
        self, columns: DesignColumns, rows: slice, inside: np.ndarray | None = None
    ) -> np.ndarray:
        """X' (X'WX)^-1 x of some rows x of a design; of the columns `inside` (p,) only.

        With the number m in the column of a row's category c it is
        (z - m T_c)' V_ZZ (z - m T_c) + m^2 / D_c.
        """
        z = columns.select(self.others).matrix(rows)
        codes, size = self._categories(columns, rows)
        if inside is not None:
            z[:, ~inside[self.others]] = 0.0
            size = np.where(inside[self.eliminated[codes]], size, 0.0)
        z -= size[:, None] * self.ratio[codes]
        z = z @ self.inverse_root
        return np.einsum("ij,ij->i", z, z) + size * size / self.diagonal[codes]

    def _categories(self, columns: DesignColumns, rows: slice) -> tuple[np.ndarray, np.ndarray]:
        """The place of each row in E and its number there: 0 outside E, NaN if missing."""
        own = np.full(len(columns), -1)
        own[self.eliminated] = np.arange(len(self.eliminated))
        for part in columns.indicators:
            place = np.append(np.where(part.positions >= 0, own[part.positions], -1), 0)
            if (place[:-1] >= 0).any():
                categories, times = part.codes_and_values(rows)
                codes = place[categories]
                return np.maximum(codes, 0), np.where(codes < 0, 0.0, times)
        raise LookupError("the design lacks the categorical variable of the fit")

    def alias_coefficients(self) -> np.ndarray:
        """The coefficients of the dependent columns on the estimable ones."""
        return self.aliases

    def column_lengths(self) -> np.ndarray:
        """The weighted lengths of the estimable and the dependent columns, in `order`."""
        rank, dependent = self.rank, len(self.dependent)
        by = np.zeros((len(self.order), rank + dependent))  # coefficients on the estimable ones
        by[self.estimable, np.arange(rank)] = 1.0
        by[self.estimable, rank:] = self.aliases if dependent else 0.0
        z = by[self.others]
        e = by[self.eliminated] + self.ratio @ z
        return np.sqrt(self.diagonal @ e**2 + ((self.r @ z) ** 2).sum(axis=0))

    def embed(
        self,
        places: np.ndarray,
        dependent: np.ndarray,
        aliases: np.ndarray,
        zero_columns: np.ndarray,
    ) -> PartialledOutSystem:
        """The same solution among more columns; see `SolvedSystem`."""
        further = aliases[self.estimable]
        if len(self.dependent):
            further = np.hstack([self.aliases, further + self.aliases @ aliases[self.dependent]])
        return replace(
            self,
            eliminated=places[self.eliminated],
            others=places[self.others],
            dependent=np.concatenate([places[self.dependent], dependent]),
            zero_columns=np.concatenate([places[self.zero_columns], zero_columns]),
            aliases=further,
        )
