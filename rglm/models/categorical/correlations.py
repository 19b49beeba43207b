"""Correlations of the estimates of categorical models, as R prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.tables.matrix import dim_names, lower_triangle
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.covariance.given_covariance import given_covariance

if TYPE_CHECKING:
    from rglm.protocol.model_result import ModelResult


def estimate_correlations(fit: ModelResult, vcov: Any, errors: np.ndarray) -> pd.DataFrame:
    """The correlations of all estimates, by a covariance and the standard errors."""
    names, covariance = list(fit.names), given_covariance(fit, vcov)
    return pd.DataFrame(covariance / np.outer(errors, errors), index=names, columns=names)


def triangle_cells(correlation: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """The lower triangle as text, without the first row and the last column."""
    rounded = round_half(correlation.to_numpy().ravel(), decimals)
    return lower_triangle(format_numbers(rounded), correlation.index)


def triangle_lines(correlation: pd.DataFrame, decimals: int) -> list[str]:
    """The lines of the lower triangle."""
    cells = triangle_cells(correlation, decimals)
    return string_matrix_lines(cells.to_numpy().T.tolist(), *dim_names(cells), right=False)
