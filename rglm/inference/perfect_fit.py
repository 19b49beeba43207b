"""Linear models whose residuals are rounding: their tests and comparisons mean nothing."""

from __future__ import annotations

from rglm.formatting.hints.warning_location import warn
from rglm.protocol.capabilities import HasLeastSquares
from rglm.warnings import FitWarning

MIN_RSS_RATIO = 1e-10  # of the residual to the fitted sum of squares, as R's drop1 and anova
MIN_VARIANCE_RATIO = 1e-30  # of the errors to the mean square of the fit, as R's summary


def warn_of_perfect_fit(fit: HasLeastSquares) -> None:
    """Warn that the residuals of a linear model are rounding."""
    if _is_perfect(fit):
        warn(
            "attempting model selection on an essentially perfect fit is nonsense: its residuals "
            "are rounding",
            FitWarning,
        )


def warn_of_perfect_tests(fit: HasLeastSquares) -> None:
    """Warn that F tests of terms divide by rounding."""
    if fit.deviance == 0 or _is_perfect(fit):
        warn("ANOVA F-tests on an essentially perfect fit are unreliable", FitWarning)


def warn_of_perfect_summary(fit: HasLeastSquares) -> None:
    """Warn that the standard errors of the coefficients are rounding."""
    df, n = fit.df_residual, fit._row_sums.informative
    if df > 0 and fit.deviance / df < MIN_VARIANCE_RATIO * fit._fitted_sum_of_squares / n:
        warn("essentially perfect fit: summary may be unreliable", FitWarning)


def check_residuals(fit: HasLeastSquares, verb: str) -> None:
    """Check that a linear model has residuals, by which coefficients and terms are measured.

    Raises
    ------
    ValueError
        It has no residual degrees of freedom, or its residuals are rounding.
    """
    if fit.df_residual <= 0:
        raise ValueError(
            f"{verb}(): there are no residual degrees of freedom (df_residual = 0), so that there "
            "is no test; leave terms out, or use more rows"
        )
    if fit.deviance == 0 or _is_perfect(fit):
        raise ValueError(
            f"{verb}(): the residual sum of squares is 0 (within rounding), so that tests mean "
            "nothing: the terms give the response exactly"
        )


def _is_perfect(fit: HasLeastSquares) -> bool:
    """Whether the residual sum of squares is negligible beside that of the fitted values."""
    return fit.deviance < MIN_RSS_RATIO * fit._fitted_sum_of_squares
