"""Whether scaled residuals are uniform: the test of Kolmogorov and Smirnov."""

from __future__ import annotations

import numpy as np

from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Status, Verdict

SMALL_GAP = 0.05  # between shares of rows, that matters little


def kolmogorov_smirnov(residuals: np.ndarray) -> tuple[float, float]:
    """D, the largest gap between the shares of residuals below u and u, and its p-value.

    The p-value is exact for uniform residuals: the parameters are taken as known.
    """
    from scipy.stats import kstwo

    u, n = np.sort(residuals), len(residuals)
    places = np.arange(1, n + 1)
    distance = float(max((places / n - u).max(), (u - (places - 1) / n).max()))
    return distance, float(np.clip(kstwo.sf(distance, n), 0, 1))


def uniformity_verdict(residuals: np.ndarray) -> Verdict:
    """The test in words."""
    distance, p = kolmogorov_smirnov(residuals)
    numbers, points = p_text(p), f"{100 * distance:.2g} percentage points"
    title = f"Distribution: not the model's ({numbers})"
    status: Status = "problem"
    if p >= SIGNIFICANCE_LEVEL:
        status, title = "ok", f"Distribution: as the model says ({numbers})"
        text = (
            "The responses are distributed as the model says: shares of rows differ by at most "
            f"{points} ({numbers})."
        )
    elif distance < SMALL_GAP:
        status, title = "minor", f"Distribution: a small departure ({numbers})"
        text = (
            f"A small departure from the model's distribution: at most {points} ({numbers}). With "
            f"{len(residuals):,} rows even small ones are significant."
        )
    else:
        text = (
            "The responses are not distributed as the model says: the share of rows below a "
            f"quantile of the model is off by up to {points} ({numbers})."
        )
    return Verdict("uniformity", distance, p, status, text, title)
