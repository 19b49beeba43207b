"""The numbers of a small linear model as R rounds them on its pages.

They are the fit's own to 1e-11 of a standard error. Only the last bits are R's, by which a number
half-way between two printed ones is rounded up or down, and what rounding leaves of a 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rglm.fitting.least_squares.linpack import LinpackFit, linpack_fit
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.models.lm.effects import is_small

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents

AGREEMENT = 1e-11  # in standard errors, to which a number is the same but for rounding


@dataclass(frozen=True)
class PrintedNumbers:
    """Numbers of a page.

    Attributes
    ----------
    coefficients : (p,) array
        NaN where aliased.
    deviance : float
        The residual sum of squares.
    """

    coefficients: np.ndarray
    deviance: float


def printed_numbers(fit: LmComponents) -> PrintedNumbers:
    """The coefficients and the residual sum of squares."""
    coefficients, deviance = fit._estimates.to_numpy().copy(), fit.deviance
    linpack = _linpack_fit(fit)
    if linpack is not None:
        estimable = fit._solution.system.estimable
        errors = fit.sigma * np.sqrt(fit._unscaled_variances[estimable])
        own = coefficients[estimable]
        coefficients[estimable] = _agreeing_values(own, linpack.coefficients, errors)
        squares = np.add.accumulate((linpack.residuals**2).astype(np.longdouble))[-1]
        totals = np.array([deviance, float(squares)])
        deviance = float(_agreeing_values(totals[:1], totals[1:], 0.0)[0])
    return PrintedNumbers(coefficients, deviance)


def printed_residuals(fit: LmComponents) -> np.ndarray:
    """Sqrt(w) (y - fitted) of each row in memory, (n,); 0 where their sum of squares is 0."""
    if fit.deviance == 0:
        return np.zeros(len(fit._index))
    residuals, linpack = fit._weighted_residuals.to_numpy().copy(), _linpack_fit(fit)
    if linpack is not None:
        used = fit._rows.weights > 0
        root = np.sqrt(fit._rows.weights[used])
        rounded = linpack.residuals / root * root
        residuals[used] = _agreeing_values(residuals[used], rounded, fit.sigma)
    return residuals


def _linpack_fit(fit: LmComponents) -> LinpackFit | None:
    """The fit in the order of R's sums; None where that takes time, or leaves no residuals."""
    source = fit._source  # if its rows were written to, the numbers will not agree
    if source is None or fit._is_chunked or not (fit.rank and is_small(fit)):
        return None
    if fit.df_residual > 0 and fit.deviance == 0:
        return None  # a perfect fit has zeros where R has rounding
    rows = first_rows(source.columns, source.rows, source.nrows)
    return linpack_fit(rows[:, [*fit._solution.system.estimable, -1]])


def _agreeing_values(
    own: np.ndarray, linpack: np.ndarray, errors: np.ndarray | float
) -> np.ndarray:
    """LINPACK's numbers where they differ from the fit's own by rounding; else the fit's."""
    with np.errstate(invalid="ignore"):
        is_same = np.abs(linpack - own) <= AGREEMENT * np.fmax(np.abs(own), errors)
    return np.where(is_same, linpack, own)
