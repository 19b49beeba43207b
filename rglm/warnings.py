"""What a fit warns of."""

from __future__ import annotations


class FitWarning(UserWarning):
    """Something about a fit that the reader of its numbers should know."""


class ConvergenceWarning(FitWarning):
    """The iterations ended before the deviance settled."""


class BoundaryWarning(FitWarning):
    """Fitted values at the edge of what the family allows."""


class SeparationWarning(BoundaryWarning):
    """Coefficients that are infinite: some of their columns separate the outcomes."""


class RankWarning(FitWarning):
    """Coefficients that the data cannot tell apart."""


class FamilyWarning(UserWarning):
    """A response that the family takes but was not made for."""
