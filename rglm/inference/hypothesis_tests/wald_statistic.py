"""Wald's statistic, the covariance that it needs, and the result of Wald tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.tables.anova_table import anova_cells, anova_lines
from rglm.formatting.tables.html import html_table
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.covariance.vcov import covariance_at
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

MIN_CORRELATION_PIVOT = 1e-14  # below it a correlation matrix is singular in double precision


@dataclass(frozen=True)
class WaldTest(AttributeHints):
    """A test of L b = r, or of nested models; printing shows car's page, or lmtest's.

    Attributes
    ----------
    table : DataFrame
        ``Res.Df``, ``Df``, ``Chisq`` or ``F``, and the p-value; of a linear model with its own
        covariance ``RSS`` and ``Sum of Sq`` too. A row for the restricted model and one for the
        fit, or one for each model.
    heading : str
        The hypotheses and the models.
    value : Series (q,)
        L b - r, by hypothesis; of models the coefficients that the smaller of two lacks.
    vcov : DataFrame (q, q)
        Its covariance, L V L'; NaN between coefficients of different models.
    """

    table: pd.DataFrame
    heading: str
    value: pd.Series
    vcov: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(anova_lines(self.table, self.heading))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(anova_cells(self.table), self.heading.strip())


def covariance_of(fit: ModelResult, vcov: Vcov, places: np.ndarray) -> np.ndarray:
    """The covariance of some coefficients: of many only what the hypotheses need.

    Raises
    ------
    ValueError
        It is not known.
    """
    if vcov is None or isinstance(vcov, str):
        covariance = covariance_at(fit, places, vcov).to_numpy()
    else:
        covariance = given_covariance(fit, vcov)[np.ix_(places, places)]
    if not np.isfinite(covariance).all():
        raise ValueError(
            "the covariance of the coefficients is not known (NaN): the fit leaves no degrees of "
            "freedom to estimate the dispersion, or vcov= is not defined for it"
        )
    return covariance


def statistic_columns(
    test: str, squares: np.ndarray, df: np.ndarray, rest: np.ndarray
) -> dict[str, np.ndarray]:
    """The columns of Wald's statistics, chi-square or F, and their p-values; a first row is blank.

    Parameters
    ----------
    squares, df, rest : (k,) arrays
        The statistics, their degrees of freedom, and the residual ones of the larger models.

    Raises
    ------
    ValueError
        An F test without residual degrees of freedom.
    """
    from scipy.special import fdtrc

    if test == "Chisq":
        columns = {"Chisq": squares, "Pr(>Chisq)": chisq_upper_tail(df, squares)}
    elif (rest <= 0).any():
        raise ValueError("test='F' needs residual degrees of freedom, and this fit leaves none")
    else:
        columns = {"F": squares / df, "Pr(>F)": fdtrc(df, rest, squares / df)}
    return {name: np.r_[np.nan, values] for name, values in columns.items()}


def whiten(value: np.ndarray, covariance: np.ndarray, what: str) -> np.ndarray:
    """G^-1 v where G G' is the covariance (q, q); the sum of its squares is Wald's statistic.

    Raises
    ------
    ValueError
        The covariance of `what` is singular.
    """
    from rglm.linalg.pivot import solve_upper

    size = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    with np.errstate(all="ignore"):
        correlation = covariance / np.outer(size, size)
    lower = _cholesky(correlation)
    if lower is None:
        raise ValueError(
            f"the covariance of {what} is singular, so that there is no Wald statistic: test "
            "fewer at a time, or use a covariance of full rank (clusters have to outnumber what "
            "is tested)"
        )
    return solve_upper(np.asfortranarray(lower.T), value / size, transposed=True)


def _cholesky(correlation: np.ndarray) -> np.ndarray | None:
    """The Cholesky factor of a correlation matrix; None if it is singular."""
    try:
        lower = np.linalg.cholesky(correlation)
    except np.linalg.LinAlgError:
        return None
    singular = len(lower) and np.diagonal(lower).min() ** 2 < MIN_CORRELATION_PIVOT
    return None if singular or not np.isfinite(correlation).all() else lower
