"""Several sets of estimands of one fit as one set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.inference.estimands.estimands import Estimands


@dataclass(frozen=True)
class Stacked(Estimands):
    """h = (h_1, h_2, ...), one set after another.

    Attributes
    ----------
    parts : tuple of Estimands
    """

    parts: tuple[Estimands, ...]

    @property
    def deviation(self) -> np.ndarray:
        """Those of the parts."""
        parts = [part.deviation for part in self.parts]
        width = max(part.shape[1] for part in parts)
        return np.vstack([np.pad(p, ((0, 0), (0, width - p.shape[1]))) for p in parts])

    @property
    def is_linear(self) -> bool:
        """Whether all parts are."""
        return all(part.is_linear for part in self.parts)

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The values and derivatives of the parts."""
        values, jacobians = zip(*(part.at(parameters) for part in self.parts), strict=True)
        return np.concatenate(values), np.vstack(jacobians)
