"""Sums over the rows at the end of a fit."""

from __future__ import annotations

from dataclasses import dataclass

from rglm.families.glm.family import Family


@dataclass(frozen=True)
class ClosingSums:
    """Sums over the rows at the end of a fit.

    Attributes
    ----------
    family : Family
    sums : dict of float
        ``"loglik"``, ``"null_deviance"`` and ``"pearson"``, those that could be taken.
    largest_move : float or None
        The largest change of a linear predictor in the last step, of rows whose response is at a
        bound of the mean; None where it was not looked for.
    """

    family: Family
    sums: dict[str, float]
    largest_move: float | None = None

    def __add__(self, other: ClosingSums) -> ClosingSums:
        sums = {name: value + other.sums[name] for name, value in self.sums.items()}
        moves = [each.largest_move for each in (self, other) if each.largest_move is not None]
        return ClosingSums(self.family, sums, max(moves, default=None))

    def of(self, family: Family) -> dict[str, float]:
        """The sums, if they are those of a fit with this family."""
        return self.sums if family is self.family else {}
