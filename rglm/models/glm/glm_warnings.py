"""Warnings of what makes the numbers of a glm doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.formatting.hints.warning_location import warn
from rglm.models.likelihood.likelihood_warnings import warn_of_aliased
from rglm.warnings import BoundaryWarning, SeparationWarning

if TYPE_CHECKING:
    from rglm.models.glm.glm_result import GlmResult


def warn_of_fit(fit: GlmResult) -> None:
    """Warn of infinite and aliased coefficients, and of fitted means at the end of their range."""
    solution, name, names = fit._solution, fit._function_name, fit._schema.names
    if fit.separated:
        warn(f"{name}: {fit.separated._warning_text()}", SeparationWarning)
    elif message := fit.family.boundary_message(solution.lowest, solution.highest):
        # what follows is of maximum likelihood, whose estimates separation makes infinite
        text = message if fit._is_maximum_likelihood else message.partition(";")[0]
        warn(f"{name}: {text}", BoundaryWarning)
    aliased = solution.system.order[solution.rank :]
    warn_of_aliased(name, [names[i] for i in sorted(aliased)])
