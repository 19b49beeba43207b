"""Whether all responses together are distributed as the simulated ones."""

from __future__ import annotations

import numpy as np

from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.inference.simulated_residuals.simulation_p_value import p_text, simulation_p_value
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Status, Verdict

GRID_POINTS = 200
SMALL_GAP = 0.05


def marginal_distances(drawn: SimulatedResponses) -> tuple[float, np.ndarray]:
    """Kolmogorov's distance of the responses from all simulations, and that of each, (N,).

    At 200 quantiles of the simulations.
    """
    ordered, n = np.sort(drawn.simulations, axis=0), len(drawn.observed)
    pooled = np.quantile(ordered.ravel(), np.linspace(0, 1, GRID_POINTS + 1), method="lower")
    points = np.unique(pooled)
    shares = np.stack([np.searchsorted(one, points, side="right") for one in ordered.T]) / n
    observed = np.searchsorted(np.sort(drawn.observed), points, side="right") / n
    centre = shares.mean(axis=0)
    return float(np.abs(observed - centre).max()), np.abs(shares - centre).max(axis=1)


def response_verdict(drawn: SimulatedResponses) -> Verdict:
    """The comparison in words."""
    distance, simulated = marginal_distances(drawn)
    p = simulation_p_value(distance, simulated, "greater")
    numbers = p_text(p, drawn.smallest_p / 2)
    points = f"{100 * distance:.2g} percentage points"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"Overall the responses look like simulated ones: within {points} ({numbers})."
        title = f"Responses: as simulated ones ({numbers})"
        return Verdict("response", distance, p, "ok", text, title)
    text = f"Overall the responses differ from simulated ones by up to {points} ({numbers})."
    status: Status = "minor" if distance < SMALL_GAP else "problem"
    title = f"Responses: up to {100 * distance:.2g} points from simulated ones ({numbers})"
    return Verdict("response", distance, p, status, text, title)
