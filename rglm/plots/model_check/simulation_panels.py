"""Statistics of simulated responses as histograms, with that of the responses as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.simulated_residuals.dispersion import dispersion_ratios
from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.inference.simulated_residuals.zeros import zero_counts
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_BINS = 25
HEADROOM = 0.3  # above the bars, for the legend


def draw_dispersion(ax: Axes, drawn: SimulatedResponses) -> None:
    """Draw the dispersion of the responses beside that of simulations."""
    ratios = dispersion_ratios(drawn)
    _draw_histogram(ax, ratios.observed, ratios.simulated, is_whole=False)
    style.label_axes(ax, "Observed over expected variance", "Simulations")


def draw_zeros(ax: Axes, drawn: SimulatedResponses) -> None:
    """Draw the number of zeros beside that of simulations."""
    count, simulated = zero_counts(drawn)
    _draw_histogram(ax, count, simulated, is_whole=True)
    ax.locator_params(axis="x", integer=True)
    style.label_axes(ax, "Number of zeros", "Simulations")


def _draw_histogram(ax: Axes, observed: float, simulated: np.ndarray, is_whole: bool) -> None:
    low, high = float(simulated.min()), float(simulated.max())
    if is_whole:
        step = max(1, int(np.ceil((high - low + 1) / MAX_BINS)))
        edges = np.arange(low - 0.5, high + step + 0.5, step)
    else:
        edges = (
            np.linspace(low, high, MAX_BINS) if high > low else np.array([low - 0.5, low + 0.5])
        )
    ax.hist(simulated, edges.tolist(), color=style.FAINT, label="simulated")
    ax.axvline(observed, color=style.colour(ax, 1), linewidth=2, label="observed")
    ax.margins(x=0.08, y=HEADROOM)
    style.legend(ax)
