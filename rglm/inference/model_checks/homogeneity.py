"""Whether the residuals of a linear model have one variance."""

from __future__ import annotations

import numpy as np

from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.error_tests.bptest import bptest
from rglm.inference.error_tests.variance_regression import regression_on_fitted
from rglm.inference.model_checks.spread_ratio import spread_ratio
from rglm.inference.simulated_residuals.simulation_p_value import p_text
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict
from rglm.protocol.capabilities import HasLeverage

MAX_COLUMNS = 200  # of the regression, which takes long with more
SMALL_R2 = 0.02  # of the regression of the squared residuals


def homogeneity_verdict(
    fit: HasLeverage, predicted: np.ndarray, residuals: np.ndarray
) -> Verdict | None:
    """The test of Breusch and Pagan in words; None where there is nothing to regress on.

    Parameters
    ----------
    predicted, residuals : (n,) array
        Fitted values and standardized residuals of some rows.
    """
    try:
        statistic, p = _breusch_pagan(fit)
    except ValueError:  # no variable besides the intercept
        return None
    if np.isnan(p):
        return None
    numbers = f"Breusch-Pagan, {p_text(p)}"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"No sign that the spread of the residuals changes ({numbers})."
        return Verdict("spread", statistic, p, "ok", text, f"Spread: even ({p_text(p)})")
    if statistic / fit._row_sums.informative < SMALL_R2:
        text = f"The spread of the residuals changes a little ({numbers})."
        return Verdict("spread", statistic, p, "minor", text, f"Spread: nearly even ({p_text(p)})")
    text = f"The spread of the residuals is not the same everywhere ({numbers})"
    ratio = spread_ratio(predicted, residuals)
    if np.isfinite(ratio):
        text += (
            f": in the upper third of the fitted values it is {ratio:.2g} times that in the lower"
        )
    text += ". Standard errors are wrong; summary(vcov='HC3') has robust ones."
    return Verdict("spread", statistic, p, "problem", text, f"Spread: uneven ({p_text(p)})")


def _breusch_pagan(fit: HasLeverage) -> tuple[float, float]:
    """The statistic and the p-value of `bptest`; of many columns on the fitted values alone."""
    if len(fit._schema.names) <= MAX_COLUMNS:
        test = bptest(fit)
        return test.statistic["BP"], test.p_value
    auxiliary = regression_on_fitted(fit)
    statistic = auxiliary.koenker_statistic
    return statistic, float(chisq_upper_tail(1, statistic))
