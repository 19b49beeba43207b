"""Pictures of R-hat, effective sample sizes and divergences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.parameter_draws import ParameterDraws

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

RHAT_LIMITS = (1.01, 1.05)
NEFF_LIMITS = (0.1, 0.5)


def draw_rhat(ax: Axes, fit: BrmFit, drawn: ParameterDraws) -> None:
    """Draw R-hat of each parameter, with the limits 1.01 and 1.05."""
    values = fit._sample.diagnostics(fit._space).scale[fit._order][drawn.places]
    _draw_rows(ax, drawn, values, 1.0, RHAT_LIMITS, values > RHAT_LIMITS[0])
    ax.set_xlim(0.998, max(1.012, float(np.nanmax(values)) + 0.002))
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, "R-hat")


def draw_neff(ax: Axes, fit: BrmFit, drawn: ParameterDraws) -> None:
    """Draw the effective over the drawn number of draws, with the limits 0.1 and 0.5."""
    found = fit._sample.diagnostics(fit._space)
    values = found.bulk_ess[fit._order][drawn.places] / len(drawn.flat)
    _draw_rows(ax, drawn, values, 0.0, NEFF_LIMITS, values < NEFF_LIMITS[0])
    ax.set_xlim(0, max(1.02, 1.02 * float(np.nanmax(values))))
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, "effective draws / draws (Bulk ESS)")


def _draw_rows(
    ax: Axes,
    drawn: ParameterDraws,
    values: np.ndarray,
    start: float,
    limits: tuple[float, ...],
    is_bad: np.ndarray,
) -> None:
    rows = np.arange(len(drawn.names))
    for part, shade in ((~is_bad, style.COLOURS[0]), (is_bad, style.COLOURS[1])):
        ax.hlines(rows[part], start, values[part], color=shade, linewidth=1)
        ax.plot(values[part], rows[part], "o", color=shade, markersize=5)
    for limit in limits:
        ax.axvline(limit, color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    style.row_ticks(ax, range(len(rows)), drawn.names)


def draw_divergences(ax: Any, fit: BrmFit, figsize: Any) -> Any:
    """Draw log density and acceptance of the draws that diverged beside those that did not."""
    report = fit._sample.sampling
    assert report is not None
    panels = style.panels(ax, 2, "panels", figsize=figsize)
    diverged = (report.divergences > 0).ravel()
    columns = {
        "log posterior density": fit._sample.log_density.ravel(),
        "acceptance probability": report.acceptance.ravel(),
    }
    for panel, (name, values) in zip(np.ravel(panels), columns.items(), strict=True):
        parts = [values[~diverged], values[diverged]]
        for place, part in enumerate(parts):
            if len(part) > 1:
                _draw_violin(panel, part, place, style.COLOURS[place])
            panel.plot(np.full(len(part), place), part, "_", color=style.COLOURS[place], alpha=0.3)
        panel.set_xlim(-0.6, 1.6)
        panel.set_xticks([0, 1], [f"{len(parts[0])} did not", f"{len(parts[1])} diverged"])
        style.label_axes(panel, "", name)
    return panels


def _draw_violin(ax: Axes, values: np.ndarray, place: int, shade: str) -> None:
    from rglm.bayes.densities.kernel_density import density_curve

    y, density = density_curve(values)
    half = 0.4 * density / density.max()
    ax.fill_betweenx(y, place - half, place + half, color=shade, alpha=style.BAND, linewidth=0)
