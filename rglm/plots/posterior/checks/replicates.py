"""The response of the rows, and random responses of the same rows from the posterior."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Factor
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.inference.random_seed import Seed
from rglm.inference.row_values import row_values
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, DrawnRows
from rglm.models.brm.prediction.posterior_predict import response_generator
from rglm.models.brm.prediction.row_quantities import random_response
from rglm.plots.fitted.response_label import mean_label, response_text
from rglm.plots.fitted.variables import sorted_levels
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

MAX_CELLS = 10_000_000  # rows by draws, of a picture of all draws
MAX_GROUPS = 12

Statistic = Callable[[np.ndarray], Any]
STATISTICS: dict[str, Statistic] = {
    "mean": np.mean,
    "sd": lambda y: np.std(y, ddof=1),
    "median": np.median,
    "min": np.min,
    "max": np.max,
    "prop_zero": lambda y: np.mean(y == 0),
}


@dataclass(frozen=True)
class Replicates:
    """The response and S replicates of it.

    Attributes
    ----------
    y : (n,) float array
        Successes of trials, numbers of levels from 0.
    drawn : (n, S) float array
    levels : tuple of str
        The levels of the response, if it has any.
    name : str
        The name of the response.
    """

    y: np.ndarray
    drawn: np.ndarray
    levels: tuple[str, ...]
    name: str

    @property
    def is_binary(self) -> bool:
        """Whether the response is 0 or 1."""
        return bool(np.isin(self.y, (0.0, 1.0)).all())

    @property
    def is_count(self) -> bool:
        """Whether all responses are whole numbers of 0 or more."""
        return bool((self.y == np.rint(self.y)).all() and self.y.min(initial=0) >= 0)

    def of_rows(self, kept: np.ndarray) -> Replicates:
        """Those of some rows."""
        return Replicates(self.y[kept], self.drawn[kept], self.levels, self.name)


def replicates(fit: BrmFit, ndraws: int | None, seed: Seed, most: int | None) -> Replicates:
    """The response, and replicates at `ndraws` draws; by default at `most`, or at all.

    All are so many that `MAX_CELLS` hold them.
    """
    available, n = fit._theta.shape[1], max(len(fit._index), 1)
    if ndraws is None:
        ndraws = min(available, most or available, max(MAX_CELLS // n, 1))
    rows = DrawnRows.of(fit, None, ndraws, needs_trials=True)
    drawn = rows.by_row(random_response(fit, response_generator(fit, seed)), np.asarray)
    y = observed_response(fit, rows)
    return Replicates(y, drawn[rows.kept], response_levels(fit), _response_name(fit))


def without_missing_draws(found: Replicates) -> Replicates:
    """The replicates of draws that have a response in every row.

    Where a link does not give a mean for every predictor, some draws may have none.

    Raises
    ------
    ValueError
        There is no such draw.
    """
    is_whole = np.asarray(~np.isnan(found.drawn).any(axis=0))
    if not is_whole.any():
        raise ValueError(
            f"pp_check(): none of {len(is_whole)} draws has a mean in every row, because the link "
            "gives none for some values of the predictor; take more, ndraws=, narrower priors, or "
            "a log or logit link"
        )
    if not is_whole.all():
        warn(
            f"pp_check: {(~is_whole).sum()} of {len(is_whole)} draws have no mean in some row and "
            "are left out",
            FitWarning,
        )
    return replace(found, drawn=found.drawn[:, is_whole])


def response_levels(fit: BrmFit) -> tuple[str, ...]:
    """The levels of the response, also those of failures and successes; () of numbers."""
    if fit.family.has_levels:
        return tuple(map(str, fit._levels))
    own = fit._response
    if isinstance(own, Factor) and len(own.levels) == 2:
        return tuple(map(str, own.levels))
    return ()


def observed_response(fit: BrmFit, rows: DrawnRows) -> np.ndarray:
    """The response of the rows (n,): of trials the successes, of levels their numbers from 0.

    Raises
    ------
    ValueError
        The rows have counts of levels, and no one level.
    """

    def of_block(part: DrawnBlock) -> np.ndarray:
        y = part.rows.y
        if not fit.family.has_levels or y.ndim == 1:
            return part.observed[:, None]
        if (y.sum(axis=1) != 1).any() or (y.max(axis=1) != 1).any():
            raise ValueError(
                "the response has counts of levels; one level a row can be drawn beside responses "
                "of the posterior: give a row for each, with weights="
            )
        return y.argmax(axis=1).astype(float)[:, None]

    return rows.by_row(of_block, lambda one: one[:, 0])[rows.kept]


def _response_name(fit: BrmFit) -> str:
    """The name of the response; of trials that of the successes."""
    if not fit.family.has_trials:
        return response_text(fit._schema.parsed.response)
    label = mean_label(cast(Any, fit))
    return label.removeprefix("proportion ").removeprefix("of ")


def groups_of_rows(fit: BrmFit, group: Any, type: str) -> dict[str, np.ndarray]:
    """The rows (n,) bool of each group by its name.

    Raises
    ------
    ValueError
        ``group=`` is missing, no column, or has too many values.
    """
    if group is None:
        raise ValueError(f"type={type!r} needs group=, a column or a value for each row")
    name = group if isinstance(group, str) else "group"
    values = pd.Series(row_values(cast(Any, fit), group, f"group={name}", "group"))
    levels = sorted_levels(values)
    if len(levels) > MAX_GROUPS:
        raise ValueError(
            f"group={name!r} has {len(levels)} values; a picture holds {MAX_GROUPS}: cut it "
            "into classes"
        )
    return {f"{name} = {level}": (values == level).to_numpy() for level in levels}


def statistics_of(stat: str | Statistic | Sequence[Any]) -> dict[str, Statistic]:
    """The functions of ``stat=`` by name.

    Raises
    ------
    ValueError
        A name is that of none.
    """
    several = [stat] if isinstance(stat, str) or callable(stat) else list(stat)
    out: dict[str, Statistic] = {}
    for one in several:
        if callable(one):
            out[getattr(one, "__name__", "stat")] = one
        else:
            check_option("stat", one, STATISTICS, ", or a function of y")
            out[one] = STATISTICS[one]
    return out


def values_of(statistic: Statistic, found: Replicates) -> tuple[float, np.ndarray]:
    """A statistic of y, and of each replicate (S,)."""
    own = float(statistic(found.y))
    return own, np.array([float(statistic(one)) for one in found.drawn.T])
