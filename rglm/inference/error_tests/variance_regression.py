"""The regression of squared residuals on variables, by which a changing variance is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.formula.parsed_formula import ParsedFormula, parse
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.selection.augmented_fit import augmented_source
from rglm.inference.terms.term_scope import scope_formula
from rglm.linalg.triangle import Triangle, qr_triangle
from rglm.protocol.capabilities import HasLeverage
from rglm.warnings import FitWarning

FITTED_VALUES = "fitted.values"
MAX_TRIANGLE_BYTES = 2e9
WIDE_MESSAGE = "the regression on all columns", "ncvTest() is of the fitted values alone"


@dataclass(frozen=True)
class VarianceRegression:
    """The least squares regression of u^2 / s^2 on an intercept and some columns.

    u = sqrt(w) (y - mu), s^2 its mean square over all rows.

    Attributes
    ----------
    explained, total : float
        Sums of squares about the mean.
    n, df : int
        The rows with a weight, and the rank less one.
    """

    explained: float
    total: float
    n: int
    df: int

    @property
    def koenker_statistic(self) -> float:
        """N R^2, chi-square on `df` (Koenker 1981); NaN where the squares are all equal."""
        with np.errstate(all="ignore"):
            return float(self.n * np.float64(self.explained) / self.total)


def variance_regression(fit: HasLeverage, formula: ParsedFormula | None) -> VarianceRegression:
    """The regression on the variables of a formula, or (None) on the columns of the fit."""
    size = len(fit._schema.names)
    check_matrix_size(size, size, *WIDE_MESSAGE, MAX_TRIANGLE_BYTES)
    if formula is None:
        places, source = np.sort(fit._solution.system.estimable), fit._rows_source
    else:
        places, source = _design(fit, formula)
    return _regress(fit, source, _ColumnsOf(places))


def regression_on_fitted(fit: HasLeverage) -> VarianceRegression:
    """The regression on the fitted values."""
    out = _regress(fit, fit._rows_source, _FittedValues(fit._predictor))
    return replace(out, df=1)  # as car has it, of constant fitted values too


def variance_formula(fit: HasLeverage, text: str | None, name: str) -> ParsedFormula | None:
    """The formula of an argument: ``"~ x + g"``; ``.`` stands for the terms of the fit.

    Raises
    ------
    ValueError
        It has an offset or no term.
    """
    if text is None:
        return None
    out = scope_formula(fit._schema.parsed, text, name)
    if out.offsets or not out.terms:
        what = "an offset" if out.offsets else "no variable"
        raise ValueError(f"{name}={text!r} has {what}; write it as '~ x + g'")
    return out


def _design(fit: HasLeverage, formula: ParsedFormula) -> tuple[np.ndarray, Any]:
    """The places of the columns of a formula, in a source with those of the fit before them."""
    text = parse(f"{formula.response.source} ~ {formula.right}").text
    places, source = augmented_source(fit, text, list(formula.terms))
    missing = fit._rows_source.nrows - source.nrows
    if missing:
        warn(f"{missing} rows without a value of {formula.right} are left out", FitWarning)
    return np.concatenate(places), source


@dataclass(frozen=True)
class _ColumnsOf:
    """Some columns of a block."""

    places: np.ndarray

    def __call__(self, block: Block) -> np.ndarray:
        return replace(block, columns=block.columns.select(self.places)).matrix()


@dataclass(frozen=True)
class _FittedValues:
    """The fitted values of a block as a column."""

    predictor: Predictor

    def __call__(self, block: Block) -> np.ndarray:
        return self.predictor.eta(block)[:, None]


@dataclass(frozen=True)
class _TriangleOfBlock:
    """The triangle of an intercept, some columns and u^2 / s^2, on the rows with a weight."""

    columns_of: Callable[[Block], np.ndarray]
    predictor: Predictor
    variance: float

    def __call__(self, block: Block) -> Triangle:
        weights = block.rows.weights
        gap = block.rows.y - self.predictor.eta(block)
        with np.errstate(all="ignore"):
            square = weights * gap**2 / self.variance
        x = np.column_stack([np.ones(len(weights)), self.columns_of(block), square])
        return Triangle(qr_triangle(np.asfortranarray(x[weights > 0])))


def _regress(
    fit: HasLeverage, source: Any, columns_of: Callable[[Block], np.ndarray]
) -> VarianceRegression:
    """The regression of u^2 / s^2 on an intercept and the columns of each block of a source."""
    further = np.zeros(len(source.columns) - len(fit._schema.names))
    predictor = Predictor(fit.family, np.concatenate([fit._predictor.coefficients, further]))
    variance = fit.deviance / fit._row_sums.informative
    triangle = source.total(_TriangleOfBlock(columns_of, predictor, variance))
    if not triangle.is_finite:  # a perfect fit
        return VarianceRegression(np.nan, np.nan, source.row_sums.informative, 0)
    solved = triangle.solve(fit.control.tol)
    about_mean = float((triangle.r[:, -1] ** 2).sum() - solved.rotated[0] ** 2)
    explained = float((solved.rotated[1 : solved.rank] ** 2).sum())
    return VarianceRegression(explained, about_mean, source.row_sums.informative, solved.rank - 1)
