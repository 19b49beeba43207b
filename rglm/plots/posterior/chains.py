"""Pictures of Markov chains: traces, ranks, autocorrelations, R-hat, divergences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.parameter_draws import ParameterDraws

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHAIN_COLOURS = (0, 5, 2, 4, 3, 6)  # vermilion is that of divergences
TRACE_WIDTH = 0.4
RANK_BINS = 20
MAX_LAG = 20
MAX_TRACE = 2000  # draws of a chain that a trace shows


def chain_shade(ax: Axes, chain: int) -> str:
    """The colour of a chain."""
    return style.colour(ax, CHAIN_COLOURS[chain % len(CHAIN_COLOURS)])


def chain_label(chain: int) -> str:
    """What a legend calls a chain."""
    return f"chain {chain + 1}"


def draw_trace(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    """Draw the draws of a parameter in their order, a line a chain, with red divergences."""
    count = drawn.values.shape[1]
    step = -(-count // MAX_TRACE)
    for chain, values in enumerate(drawn.values[:, ::step, k]):
        at = 1 + step * np.arange(len(values))
        shade = chain_shade(ax, chain)
        ax.plot(at, values, color=shade, linewidth=TRACE_WIDTH)
        ax.plot([], [], color=shade, label=chain_label(chain))
    diverged = np.flatnonzero(drawn.divergent.any(axis=0)) + 1
    if len(diverged):
        low, high = ax.get_ylim()
        ax.set_ylim(low, high)
        top = low + 0.06 * (high - low)
        red = style.COLOURS[1]
        ax.vlines(diverged, low, top, color=red, linewidth=0.8, zorder=4)
        ax.plot([], [], "|", color=red, label="diverged")
    ax.set_xlim(0, count + 1)


def draw_ranks(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    """Draw how many draws of each chain have ranks, among all draws, in each of 20 classes."""
    values = drawn.values[:, :, k]
    ranks = np.empty(values.size)
    ranks[np.argsort(values, axis=None, kind="stable")] = np.arange(values.size)
    edges = np.linspace(0, values.size, RANK_BINS + 1)
    for chain, own in enumerate(ranks.reshape(values.shape)):
        counts, _ = np.histogram(own, edges)
        ax.stairs(
            counts, edges, color=chain_shade(ax, chain), linewidth=1, label=chain_label(chain)
        )
    ax.axhline(values.shape[1] / RANK_BINS, color=style.FAINT, linestyle=":", linewidth=0.8)
    ax.set_ylim(0, None)
    ax.set_xlim(0, values.size)


def draw_autocorrelation(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    """Draw the autocorrelations of each chain up to a lag of 20."""
    for chain, values in enumerate(drawn.values[:, :, k]):
        found = autocorrelations(values, MAX_LAG)
        ax.plot(
            found, color=chain_shade(ax, chain), linewidth=1, marker=".", label=chain_label(chain)
        )
    ax.axhline(0, color=style.FAINT, linewidth=0.8)
    ax.set_ylim(min(-0.2, ax.get_ylim()[0]), 1.05)


def autocorrelations(values: np.ndarray, most: int) -> np.ndarray:
    """The autocorrelations of a series at the lags 0 to `most`; R's ``acf``."""
    centred = values - values.mean()
    total = float(centred @ centred) or 1.0
    lags = range(min(most, len(values) - 1) + 1)
    return np.array([centred[: len(values) - lag] @ centred[lag:] for lag in lags]) / total
