"""Rows that averages are over, draw by draw, with some variables changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.inference.reference_grid.data_levels import is_factor, levels_of
from rglm.inference.reference_grid.variable_summary import grid_variables
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

    @classmethod
    def of(
        cls, fit: BrmFit, by: Any, newdata: Any, type: str, conf_level: float, verb: str
    ) -> AveragedRows:
        """The rows of the fit, or new ones."""
        check_level(conf_level, "conf_level")
        check_option("type", type, TYPES)
        data = grid_rows(fit, verb) if newdata is None else as_frame(newdata, "newdata")
        names = [by] if isinstance(by, str) else list(by or ())
        for name in names:
            if name not in data:
                hint = did_you_mean(str(name), list(map(str, data)))
                raise ValueError(f"{verb}(): by= has {name!r}, which is no column{hint}")
        if not names:
            groups, codes = pd.DataFrame(index=range(1)), np.zeros(len(data), dtype=int)
        else:
            grouped = data.groupby(names, observed=True, sort=True, dropna=False)
            codes = grouped.ngroup().to_numpy()
            groups = grouped.size().reset_index()[names]
        return cls(fit, data, groups, codes, type, conf_level, verb)

    def variables(self, given: str | Sequence[str] | Mapping[str, Any] | None) -> list[str]:
        """The variables that are asked for."""
        schemas = self.fit._schemas
        known = grid_variables(self.data, schemas)
        terms = {n for s in schemas for e in s.parsed.expressions.values() for n in e.reads}
        if given is None:
            return [name for name in known if name in terms]
        names = [given] if isinstance(given, str) else list(given)
        for name in names:
            if name not in known:
                hint = did_you_mean(str(name), known)
                raise ValueError(
                    f"{self.verb}(): {name!r} is no variable of the model: "
                    f"{', '.join(known)}{hint}"
                )
        return names

    def is_number(self, name: str) -> bool:
        """Whether a variable is a number of other values than 0 and 1."""
        column = self.data[name]
        if is_factor(column, name, self.fit._schemas):
            return False
        return not set(column.dropna().unique()) <= {0, 1}

    def comparisons(self, name: str, step: float) -> list[Average]:
        """The changes of the average with a variable."""
        if self.is_number(name):
            changed = self.averages(self.data.assign(**{name: self.data[name] + step}))
            values = changed.values - self.averages(self.data).values
            return [Average({"term": name, "contrast": f"+{step:g}"}, values)]
        levels = levels_of(self.data[name])
        first = self._at_level(name, levels[0])
        return [
            Average(
                {"term": name, "contrast": f"{level_text(level)} - {level_text(levels[0])}"},
                self._at_level(name, level) - first,
            )
            for level in levels[1:]
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
        return Average({}, rows.averages(quantity, self.codes, len(self.groups)))

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
        return PosteriorEffects(table, draws, self.conf_level, self.type)

    def _at_level(self, name: str, level: Any) -> np.ndarray:
        column = pd.Series([level] * len(self.data), self.data.index)
        dtype = self.data[name].dtype
        if isinstance(dtype, pd.CategoricalDtype):
            column = column.astype(dtype)
        return self.averages(self.data.assign(**{name: column})).values
