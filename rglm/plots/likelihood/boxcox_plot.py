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


def plot(found: PowerCurve, ax: Axes | None = None) -> Axes:
    """Draw the log-likelihood against lambda, with the interval in dashed lines.

    Parameters
    ----------
    found : BoxCox
        What `boxcox` returns.
    ax : Axes, optional
        Where to draw.

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

    ax = style.axes(ax)
    x, y = _curve(found)
    ax.plot(x, y, color=style.COLOURS[0])
    low, high = float(x.min()), float(x.max())
    ax.margins(x=0)
    floor, fall = float(ax.get_ylim()[0]), float(chdtri(1, 1 - found.level)) / 2
    ax.set_ylim(bottom=floor)
    dashed: dict[str, Any] = {"color": style.FAINT, "linestyle": "--", "linewidth": 1}
    height = found.loglik - fall
    if height > floor:
        ax.axhline(height, **dashed)
        mark = f"{100 * found.level:g}%"
        place: dict[str, Any] = {
            "xytext": (3, 2),
            "textcoords": "offset points",
            "fontsize": style.SMALL,
        }
        ax.annotate(mark, (low, height), color=style.NOTE, **place)
    marked = {found.lambda_: found.loglik, **dict.fromkeys(found.conf_int, height)}
    for power, top in marked.items():
        if low < power < high:
            ax.vlines(power, floor, top, **dashed)
    return style.label_axes(ax, "λ", "log-likelihood")


def _curve(found: PowerCurve) -> tuple[np.ndarray, np.ndarray]:
    """A smooth curve through the table, the maximum and the ends of the interval."""
    from scipy.interpolate import CubicSpline
    from scipy.special import chdtri

    fall = float(chdtri(1, 1 - found.level)) / 2
    known = dict(zip(found.table["lambda"], found.table["loglik"], strict=True))
    ends = {end: found.loglik - fall for end in found.conf_int if np.isfinite(end)}
    known |= ends if len(known) < 2 else {}
    low, high = min([*known, found.lambda_]), max([*known, found.lambda_])
    for power, value in ({found.lambda_: found.loglik} | ends).items():
        if low <= power <= high:
            known[power] = value
    powers = np.array(sorted(p for p, value in known.items() if np.isfinite(value)))
    values = np.array([known[p] for p in powers])
    if len(powers) < 3:
        return powers, values
    x = np.union1d(np.linspace(powers[0], powers[-1], CURVE_POINTS), powers)
    return x, CubicSpline(powers, values)(x)
