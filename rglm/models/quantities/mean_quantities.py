"""The linear predictor and the mean of models with one link."""

from __future__ import annotations

from rglm.families.links.link import Link
from rglm.models.quantities.chosen import Quantities
from rglm.protocol.quantities.row_quantity import LinearQuantity, MeanQuantity, RowQuantity


def mean_scale(link: Link) -> str:
    """Where intervals of a mean are made: on a scale without ends."""
    low, high = link.mean_range
    return "identity" if low < 0 else "logit" if high <= 1 else "log"


def mean_quantities(link: Link, mean_name: str) -> Quantities:
    """The types ``link`` and ``response``."""

    def of_mean() -> RowQuantity:
        return MeanQuantity(None, scale=mean_scale(link), mean_name=mean_name, inverse=link)

    def of_predictor() -> RowQuantity:
        return LinearQuantity(None, link, mean_name=mean_name)

    return {"link": of_predictor, "response": of_mean}
