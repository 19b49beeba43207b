"""Pearson residuals along a variable, of fits without a distribution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.model_checks.spread_ratio import spread_ratio
from rglm.inference.simulated_residuals.quantile_curves import MISSING_TERM, QuantileCurves
from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

SMALL_BEND = 0.2  # standard deviations
SMALL_RATIO = 1.25  # of standard deviations


@dataclass(frozen=True)
class MeanCurve:
    """Regression of standardized Pearson residuals r, and of their squares, on ranks of x.

    With B the basis of `QuantileCurves`, the mean is level if r'B (B' diag(r^2) B)^-1 B'r is
    chi-square on the columns of B; the spread, if n R^2 of the regression of r^2 on B is
    chi-square on one less (Koenker 1981, Journal of Econometrics 17).
    """

    x: np.ndarray
    residuals: np.ndarray

    @cached_property
    def along(self) -> QuantileCurves:
        """The ranks of x, and their basis."""
        return QuantileCurves(self.x, self.residuals)

    @cached_property
    def basis(self) -> np.ndarray:
        """B, (n, k)."""
        return self.along.basis(self.along.ranks)

    def test_mean(self) -> tuple[float, float]:
        """The statistic of the mean, and its p-value."""
        weighted = self.basis * self.residuals[:, None]
        sums = weighted.sum(axis=0)
        statistic = float(sums @ np.linalg.lstsq(weighted.T @ weighted, sums, rcond=None)[0])
        return statistic, float(chisq_upper_tail(self.basis.shape[1], statistic))

    def test_spread(self) -> tuple[float, float]:
        """The statistic of the spread, and its p-value."""
        squares = self.residuals**2
        fitted = self.basis @ np.linalg.lstsq(self.basis, squares, rcond=None)[0]
        explained = ((fitted - squares.mean()) ** 2).sum() / (
            (squares - squares.mean()) ** 2
        ).sum()
        statistic = float(len(squares) * explained)
        return statistic, float(chisq_upper_tail(self.basis.shape[1] - 1, statistic))

    @cached_property
    def curve(self) -> np.ndarray:
        """The mean residual at the ranks of ``along.grid``."""
        return self._at_grid @ np.linalg.lstsq(self.basis, self.residuals, rcond=None)[0]

    @cached_property
    def standard_errors(self) -> np.ndarray:
        """The standard errors of the curve, for any variances."""
        inverse = np.linalg.pinv(self.basis.T @ self.basis)
        weighted = self.basis * self.residuals[:, None]
        covariance = inverse @ (weighted.T @ weighted) @ inverse
        return np.sqrt(np.einsum("ij,jk,ik->i", self._at_grid, covariance, self._at_grid))

    @property
    def _at_grid(self) -> np.ndarray:
        return self.along.basis(self.along.grid)


def mean_verdict(
    curve: MeanCurve,
    along: str,
    question: str,
    statistic: float,
    p: float,
    advice: str = MISSING_TERM,
) -> Verdict:
    """The test of the mean in words."""
    numbers, bend = p_text(p), float(np.abs(curve.curve).max())
    size = f"on average up to {bend:.2g} standard deviations from 0 ({numbers})"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"No bend along {along} ({numbers})."
        return Verdict(question, statistic, p, "ok", text, f"Along {along}: level ({numbers})")
    if bend < SMALL_BEND:
        text = f"A small bend along {along}: residuals are {size}."
        title = f"Along {along}: nearly level ({numbers})"
        return Verdict(question, statistic, p, "minor", text, title)
    text = f"The residuals bend along {along}: they are {size}. {advice}"
    return Verdict(question, statistic, p, "problem", text, f"Along {along}: bent ({numbers})")


def spread_verdict(curve: MeanCurve) -> Verdict:
    """The test of the variance function in words."""
    statistic, p = curve.test_spread()
    numbers, ratio = p_text(p), spread_ratio(curve.along.ranks, curve.residuals)
    text = f"in the upper third of the fitted values residuals spread {ratio:.2g} times as much as"
    text = f"{text} in the lower ({numbers})"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"No sign against the variance function ({numbers})."
        return Verdict("spread", statistic, p, "ok", text, f"Spread: even ({numbers})")
    if 1 / SMALL_RATIO < ratio < SMALL_RATIO:
        title = f"Spread: nearly even ({numbers})"
        return Verdict("spread", statistic, p, "minor", f"{text[0].upper()}{text[1:]}.", title)
    text = f"The variance function is wrong: {text}. summary(vcov='HC3') has standard errors for "
    text += "any variance."
    return Verdict("spread", statistic, p, "problem", text, f"Spread: uneven ({numbers})")
