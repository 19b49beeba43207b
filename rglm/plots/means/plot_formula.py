"""The formula of an interaction plot: ``"traces ~ x | panels"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rglm.formatting.hints.did_you_mean import did_you_mean

EXAMPLE = '"wool ~ tension", "~ tension | wool" or "a * b ~ x | g"'


@dataclass(frozen=True)
class PlotFormula:
    """The variables of an interaction plot.

    Attributes
    ----------
    traces : tuple of str
        Whose levels have a line each.
    x : tuple of str
        Whose levels stand on the axis.
    by : tuple of str
        Whose levels have a panel each.
    """

    traces: tuple[str, ...]
    x: tuple[str, ...]
    by: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All of them: traces first, as emmeans orders them."""
        return [*self.traces, *self.x, *self.by]


def read_plot_formula(formula: str) -> PlotFormula:
    """The variables that a formula names.

    Raises
    ------
    ValueError
        It has no ``~``, nothing on the axis, or a variable twice.
    """
    if not isinstance(formula, str) or formula.count("~") != 1 or formula.count("|") > 1:
        raise ValueError(f"formula={formula!r}: write lines ~ axis | panels, {EXAMPLE}")
    left, _, right = formula.partition("~")
    right, _, panels = right.partition("|")
    parts = PlotFormula(_names(left), _names(right), _names(panels))
    if not parts.x:
        raise ValueError(f"formula={formula!r} has no variable for the axis: {EXAMPLE}")
    if len(set(parts.names)) < len(parts.names):
        raise ValueError(f"formula={formula!r} has a variable twice")
    return parts


def check_names(formula: PlotFormula, known: Sequence[str]) -> None:
    """Raise ValueError for a variable that the means lack."""
    for name in formula.names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise ValueError(f"emmip(): there is no {name!r} among {', '.join(known)}{hint}")


def _names(text: str) -> tuple[str, ...]:
    return tuple(word.strip("` ") for word in re.split(r"[*:+]", text) if word.strip("` "))
