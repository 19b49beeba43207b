"""Quantiles of scaled residuals along a variable: curves that are level if the model is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.fitting.quantile_regression import natural_spline, quantile_regression
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

PROBABILITIES = (0.25, 0.5, 0.75)
MAX_GROUPS = 6  # of equal values, each of which has quantiles of its own
MIN_GROUP_ROWS = 5
MIN_ROWS = 10
MIN_SPLINE_ROWS = 40  # fewer have a straight line
GRID_POINTS = 81
MAX_CURVE_ROWS = 2000  # from which the curves are computed; the test has all
SMALL_DEPARTURE = 0.1  # of a curve from its level
NOISE_ERRORS = 2.5  # standard errors, within which nothing is said of a place
CENTRAL_RANKS = (0.05, 0.95)  # the part of the rows where the departure is looked at


@dataclass(frozen=True)
class QuantileCurves:
    """Quantile regression of scaled residuals u on the ranks of a variable x.

    The indicators 1(u < tau) of tau = 0.25, 0.5, 0.75 are regressed on a basis B of x. Their joint
    score statistic is tr(Omega^-1 D'B (B'B)^-1 B'D), with the columns of D the indicators less
    tau, and Omega_jk = min(tau_j, tau_k) - tau_j tau_k. It is chi-square on 3 k degrees of
    freedom, k the columns of B, if u is uniform whatever x is.

    Attributes
    ----------
    x : (n,) array
    residuals : (n,) array

    Notes
    -----
    The source of such rank scores is Gutenbrunner, Jurečková, Koenker & Portnoy (1993), Tests of
    linear hypotheses based on regression rank scores, Journal of Nonparametric Statistics 2.
    """

    x: np.ndarray
    residuals: np.ndarray

    @cached_property
    def ranks(self) -> np.ndarray:
        """The mean ranks of x on (0, 1), (n,)."""
        _, place, counts = np.unique(self.x, return_inverse=True, return_counts=True)
        ends = counts.cumsum()
        return ((ends - counts / 2) / len(self.x))[place.reshape(-1)]

    @cached_property
    def groups(self) -> np.ndarray | None:
        """The ranks of the distinct values where they are few, each with its own quantiles."""
        values, counts = np.unique(self.ranks, return_counts=True)
        if len(values) > MAX_GROUPS or counts.min() < MIN_GROUP_ROWS:
            return None
        return values

    @property
    def can_be_tested(self) -> bool:
        """Whether x varies and there are enough rows."""
        return len(self.x) >= MIN_ROWS and np.ptp(self.ranks) > 0

    def basis(self, ranks: np.ndarray) -> np.ndarray:
        """B at some ranks: a column a group, a natural spline, or a straight line."""
        if self.groups is not None:
            return (ranks[:, None] == self.groups).astype(float)
        spline = natural_spline(ranks)
        return spline if self._has_spline else spline[:, :2]

    @property
    def _has_spline(self) -> bool:
        return len(self.x) >= MIN_SPLINE_ROWS and len(np.unique(self.ranks)) > 4

    def test(self) -> tuple[float, int, float]:
        """The score statistic, its degrees of freedom and the p-value."""
        basis, tau = self.basis(self.ranks), np.array(PROBABILITIES)
        indicators = (self.residuals[:, None] < tau) - tau
        omega = np.minimum.outer(tau, tau) - np.outer(tau, tau)
        sums = basis.T @ indicators
        inner = sums.T @ np.linalg.solve(basis.T @ basis, sums)
        statistic, df = float(np.trace(np.linalg.solve(omega, inner))), 3 * basis.shape[1]
        return statistic, df, float(chisq_upper_tail(df, statistic))

    @cached_property
    def grid(self) -> np.ndarray:
        """The ranks at which the curves are computed, each of some row: none in a gap."""
        if self.groups is not None:
            return self.groups
        values = np.unique(self.ranks)
        even = np.linspace(values[0], values[-1], GRID_POINTS)
        after = np.searchsorted(values, even).clip(1, len(values) - 1)
        is_nearer = even - values[after - 1] < values[after] - even  # to the one before
        return values[np.unique(after - is_nearer)]

    @cached_property
    def curves(self) -> np.ndarray:
        """The quantiles of u at the ranks of `grid`, (points, 3)."""
        step = max(1, -(-len(self.x) // MAX_CURVE_ROWS))
        order = np.argsort(self.ranks, kind="stable")[step // 2 :: step]
        basis, u = self.basis(self.ranks[order]), self.residuals[order]
        at = self.basis(self.grid)
        found = [at @ quantile_regression(basis, u, tau) for tau in PROBABILITIES]
        return np.clip(np.column_stack(found), 0, 1)

    @cached_property
    def standard_errors(self) -> np.ndarray:
        """The standard errors of the curves if u is uniform, whose density is 1, (points, 3)."""
        basis, at = self.basis(self.ranks), self.basis(self.grid)
        spread = np.einsum("ij,ij->i", at, np.linalg.solve(basis.T @ basis, at.T).T)
        tau = np.array(PROBABILITIES)
        return np.sqrt(np.outer(spread, tau * (1 - tau)))

    @property
    def _is_central(self) -> np.ndarray:
        """Whether most rows are near, at each rank of `grid`."""
        inside = (self.grid >= CENTRAL_RANKS[0]) & (self.grid <= CENTRAL_RANKS[1])
        return inside | (self.groups is not None)

    @property
    def _departures(self) -> np.ndarray:
        """The curves less their levels, 0 where few rows are or within the noise, (points, 3)."""
        gap = self.curves - PROBABILITIES
        is_clear = np.abs(gap) > NOISE_ERRORS * self.standard_errors
        return np.where(is_clear & self._is_central[:, None], gap, 0.0)

    @property
    def largest(self) -> float:
        """How far a curve is from its level at most."""
        return float(np.abs(self.curves - PROBABILITIES)[self._is_central].max())

    @property
    def bend(self) -> float:
        """How far the median is from 0.5 at most; 0 within the noise."""
        return float(np.abs(self._departures[:, 1]).max())

    @property
    def median_departure(self) -> float:
        """How far the median is from 0.5 at most, where most rows are."""
        return float(np.abs(self.curves[self._is_central, 1] - 0.5).max())

    @property
    def is_bent(self) -> bool:
        """Whether the median is clearly off its level somewhere."""
        return self.bend >= SMALL_DEPARTURE and self.bend >= abs(self.spread - 0.5) / 2

    @property
    def spread(self) -> float:
        """The distance of the quartiles, where it is farthest from 0.5; 0.5 within the noise."""
        width = self.curves[:, 2] - self.curves[:, 0] - 0.5
        error = self.standard_errors[:, 1]  # of their distance, as of the median
        is_clear = (np.abs(width) > NOISE_ERRORS * error) & self._is_central
        width = np.where(is_clear, width, 0.0)
        return float(0.5 + width[np.abs(width).argmax()])


MISSING_TERM = "A curve or a term is missing, or the link is wrong."


def quantile_verdict(curves: QuantileCurves, along: str, question: str) -> Verdict:
    """The test in words; `along` names the variable."""
    statistic, _, p = curves.test()
    return curve_verdict(curves, along, question, statistic, p)


def curve_verdict(
    curves: QuantileCurves,
    along: str,
    question: str,
    statistic: float,
    p: float,
    advice: str = MISSING_TERM,
) -> Verdict:
    """The words of a statistic and its p-value, which may be adjusted."""
    numbers = p_text(p)
    if p >= SIGNIFICANCE_LEVEL:
        text = f"No bend and no change of spread along {along} ({numbers})."
        title = f"Along {along}: level ({numbers})"
        return Verdict(question, statistic, p, "ok", text, title)
    if curves.largest < SMALL_DEPARTURE:
        text = (
            f"A small bend or change of spread along {along}: the quartiles of the residuals are "
            f"within {curves.largest:.2f} of their levels ({numbers})."
        )
        title = f"Along {along}: nearly level ({numbers})"
        return Verdict(question, statistic, p, "minor", text, title)
    if curves.groups is not None:
        return _of_groups(curves, along, question, statistic, p)
    faults, text = _departures_in_words(curves, along, numbers, advice)
    title = f"Along {along}: {faults} ({numbers})"
    return Verdict(question, statistic, p, "problem", text, title)


def _departures_in_words(
    curves: QuantileCurves, along: str, numbers: str, advice: str
) -> tuple[str, str]:
    """What is wrong with the curves: in a few words, and in sentences."""
    change = abs(curves.spread - 0.5)
    parts, faults = [], []
    if curves.is_bent:
        found = curves.median_departure
        faults.append("bent")
        parts.append(
            f"The residuals bend along {along}: their median is up to {found:.2f} from 0.5 "
            f"({numbers}). {advice}"
        )
    if change >= SMALL_DEPARTURE and change >= curves.bend / 2:
        faults.append("wrong spread")
        what = "more" if curves.spread > 0.5 else "less"
        subject, shown = ("They also", "") if parts else ("The residuals", f" ({numbers})")
        parts.append(
            f"{subject} spread {what} than the model says at some of {along}: their quartiles are "
            f"{curves.spread:.2f} apart, and 0.5 is right{shown}."
        )
    if not parts:
        faults = ["not quite level"]
        parts = [
            f"The residuals are not level along {along}: a quartile is up to {curves.largest:.2f} "
            f"from where it should be ({numbers})."
        ]
    return ", ".join(faults), " ".join(parts)


def _of_groups(
    curves: QuantileCurves, along: str, question: str, statistic: float, p: float
) -> Verdict:
    """The words where each value of a variable has quartiles of its own."""
    text = (
        f"Some groups of equal {along.removeprefix('the ')} have other residuals than the model "
        f"says: a quartile is {curves.largest:.2f} from where it should be ({p_text(p)})."
    )
    title = f"Along {along}: not as the model says ({p_text(p)})"
    return Verdict(question, statistic, p, "problem", text, title)
