"""The rows of a wide design, few at a time, whose X'WX is large beside them."""

from __future__ import annotations

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls.normal_equations.dense_rows import DenseRows
from rglm.fitting.irls.working_values import WorkingValues
from rglm.linalg.gram_panels import add_gram

MAX_NUMBERS = 2**22  # in the rows that are worked on at a time


class WideRows(DenseRows):
    """The dense columns of some rows, a matrix; X'WX is summed in place: see `DenseRows`.

    Parameters
    ----------
    width : int
        The number of dense columns, the target included.
    """

    is_summed_in_place = True

    def __init__(self, width: int) -> None:
        self.rows_at_once = max(512, MAX_NUMBERS // width)
        self._scratch = np.empty((self.rows_at_once, width), order="F")
        self._sum = np.zeros((width, width), order="F")

    def begin(self) -> None:
        """Set the sum to zero."""
        self._sum[:] = 0.0

    def fill(self, columns: Columns, block: Block) -> None:
        """Fill in the columns of the rows of a block."""
        self._x = columns.matrix(block.row_slice, 1, self._scratch)

    def product(self, beta: np.ndarray) -> np.ndarray:
        """Z beta of the rows."""
        product: np.ndarray = self._x[:, :-1] @ beta
        return product

    def gram(self, values: WorkingValues) -> np.ndarray:
        """[Z, t]'W[Z, t] of the rows of the pass until now; the columns are overwritten."""
        self._x[:, -1] = values.target
        self._x *= np.sqrt(values.weight)[:, None]
        return add_gram(self._x, self._sum)

    def work(self) -> None:
        """None: a step is short beside X'WX."""
