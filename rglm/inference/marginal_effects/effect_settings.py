"""How marginal effects are tested and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Transform = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class EffectSettings:
    """How estimates are tested and shown.

    Attributes
    ----------
    conf_level : float
    null : float
        What estimates are tested against.
    equivalence : pair of float or None
        The bounds of tests of equivalence.
    transform : function or None
        Of estimates and of the ends of intervals.
    adjust : str or None
        The adjustment of p-values for many tests.
    has_errors : bool
        Whether standard errors are asked for.
    covariance_name : str or None
        What the covariance is, if it is not the model's.
    equal : float
        What estimates are where nothing differs: 1 of ratios.
    """

    conf_level: float = 0.95
    null: float = 0.0
    equivalence: tuple[float, float] | None = None
    transform: Transform | None = None
    adjust: str | None = None
    has_errors: bool = True
    covariance_name: str | None = None
    equal: float = 0.0

    def test_notes(self) -> list[str]:
        """A word on ratios that are tested against 0, as marginaleffects tests them."""
        if not self.equal or self.null or not self.has_errors:
            return []
        return [f"Tests: of ratios against 0; hypothesis={self.equal:g} tests for no difference"]
