"""The columns and the offset of one linear predictor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.columns import Columns


@dataclass(frozen=True)
class PredictorDesign:
    """A linear predictor X beta + o on the rows of a fit.

    Attributes
    ----------
    columns : Columns
        X, (n, p).
    offset : (n,) float array
    """

    columns: Columns
    offset: np.ndarray
