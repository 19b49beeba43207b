"""What a fit is made of: the columns and the numbers of the rows that take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema


@dataclass(frozen=True)
class PartDesign:
    """One right side of a formula on the rows that take part.

    Attributes
    ----------
    schema : Schema
        What was learned, to be applied to new data.
    columns : Columns
        The model matrix, n x p.
    offset : (n,) float array
        Its offsets added up.
    """

    schema: Schema
    columns: Columns
    offset: np.ndarray


@dataclass(frozen=True)
class ModelFrame:
    """What a fit is made of, on the n rows that take part.

    Attributes
    ----------
    parts : tuple of Part
        One for each right side of the formula; ``offset=`` belongs to the first.
    response : float array, Factor or Matrix
        A factor may have levels that no row has.
    extras : dict
        ``weights``, ``etastart`` and ``mustart``: a float array or None.
    variables : dict
        Every variable of the model by its name in R: the response, those of the formula, its
        offsets, and ``(weights)``, ``(offset)``, ... of the arguments.
    index : pandas.Index
        The rows' labels.
    na_action : NaAction or None
    """

    parts: tuple[PartDesign, ...]
    response: Any
    extras: dict[str, np.ndarray | None]
    variables: dict[str, Any]
    index: pd.Index
    na_action: NaAction | None

    @property
    def schema(self) -> Schema:
        """The first part's."""
        return self.parts[0].schema

    @property
    def columns(self) -> Columns:
        """The first part's."""
        return self.parts[0].columns

    @property
    def offset(self) -> np.ndarray:
        """The first part's."""
        return self.parts[0].offset
