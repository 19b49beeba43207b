"""What a fit says to a verb of other models: why it has none, and what to use."""

from __future__ import annotations

from typing import Any

LEVERAGE = (
    "hatvalues",
    "rstandard",
    "rstudent",
    "cooks_distance",
    "dffits",
    "dfbeta",
    "dfbetas",
    "covratio",
    "influence",
    "influence_measures",
)
REASONS = dict.fromkeys(
    LEVERAGE,
    "has no leverages, which are of glm() and glm_nb(); residuals() and halfnorm() show which "
    "rows stand out",
) | {
    "dispersiontest": "is no Poisson fit of glm(), which dispersiontest() is of; "
    "check_overdispersion() compares the spread with the model's",
    "separation": "warns itself of coefficients that are infinite; separation() is of glm()",
    "family": "has no family; model_name says what it is",
}


def missing_verb(fit: Any, name: str) -> AttributeError | None:
    """The error of a verb that other models have; None where no model has it."""
    reason = REASONS.get(name)
    if reason is None:
        return None
    return AttributeError(f"{type(fit).__name__} has no {name!r}: {fit._function_name}() {reason}")
