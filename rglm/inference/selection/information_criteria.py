"""AIC and BIC of one fit, or of several in a table; R's AIC and BIC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.text.printable import listed
from rglm.inference.posterior_result import NO_LIKELIHOOD_VALUE, PosteriorResult
from rglm.protocol.loglik import LogLik
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning


@overload
def AIC(fit: ModelResult, *, k: float = ...) -> float: ...


@overload
def AIC(
    fit: ModelResult, other: ModelResult, /, *others: ModelResult, k: float = ...
) -> pd.DataFrame: ...


def AIC(fit: ModelResult, *others: Any, k: float = 2) -> float | pd.DataFrame:
    """-2 logLik + k df, of several fits in a table; R's ``AIC``.

    Parameters
    ----------
    *others : fits
        Further models of the same responses.
    k : float
        The weight of a degree of freedom; ``log(n)`` makes it `BIC`.

    Returns
    -------
    float or DataFrame
        With `others` a table with a row for each model, ``Model 1``, ``Model 2``, ... in the order
        given, and the columns ``df`` (parameters) and ``AIC``.

    Raises
    ------
    TypeError
        What is no fitted model.

    Warns
    -----
    FitWarning
        Models of different numbers of observations, or of responses that are called otherwise.

    Notes
    -----
    Criteria compare only between models of the same rows and the same response: not ``y`` with
    ``log(y)``, whose likelihoods are in other units. `compare` has both criteria, and the models
    under names of one's own.

    References
    ----------
    Akaike (1974), A new look at the statistical model identification, IEEE Transactions on
    Automatic Control 19.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> looms = load("warpbreaks")
    >>> small, large = (glm(f"breaks ~ {x}", looms, poisson()) for x in ("wool", "wool * tension"))
    >>> round(small.AIC(), 2)
    560.0
    >>> small.AIC(large).round(2)
             df     AIC
    Model 1   2  560.00
    Model 2   6  468.97
    """
    logliks = _logliks("AIC", fit, others)
    values = [_criterion(value, k) for value in logliks]
    return _table("AIC", logliks, values) if others else values[0]


@overload
def BIC(fit: ModelResult) -> float: ...


@overload
def BIC(fit: ModelResult, other: ModelResult, /, *others: ModelResult) -> pd.DataFrame: ...


def BIC(fit: ModelResult, *others: Any) -> float | pd.DataFrame:
    """-2 logLik + log(n) df, n being what ``logLik`` counts; of several fits a table; R's ``BIC``.

    Parameters
    ----------
    *others : fits
        Further models of the same responses.

    Returns
    -------
    float or DataFrame
        With `others` a table as that of `AIC`.

    Raises
    ------
    TypeError
        What is no fitted model.

    Warns
    -----
    FitWarning
        Models of different numbers of observations, or of responses that are called otherwise.

    References
    ----------
    Schwarz (1978), Estimating the dimension of a model, Annals of Statistics 6.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> round(fit.BIC(), 2)
    563.98
    """
    logliks = _logliks("BIC", fit, others)
    values = [_criterion(value, float(np.log(value.nobs))) for value in logliks]
    return _table("BIC", logliks, values) if others else values[0]


def _criterion(loglik: LogLik, k: float) -> float:
    return -2 * float(loglik) + k * loglik.df


def _logliks(name: str, fit: ModelResult, others: Sequence[object]) -> list[LogLik]:
    """The log-likelihoods of the fits, with a warning where they do not compare."""
    fits = [fit]
    for other in others:
        if isinstance(other, PosteriorResult):
            raise TypeError(NO_LIKELIHOOD_VALUE)
        if not isinstance(other, ModelResult):
            raise TypeError(f"{name}() compares fitted models, got {_wrong_argument(name, other)}")
        fits.append(other)
    logliks = [model.logLik() for model in fits]
    responses = list(dict.fromkeys(model._schema.parsed.response.name for model in fits))
    counts = list(dict.fromkeys(f"{value.nobs:.15g}" for value in logliks))
    if len(counts) > 1:
        warn(
            f"models are not all fitted to the same number of observations ({', '.join(counts)}), "
            f"and the {name} of different data do not compare",
            FitWarning,
        )
    elif len(responses) > 1:
        warn(
            f"the models have different responses, {listed(responses)}: their {name} compare only "
            "if these are one and the same",
            FitWarning,
        )
    return logliks


def _wrong_argument(name: str, other: object) -> str:
    """What is no fit, and what to do."""
    if isinstance(other, (list, tuple)):
        return f"a {type(other).__name__}; give the fits one after the other, {name}(m1, m2)"
    if name == "AIC" and isinstance(other, (int, float)):
        return f"{other!r}; the weight of a degree of freedom goes by its name, AIC(k=...)"
    return describe_value(other)


def _table(name: str, logliks: list[LogLik], values: list[float]) -> pd.DataFrame:
    labels = [f"Model {i}" for i in range(1, len(logliks) + 1)]
    return pd.DataFrame({"df": [value.df for value in logliks], name: values}, index=labels)
