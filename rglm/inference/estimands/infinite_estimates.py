"""What to say of functions of coefficients that are infinite."""

from __future__ import annotations

from rglm.protocol.model_result import ModelResult

NOTES = (
    "Coefficients of this fit are infinite: Wald errors of what depends on them",
    "say nothing, and nor do its tests; confint(method='profile') has intervals",
)


def infinite_notes(fit: ModelResult) -> list[str]:
    """The lines of a fit whose likelihood goes on rising as coefficients grow, else none."""
    return list(NOTES) if fit._is_without_maximum().any() else []
