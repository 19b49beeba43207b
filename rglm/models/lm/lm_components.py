"""R's components of a linear model: residual standard error, R-squared, the F statistic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.base.cached import cached
from rglm.models.base.rowwise import row_property
from rglm.models.glm.glm_row_values import GlmRowValues
from rglm.models.lm.pages.printed_numbers import PrintedNumbers, printed_numbers
from rglm.models.lm.pages.residual_quantiles import ResidualQuantiles, residual_quantiles
from rglm.models.lm.response_distribution import LinearDistribution
from rglm.protocol.capabilities import HasLeastSquares

if TYPE_CHECKING:
    from rglm.fitting.least_squares.least_squares_sums import LeastSquaresSums
    from rglm.fitting.newton.newton_method import Objective


class LmComponents(GlmRowValues, HasLeastSquares):
    """Sums of squares, and what follows from them."""

    _kept_by_strip: tuple[str, ...] = ("aic", "call")
    _summarised_by_strip: tuple[str, ...] = ("_residual_quantiles", "_printed_numbers")
    _analysis: str = "variance"
    _glance_columns: tuple[str, ...] = (
        *("r_squared", "adj_r_squared", "sigma", "statistic", "p_value", "df"),
        *("logLik", "AIC", "BIC", "deviance", "df_residual", "nobs"),
    )

    @property
    def model_name(self) -> str:
        """``linear model``."""
        return "linear model"

    def _response_distribution(self) -> LinearDistribution:
        return LinearDistribution(self)

    @property
    def _plotted_residuals(self) -> str:
        return "rstudent"

    @property
    def _has_profile_intervals(self) -> bool:
        return False

    @property
    def _has_raw_residuals(self) -> bool:
        return True

    @property
    def _has_profile(self) -> bool:
        return False

    @property
    def _interval_df(self) -> float:
        return self.df_residual

    @property
    def _score_dispersion(self) -> float:
        """1: R's estimating functions of an lm are x w r."""
        return 1.0

    @property
    def separated(self) -> None:
        """None: no estimate of least squares is infinite."""
        return None

    @row_property
    def _weighted_residuals(self) -> pd.Series:
        """sqrt(w) (y - fitted) of each row."""
        rows = self._rows
        return self._row_series(np.sqrt(rows.weights) * (rows.y - self._eta))

    @cached
    def _residual_quantiles(self) -> ResidualQuantiles:
        """The quantiles of the weighted residuals."""
        return residual_quantiles(self)

    @cached
    def _printed_numbers(self) -> PrintedNumbers:
        """The numbers of the pages, rounded as R's."""
        return printed_numbers(self)

    @property
    def deviance(self) -> float:
        """The weighted residual sum of squares; exactly 0 without residual df."""
        return self._solution.deviance if self.df_residual > 0 else 0.0

    @property
    def _deletion_residual_df(self) -> float:
        """The residual degrees of freedom of a fit without the row."""
        return self.df_residual - 1

    @property
    def dispersion(self) -> float:
        """The residual variance, RSS / df_residual; NaN without residual df."""
        df = self.df_residual
        return self.deviance / df if df > 0 else np.nan

    @property
    def sigma(self) -> float:
        """The residual standard error, sqrt(RSS / df_residual); NaN without residual df."""
        return float(np.sqrt(self.dispersion))

    @property
    def _error_deviation(self) -> float:
        """The residual standard error."""
        return self.sigma

    @property
    def _sums(self) -> LeastSquaresSums:
        """The sums over all rows that the fit has gathered."""
        sums = self._solution.least_squares
        assert sums is not None
        return sums

    def _values_without_pass(self) -> dict[str, Any]:
        """Cached values of a new fit that follow from its sums, without a pass over its rows."""
        df = self._sums.row_sums.informative - self.rank
        return {
            "_row_sums": self._sums.row_sums,
            "null_deviance": self._sums.null_squares,
            "dispersion": self._solution.deviance / df if df > 0 else np.nan,
        }

    @property
    def _model_sum_of_squares(self) -> float:
        """The weighted sum of squares of the fitted values, about their mean with an intercept."""
        return self._sums.model_squares

    @property
    def _fitted_sum_of_squares(self) -> float:
        """The weighted sum of squares of the fitted values."""
        return self._sums.fitted_squares

    @property
    def effects(self) -> pd.Series | None:
        """Q'y of the QR factorization: the response in the coordinates of the columns.

        The first `rank` are of the coefficients, under their names; the others, named "", are of
        the residuals. As in R rows of weight 0 have none, and of data in chunks there are the
        first `rank`. None for a model without coefficients.

        Raises
        ------
        ValueError
            The design has more than 500 columns, or the fit was stripped of its rows.
        """
        from rglm.models.lm.effects import effects

        return effects(self)

    @property
    def r_squared(self) -> float:
        """MSS / (MSS + RSS), MSS the sum of squares of the fitted values; R's ``r.squared``.

        About their mean where the model has an intercept, about 0 where it has none. 0 for a model
        of the intercept alone, as in R; NaN where the response is constant.
        """
        if self._regression_df == 0:
            return 0.0
        mss, total = self._model_sum_of_squares, self._model_sum_of_squares + self.deviance
        return mss / total if total > 0 else np.nan

    @property
    def adj_r_squared(self) -> float:
        """1 - (1 - R²) (n - 1) / df_residual, n - 1 being n without an intercept."""
        if self._regression_df == 0:
            return 0.0
        df = self.df_residual
        return float(1 - (1 - self.r_squared) * self.df_null / df) if df > 0 else np.nan

    @property
    def fstatistic(self) -> pd.Series | None:
        """``value numdf dendf`` of the F test that all coefficients but the intercept are 0.

        None where there is no coefficient to test, as in R.
        """
        df = self._regression_df
        if df == 0:
            return None
        with np.errstate(all="ignore"):
            value = np.float64(self._model_sum_of_squares / df) / self.dispersion
        return pd.Series({"value": value, "numdf": float(df), "dendf": float(self.df_residual)})

    def _coefficient_table(self, vcov: Any = None) -> pd.DataFrame:
        """Estimates, standard errors, t values and p-values under R's names."""
        from rglm.models.lm.coefficient_tests import t_table_by

        return t_table_by(self, vcov)

    def _fit_statistics(self, vcov: Any = None) -> Mapping[str, float]:
        """R-squared, sigma, and the F test under the names of `glance`."""
        from rglm.models.lm.coefficient_tests import fit_statistics

        return fit_statistics(self, vcov)

    @property
    def _regression_df(self) -> int:
        """The rank less one for the intercept."""
        return self.rank - int(self._schema.parsed.intercept)

    def _objective(self) -> Objective:
        """Minus the sum of squares over twice the residual variance, which is held.

        But for a constant it is a quadratic form about the estimates: it needs no rows.
        """
        from rglm.fitting.least_squares.quadratic_objective import QuadraticObjective

        return QuadraticObjective(self._parameters, np.linalg.inv(self._parameter_covariance()))
