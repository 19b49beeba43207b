"""The distributions and links of a model, by which it is a case of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PredictorPart:
    """The distribution that a linear predictor is of, and its link."""

    distribution: str
    link: str


@dataclass(frozen=True)
class LikelihoodStructure:
    """The distributions and links of a model, without its columns.

    Attributes
    ----------
    kind : str
        "one part", "zero-inflated", "hurdle", "ordered categories" or "unordered categories".
    parts : dict of PredictorPart
        Of each linear predictor: "mean", or "count" and "zero".
    """

    kind: str
    parts: Mapping[str, PredictorPart]
