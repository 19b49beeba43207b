"""Rows, or clusters of rows, drawn with replacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.inference.covariance.cluster_codes import cluster_codes
from rglm.inference.row_values import row_values
from rglm.protocol.argument_types import Cluster, RowValues
from rglm.protocol.model_result import ModelResult

BATCH_NUMBERS = 4_000_000  # drawn at once: a number for each row of each resample


def batch_size(nrows: int) -> int:
    """How many resamples are drawn at once; it does not depend on the machine."""
    return max(1, BATCH_NUMBERS // max(nrows, 1))


@dataclass(frozen=True)
class RowResampling:
    """Units, rows or clusters of rows, that are drawn with replacement.

    Attributes
    ----------
    codes : (n,) int array
        The unit of each row of the fit; -1 of rows of weight 0, which are not drawn.
    strata : list of int arrays
        The units of each stratum, as many of which are drawn as there are.
    """

    codes: np.ndarray
    strata: list[np.ndarray]

    @property
    def unit_count(self) -> int:
        """The number of units."""
        return sum(map(len, self.strata))

    @property
    def is_clustered(self) -> bool:
        """Whether a unit has several rows."""
        return self.unit_count < int(np.count_nonzero(self.codes >= 0))

    def draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """How often each unit is drawn in each of some resamples, (count, units)."""
        out = np.zeros((count, self.unit_count), dtype=np.int64)
        for units in self.strata:
            size = len(units)
            places = rng.integers(size, size=(count, size))
            places += np.arange(count)[:, None] * size
            counts = np.bincount(places.ravel(), minlength=count * size)
            out[:, units] = counts.reshape(count, size)
        return out

    def frequencies(self, unit_counts: np.ndarray) -> np.ndarray:
        """How often each row is drawn, (count, n), from how often each unit is."""
        drawn = np.take(unit_counts, np.maximum(self.codes, 0), axis=1)
        return np.where(self.codes >= 0, drawn, 0)

    def without_each(self, groups: list[np.ndarray]) -> np.ndarray:
        """How often each unit is there, (groups, units), where each group of units is left out."""
        out = np.ones((len(groups), self.unit_count), dtype=np.int64)
        for i, units in enumerate(groups):
            out[i, units] = 0
        return out


def row_units(fit: ModelResult, strata: RowValues | None) -> RowResampling:
    """The rows with a weight as units, in strata if there are any."""
    used = fit._rows_source.rows.weights > 0
    codes = np.where(used, np.cumsum(used) - 1, -1)
    count = int(used.sum())
    if strata is None:
        return RowResampling(codes, [np.arange(count)])
    stratum = _strata(fit, strata)[used]
    return RowResampling(codes, [np.flatnonzero(stratum == s) for s in np.unique(stratum)])


def cluster_units(fit: ModelResult, cluster: Cluster) -> RowResampling:
    """The clusters as units."""
    ways = cluster_codes(fit, cluster)
    if len(ways) > 1:
        raise ValueError(
            f"cluster= of a bootstrap takes one variable, and there are {', '.join(ways)}; the "
            f"clusters of all together are 'interaction({', '.join(ways)})'"
        )
    used = fit._rows_source.rows.weights > 0
    codes = np.full(len(used), -1)
    codes[used] = pd.factorize(next(iter(ways.values()))[used])[0]
    return RowResampling(codes, [np.arange(int(codes.max()) + 1)])


def _strata(fit: ModelResult, strata: RowValues) -> np.ndarray:
    """The stratum of each row."""
    if isinstance(strata, str):
        strata = strata.strip().removeprefix("~")  # as cluster="~ g" may be written
    elif isinstance(strata, (list, tuple)) and {type(label) for label in strata} == {str}:
        _check_no_names(fit, list(strata))
    codes, _ = pd.factorize(pd.Series(row_values(fit, strata, "strata=", "strata"), copy=False))
    if (codes < 0).any():
        row = row_label(fit._index, int(np.argmax(codes < 0)))
        raise ValueError(f"strata= is missing in row {row}; fill it in, or leave strata= out")
    return codes


def _check_no_names(fit: ModelResult, strata: list[str]) -> None:
    """Check that a list of texts is not the names of several columns."""
    if len(strata) != len(fit._index) and set(strata) <= set(map(str, fit.data)):
        raise ValueError(
            f"strata={strata!r}: one variable makes the strata; those of several together are "
            f"strata='interaction({', '.join(strata)})'"
        )
