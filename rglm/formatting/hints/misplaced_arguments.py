"""Hints at values in the place of another argument: ``confint(0.9)`` means ``level=0.9``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from numbers import Real
from typing import Any

from rglm.formatting.hints.argument_kinds import is_number

# texts, and the arguments that take them, the likeliest first
ARGUMENTS_OF_TEXTS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({"HC", "HC0", "HC1", "HC2", "HC3", "HC4", "const"}), ("vcov", "type")),
    (frozenset({"wald", "profile"}), ("method",)),
    (frozenset({"confidence", "prediction"}), ("interval",)),
    (frozenset({"Chisq", "LRT", "F", "Rao", "Cp", "Wald"}), ("test",)),
    (frozenset({"both", "backward", "forward"}), ("direction",)),
    (frozenset({"II", "III"}), ("type",)),
    (frozenset({"text", "markdown", "latex", "html", "dataframe"}), ("output",)),
    (
        frozenset({"link", "response", "terms", "class", "probs", "prob", "count", "zero"}),
        ("type", "type_predict"),
    ),
    (frozenset({"deviance", "pearson", "working", "quantile"}), ("type", "type_residuals")),
)
HINT_START = "; perhaps "
COVERAGE_ARGUMENTS = ("level", "conf_level", "alpha")
SWITCH_ARGUMENTS = ("se_fit", "conf_int", "exponentiate", "correlation")


def misplaced_argument_hint(
    values: Sequence[Any], names: Sequence[str], known: Collection[str]
) -> str:
    """A hint if a value given by place is one that another argument takes; else "".

    Parameters
    ----------
    values, names
        The values given by place, and the arguments in whose place they are.
    known
        All arguments.

    Examples
    --------
    >>> misplaced_argument_hint([0.9], ["parm"], ["parm", "level"])
    '; perhaps level=0.9 is meant, which goes by its name'
    """
    for value, name in zip(values, names, strict=False):
        arguments = _arguments_that_take(value)
        if arguments and name not in arguments:
            for other in arguments:
                if other in known:
                    shown = f"{other}={_as_given(value)!r}"
                    return f"{HINT_START}{shown} is meant, which goes by its name"
    return ""


def _arguments_that_take(value: Any) -> tuple[str, ...]:
    """The arguments that take such a value."""
    if isinstance(value, bool):
        return SWITCH_ARGUMENTS
    if isinstance(value, str):
        return next((arguments for texts, arguments in ARGUMENTS_OF_TEXTS if value in texts), ())
    if not (isinstance(value, Real) and is_number(value)):
        return ()
    is_coverage = 0 < float(value) < 1 or 50 <= float(value) < 100
    return COVERAGE_ARGUMENTS if is_coverage else ()


def _as_given(value: Any) -> Any:
    """The value in the unit of the argument: a level of 95 is 0.95."""
    return value / 100 if not isinstance(value, (bool, str)) and value >= 1 else value
