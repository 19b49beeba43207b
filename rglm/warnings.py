"""The categories of the warnings of a fit."""

from __future__ import annotations


class FitWarning(UserWarning):
    """A property of a fit that a reader of its numbers should know."""


class ConvergenceWarning(FitWarning):
    """The iterations ended before the deviance, or the likelihood, settled."""


class BoundaryWarning(FitWarning):
    """Estimates at a limit: probabilities of 0 or 1, parameters that go to infinity."""


class SeparationWarning(BoundaryWarning):
    """Coefficients without a finite estimate: a combination of columns separates the outcomes."""


class RankWarning(FitWarning):
    """Coefficients that the data do not determine, since columns are linearly dependent."""


class FamilyWarning(UserWarning):
    """A response that the family accepts but is not meant for, as counts that are not whole."""
