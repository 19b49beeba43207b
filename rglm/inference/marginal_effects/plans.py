"""Plans of effects: predictions at counterfactual values, comparisons, slopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.marginal_effects.comparison_kinds import KINDS, ComparisonKind
from rglm.inference.marginal_effects.effects.components import Prediction, Slope
from rglm.inference.marginal_effects.effects.plan import Plan
from rglm.inference.marginal_effects.variables.contrasts import Change, changes_of
from rglm.inference.marginal_effects.variables.model_variables import ModelVariables, warn_of_steps
from rglm.inference.marginal_effects.variables.newdata import five_numbers
from rglm.inference.marginal_effects.variables.settings import Changes, Level, Setting, Shift

SLOPE_LABELS = {"dydx": "dY/dX", "eyex": "eY/eX", "eydx": "eY/dX", "dyex": "dY/eX"}
Column = Callable[[str], pd.Series]


def plan_predictions(variables: ModelVariables, column: Column, given: Any, verb: str) -> Plan:
    """Predictions as they are, or at all combinations of some values of variables."""
    plan = Plan()
    if given is None:
        plan.add({}, [Prediction()])
        return plan
    values = dict(given) if isinstance(given, Mapping) else dict.fromkeys(_as_names(given))
    names = variables.chosen(list(values), verb)
    lists = [_values_of(variables, column, name, values[name]) for name in names]
    for row in product(*lists):
        pairs = tuple((name, Level(v)) for name, v in zip(names, row, strict=True))
        plan.add(dict(zip(names, row, strict=True)), [Prediction(pairs)])
    return plan


def _as_names(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _values_of(variables: ModelVariables, column: Column, name: str, given: Any) -> Sequence[Any]:
    """The values that a variable is set to: all levels, five numbers, or those given."""
    one = variables.variable(name)
    if given is None:
        return list(one.levels) if one.levels is not None else five_numbers(column(name).dropna())
    if callable(given):
        given = given(column(name))
    if isinstance(given, str) and (one.levels is None or given not in one.levels):
        if one.levels is not None:
            raise ValueError(
                f"variables= has {name}={given!r}; its levels are {', '.join(one.texts[:20])}"
            )
        x = column(name).astype(float)
        change = changes_of(one, given, lambda: x)[0]
        middle = pd.Series([float(x.mean())])
        return [float(np.asarray(s.values(middle))[0]) for s in (change.low, change.high)]
    values = [given] if isinstance(given, str) or np.ndim(given) == 0 else list(given)
    for value in values:
        if one.levels is not None and one.levels != (0, 1) and value not in one.levels:
            raise ValueError(
                f"variables= has {name}={value!r}; its levels are {', '.join(one.texts[:20])}"
            )
    return values


def plan_comparisons(
    variables: ModelVariables,
    column: Column,
    given: Any,
    verb: str,
    kind: ComparisonKind,
    cross: bool,
) -> Plan:
    """Comparisons of predictions with each variable changed, or (`cross`) with all of them."""
    values = dict(given) if isinstance(given, Mapping) else {}
    names = variables.chosen(list(values) or given, verb)
    changes = [changes_of(variables.variable(n), values.get(n), partial(column, n)) for n in names]
    plan = Plan()
    if not cross:
        for change in (change for one in changes for change in one):
            add_comparison(plan, change, kind)
        return plan
    for combined in product(*changes):
        labels = {"term": "cross"} | {f"contrast_{c.name}": c.label(kind) for c in combined}
        high = _settings((c.name, c.high) for c in combined)
        low = _settings((c.name, c.low) for c in combined)
        plan.add(labels, [Prediction(high), Prediction(low)], kind)
    return plan


def add_comparison(plan: Plan, change: Change, kind: ComparisonKind) -> None:
    """Add the comparison of the predictions at a high and a low value."""
    labels = {"term": change.name, "contrast": change.label(kind)}
    high, low = (_settings([(change.name, one)]) for one in (change.high, change.low))
    plan.add(labels, [Prediction(high), Prediction(low)], kind)


def _settings(pairs: Any) -> Changes:
    """Settings, without those that leave rows as they are."""
    return tuple((name, one) for name, one in pairs if not _is_still(one))


def _is_still(setting: Setting) -> bool:
    return setting == Shift(0)


def plan_slopes(
    variables: ModelVariables, column: Column, given: Any, verb: str, slope: str
) -> Plan:
    """Slopes of numbers; differences of variables with levels."""
    values = dict(given) if isinstance(given, Mapping) else {}
    chosen = [variables.variable(n) for n in variables.chosen(list(values) or given, verb)]
    if given is None:  # what has no slope is left out, and an error where it is asked for
        steps = [one for one in chosen if one.steps is not None and one.levels is None]
        warn_of_steps(steps, verb)
        chosen = [one for one in chosen if one not in steps]
    plan = Plan()
    for one in chosen:
        if one.levels is None:
            if values.get(one.name) is not None:
                raise ValueError(
                    f"variables= has {one.name}={values[one.name]!r}: a slope has no step; "
                    f"avg_comparisons({{{one.name!r}: ...}}) has"
                )
            labels = {"term": one.name, "contrast": SLOPE_LABELS[slope]}
            plan.add(labels, [Slope(one.name, slope)])
            continue
        for change in changes_of(one, values.get(one.name), partial(column, one.name)):
            add_comparison(plan, change, KINDS["difference"])
    return plan
