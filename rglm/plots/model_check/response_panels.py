"""Responses beside those that the model expects or simulates, by their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.plots import style
from rglm.protocol.capabilities import HasLevels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIMULATIONS = 30
MAX_DENSITY_ROWS = 2000
DENSITY_POINTS = 200
LOG_SKEWNESS = 4.0  # of the 95% quantile over the median, above which the axis is logarithmic


def draw_calibration(ax: Axes, table: pd.DataFrame) -> None:
    """Draw observed shares against predicted probabilities, by bin."""
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.vlines(table["predicted"], table["low"], table["high"], color=style.colour(ax, 0))
    ax.plot(table["predicted"], table["observed"], "o", color=style.colour(ax, 0), markersize=4)
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    style.label_axes(ax, "Predicted probability", "Observed share")


def draw_levels(ax: Axes, fit: HasLevels, drawn: SimulatedResponses) -> None:
    """Draw the share of each level, and where it is in 95% of the simulations."""
    codes = np.arange(len(fit.lev))
    observed = (drawn.observed[:, None] == codes).mean(axis=0)
    shares = np.stack([(drawn.simulations == code).mean(axis=0) for code in codes])
    low, middle, high = np.quantile(shares, [0.025, 0.5, 0.975], axis=1)
    ax.bar(codes, observed, width=0.7, color=style.FAINT, label="observed")
    ends = [middle - low, high - middle]
    ax.errorbar(codes, middle, ends, fmt="o", color=style.colour(ax, 1), label="simulated")
    style.level_ticks(ax, fit.lev)
    style.label_axes(ax, "", "Share of rows")
    style.legend(ax)


def draw_density(ax: Axes, drawn: SimulatedResponses, name: str) -> None:
    """Draw the density of the responses above 30 of simulated ones; of amounts without zeros."""
    rows = slice(None, None, max(1, -(-len(drawn.observed) // MAX_DENSITY_ROWS)))
    observed, simulations = drawn.observed[rows], drawn.simulations[rows, :SIMULATIONS]
    some = drawn.has_zeros and not (drawn.simulations < 0).any()
    is_log = _has_log_axis(observed, simulations)
    low, high = _range(observed, simulations, is_log)
    at = (
        np.geomspace(low, high, DENSITY_POINTS)
        if is_log
        else np.linspace(low, high, DENSITY_POINTS)
    )
    for i in range(simulations.shape[1]):
        line = _density(simulations[:, i], at, is_log)
        label = "simulated" if i == 0 else None
        ax.plot(at, line, color=style.colour(ax, 5), linewidth=0.7, alpha=0.6, label=label)
    ax.plot(
        at, _density(observed, at, is_log), color=style.ink(ax), linewidth=1.8, label="observed"
    )
    if is_log:
        ax.set_xscale("log")
        style.plain_ticks(ax.xaxis)
    ax.set_ylim(bottom=0)
    ax.set_yticks([])
    style.label_axes(ax, f"{name} above 0" if some else name, "Density")
    style.legend(ax)


def _has_log_axis(observed: np.ndarray, simulations: np.ndarray) -> bool:
    if min(observed.min(), simulations.min()) < 0:
        return False
    above = observed[observed > 0]
    return bool(len(above) and np.quantile(above, 0.95) > LOG_SKEWNESS * np.median(above))


def _range(observed: np.ndarray, simulations: np.ndarray, is_log: bool) -> tuple[float, float]:
    values = np.concatenate([observed, simulations.ravel()])
    values = values[values > 0] if is_log else values
    seen = observed[observed > 0] if is_log else observed
    low, high = np.quantile(values, [0.001, 0.999])
    low, high = float(min(low, seen.min())), float(max(high, seen.max()))
    return (low, high) if low < high else (low - 1, high + 1)


def _density(values: np.ndarray, at: np.ndarray, is_log: bool) -> np.ndarray:
    """A kernel density with Silverman's bandwidth; on a log axis that of the logarithm."""
    if is_log:
        values, at = np.log(values[values > 0]), np.log(at)
    n, spread = len(values), _spread(values)
    if n < 2 or not spread:
        return np.full(len(at), np.nan)
    bandwidth = 0.9 * spread * n**-0.2
    z = (at[:, None] - values) / bandwidth
    return np.exp(-z * z / 2).mean(axis=1) / (bandwidth * np.sqrt(2 * np.pi))


def _spread(values: np.ndarray) -> float:
    low, high = np.quantile(values, [0.25, 0.75])
    sd = float(values.std())
    return min(sd, float(high - low) / 1.34) or sd
