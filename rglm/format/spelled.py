"""Arguments and attributes that are not there: did you mean ...?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, cast

from rglm.format.suggest import did_you_mean

Made = TypeVar("Made", bound=Callable[..., Any])

# what the same thing is called in statsmodels, glum or scikit-learn
ARGUMENTS = {
    "alpha": "level=, 0.95 for an alpha of 0.05",
    "cov_type": "vcov= of summary() and confint()",
    "exposure": "offset='log(exposure)'",
    "freq_weights": "weights=",
    "missing": "na_action=",
    "profile": "method='profile'",
    "sample_weight": "weights=",
    "se": "se_fit=",
    "var_weights": "weights=",
}
ATTRIBUTES = {
    "bse": "vcov(), or summary().coefficients",
    "coef_": "coefficients",
    "conf_int": "confint()",
    "cov_params": "vcov()",
    "df": "df_residual, df_null or rank",
    "df_resid": "df_residual",
    "df_model": "rank",
    "fittedvalues": "fitted_values",
    "get_influence": "influence()",
    "get_prediction": "predict(interval='confidence')",
    "intercept_": "coefficients",
    "llf": "logLik()",
    "mu": "fitted_values",
    "na": "na_action",
    "null": "null_deviance",
    "params": "coefficients",
    "prior": "prior_weights",
    "pvalues": "summary().coefficients",
    "resid": "residuals()",
    "resid_deviance": "residuals()",
    "resid_pearson": "residuals(type='pearson')",
    "tvalues": "summary().coefficients",
}


@cache
def spelled(function: Made) -> Made:
    """The function; an argument that it does not have gets an error that says what is meant.

    >>> @spelled
    ... def fit(formula, family=None): ...
    >>> fit("y ~ x", familly="poisson")
    Traceback (most recent call last):
    TypeError: fit() has no argument 'familly' (did you mean 'family'?)
    """
    parameters = signature(function).parameters.values()
    named = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    known = dict.fromkeys(p.name for p in parameters if p.kind in named)
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
        return function

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in known:
                there = [word for word in known if word != "fit"]
                meant = meaning(name, there, ARGUMENTS) or f"; it has {', '.join(there)}"
                raise TypeError(f"{function.__name__}() has no argument {name!r}{meant}")
        return function(*args, **kwargs)

    return cast(Made, checked)


def meaning(word: str, known: Iterable[str], elsewhere: Mapping[str, str]) -> str:
    """What somebody may have meant, as other packages call it or by its letters."""
    there = elsewhere.get(word)
    return f" (here it is {there})" if there else did_you_mean(word, known)


def missing_attribute(thing: Any, name: str) -> AttributeError:
    """The error of an attribute that a fit does not have."""
    verbs = [word for word in dir(thing) if not word.startswith("_")]
    meant = meaning(name, verbs, ATTRIBUTES)
    return AttributeError(f"{type(thing).__name__} has no attribute {name!r}{meant}")
