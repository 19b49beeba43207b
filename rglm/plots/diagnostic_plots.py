"""R's diagnostic pictures of a fit: residuals, normal Q-Q, scale-location, leverage."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.diagnostic_values import (
    ResidualLabels,
    diagnostic_values,
    residual_labels,
    rows_with_residual,
)
from rglm.plots.leverage.leverage_pictures import (
    draw_cooks,
    draw_cooks_by_leverage,
    draw_leverage,
)
from rglm.plots.leverage.residual_points import draw_lowess, label_extremes
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = {
    "residuals": 1,
    "qq": 2,
    "scale": 3,
    "cooks": 4,
    "leverage": 5,
    "cooks_leverage": 6,
}
LEVERAGE_PICTURES = {4, 5, 6}
QQ_MARGIN = 0.06  # of the range of the residuals, above and below
DEFAULT_PICTURES = (1, 2, 3, 5)
DEFAULT_PICTURES_WITHOUT_LEVERAGES = (1, 2, 3)


@style.picture
def plot(
    fit: ModelResult,
    which: int | str | Sequence[int | str] | None = None,
    type: str | None = None,
    id_n: int = 3,
    labels_id: str | Sequence[Hashable] | None = None,
    seed: int = 1,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw R's diagnostic pictures: residuals, normal Q-Q, scale-location, leverage.

    How to read them:

    - Residuals vs fitted: the orange line should be flat near 0. A bend says that a variable wants
      another form, or that the link is wrong.
    - Normal Q-Q: the points should lie near the dashed line. Points above it on the right and
      below it on the left are residuals larger than the model has them.
    - Scale-location: the line should be flat. A rising line says that the spread grows with the
      mean more than the model has it.
    - Cook's distance: how much all fitted values move without a row. Look at rows far above all
      others, and above 0.5 or 1.
    - Residuals vs leverage: rows on the right can pull the fit to themselves, and those outside
      the dashed contours of Cook's distance do.

    Parameters
    ----------
    which : int, str or sequence, optional
        1 or "residuals": residuals against the linear predictor; 2 or "qq": against normal
        quantiles; 3 or "scale": roots of their sizes against the linear predictor; 4 or "cooks":
        Cook's distances by row; 5 or "leverage": standardized Pearson residuals against leverage,
        with the contours where Cook's distance is 0.5 and 1, or against the levels of factors
        where all leverages are equal; 6 or "cooks_leverage": Cook's distances against leverage,
        with lines of equal standardized Pearson residuals. By default 1, 2, 3 and 5; 4 to 6 are
        of lm(), glm() and glm_nb(), whose rows have leverages, without the rows of leverage 1.
    type : {"quantile", "deviance", "pearson"}, optional
        Of the residuals in 1 to 3. By default y - fitted for lm(); quantile for counts and for
        binomial responses, whose other residuals lie on stripes; else deviance, as for the quasi
        families, which have no quantile residuals. In 2 and 3 residuals are standardized for lm(),
        glm() and glm_nb(), quantile residuals apart.
    id_n : int
        How many of the most extreme points have labels, from the index of the data.
    labels_id : str or sequence, optional
        Other labels: the name of a column of the data, or a label for each row.
    seed : int
        The seed of quantile residuals, which are random.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each picture.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each picture on a grid.

    Raises
    ------
    ValueError
        An unknown picture or type; pictures of leverages for a fit that has none; categories
        without an order, unless there are two.

    Notes
    -----
    The pictures are those of R's ``plot.lm``, with its ``lowess`` as the line through the points:
    of lm() the robust one, else the plain one, as the median of skewed residuals is not 0. For a
    glm R 4.2 has Pearson residuals in 1 to 3, as ``type="pearson"``, and R 4.3 a half-normal plot
    as 2.
    Cook's distance is r^2 h / (rank (1 - h)) of the standardized Pearson residual r, so that 5 has
    these residuals whatever `type` is. The predicted values of a model with two parts are the
    logarithms of the means.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.plot(which="qq").get_xlabel()
    'Theoretical quantiles'
    """
    has_leverages = isinstance(fit, HasLeverage)
    default = DEFAULT_PICTURES if has_leverages else DEFAULT_PICTURES_WITHOUT_LEVERAGES
    numbers = _picture_numbers(default if which is None else which)
    needs_leverages = not LEVERAGE_PICTURES.isdisjoint(numbers)
    table = diagnostic_values(fit, type, seed, needs_leverages, labels_id)
    labels = residual_labels(fit, type)
    panels = style.panels(ax, len(numbers), "pictures", 3.2, figsize)
    for panel, number in zip(np.ravel(panels), numbers, strict=False):
        rows = rows_with_residual(table, "pearson") if number in LEVERAGE_PICTURES else table
        DRAW_PICTURE[number](panel, rows, labels, id_n)
    return panels


def _picture_numbers(which: int | str | Sequence[int | str]) -> list[int]:
    out = []
    for one in [which] if isinstance(which, (int, str)) else which:
        number = PICTURES.get(one, one) if isinstance(one, str) else one
        if number not in PICTURES.values():
            hint = did_you_mean(str(one), PICTURES)
            known = ", ".join(f"{number} ({name})" for name, number in PICTURES.items())
            raise ValueError(f"which={one!r}: use {known}{hint}")
        out.append(int(number))
    return out


def _draw_residuals(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    x, y = table["predicted"], table["residual"]
    style.points(ax, x, y)
    draw_lowess(ax, x, y, table.attrs["rounds"])
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, labels.fitted, labels.residual, "Residuals vs fitted")
    label_extremes(ax, x, y, y, id_n)


def _draw_qq(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    """Draw residuals against normal quantiles, and the line through both quartiles."""
    from scipy.special import ndtri

    values, n = table["standard"], len(table)
    a = 3 / 8 if n <= 10 else 1 / 2
    quantiles = pd.Series(ndtri((values.rank(method="first") - a) / (n + 1 - 2 * a)), values.index)
    low, high = values.quantile([0.25, 0.75])
    slope = (high - low) / (ndtri(0.75) - ndtri(0.25))
    intercept = low - slope * ndtri(0.25)
    ends = np.array([quantiles.min(), quantiles.max()])
    ax.plot(ends, intercept + slope * ends, color=style.FAINT, linestyle="--", linewidth=1)
    style.points(ax, quantiles, values)
    margin = QQ_MARGIN * (float(np.ptp(values)) or 1.0)  # the line may go far outside the points
    ax.set_ylim(values.min() - margin, values.max() + margin)
    style.label_axes(ax, "Theoretical quantiles", labels.standard, "Normal Q-Q")
    label_extremes(ax, quantiles, values, values, id_n)


def _draw_scale(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    x, roots = table["predicted"], table["standard"].abs() ** 0.5
    style.points(ax, x, roots)
    draw_lowess(ax, x, roots, table.attrs["rounds"])
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, labels.fitted, f"√|{labels.standard}|", "Scale-location")
    label_extremes(ax, x, roots, roots, id_n)


DRAW_PICTURE = {
    1: _draw_residuals,
    2: _draw_qq,
    3: _draw_scale,
    4: draw_cooks,
    5: draw_leverage,
    6: draw_cooks_by_leverage,
}
