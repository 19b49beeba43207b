"""The test of Breusch and Pagan of a constant variance."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from rglm.inference.error_tests.variance_regression import variance_formula, variance_regression
from rglm.inference.htest import HTest
from rglm.protocol.capabilities import HasLeverage


def bptest(fit: HasLeverage, varformula: str | None = None, studentize: bool = True) -> HTest:
    """Breusch and Pagan's test of a constant variance; R's ``lmtest::bptest``.

    With u = sqrt(w) (y - mu) and s^2 its mean square, u^2 / s^2 is regressed on an intercept and
    the variables of `varformula`. The statistic is n R² of this regression (Koenker's, which does
    not take the errors as normal), or half its sum of squares (`studentize=False`). It is
    chi-square on the rank less 1, in large samples, where the variance does not depend on the
    variables; half the sum of squares only if the errors are normal too.

    Parameters
    ----------
    varformula : str, optional
        The variables on which the variance may depend, ``"~ x + g"``; ``.`` stands for the terms
        of the fit, which are the default.
    studentize : bool
        Whether to take Koenker's statistic.

    Returns
    -------
    HTest
        Prints R's page.

    Raises
    ------
    ValueError
        There is no variable to regress on, or the fit was stripped of its rows.

    Notes
    -----
    With weights lmtest's test depends on their scale; this one is of the residuals of equal
    variance, as car's ``ncvTest`` is. An offset is part of the fit here, and is not in lmtest.

    References
    ----------
    Breusch & Pagan (1979), A simple test for heteroscedasticity and random coefficient variation,
    Econometrica 47; Koenker (1981), A note on studentizing a test for heteroscedasticity, Journal
    of Econometrics 17.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).bptest()
    <BLANKLINE>
        studentized Breusch-Pagan test
    <BLANKLINE>
    data:  breaks ~ wool + tension
    BP = 11.288, df = 3, p-value = 0.01027
    <BLANKLINE>
    """
    auxiliary = variance_regression(fit, variance_formula(fit, varformula, "varformula"))
    if not auxiliary.df and not np.isnan(auxiliary.explained):
        raise ValueError(
            "the variance regression needs a variable besides the intercept; name one with "
            "varformula='~ x'"
        )
    statistic = auxiliary.koenker_statistic if studentize else auxiliary.explained / 2
    return HTest(
        statistic={"BP": statistic},
        p_value=float(chdtrc(auxiliary.df, statistic)),
        method=f"{'studentized ' if studentize else ''}Breusch-Pagan test",
        data_name=fit.formula,
        parameter={"df": auxiliary.df},
    )
