"""A fit whose residuals are rounding: what compares its models means nothing."""

from __future__ import annotations

from rglm.formatting.hints.warning_location import warn
from rglm.protocol.capabilities import HasLeastSquares
from rglm.warnings import FitWarning

MIN_RSS_RATIO = 1e-10  # of the residual to the fitted sum of squares, as R's


def warn_of_perfect_fit(fit: HasLeastSquares) -> None:
    """Warn that the residuals of a linear model are rounding."""
    if is_perfect(fit):
        warn(
            "attempting model selection on an essentially perfect fit is nonsense: its residuals "
            "are rounding",
            FitWarning,
        )


def is_perfect(fit: HasLeastSquares) -> bool:
    """Whether the residual sum of squares is negligible beside that of the fitted values."""
    return fit.deviance < MIN_RSS_RATIO * fit._fitted_sum_of_squares
