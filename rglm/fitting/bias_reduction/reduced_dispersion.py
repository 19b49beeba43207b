"""The mean bias-reduced dispersion of a family whose dispersion is not known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.design.block import Block
from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.value_counts import ValueCounts
from rglm.sources.source import Source


class ReducedDispersion:
    """The root phi of its bias-reducing adjusted score, given the deviance.

    With precisions k_i = m_i/phi, and a', a'', a''' at -k_i as in `density_normalizer`, phi
    is the root of

        D - sum m_i a'_i + (p - 2) phi + sum m_i^3 a'''_i / sum m_i^2 a''_i,

    D the deviance and p the rank (Kosmidis, Kenne Pagui & Sartori 2020). For the normal and the
    inverse Gaussian that is D / (n - p).

    Parameters
    ----------
    source : Source
        Its prior weights m_i are read once; rows of weight 0 do not count.
    family : Family
    rank : int
        p.

    Raises
    ------
    ValueError
        The family has neither a known dispersion nor a density.
    """

    def __init__(self, source: Source, family: Family, rank: int) -> None:
        self.family, self.rank, self.is_known = family, rank, not np.isnan(family.dispersion)
        if not self.is_known:
            family.normalizer_derivatives(np.ones(1))
            table = source.total(_count_weights)
            self.weights, self.counts = table.values, table.totals
            self.df = int(self.counts.sum()) - rank

    def __call__(self, deviance: float) -> float:
        """The dispersion; NaN without residual degrees of freedom, 0 for a perfect fit."""
        if self.is_known:
            return self.family.dispersion
        if self.df <= 0:
            return np.nan
        if deviance <= 0:
            return 0.0
        return _root(lambda phi: self._score(phi, deviance), deviance / self.df)

    def _score(self, phi: float, deviance: float) -> float:
        m, n = self.weights, self.counts
        first, second, third = self.family.normalizer_derivatives(m / phi)
        with np.errstate(all="ignore"):
            skew = (n * m**3 * third).sum() / (n * m**2 * second).sum()
        if np.isnan(skew):
            raise FitError(
                f"brglm: the deviance is {deviance:.3g}, whose powers floating point numbers "
                "cannot hold; rescale the response"
            )
        return deviance - (n * m * first).sum() + (self.rank - 2) * phi + skew


def _count_weights(block: Block) -> ValueCounts:
    """How often each prior weight above 0 occurs."""
    weights = block.rows.weights[block.rows.weights > 0]
    return ValueCounts.of(weights, np.ones(len(weights)))


def _root(function: Callable[[float], float], near: float) -> float:
    """The root above 0 of a decreasing function, from a value near it."""
    from scipy.optimize import brentq

    low, high = near * (1 - 1e-9), near * (1 + 1e-9)
    factor = 1 + 1e-6
    while function(low) < 0:
        low, high, factor = low / factor, low, factor**4
    while function(high) > 0:
        low, high, factor = high, high * factor, factor**4
    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-15))
