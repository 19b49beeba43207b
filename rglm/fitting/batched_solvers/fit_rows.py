"""The numbers of the rows of many fits: responses, weights, and where iterations start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.block import Rows
from rglm.families.glm.family import Family
from rglm.sources.cells.row_codes import RowCodes
from rglm.sources.memory import MemorySource


@dataclass(frozen=True)
class GroupRows:
    """The numbers of the n rows of L fits.

    Attributes
    ----------
    y, weights, etastart : (L, n) array
        The response, the weights, and the linear predictor that iterations start from.
    offset : (n,) array
    informative : (L,) int array
        The numbers of rows with a weight.
    """

    y: np.ndarray
    weights: np.ndarray
    etastart: np.ndarray
    offset: np.ndarray
    informative: np.ndarray

    def source(self, source: MemorySource, fit: int) -> MemorySource:
        """The rows of one fit."""
        rows = Rows(
            self.y[fit], self.weights[fit], self.offset, source.rows.trials, self.etastart[fit]
        )
        return MemorySource(source.columns, rows)


@dataclass(frozen=True)
class FitRows:
    """What R fits of the rows of a source have of their own; None: what the source has.

    Attributes
    ----------
    source : MemorySource
    family : Family
    y : (R, n) array or None
        The responses.
    weights : (R, n) or (n,) array or None
        The prior weights.
    frequencies : (R, n) array or None
        How often each row occurs, as in a bootstrap sample: a row twice is two observations.
    cells : RowCodes or None
        The rows that are equal in all columns, if fits are to sum them.
    """

    source: MemorySource
    family: Family
    y: np.ndarray | None = None
    weights: np.ndarray | None = None
    frequencies: np.ndarray | None = None
    cells: RowCodes | None = None

    @property
    def count(self) -> int:
        """The number R of fits."""
        given = (self.y, self.weights, self.frequencies)
        counts = {len(a) for a in given if a is not None and a.ndim == 2}
        if len(counts) > 1:
            raise ValueError(f"responses and weights of {sorted(counts)} fits")
        return counts.pop() if counts else 1

    @property
    def mean_weights(self) -> np.ndarray:
        """The mean weights (n,) of all fits."""
        weights = self.source.rows.weights if self.weights is None else self.weights
        mean = weights.mean(axis=0) if weights.ndim == 2 and len(weights) else weights
        if self.frequencies is None or not len(self.frequencies):
            return np.asarray(mean) if mean.ndim == 1 else self.source.rows.weights
        return mean * self.frequencies.mean(axis=0)

    def group(self, fits: slice) -> GroupRows:
        """The rows of some fits.

        Raises
        ------
        ResponseError
            A response that the family does not allow.
        """
        rows = self.source.rows
        y = _some(rows.y if self.y is None else self.y, fits)
        weights = _some(rows.weights if self.weights is None else self.weights, fits)
        etastart = self._etastart(y, weights)
        informative = np.count_nonzero(weights > 0, axis=1)
        if self.frequencies is not None:
            times = np.ascontiguousarray(self.frequencies[fits], dtype=float)
            informative = ((weights > 0) * times).sum(axis=1).astype(int)
            weights = weights * times
        count = len(range(*fits.indices(self.count)))
        y, weights, etastart = (_repeated(a, count) for a in (y, weights, etastart))
        informative = np.broadcast_to(informative, (count,))
        return GroupRows(y, weights, etastart, rows.offset, informative)

    def _etastart(self, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The linear predictors at the means that the family starts from; y where cells do."""
        shape = np.broadcast_shapes(y.shape, weights.shape)
        numbers = (np.broadcast_to(a, shape).ravel() for a in (y, weights))
        prepared = self.family.prepare(*numbers)
        if self.cells is not None:
            return y
        with np.errstate(all="ignore"):
            eta = self.family.link.linkfun(prepared.mustart)
        return np.asarray(eta, dtype=float).reshape(shape)


def _some(values: np.ndarray, fits: slice) -> np.ndarray:
    """The rows of some fits, or the one row of all, as a matrix of contiguous floats."""
    some = values[fits] if values.ndim == 2 else values[None]
    return np.ascontiguousarray(some, dtype=float)


def _repeated(values: np.ndarray, count: int) -> np.ndarray:
    """A row for each fit, contiguous."""
    return values if len(values) == count else np.repeat(values, count, axis=0)
