"""``lm``: linear models by formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.lm.least_squares_call import LeastSquaresCall
from rglm.models.lm.lm_fit import LmFit


@check_arguments
def lm(
    formula: str,
    data: Any = None,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    contrasts: Mapping[str, Any] | None = None,
    singular_ok: bool = True,
    tol: float = 1e-7,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> LmFit:
    """Fit a linear model by least squares; R's ``lm``.

    The response is y_i = x_i' beta + o_i + e_i with offset o and independent errors e_i of mean 0
    and variance sigma^2 / w_i, w_i the weight. beta minimises sum w_i (y_i - x_i' beta - o_i)^2,
    by the QR factorization of the weighted columns, in one pass over the rows; data in chunks are
    read once before, to learn levels and the like.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"`` in R's language, as `glm` takes it.
    data : pandas or polars frame, dict, Arrow table, Parquet path, DuckDB relation, ...
        As `glm` takes them, data larger than memory too. Without data, the variables are those
        of the place where ``lm`` is called.
    weights : expression, array or Series, optional
        Weights w_i >= 0. Rows of weight 0 take no part in the degrees of freedom. A string is an
        expression in the columns. A Series, also of `subset` and `offset`, is matched by its
        index; one with the index 0 to n - 1 that pandas makes by place, if the data have none of
        these labels.
    subset : expression, mask or positions, optional
        The rows to use: ``"age > 30"``. Positions count from 0, ``range(100)``; numbers in a text
        are R's and count from 1, ``"1:100"``, or leave rows out, ``"-c(6, 16)"``.
    na_action : {"na_omit", "na_exclude", "na_fail", "na_pass"}
        Rows with a missing value in any variable are left out; ``na_exclude`` also shows them
        as NaN in fitted values and residuals; ``na_fail`` and ``na_pass`` refuse them.
    offset : expression, array or Series, optional
        Added to the fitted values, beside any ``offset(...)`` of the formula.
    contrasts : dict, optional
        Contrasts by factor: ``{"g": "contr_sum"}``, or a function or a matrix.
    singular_ok : bool
        Whether columns may be combinations of others; their coefficients are then NaN. False
        makes them an error.
    tol : float
        A column is left out as a combination of those before it if it differs from one by less
        than this part of its length. Polynomials of high degree may need a smaller one, 1e-10.
    progress : bool
        Of data that are not in memory: show a bar of the pass over them if it takes long.
    context : dict, optional
        What formula, weights, offset and subset may use besides columns and the vocabulary; see
        `glm`.

    Returns
    -------
    LmFit

    Raises
    ------
    ValueError
        A column or level that is not there, a response that is no number, weights or offset of
        the wrong length or sign, an infinite value, no rows left; `tol` not between 0 and 1.
    TypeError
        `data` or `formula` of a kind that cannot be read.
    FitError
        Columns that are combinations of others, with ``singular_ok=False``; numbers whose squares
        floating point numbers cannot hold.

    Warns
    -----
    RankWarning
        Coefficients that are not defined because of singularities.

    Notes
    -----
    *What next?* ``fit.summary()``, ``fit.anova()``, ``fit.confint()``, ``fit.plot()``,
    ``fit.predict(new, interval="prediction")``.

    *Which rows stand out?* ``fit.rstudent()``, ``fit.cooks_distance()`` and
    ``fit.influence_measures().summary()`` name them; ``fit.halfnorm()`` shows how large residuals
    are where nothing is wrong.

    *How well does it predict?* ``fit.plot_fit("x", interval="prediction")`` draws the band of new
    responses; the sum of squares of ``fit.rstandard("predictive")`` is the PRESS.

    *Are the errors of one variance?* ``fit.plot()`` shows; ``fit.summary(vcov="HC3")`` has
    standard errors that hold, in large samples, where they are not.

    *Are they normal?* The t and F tests and the intervals are exact if they are, and nearly right
    in large samples if not; ``interval="prediction"`` needs normal errors in any case.

    *The means of groups?* `aov` has the table of the analysis of variance.

    *How exact is it?* Small fits (rows times squared columns up to 60,000) are factorized in
    extended precision. Larger ones keep all digits that the columns have: cross products are
    formed of columns that are nearly orthogonal, or were made so. The columns of a factor with
    thousands of levels are eliminated first, and the solution is refined by a second pass.

    *What needs no further pass over the rows?* The fits of some of the columns: ``anova``,
    ``drop1``, type II and III; and all numbers of ``summary`` but the quantiles of the residuals.

    The columns are taken in order, and one that is a combination of those before it is left out
    (limited column pivoting).

    References
    ----------
    Seber & Lee (2003), *Linear Regression Analysis*, chapters 3 and 11; Golub & Van Loan (2013),
    *Matrix Computations*, section 5.3.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.coef().round(2).to_dict()
    {'(Intercept)': 39.28, 'woolB': -5.78, 'tensionM': -10.0, 'tensionH': -14.72}
    >>> round(fit.sigma, 2), fit.df_residual
    (11.62, 50)
    """
    return LmCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class LmCall(LeastSquaresCall[LmFit]):
    """The arguments of a call of `lm`."""

    function = staticmethod(lm)
    result = LmFit
