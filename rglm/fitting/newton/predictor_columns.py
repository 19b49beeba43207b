"""The columns of several linear predictors among those of a source, and their coefficients."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.design.columns import Columns
from rglm.families.likelihoods.row_density import ModelDensity
from rglm.fitting.newton.weighted_products import as_slice, with_offset


@dataclass(frozen=True)
class PredictorColumns:
    """Which columns each predictor has, and where its coefficients are among the parameters."""

    density: ModelDensity  # the log-likelihood of a row, given its predictors and the scalars
    # the columns of each predictor among those of the source. The offsets of the rows are
    # (n, K), or (n,) for all predictors.
    parts: tuple[np.ndarray, ...]

    @cached_property
    def places(self) -> list[slice]:
        """The places of the coefficients of each predictor, then of each scalar, in theta."""
        ends = np.cumsum([len(part) for part in self.parts] + [1] * len(self.density.scalars))
        return [slice(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    @property
    def count(self) -> int:
        """The number of parameters."""
        return self.places[-1].stop if self.places else 0

    @cached_property
    def used(self) -> np.ndarray:
        """The columns of the source that some predictor uses, in their order."""
        return np.unique(np.concatenate([*self.parts, np.zeros(0, dtype=int)]))

    @cached_property
    def _columns(self) -> list[np.ndarray | slice]:
        return [as_slice(np.searchsorted(self.used, part)) for part in self.parts]

    def matrix(self, columns: Columns, rows: slice = slice(None)) -> np.ndarray:
        """The columns of a design that some predictor uses, on some rows."""
        if len(self.used) < len(columns):
            columns = columns.select(self.used)
        return columns.matrix(rows)

    def predictor_places(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The columns of each predictor, and the places of its coefficients."""
        places = np.arange(self.count)
        return [(part, places[at]) for part, at in zip(self.parts, self.places, strict=False)]

    def etas(self, x: np.ndarray, offset: np.ndarray, theta: np.ndarray) -> list[np.ndarray]:
        """The predictors of some rows, from their `matrix`; theta is (P,), or (P, S)."""
        offsets = offset[:, None] if offset.ndim == 1 else offset
        last = offsets.shape[1] - 1
        return [
            with_offset(x[:, c] @ theta[at], offsets[:, min(k, last)])
            for k, (c, at) in enumerate(zip(self._columns, self.places, strict=False))
        ]

    def scalars(self, theta: np.ndarray) -> np.ndarray:
        """The parameters that are not coefficients."""
        return theta[self.count - len(self.density.scalars) :]
