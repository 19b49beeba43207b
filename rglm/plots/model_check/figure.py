"""The figure of `check_model`: the panels that apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, TypeAlias

from rglm.formatting.hints.option_check import check_option
from rglm.inference.model_checks.model_checks import ModelChecks
from rglm.inference.model_checks.predictors import worst_predictor
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves
from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.inference.simulated_residuals.verdict import Verdict
from rglm.plots import style
from rglm.plots.counts.rootogram import rootogram
from rglm.plots.model_check.collinearity_panel import draw_collinearity
from rglm.plots.model_check.influence_panel import draw_influence
from rglm.plots.model_check.panel import draw_title
from rglm.plots.model_check.residual_panels import (
    draw_curves,
    draw_mean,
    draw_quantiles,
    draw_spread,
)
from rglm.plots.model_check.response_panels import draw_calibration, draw_density, draw_levels
from rglm.plots.model_check.simulation_panels import draw_dispersion, draw_zeros
from rglm.protocol.capabilities import HasCountResponse, HasLevels, HasLeverage
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Panel: TypeAlias = "tuple[Verdict, Callable[[Axes], object]]"
FIGURE_WIDTH, ROW_HEIGHT, LEAST_ROW_HEIGHT = 8.6, 2.75, 2.0  # inches
BOLD_LETTER_RATIO = 1.12  # the width of a bold letter beside another


@style.picture
def draw_panels(
    checks: ModelChecks, questions: Sequence[str] | None, figsize: tuple[float, float] | None
) -> Figure:
    """Draw the panels that apply, or those of some questions, two in a row."""
    panels = [*_residual_panels(checks), *_spread_panels(checks), *_other_panels(checks)]
    if questions is not None:
        panels = _chosen(panels, questions)
    columns = min(len(panels), 2)
    rows = -(-len(panels) // columns)
    size = FIGURE_WIDTH * columns / 2, ROW_HEIGHT * rows
    least = LEAST_ROW_HEIGHT * rows
    grid = style.grid(rows, columns, *size, figsize=figsize, least_height=least)
    for ax, (verdict, draw) in zip(grid.ravel(), panels, strict=False):
        draw_title(ax, verdict)
        draw(ax)
    for unused in grid.ravel()[len(panels) :]:
        unused.remove()
    _draw_summary(grid.figure, style.escape_text(checks.summary()))
    return grid.figure


def _draw_summary(figure: Figure, summary: str) -> None:
    letters = int(
        (figure.get_figwidth() - 0.2) / (BOLD_LETTER_RATIO * style.letter_width("title"))
    )
    size = style.font_size("title")
    words = fill(summary, max(letters, 20))
    figure.suptitle(words, x=0.01, ha="left", fontsize=size, fontweight="bold")


def _chosen(panels: Sequence[Panel], questions: Sequence[str]) -> list[Panel]:
    """The panels of some questions."""
    known = [verdict.question for verdict, _ in panels]
    names = [questions] if isinstance(questions, str) else list(questions)
    for name in names:
        check_option("panels", name, known)
    if not names:
        raise ValueError(f"panels= is empty; name some of {', '.join(known)}")
    return [panel for panel in panels if panel[0].question in names]


def _residual_panels(checks: ModelChecks) -> list[Panel]:
    verdicts, residuals = checks.verdicts, checks.residuals
    if residuals is None:
        return _pearson_panels(checks)
    out: list[Panel] = []
    if "distribution" in verdicts:
        out.append((verdicts["distribution"], lambda ax: _draw_distribution(ax, checks)))
    if "fitted values" in verdicts:
        curves = residuals._curves()
        out.append((verdicts["fitted values"], lambda ax: draw_curves(ax, curves, "Fitted value")))
    if "predictors" in verdicts and verdicts["predictors"].status == "problem":
        name = worst_predictor(checks.curves)[0]
        worst = checks.curves[name]
        out.append((verdicts["predictors"], lambda ax: draw_curves(ax, worst, name)))
    return out


def _pearson_panels(checks: ModelChecks) -> list[Panel]:
    """The panels of a fit without a distribution."""
    verdicts, residuals = checks.verdicts, checks.pearson
    out: list[Panel] = []
    if residuals is not None and "fitted values" in verdicts:
        curve = residuals.along_fitted
        out.append((verdicts["fitted values"], lambda ax: draw_mean(ax, curve, "Fitted value")))
    if residuals is not None and residuals.worst is not None:
        name, worst = residuals.worst, residuals.curves[residuals.worst]
        out.append((verdicts["predictors"], lambda ax: draw_mean(ax, worst, name)))
    return out


def _spread_panels(checks: ModelChecks) -> list[Panel]:
    verdicts, residuals = checks.verdicts, checks.residuals
    out: list[Panel] = []
    if "spread" in verdicts:
        out.append((verdicts["spread"], lambda ax: _draw_spread(ax, checks)))
    if residuals is None:
        return out
    drawn = residuals._drawn
    if "dispersion" in verdicts:
        out.append((verdicts["dispersion"], lambda ax: draw_dispersion(ax, drawn)))
    if "zeros" in verdicts and checks.calibration is None:
        out.append((verdicts["zeros"], lambda ax: draw_zeros(ax, drawn)))
    return out


def _other_panels(checks: ModelChecks) -> list[Panel]:
    verdicts, fit = checks.verdicts, checks.sample
    out: list[Panel] = []
    if "calibration" in verdicts and checks.calibration is not None:
        table = checks.calibration
        out.append((verdicts["calibration"], lambda ax: draw_calibration(ax, table)))
    if "response" in verdicts and checks.residuals is not None:
        drawn = checks.residuals._drawn
        out.append((verdicts["response"], lambda ax: _draw_response(ax, fit, drawn)))
    if "influence" in verdicts and isinstance(fit, HasLeverage):
        out.append((verdicts["influence"], lambda ax: draw_influence(ax, fit)))
    if "collinearity" in verdicts:
        factors = checks.inflation
        out.append((verdicts["collinearity"], lambda ax: draw_collinearity(ax, factors)))
    return out


def _draw_distribution(ax: Axes, checks: ModelChecks) -> None:
    """Draw residuals against normal quantiles."""
    kind = "Standardized" if checks.fit._has_raw_residuals else "Quantile"
    if checks.residuals is not None:
        labels = checks.residuals._labels
        draw_quantiles(ax, checks.standardized, labels, f"{kind} residuals")


def _draw_spread(ax: Axes, checks: ModelChecks) -> None:
    """Draw the sizes of residuals along the fitted values, or along their ranks."""
    if checks.pearson is not None:
        draw_spread(ax, checks.pearson.along_fitted.along)
    elif checks.residuals is not None:
        x = checks.residuals._drawn.predicted
        draw_spread(ax, QuantileCurves(x, checks.standardized), is_ranked=False)


def _draw_response(ax: Axes, fit: ModelResult, drawn: SimulatedResponses) -> None:
    """Draw the responses beside those of the model: counts, levels or amounts."""
    if isinstance(fit, HasLevels):
        draw_levels(ax, fit, drawn)
    elif isinstance(fit, HasCountResponse) and fit._has_count_response:
        rootogram(fit, ax=ax)
    else:
        draw_density(ax, drawn, style.escape_text(fit._schema.parsed.response.name))
