"""The rootogram: how often each count was observed, and expected by the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.plots import style
from rglm.plots.counts.count_bins import CountBins, count_bins
from rglm.protocol.capabilities import HasCountResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("hanging", "standing", "suspended")
MAX_ROWS = 20_000  # whose probabilities are computed
MIN_EXPECTED = 0.5  # rows: a bar at an end with fewer, and none observed, is left out
BAR_WIDTH = 0.85  # of the width of a bin
END_GAP = 0.5  # widths of a bin between bins of equal width and those at both ends


@style.picture
def rootogram(
    fit: HasCountResponse,
    kind: str = "hanging",
    most: int | None = None,
    width: int | None = None,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw how often each count was observed, and how often the model expects it.

    Bars are square roots of observed frequencies; the line is the square roots of expected
    frequencies, sum_i w_i P(a <= Y_i <= b) for the counts a to b of a bar. The bars hang from the
    line. Look at where they end: a bar that ends above 0 is a count that was rarer than expected,
    and one that ends below 0 a count that was more frequent. Long runs on one side speak against
    the model: below 0 at the count 0 and above 0 after it where zeros are too many for the model;
    below 0 at both ends where the counts are more dispersed than the model has them.

    Parameters
    ----------
    kind : {"hanging", "standing", "suspended"}
        Bars from the line down; from the axis up; or the differences alone, expected less
        observed.
    most : int, optional
        The last count of the axis; by default the largest observed, unless it is far from the
        others. All that is larger is in one bar at the right end, ``>200``.
    width : int, optional
        How many counts a bar holds; by default 1 up to the count 40, and above 2, 5, 10, 20, ...,
        so that there are at most 40 bars. Zero then has a bar of its own. The line joins bars of
        the same width only.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        The model is not one of counts; an unknown kind; `most` below 0 or `width` below 1.

    References
    ----------
    Kleiber & Zeileis (2016), Visualizing count data regressions using rootograms, The American
    Statistician 70; Tukey (1977), Exploratory Data Analysis.

    Examples
    --------
    >>> from rglm import glm_nb
    >>> from rglm.datasets import load
    >>> fit = glm_nb("n_gc ~ logmass", load("galaxies"))
    >>> fit.rootogram(most=20).get_ylabel()
    '√frequency'
    """
    check_option("kind", kind, KINDS)
    bins, table = binned_frequencies(fit, most, width)
    ax = style.axes(ax, figsize=figsize)
    observed, expected = np.sqrt(table["observed"]), np.sqrt(table["expected"])
    bottom, height = {
        "hanging": (expected - observed, observed),
        "standing": (0 * observed, observed),
        "suspended": (0 * observed, expected - observed),
    }[kind]
    place, is_difference = _places(bins), kind == "suspended"
    label = "expected - observed" if is_difference else "observed"
    options: dict[str, Any] = {
        "width": BAR_WIDTH * bins.width,
        "color": style.FAINT,
        "linewidth": 0,
        "label": label,
    }
    ax.bar(place, height, bottom=bottom, **options)
    if not is_difference:
        joined, options = bins.regular, {"color": style.COLOURS[1], "markersize": 3}
        ax.plot(place[joined], expected[joined], "o-", label="expected", **options)
        ax.plot(place[~joined], expected[~joined], "o", **options)
    ax.axhline(0, color=style.ink(ax), linewidth=0.8)
    _set_ticks(ax, bins, place)
    ax.use_sticky_edges = False
    ax.margins(0.03)
    style.legend(ax)
    return style.label_axes(ax, _axis_label(fit, bins), "√frequency")


def _axis_label(fit: HasCountResponse, bins: CountBins) -> str:
    """The name of the response, the counts in a bar, and the largest if that is not shown."""
    notes = [f"bars of {bins.width:,} counts"] if bins.width > 1 else []
    largest = float(fit._rows_source.rows.y.max(initial=0))
    notes += [f"largest: {largest:,.0f}"] if largest > bins.high[bins.regular][-1] else []
    return fit._schema.parsed.response.name + (f" ({'; '.join(notes)})" if notes else "")


def rootogram_table(
    fit: HasCountResponse, most: int | None = None, width: int | None = None
) -> pd.DataFrame:
    """The frequencies ``observed expected`` that `rootogram` draws, by count or bin (``"11-20"``).

    Examples
    --------
    >>> from rglm import glm_nb
    >>> from rglm.datasets import load
    >>> from rglm.plots.counts.rootogram import rootogram_table
    >>> rootogram_table(glm_nb("n_gc ~ logmass", load("galaxies")), most=2).round(1)
        observed  expected
    0         88      88.5
    1         25      21.2
    2         13      10.9
    >2       106     111.4
    """
    return binned_frequencies(fit, most, width)[1]


def binned_frequencies(
    fit: HasCountResponse, most: int | None, width: int | None
) -> tuple[CountBins, pd.DataFrame]:
    """The bins, and their frequencies ``observed expected``."""
    y, weights = fit._rows_source.rows.y, fit._rows_source.rows.weights
    is_count = bool((y == np.rint(y)).all()) and y.min(initial=0) >= 0
    if not fit._has_count_response or not is_count:
        raise ValueError(
            "rootogram() is for models of counts: glm() with poisson or negative_binomial, "
            f"glm_nb(), zeroinfl() and hurdle(); this is {fit.model_name}"
        )
    for name, value, least in (("most", most, 0), ("width", width, 1)):
        if value is not None and value < least:
            raise ValueError(f"{name}={value!r}: give a whole number of {least} or more")
    bins = count_bins(y, weights, most, width)
    places = np.searchsorted(bins.high, y)
    observed = np.bincount(places, weights, minlength=len(bins.high))
    table = pd.DataFrame({"observed": observed, "expected": _expected(fit, bins)}, bins.names)
    if (weights == np.rint(weights)).all():
        table["observed"] = table["observed"].astype(int)
    shown = bins.regular | (observed > 0) | (table["expected"].to_numpy() >= MIN_EXPECTED)
    return bins.select(shown), table[shown]


def _expected(fit: HasCountResponse, bins: CountBins) -> np.ndarray:
    """The sums over the rows of the probabilities of the bins.

    Of many rows those evenly spaced in the order of their means stand for all.
    """
    weights, distribution = fit._rows_source.rows.weights, fit._response_distribution()
    rows = np.flatnonzero(weights > 0)
    if len(rows) > MAX_ROWS:
        places = ((np.arange(MAX_ROWS) + 0.5) * (len(rows) / MAX_ROWS)).astype(int)
        rows = rows[np.argsort(distribution.mean()[rows], kind="stable")[places]]
    shares = weights[rows] * (weights.sum() / weights[rows].sum())
    sums = [
        float(shares @ distribution.count_cdf(end[None], rows)[:, 0]) for end in bins.high[:-1]
    ]
    return np.maximum(np.diff([0.0, *sums, weights.sum()]), 0)


def _places(bins: CountBins) -> np.ndarray:
    """The middle of each bar: of the counts in it, or beside those where it stands alone."""
    out = (bins.low + bins.high) / 2
    first, last = np.flatnonzero(bins.regular)[[0, -1]]
    if bins.width > 1 or bins.low[first] > 0:
        steps = np.arange(first, 0, -1)
        out[:first] = bins.low[first] - 0.5 - bins.width * (steps * (1 + END_GAP) - 0.5)
    out[last + 1 :] = bins.high[last] + 0.5 + bins.width * (END_GAP + 0.5)
    return out


def _set_ticks(ax: Axes, bins: CountBins, place: np.ndarray) -> None:
    """Set ticks at round counts, and below the bars that stand alone their names."""
    from matplotlib.ticker import MaxNLocator

    single, names = place[~bins.regular], _end_names(ax, bins, place)
    first, last = bins.low[bins.regular][0], bins.high[bins.regular][-1]
    ticks = sorted({round(t) for t in MaxNLocator(6, integer=True).tick_values(first, last)})
    letter = _letter(ax, place, bins)
    kept = [
        tick
        for tick in ticks
        if first <= tick <= last
        and all(
            abs(tick - at) >= letter * (1 + (len(f"{tick:,}") + len(name.strip())) / 2)
            for at, name in zip(single, names, strict=True)
        )
    ]
    ax.set_xticks([*kept, *single], [*(f"{tick:,}" for tick in kept), *names])


def _end_names(ax: Axes, bins: CountBins, place: np.ndarray) -> list[str]:
    """The names of the bars that stand alone; where two are near, the second is a line lower."""
    single, letter = np.flatnonzero(~bins.regular), _letter(ax, place, bins)
    out: list[str] = []
    for i, at in enumerate(single):
        name = bins.names[at]
        before = out[-1] if out else ""
        distance = place[at] - place[single[i - 1]] if out else np.inf
        out.append(
            f"\n{name}" if distance < letter * (1 + (len(before) + len(name)) / 2) else name
        )
    return out


def _letter(ax: Axes, place: np.ndarray, bins: CountBins) -> float:
    """The width of a letter of a tick in units of the x axis."""
    inches = ax.get_window_extent().width / ax.figure.dpi
    return (place[-1] - place[0] + bins.width) * style.letter_width("tick") / inches
