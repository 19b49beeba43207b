"""Counts observed and expected: the rootogram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.plots import style
from rglm.protocol.capabilities import HasCountResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("hanging", "standing", "suspended")
SINGLE = 40  # counts up to which each has a bar of its own
CELLS = 2_000_000  # rows by counts worked out at a time


def rootogram(
    fit: HasCountResponse, kind: str = "hanging", most: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how often each count was seen, beside how often the model expects it.

    Bars are square roots of observed frequencies, the line those of expected ones,
    sum over the rows of P(Y_i = k). A hanging bar hangs from the line: where it does not reach the
    axis the count came too seldom, where it goes below too often.

    Parameters
    ----------
    kind : {"hanging", "standing", "suspended"}
        Bars from the line down; from the axis up; or the differences alone.
    most : int, optional
        The largest count shown. By default all that were seen, in bins where there are more than
        40.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A model that is not of counts; an unknown kind.

    References
    ----------
    Kleiber & Zeileis (2016), Visualizing count data regressions using rootograms, The American
    Statistician 70.

    Examples
    --------
    >>> from rglm import glm_nb
    >>> from rglm.datasets import load
    >>> fit = glm_nb("n_gc ~ logmass", load("galaxies"))
    >>> fit.rootogram(most=20).get_ylabel()
    '√frequency'
    """
    check_option("kind", kind, KINDS)
    table = rootogram_table(fit, most)
    ax = style.axes(ax)
    observed, expected = np.sqrt(table["observed"]), np.sqrt(table["expected"])
    bottom, height = {
        "hanging": (expected - observed, observed),
        "standing": (0 * observed, observed),
        "suspended": (0 * observed, expected - observed),
    }[kind]
    place = np.arange(len(table))
    ax.bar(place, height, bottom=bottom, width=0.85, color=style.FAINT, linewidth=0)
    if kind != "suspended":
        ax.plot(place, expected, color=style.COLOURS[1], marker="o", markersize=3)
    ax.axhline(0, color=style.INK, linewidth=0.8)
    step, bins = max(1, len(table) // 8), table.index.dtype != int
    turned: dict[str, Any] = (
        {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if bins else {}
    )
    ax.set_xticks(place[::step], table.index[::step], **(turned if bins else {}))
    ax.use_sticky_edges = False
    ax.margins(0.03)
    return style.finish(ax, fit._schema.parsed.response.name, "√frequency")


def rootogram_table(fit: Any, most: int | None = None) -> pd.DataFrame:
    """The frequencies that a rootogram shows.

    Parameters
    ----------
    most : int, optional
        As in `rootogram`.

    Returns
    -------
    DataFrame
        ``observed`` and ``expected``, by count or, where there are many, by bin (``"10-19"``).

    Examples
    --------
    >>> from rglm import glm_nb
    >>> from rglm.datasets import load
    >>> from rglm.plots.rootogram import rootogram_table
    >>> rootogram_table(glm_nb("n_gc ~ logmass", load("galaxies")), most=2).round(1)
       observed  expected
    0        88      88.5
    1        25      21.2
    2        13      10.9
    """
    y, weights = fit._rows_source.rows.y, fit._rows_source.rows.weights
    whole = bool((y == np.rint(y)).all()) and y.min(initial=0) >= 0
    if not fit._has_count_response or not whole:
        raise ValueError(
            "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
            f"glm_nb(), zeroinfl() and hurdle(); this is {fit.model_name}"
        )
    top = int(y.max()) if most is None else int(most)
    observed = np.bincount(y.astype(int), weights, minlength=top + 1)[: top + 1]
    expected = _expected(fit, top)
    table = pd.DataFrame({"observed": observed, "expected": expected})
    if (weights == np.rint(weights)).all():
        table["observed"] = table["observed"].astype(int)
    return table if top <= SINGLE else _binned(table)


def _expected(fit: Any, top: int) -> np.ndarray:
    """The sum over the rows of the probability of 0, 1, ..., top."""
    weights, n = fit._rows_source.rows.weights, len(fit._index)
    distribution = fit._response_distribution()
    step = max(1, CELLS // max(n, 1))
    parts = [
        weights @ distribution.count_probabilities(np.arange(k, min(k + step, top + 1)))
        for k in range(0, top + 1, step)
    ]
    return np.concatenate(parts)


def _binned(table: pd.DataFrame) -> pd.DataFrame:
    """Single counts up to 9, then bins that grow by a factor."""
    top = len(table) - 1
    edges = [*range(10)]
    while edges[-1] <= top:
        edges.append(max(edges[-1] + 1, int(np.ceil(edges[-1] * 1.35))))
    bins = pd.cut(table.index, edges, right=False, labels=False)
    out = table.groupby(bins).sum()
    names = [_span(edges[i], min(edges[i + 1] - 1, top)) for i in out.index]
    return out.set_axis(names, axis=0)


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"
