"""Pictures of conditional effects: curves with ribbons, and points with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.fitted.drawn_curves import set_whole_ticks
from rglm.plots.fitted.variables import fitted_column, format_value, is_categorical
from rglm.plots.posterior.effects.effect_points import BAR_DISTANCE, draw_observed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.plots.posterior.effects.effects_page import ConditionalEffects

STRAND = 0.25  # the opacity of the curve of a draw, of few; of many it is less
MAX_SHADES = 7  # as many as there are colours


@dataclass(frozen=True)
class EffectPanel:
    """What one axes shows: an effect under a condition.

    Attributes
    ----------
    effect : one or two names
    rows : DataFrame
    strands : (n, L) float array or None
        The curves of single draws.
    by : str or None
        The column whose values each have a colour.
    title : str
        The condition, where there are several.
    label : str
        What is drawn.
    """

    effect: tuple[str, ...]
    rows: pd.DataFrame
    strands: np.ndarray | None
    by: str | None
    title: str
    label: str


@style.picture
def draw_effects(
    found: ConditionalEffects,
    points: bool = False,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw conditional effects: curves with ribbons, of categories points with bars.

    Parameters
    ----------
    found : ConditionalEffects
        What ``fit.conditional_effects()`` found.
    points : bool
        Draw the data too; those of two outcomes and of categories are jittered.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each effect and condition.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes

    Raises
    ------
    ValueError
        A second variable, or the response, has too many levels to tell apart.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.conditional_effects().plot(points=True).get_xlabel()
    'wt'
    """
    drawn = list(_panels(found))
    panels = style.panels(ax, len(drawn), "effects", figsize=figsize)
    for axes, panel in zip(np.ravel(panels), drawn, strict=False):
        _draw(axes, found, panel, points)
    return panels


def _panels(effects: ConditionalEffects) -> Iterator[EffectPanel]:
    for name, table in effects.items():
        conditions = table["cond__"].cat.categories
        effect, strands = effects._effects[name], effects._curves[name]
        levels = list(table["cats__"].cat.categories) if effects._shows_levels else []
        splits_levels = len(effect) == 2 and bool(levels)
        for condition in conditions:
            for level in levels if splits_levels else [None]:
                kept = (table["cond__"] == condition).to_numpy()
                kept = kept if level is None else kept & (table["cats__"] == level).to_numpy()
                by = "effect2__" if len(effect) == 2 else "cats__" if levels else None
                title = "" if len(conditions) == 1 else str(condition)
                label = effects.label
                label = label if level is None else f"{label[:-1]} = {level})"  # P(y)
                own = None if strands is None else strands[kept]
                yield EffectPanel(effect, table[kept], own, by, title, label)


def _draw(ax: Axes, effects: ConditionalEffects, panel: EffectPanel, points: bool) -> None:
    fit, x = effects._fit, panel.effect[0]
    is_levels = is_categorical(fit, x)
    labels = _labels(panel)
    if points and not effects._shows_levels:
        draw_observed(ax, fit, panel.rows, panel.effect)
    values = list(dict.fromkeys(panel.rows[x]))
    for k, (value, label) in enumerate(labels.items()):
        rows = slice(None) if panel.by is None else (panel.rows[panel.by] == value).to_numpy()
        part = panel.rows[rows]
        strands = None if panel.strands is None else panel.strands[rows]
        shade = style.colour(ax, k)
        if is_levels:
            place = np.arange(len(values)) + (k - (len(labels) - 1) / 2) * BAR_DISTANCE
            _draw_bars(ax, place, part, strands, shade, style.MARKS[k % 7], label)
        else:
            _draw_curve(ax, part, strands, shade, style.DASHES[k % 7], label)
    if is_levels:
        style.level_ticks(ax, values)
        ax.set_xlim(-0.5, len(values) - 0.5)
    else:
        style.few_ticks(ax.xaxis)
        set_whole_ticks(ax, fitted_column(fit, x))
    if panel.by is not None:
        title = panel.effect[1] if len(panel.effect) == 2 else None
        style.legend(ax, title, above=is_levels and not panel.title)
    style.label_axes(ax, x, panel.label, panel.title)


def _labels(panel: EffectPanel) -> dict[Any, str | None]:
    """The label of each colour by its value."""
    if panel.by is None:
        return {None: None}
    values = list(dict.fromkeys(panel.rows[panel.by]))
    if len(values) > MAX_SHADES:
        what = panel.effect[1] if len(panel.effect) == 2 else "the response"
        raise ValueError(
            f"{what} has {len(values)} levels; a picture tells {MAX_SHADES} of them apart: the "
            "tables have all"
        )
    return {value: style.escape_text(format_value(value)) for value in values}


def _draw_curve(
    ax: Axes,
    part: pd.DataFrame,
    strands: np.ndarray | None,
    shade: str,
    dash: Any,
    label: str | None,
) -> None:
    x = part["effect1__"].to_numpy(dtype=float)
    if strands is None:
        ends = part["lower__"], part["upper__"]
        ax.fill_between(x, *ends, color=shade, alpha=style.BAND, linewidth=0)
    else:
        alpha = min(STRAND, 8 / strands.shape[1])
        ax.plot(x, strands, color=shade, alpha=max(alpha, 0.05), linewidth=0.6)
    ax.plot(x, part["estimate__"], color=shade, linestyle=dash, label=label)


def _draw_bars(
    ax: Axes,
    place: np.ndarray,
    part: pd.DataFrame,
    strands: np.ndarray | None,
    shade: str,
    mark: str,
    label: str | None,
) -> None:
    middle = part["estimate__"].to_numpy()
    ends = [middle - part["lower__"].to_numpy(), part["upper__"].to_numpy() - middle]
    options: dict[str, Any] = {"color": shade, "capsize": 3, "markersize": 5, "zorder": 3}
    ax.errorbar(place, middle, yerr=np.maximum(ends, 0), fmt=mark, label=label, **options)
    if strands is not None:
        at = np.repeat(place, strands.shape[1])
        ax.plot(at, strands.ravel(), "_", color=shade, alpha=STRAND, markersize=9)
