"""The panels of an interaction plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.means.level_groups import group_title, grouped
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.plots import style
from rglm.plots.means.plot_formula import PlotFormula
from rglm.plots.means.shown_means import ShownMeans

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.05  # of the axis, beyond what is drawn
BAR_WIDTH, BAR_OPACITY = 4.0, 0.35
MAX_INSIDE = 4  # lines whose legend stands in the axes
PANEL_HEIGHT = 2.6


def draw_interaction(
    emm: ShownMeans,
    formula: PlotFormula,
    table: pd.DataFrame,
    is_numeric: bool,
    dodge: float,
    ax: Any,
    figsize: Any,
) -> style.AxesOrPanels:
    """Draw a panel for each combination of the levels of `formula.by`."""
    parts = _panels_of(table, formula.by)
    panels = style.panels(ax, len(parts), "panels", PANEL_HEIGHT, figsize)
    limits = _limits(table)
    label = mean_label(emm, "LCL" in table)
    draw = _draw_curves if is_numeric else _draw_levels
    for panel, (title, rows) in zip(
        np.ravel(np.asarray(panels, dtype=object)), parts, strict=False
    ):
        draw(panel, rows, dodge)
        panel.set_ylim(limits)
        style.label_axes(panel, " ".join(formula.x), label, title)
        if not is_numeric:
            panel.set_xlim(-0.5, len(_levels(table["xvar"])) - 0.5)
            style.level_ticks(panel, [level_text(v) for v in _levels(table["xvar"])])
    if formula.traces:
        _draw_legend(panels, " ".join(formula.traces), ax is None, "LCL" in table)
    return panels


def mean_label(emm: ShownMeans, intervals: bool) -> str:
    """What the axis of the means is called."""
    name = emm.estimate_name
    if emm.settings.is_response and emm.scale.has_other:
        name = f"predicted {name}"
    elif name in ("emmean", "prediction"):
        name = "linear prediction"
    return f"{name}, {100 * emm.settings.level:g}% interval" if intervals else name


def _panels_of(table: pd.DataFrame, by: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """The title and the rows of each panel, in the order in which its levels come."""
    return [(group_title(key), table.iloc[places]) for key, places in grouped(table, by)]


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """The limits of the axis of the means, of all panels."""
    columns = [name for name in ("yvar", "LCL", "UCL") if name in table]
    values = table[columns].to_numpy().ravel()
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    margin = MARGIN * (high - low or 1.0)
    return low - margin, high + margin


def _levels(column: pd.Series) -> list[Any]:
    """The levels of a column, in their order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        present = set(column)
        return [level for level in column.cat.categories if level in present]
    return list(dict.fromkeys(column))


def _traces(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [
        (style.escape_text(level_text(level)), table[table["tvar"] == level])
        for level in _levels(table["tvar"])
    ]


def _draw_levels(ax: Axes, table: pd.DataFrame, dodge: float) -> None:
    """Draw a line for each trace through its means, side by side at each level."""
    places = {level: i for i, level in enumerate(_levels(table["xvar"]))}
    traces = _traces(table)
    for i, (label, rows) in enumerate(traces):
        x = rows["xvar"].map(places).astype(float) + (i - (len(traces) - 1) / 2) * dodge
        shade = style.colour(ax, i)
        if "LCL" in rows:
            ends = rows["LCL"], rows["UCL"]
            ax.vlines(x, *ends, color=shade, alpha=BAR_OPACITY, linewidth=BAR_WIDTH)
        ax.plot(
            x,
            rows["yvar"],
            color=shade,
            linestyle=_other_each_round(style.DASHES, i),
            marker=_other_each_round(style.MARKS, i),
            markersize=5,
            linewidth=1.4,
            label=label,
        )


def _draw_curves(ax: Axes, table: pd.DataFrame, dodge: float) -> None:
    """Draw a curve for each trace over a number, with its band."""
    for i, (label, rows) in enumerate(_traces(table)):
        shade, rows = style.colour(ax, i), rows.sort_values("xvar")
        x = rows["xvar"].astype(float)
        if "LCL" in rows:
            band: dict[str, Any] = {"color": shade, "alpha": style.BAND, "linewidth": 0}
            ax.fill_between(x, rows["LCL"], rows["UCL"], **band)
        dash = _other_each_round(style.DASHES, i)
        ax.plot(x, rows["yvar"], color=shade, linestyle=dash, label=label)


def _other_each_round(kinds: Sequence[Any], place: int) -> Any:
    """A dash or mark, another one where the colours start again."""
    return kinds[(place + place // len(style.COLOURS)) % len(kinds)]


def _draw_legend(panels: Any, title: str, is_own: bool, has_bars: bool) -> None:
    """Draw the legend in a single panel; beside all of several, above where it would hide bars."""
    each = np.ravel(np.asarray(panels, dtype=object))
    if is_own and len(each) > 1:
        handles, labels = each[0].get_legend_handles_labels()
        each[0].figure.legend(
            handles,
            labels,
            title=style.escape_text(title),
            loc="outside right upper",
            frameon=False,
            fontsize=style.font_size("legend"),
            title_fontsize=style.font_size("legend"),
        )
        return
    count = len(each[0].get_legend_handles_labels()[1])
    style.legend(each[0], title, above=has_bars or count > MAX_INSIDE)
