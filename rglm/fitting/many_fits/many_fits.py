"""Many fits of one design: other responses, or other weights, on the same columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.batched_solvers.fit_arrays import ManyFits, concatenate_fits, no_fits
from rglm.fitting.batched_solvers.fit_rows import FitRows
from rglm.fitting.batched_solvers.orthonormal_columns import (
    OrthonormalColumns,
    orthonormal_columns,
)
from rglm.fitting.cell_likelihood import cells_of_means
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.many_fits.single_fits import write_single_fit
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.linalg.threads import map_in_threads, one_thread
from rglm.sources.cells.cells import Cells, design_codes
from rglm.sources.memory import MemorySource

GROUP_NUMBERS = 1 << 16  # in an array of a group, which stays in a core's cache
MIN_GROUP, MAX_GROUP = 16, 512  # fits: fewer make poor products of matrices
MAX_GROUP_NUMBERS = 1_000_000  # in an array of a group of few fits
MAX_BATCHED_ROWS = 100_000  # of more rows single fits are as quick
MAX_BATCHED_NUMBERS = 2_000_000  # n p up to which the columns are in memory as a matrix


def many_fits(
    source: MemorySource,
    estimator: Estimator,
    family: Family,
    control: Control,
    *,
    y: np.ndarray | None = None,
    weights: np.ndarray | None = None,
    frequencies: np.ndarray | None = None,
) -> ManyFits:
    """The fits of the design of a source to other responses or weights.

    Each is the fit that `glm` makes of these rows, from the means that the family starts from,
    by the same rule of convergence.

    Parameters
    ----------
    source : MemorySource
        n rows of p columns. Its response, weights and offset are those of all fits where no others
        are given.
    estimator : Estimator
    family : Family
    control : Control
    y : (R, n) array, optional
        The responses, proportions of a binomial family.
    weights : (R, n) or (n,) array, optional
        Prior weights, times the trials of counts of two columns.
    frequencies : (R, n) array, optional
        How often a row occurs in each fit, as in a bootstrap sample. In contrast to a weight of 2,
        a row twice counts twice in the residual degrees of freedom.

    Returns
    -------
    ManyFits
        The same bits for any number of threads.

    Raises
    ------
    ResponseError
        The family does not allow a response.
    """
    cells = design_codes(source) if estimator.sums_cells(family) else None
    rows = FitRows(source, family, y, weights, frequencies, cells)
    size = _group_size(source.nrows)
    groups = [slice(low, low + size) for low in range(0, rows.count, size)]
    with one_thread():
        task = _GroupFit(rows, estimator, control, _shared_columns(rows, estimator, control))
        return concatenate_fits(map_in_threads(task, groups), len(source.columns))


def _group_size(n: int) -> int:
    """The number of fits of n rows that are worked on together."""
    most = max(1, min(MIN_GROUP, MAX_GROUP_NUMBERS // max(n, 1)))
    return min(max(GROUP_NUMBERS // max(n, 1), most), MAX_GROUP)


def _shared_columns(
    rows: FitRows, estimator: Estimator, control: Control
) -> OrthonormalColumns | None:
    """The columns of all fits; None where fits one by one are as quick, or there is no batch."""
    columns = rows.source.columns
    n, p = columns.nrows, len(columns)
    if estimator.batch is None or rows.cells is not None or not (p and rows.count > 1):
        return None
    if n > MAX_BATCHED_ROWS or n * p > MAX_BATCHED_NUMBERS:
        return None
    return orthonormal_columns(columns, rows.mean_weights, control.tol)


@dataclass(frozen=True)
class _GroupFit:
    """Makes the fits of a group."""

    rows: FitRows
    estimator: Estimator
    control: Control
    columns: OrthonormalColumns | None

    def __call__(self, fits: slice) -> ManyFits:
        source, family = self.rows.source, self.rows.family
        with collect_warnings():
            group = self.rows.group(fits)
            out = no_fits(len(group.y), len(source.columns))
            left = np.arange(len(group.y))
            if self.columns is not None and self.estimator.batch is not None:
                with np.errstate(all="ignore"):
                    left = self.estimator.batch(self.columns, group, family, self.control, out)
            for place in left.tolist():
                one, informative = group.source(source, place), int(group.informative[place])
                if (codes := self.rows.cells) is not None:
                    one = cells_of_means(Cells(one, codes, codes.k), family)
                write_single_fit(
                    self.estimator, one, family, self.control, informative, out, place
                )
        return out
