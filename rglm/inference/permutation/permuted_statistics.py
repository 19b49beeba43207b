"""The statistic of a term under permutations of residuals, or of the columns of the term."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from rglm.errors import FIT_ERRORS
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.permutation.term_design import TermDesign, basis, check_residuals
from rglm.inference.resampling.resampling_schemes import batch_size
from rglm.protocol.capabilities import HasLeastSquares, HasLeverage, HasWorkingWeights
from rglm.protocol.model_result import ModelResult


class PermutedStatistics(ABC):
    """A statistic of the data and of permutations of them.

    Attributes
    ----------
    name, method : str
        What the statistic is called, and whose test it is.
    observed : float
        That of the data.
    nrows : int
        How many rows are permuted.
    """

    name: str
    method: str
    observed: float
    nrows: int

    @abstractmethod
    def of(self, permutations: np.ndarray) -> np.ndarray:
        """The statistics of some permutations (m, n) of the rows, (m,)."""

    def permuted(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """The statistics of so many random permutations."""
        out, size = np.zeros(count), batch_size(self.nrows)
        for start in range(0, count, size):
            rows = np.tile(np.arange(self.nrows), (min(size, count - start), 1))
            out[start : start + size] = self.of(rng.permuted(rows, axis=1))
        return out


class FreedmanLane(PermutedStatistics):
    """F of a linear model with permuted residuals of the model without the term.

    With Q0 and Q1 orthonormal bases of sqrt(W) X0 and of what the term adds to it, and e the
    residuals of sqrt(W) y on Q0, F is |Q1'e|^2 / q over (|e|^2 - |Q0'e|^2 - |Q1'e|^2) / df.
    """

    name, method = "F", "Freedman & Lane"

    def __init__(self, fit: HasLeastSquares, columns: np.ndarray) -> None:
        design = TermDesign.of(fit, columns)
        rows = fit._rows_source.rows
        root = np.sqrt(rows.weights[design.used])
        self._others, self._term = design.bases(root)
        y = root * (rows.y - rows.offset)[design.used]
        self._residuals = y - self._others @ (self._others.T @ y)
        self.nrows = len(y)
        self._df = len(y) - self._others.shape[1] - self._term.shape[1]
        if self._df < 1:
            raise ValueError("permutation_test() needs residual degrees of freedom, and has none")
        self.observed = float(self.of(np.arange(len(y))[None])[0])

    def of(self, permutations: np.ndarray) -> np.ndarray:
        """The statistics of some permutations."""
        e = self._residuals[permutations]
        explained = ((e @ self._term) ** 2).sum(axis=1)
        rest = (e**2).sum(axis=1) - ((e @ self._others) ** 2).sum(axis=1) - explained
        with np.errstate(divide="ignore", invalid="ignore"):
            return (explained / self._term.shape[1]) / (np.maximum(rest, 0.0) / self._df)


class PotterScore(PermutedStatistics):
    """Rao's score of a glm with permuted residuals of the term's columns on the others.

    With r the Pearson residuals and W the working weights of the model without the term, and Z
    the residual columns, it is the square of the projection of r on what sqrt(W) Z adds to
    sqrt(W) X0.
    """

    method = "Potter"

    def __init__(self, fit: HasWorkingWeights, columns: np.ndarray) -> None:
        design = TermDesign.of(fit, columns)
        rows, used, family = fit._rows_source.rows, design.used, fit.family
        with collect_warnings():
            null = fit._refit_columns(design.others)
        eta = design.without_term @ null.beta + rows.offset[used]
        with np.errstate(all="ignore"):
            mean, slope = family.link.linkinv(eta), family.link.mu_eta(eta)
            unit = np.sqrt(rows.weights[used] / family.variance(mean))
        self._residuals = np.nan_to_num((rows.y[used] - mean) * unit)
        self._root = np.nan_to_num(slope * unit)
        self._others = basis(self._root[:, None] * design.without_term)
        self._z, self.nrows = design.term_residuals(), len(eta)
        is_known = not np.isnan(family.dispersion)
        self.name = "score" if is_known else "F"
        self._scale = 1.0
        score = float(self.of(np.arange(self.nrows)[None])[0])
        if not is_known:
            left = self._residuals - self._others @ (self._others.T @ self._residuals)
            rank = self._others.shape[1] + self._z.shape[1]
            free = max(self.nrows - rank, 1)
            self._scale = self._z.shape[1] * max((left**2).sum() - score, 0.0) / free
        self.observed = score / self._scale if self._scale > 0 else np.inf

    def of(self, permutations: np.ndarray) -> np.ndarray:
        """The statistics of some permutations."""
        z = self._root[:, None] * self._z[permutations]  # (m, n, q)
        z = z - self._others @ (self._others.T @ z)
        product = np.swapaxes(z, 1, 2) @ self._residuals
        inverse = np.linalg.pinv(np.swapaxes(z, 1, 2) @ z, hermitian=True)
        score: np.ndarray = (product * (inverse @ product[:, :, None])[:, :, 0]).sum(axis=1)
        return score / self._scale if self._scale > 0 else np.full(len(score), np.inf)


class PotterRatio(PermutedStatistics):
    """The likelihood ratio of a model that is fitted again to permuted residual columns."""

    name, method = "LR", "Potter"

    def __init__(self, fit: ModelResult, columns: np.ndarray) -> None:
        self._fit, self._columns = fit, columns
        self._x = fit._rows_source.columns.matrix()
        self._used = np.flatnonzero(fit._rows_source.rows.weights > 0)
        self._z = self._residual_columns()
        self.nrows = len(self._used)
        self._null = self._loglik(np.zeros_like(self._z))
        self.observed = max(2 * (float(fit.logLik()) - self._null), 0.0)

    def of(self, permutations: np.ndarray) -> np.ndarray:
        """The statistics of some permutations; infinite where there is no fit."""
        values = [2 * (self._loglik(self._z[rows]) - self._null) for rows in permutations]
        return np.nan_to_num(np.maximum(values, 0.0), nan=np.inf, posinf=np.inf)

    def _loglik(self, z: np.ndarray) -> float:
        x = self._x.copy()
        x[np.ix_(self._used, self._columns)] = z
        try:
            with collect_warnings():
                return float(self._fit._fit_with_columns(x).logLik())
        except FIT_ERRORS:
            return np.nan

    def _residual_columns(self) -> np.ndarray:
        """The residuals of the tested columns on the others of their part of the formula."""
        x, out, start = self._x[self._used], np.zeros((len(self._used), len(self._columns))), 0
        for schema in self._fit._schemas:
            part = np.arange(start, start + len(schema.names))
            inside = np.isin(self._columns, part)
            others = basis(x[:, np.setdiff1d(part, self._columns)])
            z = x[:, self._columns[inside]]
            out[:, inside] = z - others @ (others.T @ z)
            start += len(schema.names)
        check_residuals(out, x[:, self._columns])
        return out


def permuted_statistics(fit: ModelResult, columns: np.ndarray) -> PermutedStatistics:
    """The statistics of a model.

    Raises
    ------
    ValueError
        The columns are combinations of the others.
    """
    if isinstance(fit, HasLeastSquares):
        return FreedmanLane(fit, columns)
    return PotterScore(fit, columns) if isinstance(fit, HasLeverage) else PotterRatio(fit, columns)
