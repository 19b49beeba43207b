"""A value that stands where another argument should: ``confint(0.9)`` means ``level=0.9``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from numbers import Real
from typing import Any

# what some texts mean, and the arguments that take them, the likeliest first
TEXTS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
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
LEAD = "; perhaps "
COVERAGES = ("level", "conf_level", "alpha")
SWITCHES = ("se_fit", "conf_int", "exponentiate", "correlation")


def misplaced(values: Sequence[Any], names: Sequence[str], known: Collection[str]) -> str:
    """What is to be said of values given by place, if another argument takes such.

    Parameters
    ----------
    values, names
        The values, and the arguments that they stand for.
    known
        All arguments.

    Examples
    --------
    >>> misplaced([0.9], ["parm"], ["parm", "level"])
    '; perhaps level=0.9 is meant, which goes by its name'
    """
    for value, name in zip(values, names, strict=False):
        takers = _takers(value)
        if takers and name not in takers:
            for other in takers:
                if other in known:
                    shown = f"{other}={_shown(value)!r}"
                    return f"{LEAD}{shown} is meant, which goes by its name"
    return ""


def _takers(value: Any) -> tuple[str, ...]:
    """The arguments that take such a value."""
    if isinstance(value, bool):
        return SWITCHES
    if isinstance(value, str):
        return next((takers for texts, takers in TEXTS if value in texts), ())
    is_coverage = isinstance(value, Real) and (0 < value < 1 or 50 <= value < 100)
    return COVERAGES if is_coverage else ()


def _shown(value: Any) -> Any:
    return value / 100 if not isinstance(value, (bool, str)) and value >= 1 else value
