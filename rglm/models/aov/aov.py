"""``aov``: the analysis of variance by formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.aov.aov_fit import AovFit
from rglm.models.lm.least_squares_call import LeastSquaresCall
from rglm.models.lm.lm_fit import LmFit


@check_arguments
def aov(
    formula: str | LmFit,
    data: Any = None,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    contrasts: Mapping[str, Any] | None = None,
    tol: float = 1e-7,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> AovFit:
    """Fit an analysis of variance; R's ``aov``.

    The model and its estimates are those of `lm`; what prints is the table of the terms. Its sums
    of squares are sequential (type I): that of a term is by how much the residual sum of squares
    falls when the term joins those before it.

    Parameters
    ----------
    formula : str, or a fit of lm
        ``"y ~ block + a * b"``, as `lm` takes it; a fit of `lm` is taken as it is. Several error
        strata (R's ``Error()``) are not fitted.
    data, weights, subset, na_action, offset, contrasts, tol, progress, context
        As `lm` takes them.

    Returns
    -------
    AovFit

    Raises
    ------
    ValueError, TypeError
        As `lm`; a formula with ``Error()``.

    Warns
    -----
    RankWarning
        Coefficients that are not defined because of singularities.

    Notes
    -----
    *What next?* ``fit.summary()`` is the table, ``fit.TukeyHSD()`` compares the means of groups in
    pairs, ``fit.model_tables("means")`` shows them, ``fit.plot()`` the residuals. ``fit.coef()``,
    ``fit.confint()`` and ``fit.predict()`` are those of `lm`.

    *Groups of different sizes?* Sequential sums of squares then depend on the order of the terms:
    ``fit.anova(type="II")`` does not.

    References
    ----------
    Montgomery (2017), *Design and Analysis of Experiments*, chapters 3 to 5.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> aov("breaks ~ wool + tension", load("warpbreaks")).summary()
                Df Sum Sq Mean Sq F value  Pr(>F)
    wool         1    451   450.7   3.339 0.07361 .
    tension      2   2034  1017.1   7.537 0.00138 **
    Residuals   50   6748   135.0
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    arguments = locals()
    if isinstance(formula, LmFit):
        return _of_linear_model(formula, arguments)
    return AovCall.of(arguments).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class AovCall(LeastSquaresCall[AovFit]):
    """The arguments of a call of `aov`."""

    function = staticmethod(aov)
    shown = tuple(name for name in LeastSquaresCall.shown if name != "singular_ok")
    result = AovFit


def _of_linear_model(fit: LmFit, arguments: Mapping[str, Any]) -> AovFit:
    """The analysis of variance of a fitted linear model: the same numbers under other verbs."""
    for name, default in AovCall.defaults().items():
        if name != "formula" and arguments[name] is not default:
            raise ValueError(
                f"aov(): {name}= does not go with a fit, which has its own; "
                f"fit.update({name}=...) changes it"
            )
    call = object.__new__(AovCall)
    vars(call).update(vars(fit._model_call))
    out = object.__new__(AovFit)
    vars(out).update(vars(fit), _model_call=call)
    vars(out).pop("call", None)
    return out
