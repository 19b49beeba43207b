"""What a verb asks for: rows, groups, the type of prediction, tests and intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import all_expressions
from rglm.errors import DataError
from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.covariance.given_covariance import covariance_name
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.inference.estimate_column import LIMITS, TEST_COLUMNS
from rglm.inference.marginal_effects.effect_settings import EffectSettings
from rglm.inference.marginal_effects.effects.effect_rows import (
    MemoryRows,
    MoreValuesError,
)
from rglm.inference.marginal_effects.effects.effects import (
    EffectList,
    RowEffects,
    average_effects,
)
from rglm.inference.marginal_effects.effects.plan import Plan
from rglm.inference.marginal_effects.effects.row_block import RowBlock
from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.marginal_effects.row_request import RowRequest
from rglm.inference.marginal_effects.variables.model_variables import ModelVariables
from rglm.inference.multiple_comparisons.p_adjust import METHODS as P_ADJUSTMENTS
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.row_quantity import RowQuantity

GROUP = "group"  # the level of the response, or the cut point, that a number is of
NAMED_TRANSFORMS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {"exp": np.exp, "ln": np.log}
NOT_BY_ROW = (
    "the data of the fit are not in memory: average over their rows, avg_{verb}(), or give "
    "newdata="
)


Planner = Callable[[ModelVariables, Callable[[str], pd.Series]], Plan]
"""Makes a plan from the variables, and from a function that reads a column of the fit."""


@dataclass(frozen=True)
class Request:
    """The arguments that all verbs share.

    Attributes
    ----------
    is_average : bool
        Whether effects are averaged over rows, and not of each row.
    equal : float
        The value of a comparison of equal predictions, 1 of ratios.
    """

    fit: ModelResult
    verb: str
    is_average: bool
    by: Any = None
    newdata: Any = None
    type: str | None = None
    wts: Any = None
    vcov: Vcov | bool = None
    df: float | None = None
    conf_level: float = 0.95
    hypothesis: Any = None
    equivalence: Sequence[float] | None = None
    transform: Any = None
    p_adjust: str | None = None
    equal: float = 0.0

    @cached_property
    def chosen_type(self) -> str:
        """The type of prediction; by default the mean of the response, or its probabilities."""
        types = self.fit._quantity_types
        if self.type is None:
            return next((t for t in ("response", "probs") if t in types), types[0])
        inner = str(self.type)
        if inner.startswith("invlink(") and inner.endswith(")"):
            inner = inner[8:-1]
        check_option("type", inner, types)
        return inner

    @cached_property
    def quantity(self) -> RowQuantity:
        """That of the type."""
        return self.fit._quantity(self.chosen_type)

    @cached_property
    def by_names(self) -> list[str]:
        """The columns of ``by=``, without the levels of the response, which are always apart."""
        if self.by is None or isinstance(self.by, bool):
            return []
        names = [self.by] if isinstance(self.by, str) else list(dict.fromkeys(self.by))
        if self.quantity.columns is None:
            return names
        if GROUP in names and any(GROUP in e.reads for e in all_expressions(self.fit._schemas)):
            raise ValueError(
                f"{self.verb}(): by={GROUP!r} is the level of the response, and the model has a "
                "variable of this name too; rename it"
            )
        return [n for n in names if n != GROUP]

    @cached_property
    def rows(self) -> RowRequest:
        """The rows that effects are of."""
        return RowRequest(
            self.fit, self.verb, self.by_names, self.newdata, self.wts, self.is_average
        )

    def settings(self) -> EffectSettings:
        """How estimates are tested and shown."""
        check_level(self.conf_level, "conf_level")
        if self.df is not None and not self.df > 0:
            raise ValueError(f"df={self.df!r}: degrees of freedom are above 0, or infinite")
        if self.p_adjust is not None:
            check_option("p_adjust", self.p_adjust, P_ADJUSTMENTS)
        self._check_tests_without_errors()
        return EffectSettings(
            conf_level=self.conf_level,
            equivalence=_bounds(self.equivalence),
            transform=self._transform(),
            adjust=None if self.p_adjust == "none" else self.p_adjust,
            has_errors=self.vcov is not False,
            covariance_name=covariance_name(self._given_vcov, self.fit),
            equal=self.equal,
        )

    def _check_tests_without_errors(self) -> None:
        """Raise ValueError where tests are asked for, and no standard errors."""
        for name in ("equivalence", "p_adjust", "df"):
            if self.vcov is False and getattr(self, name) is not None:
                raise ValueError(
                    f"{name}= goes with tests, and vcov=False leaves out the standard errors that "
                    "they need"
                )

    def _transform(self) -> Callable[[np.ndarray], np.ndarray] | None:
        if self.transform is None and str(self.type).startswith("invlink("):
            link = self.quantity.link
            if link is None:
                raise ValueError(f"type={self.type!r}: {self.chosen_type!r} has no link")
            return link.linkinv
        if self.transform is None:
            return None
        if not isinstance(self.transform, str):
            return _as_function(self.transform)
        check_option("transform", self.transform, tuple(NAMED_TRANSFORMS), ", a function")
        return NAMED_TRANSFORMS[self.transform]

    def parameters(self) -> Parameters:
        """The parameters of the fit, with the covariance asked for; NaN without one."""
        parameters = Parameters.of(self.fit, self._given_vcov, self.df)
        if self.vcov is not False:
            return parameters
        return replace(parameters, covariance=np.full_like(parameters.covariance, np.nan))

    @property
    def _given_vcov(self) -> Vcov:
        """Another covariance than the model's."""
        return None if isinstance(self.vcov, bool) else self.vcov

    def result(self, planner: Planner) -> MarginalEffects:
        """The effects that a planner asks for."""
        settings = self.settings()
        try:
            return self._planned(planner, frozenset(), settings)
        except MoreValuesError as error:
            return self._planned(planner, frozenset(error.names), settings)

    def _planned(
        self, planner: Planner, numbers: frozenset[str], settings: EffectSettings
    ) -> MarginalEffects:
        variables = self.rows.variables(numbers)
        plan = planner(variables, self.rows.column)
        if not plan.effects:
            raise ValueError(f"{self.verb}(): the model has no variable with such an effect")
        effects = EffectList(
            tuple(plan.components),
            tuple(plan.effects),
            self.chosen_type,
            self.fit._parameters,
            self.quantity,
        )
        if self.is_average:
            return self._averaged(plan, effects, variables, settings)
        return self._by_row(plan, effects, variables, settings)

    def _averaged(
        self,
        plan: Plan,
        effects: EffectList,
        variables: ModelVariables,
        settings: EffectSettings,
    ) -> MarginalEffects:
        rows = self.rows.rows(variables, plan.changed)
        estimands = average_effects(rows, effects)
        labels = self._labels(plan, rows.groups)
        return self._with_hypothesis(labels, Estimated(estimands, self.parameters()), settings)

    def _by_row(
        self,
        plan: Plan,
        effects: EffectList,
        variables: ModelVariables,
        settings: EffectSettings,
    ) -> MarginalEffects:
        rows = self.rows.rows(variables, plan.changed)
        if not isinstance(rows, MemoryRows):
            raise DataError(NOT_BY_ROW.format(verb=self.verb))
        block = rows.rows
        labels = self._labels(plan, pd.DataFrame({"rowid": _row_labels(self, block)}))
        repeats = len(labels) // max(1, len(block))
        data = block.data.iloc[np.tile(np.arange(len(block)), repeats)].reset_index(drop=True)
        estimated = Estimated(RowEffects(block, effects), self.parameters())
        return self._with_hypothesis(labels, estimated, settings, data)

    def _with_hypothesis(
        self,
        labels: pd.DataFrame,
        estimated: Estimated,
        settings: EffectSettings,
        rows: pd.DataFrame | None = None,
    ) -> MarginalEffects:
        type = self.chosen_type if self.type is None else self.type
        out = MarginalEffects(self.fit, labels, estimated, type, settings, rows)
        return out if self.hypothesis is None else out.hypotheses(self.hypothesis)

    def _labels(self, plan: Plan, last: pd.DataFrame) -> pd.DataFrame:
        """What each estimate is of: the effect, the level of the response, the group or row."""
        levels: Sequence[Any] = self.quantity.columns or (None,)
        count = len(last)
        out: dict[str, Any] = {}
        table = pd.DataFrame(plan.labels)
        group = [] if self.quantity.columns is None else [GROUP]
        self._check_names([*map(str, table), *group, *map(str, last)])
        if any(plan.labels):
            places = np.repeat(np.arange(len(table)), len(levels) * count)
            out |= {str(name): table[name].to_numpy()[places] for name in table}
        if self.quantity.columns is not None:
            each = np.repeat(np.asarray(levels, dtype=object), count)
            out[GROUP] = np.tile(each, len(plan.effects))
        repeats = np.tile(np.arange(count), len(plan.effects) * len(levels))
        rest = last.iloc[repeats].reset_index(drop=True)
        return pd.concat([pd.DataFrame(out, index=rest.index), rest], axis=1)

    def _check_names(self, names: Sequence[str]) -> None:
        """Check that labels have other names than numbers of the table, and than each other."""
        numbers = {"rowid", "s_value", *TEST_COLUMNS, *LIMITS} if self.is_average else set()
        for place, name in enumerate(names):
            if name in numbers or name in names[:place]:
                raise ValueError(
                    f"{self.verb}(): the table of results has a column {name!r} of its own; "
                    "rename that of the data"
                )


def _row_labels(request: Request, block: RowBlock) -> np.ndarray:
    """The labels of the rows of the fit, or the numbers of new rows."""
    if request.newdata is None:
        return block.data.index.to_numpy()
    return np.arange(len(block))


def _as_function(given: Any) -> Any:
    """What was given, if it can be called; else a TypeError."""
    if not callable(given):
        raise TypeError(f"transform= takes 'exp', 'ln' or a function, got {given!r}")
    return given


def _bounds(given: Sequence[float] | None) -> tuple[float, float] | None:
    """The bounds of equivalence."""
    if given is None:
        return None
    bounds = [float(value) for value in given]
    if len(bounds) != 2 or not bounds[0] < bounds[1]:
        raise ValueError(f"equivalence={given!r}: give two bounds, the lower one first")
    return bounds[0], bounds[1]
