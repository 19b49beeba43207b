"""The observations behind conditional effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.plots import style
from rglm.plots.fitted.observed_points import LEVEL_JITTER, OUTCOME_JITTER
from rglm.plots.fitted.variables import fitted_column, is_categorical, level_places
from rglm.plots.point_order import point_order
from rglm.plots.posterior.checks.replicates import observed_response

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

BAR_DISTANCE = 0.15  # between the bars of a level


def drawn_response(fit: BrmFit) -> np.ndarray:
    """The response of the rows of the fit (n,): proportions of trials, levels from 1."""
    rows = DrawnRows.of(fit, None, 1)
    y = observed_response(fit, rows)
    if fit.family.has_levels:
        return y + 1
    return y / rows.by_row(lambda part: part.trials[:, None], lambda one: one[:, 0])[rows.kept]


def draw_observed(ax: Axes, fit: BrmFit, table: pd.DataFrame, effect: Sequence[str]) -> None:
    """Draw the data, in the colours of the levels of a second variable."""
    x, y = fitted_column(fit, effect[0]), drawn_response(fit)
    values = list(dict.fromkeys(table[effect[0]]))
    has_levels = is_categorical(fit, effect[0])
    place = (level_places(x, values) if has_levels else x).to_numpy(dtype=float)
    noise = np.empty((2, len(y)))
    noise[:, point_order(place, y)] = np.random.default_rng(0).uniform(-1, 1, noise.shape)
    has_others = len(effect) == 2 and is_categorical(fit, effect[1])
    if has_levels:
        place = place + (0.3 if has_others else 1) * LEVEL_JITTER * noise[1]
    if np.isin(y, (0.0, 1.0)).all():
        y = y + np.where(y > 0, -1, 1) * np.abs(noise[0]) * OUTCOME_JITTER
    elif fit.family.has_levels:
        y = y + LEVEL_JITTER * noise[0]
    if not has_others:
        style.points(ax, place, y)
        return
    other, others = fitted_column(fit, effect[1]), list(dict.fromkeys(table[effect[1]]))
    for k, value in enumerate(others):
        own: Any = (other == value).to_numpy()
        aside = (k - (len(others) - 1) / 2) * BAR_DISTANCE if has_levels else 0.0
        style.points(ax, place[own] + aside, y[own], color=style.colour(ax, k))
