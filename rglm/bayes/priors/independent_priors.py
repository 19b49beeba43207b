"""The joint density of parameters with independent priors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.bayes.distributions.distribution import Derivatives, Distribution


class IndependentPriors:
    """Independent priors of P parameters, worked out once for each kind of distribution."""

    def __init__(self, distributions: Sequence[Distribution]) -> None:
        self.count = len(distributions)
        places: dict[tuple[type, ...], list[int]] = {}
        for place, one in enumerate(distributions):
            places.setdefault(one.kind, []).append(place)
        self.groups = [
            (
                np.array(group),
                type(distributions[group[0]]).stacked([distributions[i] for i in group]),
            )
            for group in places.values()
        ]

    def log_density(self, q: np.ndarray) -> np.ndarray:
        """Return the joint log density of each of S points (P, S), as (S,)."""
        out = np.zeros(q.shape[1])
        for places, stacked in self.groups:
            out += stacked.log_density(q[places]).sum(axis=0)
        return out

    def parts(self, q: np.ndarray) -> Derivatives:
        """Return the log density of each parameter of a point (P,), with two derivatives."""
        value, first, second = np.empty((3, self.count))
        for places, stacked in self.groups:
            terms = stacked.derivatives(q[places, None])
            value[places], first[places], second[places] = (part[:, 0] for part in terms)
        return value, first, second

    def derivatives(self, q: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the joint log density at a point (P,), and its two derivatives by each (P,)."""
        value, first, second = self.parts(q)
        return float(value.sum()), first, second
