"""Whether there are as many zeros as in the simulations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.simulated_residuals.simulation_p_value import p_text, simulation_p_value
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

if TYPE_CHECKING:
    from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses

SMALL_SHARE = 0.01  # of the rows, of zeros more or less than expected


def zero_counts(drawn: SimulatedResponses) -> tuple[int, np.ndarray]:
    """The number of zeros, and that of each simulation, (N,)."""
    return int((drawn.observed == 0).sum()), (drawn.simulations == 0).sum(axis=0)


def zero_verdict(drawn: SimulatedResponses, advice: str) -> Verdict:
    """The test in words; `advice` says which models to try."""
    count, simulated = zero_counts(drawn)
    expected, p = float(simulated.mean()), simulation_p_value(count, simulated)
    shown = f"{expected:,.1f}" if expected < 1000 else f"{expected:,.0f}"
    zeros = "zero" if count == 1 else "zeros"
    text = f"{count:,} {zeros}, and the model expects {shown} ({p_text(p, drawn.smallest_p)})"
    title = f"Zeros: {count:,}, {shown} expected ({p_text(p, drawn.smallest_p)})"
    if p >= SIGNIFICANCE_LEVEL:
        return Verdict("zeros", count, p, "ok", f"{text}.", title)
    if abs(count - expected) < SMALL_SHARE * len(drawn.observed):
        return Verdict("zeros", count, p, "minor", f"{text}: a small difference.", title)
    if count < expected:
        text = f"Too few zeros: {text}."
        return Verdict("zeros", count, p, "problem", text, title)
    return Verdict("zeros", count, p, "problem", f"Too many zeros: {text}{advice}.", title)
