"""The replicates of a bootstrap: histograms, and one beside its normal quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.inference.permutation.permutation_result import PermutationTest
    from rglm.inference.resampling.boot_result import Boot

MAX_BINS = 40
CURVE_POINTS = 200


@style.picture
def draw_boot(
    result: Boot,
    parm: str | Sequence[str] | None = None,
    level: float = 0.95,
    type: str | None = None,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the replicates of a bootstrap; R's ``plot`` of ``boot``, and car's ``hist``.

    A histogram for each coefficient, with the estimate of the data, the ends of the interval, and
    the normal density that has the mean and the standard deviation of the replicates. If these
    follow it, and lie about the estimate, the normal interval will do; if they are skew or off, it
    will not. Of one coefficient there is its normal quantile plot too, where a normal distribution
    is the line.

    Parameters
    ----------
    result : Boot
        What ``fit.boot()`` returned.
    parm : name or names, optional
        Which coefficients or statistics; by default all that have replicates to draw. One has
        two panels.
    level : float
        The coverage of the interval.
    type : str, optional
        The type of the interval, as ``confint()`` takes it.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each panel.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes

    Raises
    ------
    ValueError
        A name is unknown; fewer than two finite replicates.

    Notes
    -----
    Infinite replicates are not drawn; the axis says how many there are.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.boot(R=199, seed=1).plot("logmass").shape
    (1, 2)
    """
    places = result._places(parm)
    if parm is None:
        places = [place for place in places if _finite_count(result, place) > 1] or places[:1]
    is_one = len(places) == 1
    count = 2 if is_one else len(places)
    panels = style.panels(ax, count, "panels" if is_one else "coefficients", figsize=figsize)
    drawn = np.ravel(panels)[:count]
    for panel, place in zip(drawn, places, strict=False):
        limits = result.confint([result.names[place]], level, type)
        name = f"{100 * level:g}% interval ({limits.attrs['type']})"
        _draw_histogram(panel, result, place, limits.to_numpy().ravel(), name)
    if is_one:
        _draw_quantiles(drawn[1], result, places[0])
    style.shared_legend(panels, ax is None)
    return panels


@style.picture
def draw_permutations(
    test: PermutationTest, ax: Axes | None = None, figsize: tuple[float, float] | None = None
) -> Axes:
    """Draw the statistics of a permutation test, and that of the data as a line.

    Parameters
    ----------
    test : PermutationTest
        What ``fit.permutation_test()`` returned.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> test = lm("breaks ~ wool", load("warpbreaks")).permutation_test("wool", seed=1)
    >>> test.plot().get_xlabel()
    'F'
    """
    ax = style.axes(ax, figsize=figsize)
    ((name, observed),) = test.statistic.items()
    drawn = test.permuted[np.isfinite(test.permuted)]
    ax.hist(drawn, MAX_BINS, color=style.FAINT, label="permutations")
    ax.axvline(observed, color=style.COLOURS[0], linewidth=1.5, label=f"p = {test.p_value:.2g}")
    style.legend(ax)
    return style.label_axes(ax, name, "permutations", test.method.partition(" (")[0])


def _finite_count(result: Boot, place: int) -> int:
    return int(np.isfinite(result.t.iloc[:, place]).sum())


def _finite(result: Boot, place: int) -> np.ndarray:
    """The finite replicates of a statistic."""
    t = result.t.iloc[:, place].to_numpy()
    finite: np.ndarray = t[np.isfinite(t)]
    if len(finite) < 2:
        raise ValueError(f"{result.names[place]} has {len(finite)} finite replicates to draw")
    return finite


def _draw_histogram(ax: Axes, result: Boot, place: int, ends: np.ndarray, name: str) -> None:
    t, t0, shade = _finite(result, place), float(result.t0.iloc[place]), style.COLOURS[0]
    bins = min(MAX_BINS, len(np.histogram_bin_edges(t, "fd")) - 1)
    ax.hist(t, max(bins, 5), density=True, color=style.FAINT, label="replicates")
    mean, sd = t.mean(), t.std(ddof=1)
    if sd > 0:
        x = np.linspace(t.min(), t.max(), CURVE_POINTS)
        density = np.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * np.sqrt(2 * np.pi))
        ax.plot(x, density, color=style.ink(ax), linewidth=1, linestyle="--", label="normal")
    if np.isfinite(t0):
        ax.axvline(t0, color=shade, linewidth=1.5, label="estimate")
    for i, end in enumerate(ends[np.isfinite(ends)]):
        label = "" if i else name  # once in the legend
        ax.axvline(end, color=shade, linewidth=1, linestyle=":", label=label)
    style.few_ticks(ax.xaxis)
    ax.set_yticks([])
    texts = [f"{value:.3g}" for value in (t0, *ends)]
    label = "{} ({} to {})".format(*texts).replace("inf", "∞")
    infinite = int(np.isinf(result.t.iloc[:, place].to_numpy()).sum())
    if infinite:
        label += f"; {infinite} infinite"
    style.label_axes(ax, label, "", result.names[place])


def _draw_quantiles(ax: Axes, result: Boot, place: int) -> None:
    """The replicates in order against normal quantiles."""
    from scipy.special import ndtri

    t = np.sort(_finite(result, place))
    z = ndtri(np.arange(1, len(t) + 1) / (len(t) + 1))
    line = t.mean() + t.std(ddof=1) * z[[0, -1]]
    ax.plot(z[[0, -1]], line, color=style.ink(ax), linewidth=1, linestyle="--")
    style.points(ax, z, t)
    style.label_axes(ax, "normal quantiles", "replicates", "Normal quantile plot")
