"""Scales on which positive numbers, and probabilities, have no ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.inference.estimands.estimands import Transformed
from rglm.inference.estimands.profile.whitened_problem import (
    WhitenedEstimand,
    WhitenedLikelihood,
)

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class EndlessScale:
    """A function that rises, its derivative, and its inverse."""

    function: Function
    slope: Function
    inverse: Function

    def of(self, one: WhitenedEstimand, likelihood: WhitenedLikelihood) -> WhitenedEstimand:
        """An estimand on the scale, in the coordinates of a likelihood."""
        if self is not SCALES["identity"]:
            return WhitenedEstimand(
                Transformed(one.estimand, self.function, self.slope), likelihood
            )
        return WhitenedEstimand(one.estimand, likelihood)

    def original(self, end: float) -> float:
        """An end of an interval on the scale of the estimand."""
        return float(self.inverse(np.array(end)))


def _logit_slope(p: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (p * (1 - p)))


def _expit(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


SCALES = {
    "identity": EndlessScale(np.asarray, np.ones_like, np.asarray),
    "log": EndlessScale(np.log, np.reciprocal, np.exp),
    "logit": EndlessScale(lambda p: np.log(p / (1 - p)), _logit_slope, _expit),
}
