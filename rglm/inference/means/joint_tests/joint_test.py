"""A Wald test that several estimands are 0 together, with what of it the data determine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr
from scipy.special import chdtrc, fdtrc

from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.inference.estimands.estimands import NOT_ESTIMABLE, Combination, Estimands
from rglm.inference.estimands.estimated import Estimated

RANK_TOLERANCE = 1e-7  # of rows scaled to unit length
ZERO_TOLERANCE = 1e-10  # a derivative below it, relative to those of the means, is 0
MAX_CONDITION = 1e13  # of a correlation: above it it is singular


@dataclass(frozen=True)
class JointTest:
    """A test that q estimands have certain values.

    Attributes
    ----------
    df1, df2 : float
        The number that can be tested, and the degrees of freedom of the error.
    chi2 : float
        Wald's statistic; NaN where the covariance is singular.
    is_dependent, is_reduced : bool
        Whether `df1` is smaller than the number of estimands because some follow from others, or
        because the data do not determine all of them.
    """

    df1: int
    df2: float
    chi2: float
    is_dependent: bool = False
    is_reduced: bool = False

    @property
    def statistic(self) -> float:
        """F: Wald's statistic over its degrees of freedom."""
        return self.chi2 / self.df1 if self.df1 else np.nan

    @property
    def p_value(self) -> float:
        """The upper tail of F; of chi-square where `df2` is infinite."""
        if not self.df1 or np.isnan(self.chi2):
            return np.nan
        if np.isinf(self.df2):
            return float(chdtrc(self.df1, self.chi2))
        return float(fdtrc(self.df1, self.df2, self.statistic))

    @property
    def note(self) -> str:
        """What reduced `df1`: d and e, each in its place."""
        return f" {'d' if self.is_dependent else ' '} {'e' if self.is_reduced else ' '}"


@dataclass(frozen=True)
class _Hypotheses:
    """Rows that can be tested: values, their derivatives, and what their dependence shows in."""

    combinations: np.ndarray
    values: np.ndarray
    jacobian: np.ndarray
    rows: np.ndarray


def joint_test(estimated: Estimated, df2: float, null: float = 0.0) -> JointTest:
    """The test that all estimands are `null`.

    Wald's statistic (h - c)'(J V J')^-1 (h - c). Of linear estimands that are not all estimable
    those combinations are tested that are; of others the estimable ones.

    Parameters
    ----------
    estimated : Estimated
    df2 : float
        The degrees of freedom of the error, infinite where they are not estimated.
    null : float
    """
    hypotheses = _hypotheses(estimated, null)
    places = _independent_rows(hypotheses.rows)
    values, jacobian = hypotheses.values[places], hypotheses.jacobian[places]
    is_reduced = len(hypotheses.combinations) < len(estimated)
    is_dependent = len(places) < len(hypotheses.rows)
    chi2 = _wald(values, jacobian, estimated.parameters.covariance)
    return JointTest(len(places), df2, chi2, is_dependent, is_reduced)


def testable_combinations(estimated: Estimated) -> np.ndarray:
    """The combinations of the estimands that a joint test is of, (q, k)."""
    return _hypotheses(estimated, 0.0).combinations


def _hypotheses(estimated: Estimated, null: float) -> _Hypotheses:
    estimands = estimated.estimands
    values, jacobian = estimands.at(estimated.parameters.values)
    if estimands.is_linear:
        combinations = _estimable_combinations(estimands.deviation)
        values, jacobian = combinations @ (values - null), combinations @ jacobian
        rows = jacobian
    else:
        known = np.flatnonzero(estimands.is_estimable)
        combinations, rows = np.eye(len(values))[known], _weights(estimands)[known]
        values, jacobian = values[known] - null, jacobian[known]
    change = np.abs(jacobian).max(axis=1, initial=0.0)
    is_zero = change <= ZERO_TOLERANCE * _size(estimands, estimated)
    return _Hypotheses(combinations, values, jacobian, np.where(is_zero[:, None], 0.0, rows))


def _estimable_combinations(deviation: np.ndarray) -> np.ndarray:
    """Orthonormal combinations of the rows in which the deviations cancel, (q, k)."""
    count = len(deviation)
    if not (np.abs(deviation) > NOT_ESTIMABLE).any():
        return np.eye(count)
    known = ~(np.abs(deviation) > NOT_ESTIMABLE).any(axis=1)
    left, sizes, _ = np.linalg.svd(np.where(np.abs(deviation) > NOT_ESTIMABLE, deviation, 0.0))
    rank = int((sizes > NOT_ESTIMABLE * max(sizes.max(initial=0.0), 1.0)).sum())
    if known.sum() == count - rank:  # those that are estimable as they are
        return np.eye(count)[known]
    out: np.ndarray = left[:, rank:].T
    return out


def _weights(estimands: Estimands) -> np.ndarray:
    """The weights of the estimands that are combined, (k, m): their dependence holds always."""
    matrix = np.eye(len(estimands))
    while isinstance(estimands, Combination):
        matrix, estimands = matrix @ estimands.matrix, estimands.inner
    return matrix


def _size(estimands: Estimands, estimated: Estimated) -> float:
    """The largest derivative of what is combined."""
    while isinstance(estimands, Combination):
        estimands = estimands.inner
    jacobian = estimands.at(estimated.parameters.values)[1]
    return float(np.abs(jacobian[np.isfinite(jacobian)]).max(initial=0.0))


def _independent_rows(rows: np.ndarray) -> np.ndarray:
    """The places of rows that are linearly independent, in their order."""
    length = np.linalg.norm(rows, axis=1)
    largest = length.max(initial=0.0)
    used = np.flatnonzero(length > RANK_TOLERANCE * largest)
    if not len(used):
        return used
    upper, order = qr((rows[used] / length[used, None]).T, mode="r", pivoting=True)[:2]
    diagonal = np.abs(np.diag(upper))
    return np.sort(used[order[: int((diagonal > RANK_TOLERANCE).sum())]])


@ignore_float_errors
def _wald(values: np.ndarray, jacobian: np.ndarray, covariance: np.ndarray) -> float:
    """Wald's statistic; NaN where the covariance of the rows is singular or not known."""
    if not len(values):
        return np.nan
    square = jacobian @ covariance @ jacobian.T
    errors = np.sqrt(np.diag(square))
    correlation = square / np.outer(errors, errors)
    if not np.isfinite(correlation).all() or np.linalg.cond(correlation) > MAX_CONDITION:
        return np.nan
    ratios = values / errors
    return float(ratios @ np.linalg.solve(correlation, ratios))
