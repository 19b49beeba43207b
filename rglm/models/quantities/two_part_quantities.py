"""Quantities of zero-inflated and hurdle models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.families.likelihoods.twopart_density import TwoPartDensity
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.row_quantity import FunctionQuantity, LinearQuantity, RowQuantity

Predictors = Sequence[np.ndarray]


class TwoPartQuantities:
    """The types of a model of a count (or amount) and a zero part.

    Parameters
    ----------
    density : TwoPartDensity
    zero_link : Link or str
        That of the zero part's linear predictor.
    has_probability : bool
        Whether ``predict(type="zero")`` is a probability, and not a ratio.
    """

    def __init__(self, density: TwoPartDensity, zero_link: Link | str, has_probability: bool):
        self.density, self.zero_link = density, make_link(zero_link)
        self.has_probability = has_probability

    @property
    def types(self) -> Quantities:
        """How each is made."""
        zero_scale = "logit" if self.has_probability else "log"
        return {
            "response": lambda: self._of("response", "log"),
            "count": lambda: self._of("count", "log"),
            "zero": lambda: self._of("zero", zero_scale),
            "prob0": self._prob0,
            "link_count": lambda: _part(0, make_link("log")),
            "link_zero": lambda: _part(1, self.zero_link),
        }

    def _of(self, type: str, scale: str) -> RowQuantity:
        quantity = self.density.quantity(type)

        def values(eta: Predictors, scalars: np.ndarray) -> np.ndarray:
            return quantity(list(eta), scalars)[:, None]

        return FunctionQuantity(None, None, scale, values)

    def _prob0(self) -> RowQuantity:
        """P(Y = 0)."""

        def values(eta: Predictors, scalars: np.ndarray) -> np.ndarray:
            return self.density.zero_probability(list(eta), scalars)[:, None]

        return FunctionQuantity(None, None, "logit", values)


def _part(number: int, link: Link) -> RowQuantity:
    """One of the two linear predictors."""
    return LinearQuantity(None, link=link, by_predictor=np.eye(2)[[number]])
