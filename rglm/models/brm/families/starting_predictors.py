"""The linear predictors of a model with all their columns, and where the search begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rglm.design.frame.schema import Schema
from rglm.models.brm.families.brm_problem import BrmPredictor


def make_predictor(
    schema: Schema,
    first: int,
    location: float,
    scale: float = 1.0,
    dpar: str = "",
    part: int = 0,
    sign: float = 1.0,
) -> BrmPredictor:
    """The predictor whose columns begin with column `first` of the source."""
    count = len(schema.names)
    (constant,) = np.nonzero(np.asarray(schema.assign) == 0)
    return BrmPredictor(
        dpar,
        tuple(schema.names),
        np.arange(first, first + count),
        part,
        int(constant[0]) if len(constant) else None,
        float(location),
        float(scale),
        sign,
    )


def starting_coefficients(predictor: BrmPredictor) -> np.ndarray | None:
    """The intercept at g(mean y) and slopes of 0; None without an intercept."""
    if predictor.intercept is None:
        return None
    beta = np.zeros(len(predictor.names))
    beta[predictor.intercept] = predictor.sign * predictor.location
    return beta


def spread_coefficients(
    count: int, places: Sequence[np.ndarray], values: Sequence[np.ndarray]
) -> np.ndarray:
    """Estimates at some places among `count` coefficients, 0 elsewhere."""
    out = np.zeros(count)
    for at, given in zip(places, values, strict=True):
        out[at] = given
    return out


def scaled_link_value(link: Any, mean: float, count: float) -> float:
    """g(mean y), at a mean just inside its range where g of the mean itself is infinite.

    A mean at the end of the range, such as a share of 0, counts as half an observation more.
    """
    high = link.mean_range[1]
    with np.errstate(all="ignore"):
        value = float(link.linkfun(np.array([mean]))[0])
        if np.isfinite(value):
            return value
        inside = (mean * count + 0.5) / (count + 1) if high == 1 else mean + 0.5 / max(count, 1)
        value = float(link.linkfun(np.array([inside]))[0])
    return value if np.isfinite(value) else 0.0
