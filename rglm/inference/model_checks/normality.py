"""Whether residuals are normal in shape: the test of Shapiro and Wilk."""

from __future__ import annotations

import numpy as np

from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

MAX_ROWS = 5000  # for which the p-value is known
MIN_ROWS = 3
SMALL_SKEWNESS, SMALL_EXCESS = 0.5, 1.0
MANY_ROWS = 100  # from which means of residuals are nearly normal
OF_MANY_ROWS = (
    " Intervals of predictions depend on it; with so many rows those of coefficients hardly do."
)


def normality_verdict(residuals: np.ndarray, is_linear: bool) -> Verdict | None:
    """The test in words, of residuals that should be normal; None for fewer than 3.

    Parameters
    ----------
    is_linear : bool
        Whether they are the residuals of a linear model, and not quantile residuals.
    """
    from scipy.stats import shapiro

    step = max(1, -(-len(residuals) // MAX_ROWS))
    z = residuals[::step]
    if len(z) < MIN_ROWS or not np.ptp(z):
        return None
    statistic, p = map(float, shapiro(z))
    z = (z - z.mean()) / z.std()
    skewness, excess = float((z**3).mean()), float((z**4).mean() - 3)
    numbers = f"W = {statistic:.3f}, {p_text(p)}"
    what = "residuals are normal" if is_linear else "responses are distributed as the model says"
    name = "Normality" if is_linear else "Distribution"
    if p >= SIGNIFICANCE_LEVEL:
        title = f"{name}: no sign against it ({p_text(p)})"
        return Verdict("distribution", statistic, p, "ok", f"The {what} ({numbers}).", title)
    shape = _shape(skewness, excess)
    title = f"{name}: {shape.split(' (')[0]} ({p_text(p)})"
    if abs(skewness) < SMALL_SKEWNESS and abs(excess) < SMALL_EXCESS:
        text = f"A small departure from the model's distribution: {shape}; {numbers})."
        return Verdict("distribution", statistic, p, "minor", text, title)
    text = f"The {what.replace(' are ', ' are not ', 1)}: {shape}; {numbers})."
    if is_linear and len(residuals) >= MANY_ROWS:
        text += OF_MANY_ROWS
    return Verdict("distribution", statistic, p, "problem", text, title)


def _shape(skewness: float, excess: float) -> str:
    """How the residuals differ from normal ones; the parenthesis is open."""
    side = "right" if skewness > 0 else "left"
    tails = "heavy" if excess > 0 else "light"
    if abs(skewness) >= max(SMALL_SKEWNESS, abs(excess) / 4):
        return f"skewed to the {side} (skewness {skewness:.2g}"
    shown = f"{excess + 3:.0f}" if excess > 7 else f"{excess + 3:.2g}"
    return f"{tails} tails (kurtosis {shown}, where a normal has 3"
