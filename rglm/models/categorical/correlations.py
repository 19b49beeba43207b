"""Correlations of the estimates of categorical models, as R prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.covariance.given_covariance import given_covariance

if TYPE_CHECKING:
    from rglm.protocol.model_result import ModelResult


def estimate_correlations(fit: ModelResult, vcov: Any, errors: np.ndarray) -> pd.DataFrame:
    """The correlations of all estimates, by a covariance and the standard errors."""
    names, covariance = list(fit.names), given_covariance(fit, vcov)
    return pd.DataFrame(covariance / np.outer(errors, errors), index=names, columns=names)


def triangle_lines(correlation: pd.DataFrame, decimals: int) -> list[str]:
    """The lower triangle, without the first row and the last column."""
    size = len(correlation)
    rounded = round_half(correlation.to_numpy().ravel(), decimals)
    cells = np.array(format_numbers(rounded), dtype=object).reshape(size, size)
    columns = [[cells[i, j] if i > j else "" for i in range(1, size)] for j in range(size - 1)]
    names = [str(name) for name in correlation.index]
    return string_matrix_lines(columns, names[1:], names[:-1], right=False)
