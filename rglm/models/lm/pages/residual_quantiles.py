"""The quantiles of the residuals of a linear model, of data in chunks too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import iadd
from typing import TYPE_CHECKING

import numpy as np

from rglm.design.transforms.streaming_quantiles import Bracket, QuantilePass
from rglm.fitting.irls.working_statistics import Predictor
from rglm.models.lm.pages.printed_numbers import printed_residuals

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents
    from rglm.sources.memory import MemorySource
    from rglm.sources.source import Source

PROBABILITIES = [0.0, 0.25, 0.5, 0.75, 1.0]


@dataclass(frozen=True)
class ResidualQuantiles:
    """What a summary page shows of the residuals.

    Attributes
    ----------
    values : tuple of float
        The quantiles of sqrt(w) (y - fitted): minimum, quartiles and maximum.
    is_weighted : bool
        Whether the weights differ.
    """

    values: tuple[float, ...]
    is_weighted: bool


def residual_quantiles(fit: LmComponents) -> ResidualQuantiles:
    """The quantiles of the residuals of all rows, those of weight 0 too (as 0)."""
    source, predictor = fit._rows_source, fit._predictor
    if not fit._is_chunked:
        weights = source.rows.weights
        values = _quantiles(np.sort(printed_residuals(fit)))
        is_weighted = bool(len(weights)) and weights.min() < weights.max()
        return ResidualQuantiles(tuple(values.tolist()), bool(is_weighted))
    first = _residual_pass(source, predictor, None)
    brackets = first.quantiles.missing_brackets(PROBABILITIES)
    second = first if brackets is None else _residual_pass(source, predictor, brackets)
    quantiles = second.quantiles.quantiles(PROBABILITIES)
    return ResidualQuantiles(tuple(quantiles), first.lowest < first.highest)


def _quantiles(ordered: np.ndarray) -> np.ndarray:
    """Quantiles of type 7 of sorted values, (1 - h) x_j + h x_(j+1) as R computes them."""
    position = (len(ordered) - 1) * np.array(PROBABILITIES)
    below = np.floor(position).astype(int)
    h, above = position - below, np.ceil(position).astype(int)
    between: np.ndarray = (1 - h) * ordered[below] + h * ordered[above]
    return np.where(h == 0, ordered[below], between)


@dataclass
class _ResidualPass:
    """What one pass over the rows tells of residuals and weights; ``a += b`` joins two."""

    quantiles: QuantilePass
    lowest: float
    highest: float

    def __iadd__(self, other: _ResidualPass) -> _ResidualPass:
        self.quantiles += other.quantiles
        self.lowest = min(self.lowest, other.lowest)
        self.highest = max(self.highest, other.highest)
        return self


def _residual_pass(
    source: Source, predictor: Predictor, brackets: list[Bracket] | None
) -> _ResidualPass:
    """One pass over the chunks; `brackets` are those of a first pass."""
    statistic = partial(_chunk_pass, predictor=predictor, brackets=brackets)
    parts: Iterator[_ResidualPass] = source.map_sources(statistic, "quantiles of residuals")
    return reduce(iadd, parts)


def _chunk_pass(
    rows: MemorySource, predictor: Predictor, brackets: list[Bracket] | None
) -> _ResidualPass:
    weights = rows.rows.weights
    residuals = np.sqrt(weights) * (rows.rows.y - rows.by_row(predictor.eta))
    quantiles = QuantilePass.of(residuals, brackets)
    return _ResidualPass(quantiles, float(weights.min()), float(weights.max()))
