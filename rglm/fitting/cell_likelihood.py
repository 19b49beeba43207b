"""The cells of a fit as rows of a family: where iteration starts, and the deviance within cells.

See `rglm.sources.cells.cells`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.design.block import Block, LazyArray
from rglm.families.glm.family import Family
from rglm.fitting.estimator import Estimator
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.sources.cells.cells import Cells, find_cells
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source


def cells_of_fit(source: Source, family: Family, estimator: Estimator) -> Cells | None:
    """The cells that estimates follow from; None where these are not much fewer than the rows."""
    return find_cells(source) if estimator.sums_cells(family) else None


def cells_of_means(cells: Cells, family: Family) -> MemorySource:
    """A row for each cell, whose fit is that of the rows but for a constant in the deviance."""
    source = cells.source

    def etastart() -> np.ndarray:
        with np.errstate(all="ignore"):
            return family.link.linkfun(_starting_means(cells, family))

    rows = replace(source.rows, etastart=LazyArray(etastart))
    return replace(source, rows=rows, within_deviance=_within_deviance(cells, family))


def cells_of_responses(cells: Cells | None, family: Family) -> MemorySource | None:
    """A row for each cell and response, whose likelihood is that of the rows; None if too many.

    It is for families whose log-likelihood of a row is its weight times a function of y.
    """
    source = None if cells is None else cells.by_response
    if source is None:
        return None

    def etastart() -> np.ndarray:
        with np.errstate(all="ignore"), collect_warnings():
            start = family.prepare(source.rows.y, source.rows.weights).mustart
            return family.link.linkfun(start)

    return source.with_rows(etastart=LazyArray(etastart))


def _starting_means(cells: Cells, family: Family) -> np.ndarray:
    """The mean of each cell and, with the weight of one more row, of where its rows start."""
    own, codes = cells.observations.rows, cells.cells
    with collect_warnings():
        start = family.prepare(own.y, own.weights).mustart
    counts = np.ones(len(start)) if own.counts is None else own.counts
    usual = codes.sums(counts * start) / codes.sums(counts)
    mean, weight = cells.source.rows.y, cells.source.rows.weights
    return (weight * mean + usual) / (weight + 1.0)


def _within_deviance(cells: Cells, family: Family) -> float:
    """The sum of a_i d(y_i, m), with m the mean response of the row's cell."""
    codes, mean = cells.cells.codes, cells.source.rows.y

    def deviance(block: Block) -> float:
        rows, centre = block.rows, mean[codes[block.row_slice]]
        differs = (rows.y != centre) & (rows.weights > 0)
        weights = rows.weights if rows.counts is None else rows.weights * rows.counts
        if not differs.all():
            y, centre, weights = rows.y[differs], centre[differs], weights[differs]
            return float(family.dev_resids(y, centre, weights).sum())
        return float(family.dev_resids(rows.y, centre, weights).sum())

    return cells.observations.total(deviance)
