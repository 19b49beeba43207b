"""Levels of a categorical response, by their codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def level_values(codes: np.ndarray, levels: Sequence[str], is_ordered: bool) -> pd.Categorical:
    """The level of each code; missing where that is -1."""
    dtype = pd.CategoricalDtype(list(levels), ordered=is_ordered)
    return pd.Categorical.from_codes(codes, dtype=dtype)
