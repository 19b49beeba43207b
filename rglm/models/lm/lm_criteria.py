"""The likelihood of a linear model, and its criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.fitting.least_squares.normal_loglik import normal_loglik
from rglm.models.base.cached import cached
from rglm.models.lm.lm_components import LmComponents
from rglm.protocol.loglik import LogLik, NullComparison

if TYPE_CHECKING:
    from rglm.inference.selection.single_term_models import SingleTermModels


class LmCriteria(LmComponents):
    """Log-likelihood at the variance RSS / n, AIC, and the criteria of `step`."""

    @cached
    def aic(self) -> float:
        """-2 logLik + 2 (rank + 1), as R's ``AIC`` has it."""
        n, rss = self._row_sums.informative, self.deviance
        return float(-2 * normal_loglik(rss, n, self._sums.log_weights) + 2 * (self.rank + 1))

    def logLik(self, REML: bool = False) -> LogLik:
        """The log-likelihood at the variance RSS / n, its degrees of freedom; R's ``logLik``.

        Rows of weight 0 do not count.

        Parameters
        ----------
        REML : bool
            The restricted log-likelihood, at the variance RSS / (n - rank), of what is left when
            the columns are taken out (Patterson & Thompson 1971, Biometrika 58). It compares
            models of the same columns only.

        References
        ----------
        Patterson & Thompson (1971), Recovery of inter-block information when block sizes are
        unequal, Biometrika 58.

        Examples
        --------
        >>> from rglm import lm
        >>> from rglm.datasets import load
        >>> lm("breaks ~ wool", load("warpbreaks")).logLik()
        'log Lik.' -214.093 (df=3)
        """
        df, n = self.rank + 1, int(self._row_sums.informative)
        if REML:
            return LogLik(self._restricted_loglik(), df=df, nobs=n - self.rank)
        return LogLik(df - self.aic / 2, df=df, nobs=n)

    def _restricted_loglik(self) -> float:
        """The restricted log-likelihood, with log det(X'WX) / 2 from its inverse."""
        half_log_det = -0.5 * np.linalg.slogdet(self._solution.system.covariance())[1]
        loglik = normal_loglik(self.deviance, self.df_residual, self._sums.log_weights)
        return float(loglik - half_log_det)

    def nobs(self) -> int:
        """The number of rows with a weight; R's ``nobs``.

        Examples
        --------
        >>> from rglm import lm
        >>> from rglm.datasets import load
        >>> lm("breaks ~ wool", load("warpbreaks")).nobs()
        54
        """
        return int(self._row_sums.informative)

    def _penalized_criterion(self, edf: int, k: float, scale: float) -> float:
        """N log(RSS / n) + k edf, or RSS / scale - n + k edf; R's ``extractAIC``."""
        from rglm.inference.selection.linear_selection_table import minus_twice_loglik

        rss = np.array([self.deviance])
        return float(minus_twice_loglik(rss, int(self._row_sums.n), scale)[0] + k * edf)

    def _single_term_table(self, models: SingleTermModels, scale: float, k: float) -> pd.DataFrame:
        """The table of R's ``drop1`` without a test, as `step` shows it."""
        from rglm.inference.selection.linear_selection_table import linear_selection_table

        return linear_selection_table(self, models, None, scale, k).table

    @property
    def _null_comparison(self) -> NullComparison:
        """NaN: what compares likelihoods is R-squared here."""
        return NullComparison(np.nan, np.nan, self.nobs(), self.rank + 1)
