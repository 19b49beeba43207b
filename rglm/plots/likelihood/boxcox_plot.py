"""The likelihood of the powers of a response, as MASS's boxcox draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE_POINTS = 200


class PowerCurve(Protocol):
    """The log-likelihood of powers, its maximum and an interval."""

    @property
    def lambda_(self) -> float:
        """The power of the maximum."""
        ...

    @property
    def loglik(self) -> float:
        """The log-likelihood there."""
        ...

    @property
    def conf_int(self) -> pd.Series:
        """The ends of the interval."""
        ...

    @property
    def level(self) -> float:
        """The coverage of the interval."""
        ...

    @property
    def table(self) -> pd.DataFrame:
        """``lambda loglik`` on a grid."""
        ...


@style.picture
def plot(
    power_curve: PowerCurve,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the log-likelihood against lambda, with the interval in dashed lines.

    The log-likelihood is that of y, with the model fitted to (y^lambda - 1) / lambda, or log(y) at
    0. The horizontal line is half the quantile of chi-square below its maximum, and the vertical
    lines are the maximum and the ends of the interval where the curve crosses it. Look for the
    simple powers inside: 1 leaves y as it is, 0 takes its logarithm, 1/2 the root, -1 the
    reciprocal.

    Parameters
    ----------
    power_curve : BoxCox
        What `boxcox` returns.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes

    Examples
    --------
    >>> from rglm import boxcox
    >>> from rglm.datasets import load
    >>> boxcox("breaks ~ wool", load("warpbreaks")).plot().get_ylabel()
    'log-likelihood'
    """
    from scipy.special import chdtri

    ax = style.axes(ax, figsize=figsize)
    x, y = _curve(power_curve)
    ax.plot(x, y, color=style.COLOURS[0])
    low, high = float(x.min()), float(x.max())
    ax.margins(x=0)
    floor, fall = float(ax.get_ylim()[0]), float(chdtri(1, 1 - power_curve.level)) / 2
    ax.set_ylim(bottom=floor)
    dashed: dict[str, Any] = {"color": style.FAINT, "linestyle": "--", "linewidth": 1}
    height = power_curve.loglik - fall
    if height > floor:
        ax.axhline(height, **dashed)
        mark = f"{100 * power_curve.level:g}%"
        place: dict[str, Any] = {
            "xytext": (3, 2),
            "textcoords": "offset points",
            "fontsize": style.font_size("note"),
        }
        ax.annotate(mark, (low, height), color=style.ink(ax, style.NOTE), **place)
    marked = {
        power_curve.lambda_: power_curve.loglik,
        **dict.fromkeys(power_curve.conf_int, height),
    }
    for power, top in marked.items():
        if low < power < high:
            ax.vlines(power, floor, top, **dashed)
    return style.label_axes(ax, "λ", "log-likelihood")


def _curve(power_curve: PowerCurve) -> tuple[np.ndarray, np.ndarray]:
    """A smooth curve through the table, the maximum and the ends of the interval."""
    from scipy.interpolate import CubicSpline
    from scipy.special import chdtri

    fall = float(chdtri(1, 1 - power_curve.level)) / 2
    loglik_of = dict(zip(power_curve.table["lambda"], power_curve.table["loglik"], strict=True))
    ends = {end: power_curve.loglik - fall for end in power_curve.conf_int if np.isfinite(end)}
    loglik_of |= ends if len(loglik_of) < 2 else {}
    low, high = min([*loglik_of, power_curve.lambda_]), max([*loglik_of, power_curve.lambda_])
    for power, value in ({power_curve.lambda_: power_curve.loglik} | ends).items():
        if low <= power <= high:
            loglik_of[power] = value
    powers = np.array(sorted(p for p, value in loglik_of.items() if np.isfinite(value)))
    values = np.array([loglik_of[p] for p in powers])
    if len(powers) < 3:
        return powers, values
    x = np.union1d(np.linspace(powers[0], powers[-1], CURVE_POINTS), powers)
    return x, CubicSpline(powers, values)(x)
