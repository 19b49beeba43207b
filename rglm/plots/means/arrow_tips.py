"""The ends of the comparison arrows of means, on the scale that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.plots.means.arrow_lengths import arrow_lengths
from rglm.plots.means.pairs_of_means import ComparedMeans

MAX_NAMED = 3  # pairs in the note
BEYOND = 0.02  # the last mean, among the range of the means


@dataclass(frozen=True)
class ArrowTips:
    """The ends of the arrows down and up from each mean.

    Attributes
    ----------
    tips : (k, 2) float array
        NaN where there is no arrow.
    note : str
        What the arrows say, and which pairs they do not show.
    """

    tips: np.ndarray
    note: str


def arrow_tips(shown: EmmGrid, adjust: str | None, level: float) -> ArrowTips:
    """Arrows that compare the means of each group.

    Raises ValueError: these are contrasts.
    """
    tips = np.full((len(shown), 2), np.nan)
    misleading: list[str] = []
    pairs = ComparedMeans.of(shown, adjust, level, "comparisons=True")
    for group in pairs.groups:
        values = shown.estimated.value[group.places]
        arrows = arrow_lengths(values, group.margins, group.p_values < 1 - level)
        tips[group.places] = _within(values, arrows.left, arrows.right)
        misleading += _names(shown, group.places, arrows.misleading)
    if shown.settings.is_response and shown.scale.has_other:
        tips = _on_response_scale(shown, tips)
    return ArrowTips(tips, _note(pairs.adjust, 1 - level, misleading))


def _within(values: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The tips; arrows go a little beyond the last mean that they are compared with, at most."""
    low, high = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
    beyond = BEYOND * (high - low)
    tips = np.column_stack([values - left, values + right])
    return np.clip(tips, low - beyond, high + beyond)


def _on_response_scale(shown: EmmGrid, tips: np.ndarray) -> np.ndarray:
    """The tips through the inverse link, the lower one first."""
    out = shown.scale.means(tips, shown.settings.spread)
    falls = shown.scale.slopes(shown.estimated.value, shown.settings.spread) < 0
    return np.where(falls[:, None], out[:, ::-1], out)


def _names(shown: EmmGrid, places: np.ndarray, misleading: Sequence[tuple[int, int]]) -> list[str]:
    labels = level_texts(shown.groups.iloc[places])
    return [f"{labels[i]} and {labels[j]}" for i, j in misleading]


def _note(adjust: str, alpha: float, misleading: Sequence[str]) -> str:
    means = f"Arrows that do not meet: means differ (adjust: {adjust}, {alpha:.3g})"
    if not misleading:
        return means
    more = len(misleading) - MAX_NAMED
    named = [*misleading[:MAX_NAMED], *([f"{more} more pairs"] if more > 0 else [])]
    return f"{means}. They do not show the tests of {'; '.join(named)}"
