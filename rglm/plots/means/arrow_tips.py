"""The ends of the comparison arrows of means, on the scale that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.plots.means.arrow_lengths import arrow_lengths

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
    if shown.is_contrast:
        raise ValueError(
            "comparisons=True draws arrows of means, and these are contrasts: plot() without it, "
            "or the plot of what they are contrasts of"
        )
    tips = np.full((len(shown), 2), np.nan)
    misleading: list[str] = []
    contrasts = shown.contrast("pairwise", adjust=adjust)
    assert isinstance(contrasts, EmmGrid)  # one table, as simple= is not asked for
    pairs = contrasts.summary(True, level, type="link")
    half = np.diff(pairs.inferences.limits, axis=1).ravel() / 2
    differs = pairs.inferences.p_values < 1 - level
    for places, rows in zip(shown.places, _rows_of_groups(shown.places), strict=True):
        values = shown.estimated.value[places]
        count = len(places)
        arrows = arrow_lengths(
            values, _symmetric(half[rows], count), _symmetric(differs[rows], count).astype(bool)
        )
        tips[places] = _within(values, arrows.left, arrows.right)
        misleading += _names(shown, places, arrows.misleading)
    if shown.settings.is_response and shown.scale.has_other:
        tips = _on_response_scale(shown, tips)
    return ArrowTips(tips, _note(pairs.settings.adjust, 1 - level, misleading))


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


def _rows_of_groups(groups: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The places of the pairs of each group, among those of all."""
    counts = [len(places) * (len(places) - 1) // 2 for places in groups]
    return np.split(np.arange(sum(counts)), np.cumsum(counts)[:-1])


def _symmetric(pairs: np.ndarray, count: int) -> np.ndarray:
    """The square table of a number for each pair (0, 1), (0, 2), ..., (1, 2), ..."""
    out = np.zeros((count, count))
    out[np.triu_indices(count, 1)] = pairs
    return out + out.T


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
