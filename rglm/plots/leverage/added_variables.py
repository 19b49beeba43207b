"""Added-variable plots: what a coefficient says of the rows beside all others; car's avPlots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.fitting.irls.working_statistics import residuals_at, weights_at
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.covariance.model_covariance import bread_column
from rglm.plots import style
from rglm.plots.leverage.point_labels import label_points
from rglm.plots.leverage.residual_points import largest
from rglm.protocol.capabilities import HasLeverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTERCEPT = "(Intercept)"
MAX_PANELS = 30


@style.picture
def plot_added(
    fit: HasLeverage,
    terms: str | Sequence[str] | None = None,
    id_n: int = 2,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw added-variable plots, one for each coefficient; R's ``car::avPlots``.

    On the axes are the residuals of a column and of the response, each regressed on all other
    columns. The slope of the line is the coefficient of the fit, and the points about it are the
    residuals: a row far to the side has much weight in this coefficient. Look for one row, or two,
    that make the slope, and for a bend of the points: the variable wants another form.

    Parameters
    ----------
    terms : label or labels, optional
        Terms, as ``fit.terms`` has them, or names of coefficients; by default all but the
        intercept.
    id_n : int
        How many rows have labels: of those with the largest residuals, and as many of those
        farthest to the side.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each coefficient.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each coefficient on a grid.

    Raises
    ------
    ValueError
        A term that the model does not have, an aliased coefficient, or none, or too many, to draw.

    Notes
    -----
    For `glm` the points are those of the last weighted regression, times sqrt(W) so that each has
    the same variance (Hines & Carter 1993). In car the default picture of a glm has other points,
    whose slope is not the coefficient. The residuals of a weighted `lm` are as they are, and the
    line has the weights.

    References
    ----------
    Cook & Weisberg (1982), *Residuals and Influence in Regression*, section 2.3; Hines & Carter
    (1993), Improved added variable and partial residual plots for the detection of influential
    observations in generalized linear models, Applied Statistics 42.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.plot_added("wool").get_xlabel()
    'woolB | others'
    """
    fit._rows_source  # noqa: B018  an error after strip()
    places = _places(fit, terms)
    if len(places) > MAX_PANELS:
        raise ValueError(
            f"plot_added() would draw {len(places):,} coefficients; name at most {MAX_PANELS}, "
            "terms=['x', ...]"
        )
    panels = style.panels(ax, len(places), "coefficients", figsize=figsize)
    response = fit._schema.parsed.response.name
    for panel, place in zip(np.ravel(panels), places, strict=False):
        table, slope = added_variable(fit, place), fit.coefficients.iloc[place]
        _draw(panel, table, float(slope), id_n)
        style.few_ticks(panel.xaxis)
        style.label_axes(panel, f"{fit.names[place]} | others", f"{response} | others")
    return panels


def added_variable(fit: HasLeverage, place: int) -> pd.DataFrame:
    """The residuals of a column and of the response on all other columns, ``x y``.

    By row of the fit, those of weight 0 left out. With b the column of (X'WX)^-1, the column
    regressed on the others leaves X b / b_j; the response leaves the residual plus the coefficient
    times that.
    """
    direction = bread_column(fit, place)
    direction = direction / direction[place]
    slope = float(fit.coefficients.iloc[place])
    before, now = fit._solution.system_predictor, fit._predictor

    def of_block(block: Block) -> np.ndarray:
        weight, prior = weights_at(before, block), block.rows.weights
        with np.errstate(all="ignore"):
            root = np.sqrt(weight / prior)
            x = root * block.columns.product(direction, block.row_slice)
            y = root * residuals_at(now, block) + slope * x
        return np.column_stack([x, y])

    values = fit._rows_source.by_row(of_block)
    out = pd.DataFrame(values, index=fit._index, columns=["x", "y"])
    return out[fit._rows_source.rows.weights > 0]


def _places(fit: HasLeverage, terms: str | Sequence[str] | None) -> list[int]:
    """The places of the coefficients of some terms.

    Raises
    ------
    ValueError
        A term is unknown, a coefficient is aliased, or there is none.
    """
    estimable = set(fit._solution.system.estimable.tolist())
    names, labels = list(fit.names), fit._estimate_terms
    if terms is None:
        out = [i for i in range(len(names)) if i in estimable and names[i] != INTERCEPT]
        if not out:
            raise ValueError("the model has no coefficient to draw besides the intercept")
        return out
    out = []
    for term in [terms] if isinstance(terms, str) else terms:
        places = [i for i, pair in enumerate(zip(names, labels, strict=True)) if term in pair]
        if not places:
            candidates = list(dict.fromkeys([*labels, *names]))
            hint = did_you_mean(str(term), candidates)
            raise ValueError(
                f"terms={term!r} is no term of the model: {', '.join(dict.fromkeys(labels))}{hint}"
            )
        if not estimable.issuperset(places):
            raise ValueError(f"terms={term!r} is aliased: the other columns determine it")
        out += [i for i in places if i not in out]
    return out


def _draw(ax: Axes, table: pd.DataFrame, slope: float, id_n: int) -> None:
    x, y = table["x"], table["y"]
    style.points(ax, x, y)
    ends = np.array([x.min(), x.max()])
    ax.plot(ends, slope * ends, color=style.COLOURS[0])
    places = [*largest(y - slope * x, id_n), *largest(x, id_n)]
    label_points(ax, x, y, np.array(list(dict.fromkeys(places)), dtype=int))
