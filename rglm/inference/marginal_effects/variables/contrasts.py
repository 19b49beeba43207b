"""Changes of a variable from a low to a high value, which comparisons are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import is_number
from rglm.formatting.hints.option_check import check_option
from rglm.inference.marginal_effects.comparison_kinds import ComparisonKind
from rglm.inference.marginal_effects.variables.model_variables import Variable
from rglm.inference.marginal_effects.variables.settings import Computed, Level, Setting, Shift
from rglm.inference.multiple_comparisons.contrast_labels import level_text

LEVEL_CONTRASTS = (
    "reference",
    "sequential",
    "pairwise",
    "all",
    "revreference",
    "revsequential",
    "revpairwise",
)
NUMBER_CONTRASTS = ("sd", "2sd", "iqr", "minmax")


@dataclass(frozen=True)
class Change:
    """A variable at two values."""

    name: str
    low: Setting
    high: Setting
    texts: tuple[str, str]  # of the high and the low value
    fixed: str | None = None  # a label that no kind of comparison changes, ``+1``

    def label(self, kind: ComparisonKind) -> str:
        """What the contrast is called."""
        return self.fixed or kind.label(*self.texts)


def changes_of(variable: Variable, given: Any, data: Callable[[], pd.Series]) -> list[Change]:
    """The changes of a variable.

    Parameters
    ----------
    given : object
        None; of levels ``"reference"``, ``"pairwise"`` ... or two levels; of numbers a step, two
        values, ``"sd"``, ``"2sd"``, ``"iqr"``, ``"minmax"``, or a function of the column that
        returns the low and the high values.
    data : function
        Returns the column of the fit.

    Raises
    ------
    ValueError
        It is none of these, or a level that the variable lacks.
    """
    if callable(given):
        return [_by_function(variable.name, given)]
    if variable.levels is not None and not _is_of_numbers(variable, given):
        return _level_changes(variable, variable.levels, given)
    return [_number_change(variable.name, 1 if given is None else given, data)]


def _is_of_numbers(variable: Variable, given: Any) -> bool:
    """Whether 0 and 1 are asked to change as numbers do."""
    if variable.levels != (0, 1):
        return False
    is_step = isinstance(given, (int, float)) and not isinstance(given, bool)
    return is_step or given in NUMBER_CONTRASTS if np.ndim(given) == 0 else True


def _level_changes(variable: Variable, levels: Sequence[Any], given: Any) -> list[Change]:
    if given is None or isinstance(given, str):
        check_option(f"variables[{variable.name!r}]", given or "reference", LEVEL_CONTRASTS)
        pairs = level_pairs(len(levels), given or "reference")
        return [_between(variable.name, levels[i], levels[j]) for i, j in pairs]
    values = _two_values(variable.name, given, LEVEL_CONTRASTS)
    known = {level_text(level): level for level in levels}
    for value in values:
        if level_text(value) not in known:
            raise ValueError(
                f"variables= has {variable.name}={value!r}; its levels are "
                f"{', '.join(list(known)[:20])}"
            )
    low, high = (known[level_text(value)] for value in values)
    return [_between(variable.name, high, low)]


def level_pairs(count: int, contrast: str) -> list[tuple[int, int]]:
    """The places (high, low) of the levels that are compared.

    >>> level_pairs(3, "pairwise"), level_pairs(3, "revreference")
    ([(1, 0), (2, 0), (2, 1)], [(0, 2), (1, 2)])
    """
    rest = range(1, count)
    pairs = sorted((high, low) for low, high in combinations(range(count), 2))
    reverse = [(low, high) for high, low in pairs]
    return {
        "reference": [(k, 0) for k in rest],
        "revreference": [(k, count - 1) for k in range(count - 1)],
        "sequential": [(k, k - 1) for k in rest],
        "revsequential": [(k - 1, k) for k in rest],
        "pairwise": pairs,
        "revpairwise": reverse,
        "all": [*pairs, *reverse],
    }[contrast]


def _number_change(name: str, given: Any, data: Callable[[], pd.Series]) -> Change:
    if isinstance(given, str):
        check_option(f"variables[{name!r}]", given, NUMBER_CONTRASTS, ", a step, a pair")
        return _by_spread(name, given, data().astype(float))
    if np.ndim(given) == 0:
        if isinstance(given, bool) or not is_number(given) or not np.isfinite(given):
            raise ValueError(
                f"variables= has {name}={given!r}; a number takes a step, two values, or one of "
                f"{', '.join(NUMBER_CONTRASTS)}"
            )
        text = level_text(given)
        fixed = text if given < 0 else f"+{text}"
        return Change(name, Shift(0), Shift(float(given)), ("x", "x"), fixed)
    low, high = _two_values(name, given, NUMBER_CONTRASTS)
    return _between(name, high, low)


def _by_spread(name: str, given: str, x: pd.Series) -> Change:
    """A change by the standard deviation, between quartiles, or from the least to the greatest."""
    if given in ("sd", "2sd"):
        part = float(x.std()) * (0.5 if given == "sd" else 1)
        text = "sd/2" if given == "sd" else "sd"
        return Change(name, Shift(-part), Shift(part), (f"(x+{text})", f"(x-{text})"))
    ends = (0.25, 0.75) if given == "iqr" else (0, 1)
    low, high = (Level(float(x.quantile(end))) for end in ends)
    return Change(name, low, high, ("Q3", "Q1") if given == "iqr" else ("Max", "Min"))


def _by_function(name: str, function: Callable[[pd.Series], Any]) -> Change:
    text = getattr(function, "__name__", "custom").strip("<>")
    low, high = Computed(function, 0), Computed(function, 1)
    return Change(name, low, high, ("high", "low"), "custom" if text == "lambda" else text)


def _between(name: str, high: Any, low: Any) -> Change:
    return Change(name, Level(low), Level(high), (level_text(high), level_text(low)))


def _two_values(name: str, given: Any, words: Sequence[str]) -> list[Any]:
    """The low and the high value."""
    if isinstance(given, Mapping) or np.ndim(given) != 1 or len(given) != 2:
        raise ValueError(
            f"variables= has {name}={given!r}; it takes two values, [low, high], or one of "
            f"{', '.join(words)}"
        )
    return list(given)
