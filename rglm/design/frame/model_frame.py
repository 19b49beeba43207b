"""R's model frame: the columns and the numbers of the rows that a fit uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.design.values.formula_value import ColumnValue


@dataclass(frozen=True)
class PartDesign:
    """The design of one part of a formula, a right side, on the rows of the fit."""

    schema: Schema  # what was learned from the data, for new rows
    columns: Columns  # the model matrix, n x p
    offset: np.ndarray  # (n,) the sum of its offsets


@dataclass(frozen=True)
class ModelFrame:
    """The variables and the design of a formula, on the n rows of the fit."""

    # one for each right side of the formula; ``offset=`` belongs to the first
    parts: tuple[PartDesign, ...]
    response: ColumnValue  # a factor may have levels that no row has
    # ``weights``, ``offset``, ``etastart`` and ``mustart``: a float array or None
    row_arguments: dict[str, np.ndarray | None]
    # every variable of the model by its name in R: the response, those of the formula, its
    # offsets, and ``(weights)``, ``(offset)``, ... of the arguments.
    variables: dict[str, ColumnValue]
    index: pd.Index  # the rows' labels
    na_action: NaAction | None

    @property
    def schema(self) -> Schema:
        """The schema of the first part."""
        return self.parts[0].schema

    @property
    def columns(self) -> Columns:
        """The columns of the first part."""
        return self.parts[0].columns

    @property
    def offset(self) -> np.ndarray:
        """The offset of the first part."""
        return self.parts[0].offset
