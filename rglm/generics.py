"""R's verbs as functions: ``anova(m1, m2)`` is ``m1.anova(m2)``.

Each is the method of the same name; this list has no logic of its own.
"""

from __future__ import annotations

from operator import methodcaller
from typing import Any

VERBS = (
    "coef",
    "vcov",
    "logLik",
    "AIC",
    "BIC",
    "nobs",
    "residuals",
    "fitted",
    "predict",
    "summary",
    "anova",
    "confint",
    "profile",
    "update",
    "drop1",
    "add1",
    "step",
    "extractAIC",
    "wald_test",
    "hatvalues",
    "rstandard",
    "rstudent",
    "cooks_distance",
    "dffits",
    "dfbeta",
    "dfbetas",
    "covratio",
    "influence",
    "influence_measures",
    "simulate",
    "estfun",
    "dispersiontest",
    "gof",
    "check_overdispersion",
    "separation",
    "tidy",
    "glance",
    "augment",
    "model_matrix",
    "model_frame",
)


def _verb(name: str) -> Any:
    def verb(fit: Any, *args: Any, **kwargs: Any) -> Any:
        return methodcaller(name, *args, **kwargs)(fit)

    verb.__name__ = verb.__qualname__ = name
    verb.__doc__ = f"``{name}(fit, ...)`` is ``fit.{name}(...)``; see ``help(fit.{name})``."
    return verb


globals().update({name: _verb(name) for name in VERBS})
__all__ = list(VERBS)
