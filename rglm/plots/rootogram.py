"""The rootogram: how often each count was observed, and expected by the model."""

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
MAX_UNBINNED_COUNT = 40  # pictures of larger counts have bins
MAX_PROBABILITIES = 2_000_000  # rows times counts that are computed at once


def rootogram(
    fit: HasCountResponse, kind: str = "hanging", most: int | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how often each count was observed, and how often the model expects it.

    Bars are square roots of observed frequencies; the line is the square roots of expected
    frequencies, sum_i P(Y_i = k). A hanging bar that does not reach the axis is a count that was
    rarer than expected; a bar that goes below the axis one that was more frequent.

    Parameters
    ----------
    kind : {"hanging", "standing", "suspended"}
        Bars from the line down; from the axis up; or the differences alone, expected less
        observed.
    most : int, optional
        The largest count shown; by default the largest observed. If it is above 40 the counts from
        9 on stand in bins.
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        The model is not one of counts; an unknown kind.

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
    ax.axhline(0, color=style.ink(ax), linewidth=0.8)
    step, has_bins = max(1, len(table) // 8), table.index.dtype != int
    slanted: dict[str, Any] = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    ax.set_xticks(place[::step], table.index[::step], **(slanted if has_bins else {}))
    ax.use_sticky_edges = False
    ax.margins(0.03)
    return style.label_axes(ax, fit._schema.parsed.response.name, "√frequency")


def rootogram_table(fit: HasCountResponse, most: int | None = None) -> pd.DataFrame:
    """The frequencies ``observed expected`` that `rootogram` draws, by count or bin (``"10-19"``).

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
    is_count = bool((y == np.rint(y)).all()) and y.min(initial=0) >= 0
    if not fit._has_count_response or not is_count:
        raise ValueError(
            "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
            f"glm_nb(), zeroinfl() and hurdle(); this is {fit.model_name}"
        )
    top = int(y.max()) if most is None else int(most)
    observed = np.bincount(y.astype(int), weights, minlength=top + 1)[: top + 1]
    expected = _expected_frequencies(fit, top)
    table = pd.DataFrame({"observed": observed, "expected": expected})
    if (weights == np.rint(weights)).all():
        table["observed"] = table["observed"].astype(int)
    return table if top <= MAX_UNBINNED_COUNT else _binned(table)


def _expected_frequencies(fit: HasCountResponse, top: int) -> np.ndarray:
    """The sums over the rows of the probabilities of 0, 1, ..., top."""
    weights, n = fit._rows_source.rows.weights, len(fit._index)
    distribution = fit._response_distribution()
    step = max(1, MAX_PROBABILITIES // max(n, 1))
    sums = [
        weights @ distribution.count_probabilities(np.arange(k, min(k + step, top + 1)))
        for k in range(0, top + 1, step)
    ]
    return np.concatenate(sums)


def _binned(table: pd.DataFrame) -> pd.DataFrame:
    """The frequencies of counts up to 8, and of bins above: the next begins at 1.35 times."""
    top = len(table) - 1
    edges = [*range(10)]
    while edges[-1] <= top:
        edges.append(max(edges[-1] + 1, int(np.ceil(edges[-1] * 1.35))))
    bins = pd.cut(table.index, edges, right=False, labels=False)
    out = table.groupby(bins).sum()
    limits = [(edges[i], min(edges[i + 1] - 1, top)) for i in out.index]
    names = [str(low) if low == high else f"{low}-{high}" for low, high in limits]
    return out.set_axis(names, axis=0)
