"""Rows that averages are over, draw by draw, with some variables changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.marginal_effects.comparison_kinds import ComparisonKind
from rglm.inference.marginal_effects.effects.effect_rows import checked_weights, grouped
from rglm.inference.marginal_effects.variables.contrasts import changes_of
from rglm.inference.marginal_effects.variables.model_variables import ModelVariables
from rglm.inference.marginal_effects.variables.newdata import rows_of_word
from rglm.inference.marginal_effects.variables.settings import Setting, changed
from rglm.models.brm.means.effects_page import PosteriorEffects
from rglm.models.brm.means.emmeans import grid_rows
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.row_quantities import expectation, linear_predictor
from rglm.sources.frames.as_frame import as_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

TYPES = ("response", "link")
STEP = 1e-4  # of slopes, as a share of the range of the variable


@dataclass(frozen=True)
class Average:
    """Averages of G groups at S draws, (G, S) or (G, S, m), and what they are of."""

    labels: Mapping[str, str]
    values: np.ndarray


@dataclass(frozen=True)
class AveragedRows:
    """The rows that averages are over, and their groups."""

    fit: BrmFit
    data: pd.DataFrame
    groups: pd.DataFrame
    codes: np.ndarray
    type: str
    conf_level: float
    verb: str
    weights: np.ndarray | None = None
    is_by_row: bool = False

    @classmethod
    def of(
        cls,
        fit: BrmFit,
        by: Any,
        newdata: Any,
        type: str,
        conf_level: float,
        verb: str,
        wts: Any = None,
    ) -> AveragedRows:
        """The rows of the fit, or new ones, by a word or as a table."""
        check_level(conf_level, "conf_level")
        check_option("type", type, TYPES)
        data = _rows(fit, newdata, verb)
        names = [by] if isinstance(by, str) else list(by or ())
        for name in names:
            if name not in data:
                hint = did_you_mean(str(name), list(map(str, data)))
                raise ValueError(f"{verb}(): by= has {name!r}, which is no column{hint}")
        codes, groups = grouped(data, names)
        weights = None
        if wts is not None:
            known = isinstance(wts, str) and wts in data
            weights = checked_weights(data[wts] if known else wts, len(data))
        return cls(fit, data, groups, codes, type, conf_level, verb, weights)

    @classmethod
    def each(
        cls, fit: BrmFit, newdata: Any, type: str, conf_level: float, verb: str
    ) -> AveragedRows:
        """Each row as a group of its own."""
        rows = cls.of(fit, None, newdata, type, conf_level, verb)
        n, draws = len(rows.data), fit._theta.shape[1]
        size = n * max(len(fit._levels), 1)
        check_matrix_size(size, draws, f"{draws:,} draws of {n:,} rows", f"avg_{verb}() averages")
        labels = rows.data.index.to_numpy() if newdata is None else np.arange(n)
        groups = pd.DataFrame({"rowid": labels})
        return replace(rows, groups=groups, codes=np.arange(n), is_by_row=True)

    @cached_property
    def variables(self) -> ModelVariables:
        """The variables of the model, as these rows have them."""
        return ModelVariables(self.fit._schemas, self.data)

    def is_number(self, name: str) -> bool:
        """Whether a variable is a number of other values than 0 and 1."""
        return self.variables.variable(name).levels is None

    def comparisons(self, name: str, given: Any, kind: ComparisonKind) -> list[Average]:
        """The comparisons of the average at the values of a variable."""
        changes = changes_of(self.variables.variable(name), given, lambda: self.data[name])
        means: dict[Setting, np.ndarray] = {}
        for one in (setting for change in changes for setting in (change.low, change.high)):
            if one not in means:
                means[one] = self.averages(changed(self.data, ((name, one),))).values
        return [
            Average(
                {"term": name, "contrast": change.label(kind)},
                kind.function(means[change.high], means[change.low]),
            )
            for change in changes
        ]

    def slope(self, name: str) -> Average:
        """The average slope of a number."""
        column = self.data[name].astype(float)
        step = STEP * float(column.max() - column.min()) or STEP
        up = self.averages(self.data.assign(**{name: column + step})).values
        down = self.averages(self.data.assign(**{name: column - step})).values
        return Average({"term": name, "contrast": "dY/dX"}, (up - down) / (2 * step))

    def averages(self, data: pd.DataFrame) -> Average:
        """The averages of rows in their groups."""
        rows = DrawnRows.of(self.fit, data, needs_trials=False)
        quantity: Callable[..., np.ndarray] = (
            expectation(self.fit) if self.type == "response" else linear_predictor(self.fit)
        )
        return Average({}, rows.averages(quantity, self.codes, len(self.groups), self.weights))

    def effects(self, averages: Iterable[Average]) -> PosteriorEffects:
        """The averages as a page."""
        labels, values = [], []
        for one in averages:
            drawn = one.values if one.values.ndim == 3 else one.values[:, :, None]
            levels = self.fit._levels[-drawn.shape[2] :]
            for place in range(drawn.shape[2]):
                group = {"group": levels[place]} if drawn.shape[2] > 1 else {}
                labels.append(self.groups.assign(**one.labels, **group))
                values.append(drawn[:, :, place])
        table = pd.concat(labels, ignore_index=True)
        front = [n for n in ("group", "term", "contrast") if n in table]
        table = table[[*front, *(n for n in table if n not in front)]]
        draws = pd.DataFrame(np.concatenate(values).T, index=self.fit._draws_index)
        rows = None
        if self.is_by_row:
            places = np.tile(np.arange(len(self.data)), len(table) // max(1, len(self.data)))
            rows = self.data.iloc[places].reset_index(drop=True)
        return PosteriorEffects(table, draws, self.conf_level, self.type, rows)


def _rows(fit: BrmFit, newdata: Any, verb: str) -> pd.DataFrame:
    if newdata is None:
        return grid_rows(fit, verb)
    if isinstance(newdata, str):
        return rows_of_word(newdata, ModelVariables(fit._schemas, grid_rows(fit, verb)))
    return as_frame(newdata, "newdata")
