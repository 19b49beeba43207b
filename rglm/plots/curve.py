"""The fitted curve with its band, over the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.grid_rows import chosen, is_category, levels_of, new_rows, raw_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

JITTER = 0.035
ZERO = 0.3  # where zeros stand on a log axis of counts
MANY = 5000  # points: more are thinned to so many, evenly


def plot_fit(
    fit: Any,
    x: str | None = None,
    by: str | None = None,
    at: Mapping[str, Any] | None = None,
    level: float = 0.95,
    log: bool = False,
    points: bool = True,
    colour: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the fitted mean against a variable with its confidence band, over the data.

    Parameters
    ----------
    x : str, optional
        A column of the data that the formula reads; by default the first that is a number. For a
        category the means are points with bars.
    by : str, optional
        Another one, of few values: a curve for each.
    at : dict, optional
        Where other variables are held, ``{"z": 3}``; by default numbers at their mean and
        categories at their commonest level. The title says where.
    level : float
        The coverage of the band.
    log : bool
        A log axis for the response; zeros stand at its foot.
    points : bool
        Draw the data: outcomes of 0 and 1 jittered, proportions larger with more trials.
    colour : str, optional
        A column of the data that colours the points.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A column that the model does not have; a response of categories, which `plot_probs` draws.

    Notes
    -----
    The band is made on the scale of the link and carried over, that of zero-inflated and hurdle
    models on the log scale.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_fit("logmass").get_xlabel()
    'logmass'
    """
    name = chosen(fit, x)
    rows, caption = new_rows(fit, name, by, at)
    found = pd.concat([rows, fitted_band(fit, rows, level)], axis=1)
    ax = style.axes(ax)
    if points:
        _data(ax, fit, name, colour or by, log, colour is not None)
    draw = _bars if is_category(raw_rows(fit)[name]) else _curves
    draw(ax, found, name, by)
    if log:
        _log_axis(ax, fit)
    if by is not None or colour is not None:
        style.legend(ax, by or colour)
    style.finish(ax, name, _label(fit))
    if caption:
        ax.set_title(caption, fontsize=style.SMALL - 1, loc="right", color=style.FAINT)
    return ax


def fitted_band(fit: Any, rows: pd.DataFrame, level: float) -> pd.DataFrame:
    """The mean at some rows with the ends of its interval: ``fit lwr upr``."""
    if hasattr(fit, "probabilities"):
        raise ValueError(
            f"{fit.function}() has a probability for each level and no mean; use plot_probs()"
        )
    if hasattr(fit, "zero_dist"):
        from scipy.special import ndtri

        found = fit.predict(rows, type="response", se_fit=True)
        reach = np.exp(ndtri((1 + level) / 2) * found["se_fit"] / found["fit"])
        ends = {"lwr": found["fit"] / reach, "upr": found["fit"] * reach}
        return pd.DataFrame({"fit": found["fit"], **ends}).reset_index(drop=True)
    found = fit.predict(rows, type="response", interval="confidence", level=level)
    return found[["fit", "lwr", "upr"]].reset_index(drop=True)


def _label(fit: Any) -> str:
    """What stands at the axis of the response."""
    name = fit.schema.parsed.response.name
    success = getattr(fit, "success", None)
    if success is not None and success not in ("TRUE",):
        return f"P({name} = {success})"
    return f"proportion of {name}" if name.startswith("cbind(") else name


def _curves(ax: Axes, found: pd.DataFrame, x: str, by: str | None) -> None:
    groups = [(None, found)] if by is None else list(found.groupby(by, sort=False, observed=True))
    for i, (value, part) in enumerate(groups):
        shade = style.COLOURS[i % len(style.COLOURS)]
        ax.fill_between(
            part[x], part["lwr"], part["upr"], color=shade, alpha=style.BAND, linewidth=0
        )
        dash = style.DASHES[i % len(style.DASHES)]
        ax.plot(part[x], part["fit"], color=shade, linestyle=dash, label=value)


def _bars(ax: Axes, found: pd.DataFrame, x: str, by: str | None) -> None:
    levels = list(dict.fromkeys(found[x]))
    groups = [(None, found)] if by is None else list(found.groupby(by, sort=False, observed=True))
    for i, (value, part) in enumerate(groups):
        shift = (i - (len(groups) - 1) / 2) * 0.12
        shade = style.COLOURS[i % len(style.COLOURS)]
        below, above = part["fit"] - part["lwr"], part["upr"] - part["fit"]
        ax.errorbar(
            np.arange(len(levels)) + shift,
            part["fit"],
            yerr=[below, above],
            fmt=style.MARKS[i % len(style.MARKS)],
            color=shade,
            capsize=3,
            markersize=5,
            label=value,
            zorder=3,
        )
    ax.set_xticks(range(len(levels)), [str(level) for level in levels])


def _data(ax: Axes, fit: Any, x: str, colour: str | None, log: bool, alone: bool) -> None:
    """The observations, coloured by a column; in the legend where they stand there `alone`."""
    rows = raw_rows(fit)
    y, wide = fit.y.to_numpy(), is_category(rows[x])
    place = rows[x].map({v: i for i, v in enumerate(levels_of(rows[x]))}) if wide else rows[x]
    place, sizes = place.to_numpy(dtype=float), _sizes(fit, len(y))
    binary = bool(np.isin(y, (0.0, 1.0)).all()) and np.ptp(sizes) == 0
    noise = np.random.default_rng(0).uniform(-1, 1, (2, len(y)))
    if binary:
        y = np.where(y > 0, 1 - np.abs(noise[0]) * JITTER, np.abs(noise[0]) * JITTER)
    elif log:
        y = np.where(y > 0, y, ZERO)
    if wide:
        place = place + 0.18 * noise[1]
    keep = np.arange(len(y))[:: max(1, len(y) // MANY)]
    for value, part, shade in _groups(rows, colour, keep):
        given = {} if shade is None else {"color": shade}
        if alone:
            given["label"] = value
        style.points(ax, place[part], y[part], s=sizes[part], **given)


def _groups(rows: pd.DataFrame, colour: str | None, keep: np.ndarray) -> list[Any]:
    if colour is None:
        return [(None, keep, None)]
    if colour not in rows:
        raise ValueError(f"colour={colour!r} is no column of the data")
    column = rows[colour].reset_index(drop=True)
    return [
        (value, keep[(column.iloc[keep] == value).to_numpy()], style.COLOURS[i % 7])
        for i, value in enumerate(levels_of(column))
    ]


def _sizes(fit: Any, n: int) -> np.ndarray:
    """Larger with more trials."""
    trials = getattr(fit, "trials", None)
    if trials is None and fit.schema.parsed.response.name.startswith("cbind("):
        trials = fit.rows_source.rows.trials
    if trials is None:
        return np.full(n, 14.0)
    share = np.asarray(trials, dtype=float)
    return 10 + 40 * share / max(share.max(), 1)


def _log_axis(ax: Axes, fit: Any) -> None:
    """Logarithmic; where there are zeros they stand at the foot, with a tick that says 0."""
    y = fit.y.to_numpy()
    ax.set_yscale("log")
    if not (y <= 0).any():
        return
    top = max(float(y.max()), 1.0)
    ticks = 10.0 ** np.arange(int(np.log10(top)) + 1)
    ax.set_ylim(ZERO * 0.75, top * 1.6)
    ax.set_yticks([ZERO, *ticks], ["0", *(f"{tick:g}" for tick in ticks)])
    ax.minorticks_off()
    ax.axhline((ZERO + 1) / 2, color=style.FAINT, linewidth=0.5, linestyle=":")
