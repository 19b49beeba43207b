"""Quantities of zero-inflated and hurdle models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.families.likelihoods.row_density import RowTerms
from rglm.families.likelihoods.twopart_density import TwoPartDensity
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.log_quantity import LogQuantity
from rglm.protocol.quantities.row_quantity import LinearQuantity, Predictors, RowQuantity


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
        zero_parts = ("zero",) if self.has_probability else ()
        return {
            "response": lambda: self._of("response", "log"),
            "count": lambda: self._of("count", "log", ("count",)),
            "zero": lambda: self._of("zero", zero_scale, zero_parts),
            "prob0": lambda: self._of("prob0", "logit"),
            "link_count": lambda: _part(0, make_link("log"), "count"),
            "link_zero": lambda: _part(1, self.zero_link, self._zero_name),
        }

    @property
    def _zero_name(self) -> str:
        return "prob" if self.zero_link.mean_range == (0, 1) else "response"

    def _of(self, type: str, scale: str, parts: tuple[str, ...] = ()) -> RowQuantity:
        return LogQuantity(
            None,
            None,
            scale,
            lambda eta, s: [self.density.log_quantity(type, eta, s)],
            parts=parts,
        )


def count_probabilities(density: TwoPartDensity, counts: Sequence[int]) -> RowQuantity:
    """The probabilities of some counts."""

    def log_terms(eta: Predictors, scalars: np.ndarray) -> list[RowTerms]:
        one = np.ones(len(eta[0]))
        return [density.terms(k * one, eta, scalars) for k in counts]

    return LogQuantity(tuple(counts), None, "logit", log_terms)


def _part(number: int, link: Link, mean_name: str) -> RowQuantity:
    """One of the two linear predictors."""
    matrix, parts = np.eye(2)[[number]], (("count", "zero")[number],)
    return LinearQuantity(None, link, mean_name=mean_name, by_predictor=matrix, parts=parts)
