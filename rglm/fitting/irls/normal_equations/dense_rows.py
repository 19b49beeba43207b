"""Scratch memory for the dense columns of some rows, and the products that a step needs."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.families.working_steps.working_step import WorkArrays
from rglm.fitting.irls.working_values import WorkingValues


class DenseRows(ABC):
    """The dense columns of some rows, Z, in scratch memory of one thread.

    Attributes
    ----------
    rows_at_once : int
        The number of rows that there is memory for.
    is_summed_in_place : bool
        Whether `gram` sums over the rows of a pass in place, so that these come one after another.
    """

    rows_at_once: int
    is_summed_in_place: bool

    @abstractmethod
    def begin(self) -> None:
        """Make ready for a pass."""

    @abstractmethod
    def fill(self, columns: Columns, block: Block) -> None:
        """Fill in the columns of the rows of a block."""

    @abstractmethod
    def product(self, beta: np.ndarray) -> np.ndarray:
        """Z beta of the rows, which may be overwritten."""

    @abstractmethod
    def gram(self, values: WorkingValues) -> np.ndarray:
        """[Z, t]'W[Z, t] of the rows, its upper triangle; the columns are overwritten."""

    @abstractmethod
    def work(self) -> WorkArrays | None:
        """Arrays for a family's own step on the rows, if it is to be used."""
