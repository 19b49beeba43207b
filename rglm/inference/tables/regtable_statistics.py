"""The statistics of the fits below a table of models."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from numbers import Integral
from typing import Any

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.model_table.cell_templates import decimal, p_value
from rglm.formatting.model_table.table_content import Line
from rglm.inference.goodness_of_fit import pseudo_r2
from rglm.protocol.model_result import ModelResult


def deviance_explained(fit: ModelResult) -> float:
    """1 - deviance / null deviance; R-squared of a Gaussian model."""
    return 1 - fit.deviance / fit.null_deviance if fit.null_deviance else math.nan


def _auxiliary_parameter(fit: ModelResult, name: str) -> float | None:
    """A parameter that is no coefficient; None of a model without it."""
    return fit._auxiliary_parameters.get(name)


def _fit_statistic(fit: ModelResult, vcov: np.ndarray | None = None, *, name: str) -> float | None:
    """A statistic that models of some kinds have; None of others."""
    return fit._fit_statistics(vcov).get(name)


def sigma(fit: ModelResult) -> float | None:
    """The residual standard error of a linear model, or an estimated parameter sigma."""
    value = _auxiliary_parameter(fit, "sigma")
    return _fit_statistic(fit, name="sigma") if value is None else value


MAX_SHOWN_THETA = 1e6  # above it the model is Poisson to all digits shown


def theta(fit: ModelResult) -> float | str | None:
    """The theta of the counts, estimated or of the family."""
    value = _auxiliary_parameter(fit, "theta")
    return "Inf" if value is not None and value > MAX_SHOWN_THETA else value


@dataclass(frozen=True)
class Statistic:
    """A line below the coefficients.

    Attributes
    ----------
    label : str
    read : function of the fit
        Gives a number, or a text to show as it is.
    places : int or None
        Decimals; None is as many as ``digits=`` says.
    has_vcov : bool
        Whether `read` is given the covariance of the tests too.
    show : function of the number, the places and whether those are significant digits
        Gives the text.
    """

    label: str
    read: Callable[..., Any]
    places: int | None = None
    has_vcov: bool = False
    show: Callable[[float, int, bool], str] = decimal


STATISTICS: dict[str, Statistic] = {
    "nobs": Statistic("Observations", lambda fit: fit.nobs(), 0),
    "AIC": Statistic("AIC", lambda fit: fit.AIC(), 1),
    "BIC": Statistic("BIC", lambda fit: fit.BIC(), 1),
    "logLik": Statistic("Log-likelihood", lambda fit: fit.logLik(), 1),
    "deviance": Statistic("Deviance", lambda fit: fit.deviance, 1),
    "null_deviance": Statistic("Null deviance", lambda fit: fit.null_deviance, 1),
    "df": Statistic("Parameters", lambda fit: fit.logLik().df, 0),
    "df_residual": Statistic("Residual df", lambda fit: fit.df_residual, 0),
    "df_null": Statistic("Null df", lambda fit: fit.df_null, 0),
    "dispersion": Statistic("Dispersion", lambda fit: fit.dispersion),
    "theta": Statistic("Theta", theta),
    "zero_theta": Statistic("Theta of zeros", partial(_auxiliary_parameter, name="zero_theta")),
    "sigma": Statistic("Sigma", sigma),
    "shape": Statistic("Shape", partial(_auxiliary_parameter, name="shape")),
    "r_squared": Statistic("R²", partial(_fit_statistic, name="r_squared")),
    "adj_r_squared": Statistic("Adjusted R²", partial(_fit_statistic, name="adj_r_squared")),
    "fstatistic": Statistic("F statistic", partial(_fit_statistic, name="statistic"), None, True),
    "f_p_value": Statistic("p of F", partial(_fit_statistic, name="p_value"), None, True, p_value),
    "rho": Statistic("Rho", partial(_auxiliary_parameter, name="rho")),
    "algorithm": Statistic("Algorithm", partial(_fit_statistic, name="algorithm")),
    "deviance_explained": Statistic("Deviance explained", deviance_explained),
    "mcfadden_r2": Statistic("McFadden R²", pseudo_r2.mcfadden),
    "mcfadden_adj_r2": Statistic("McFadden R² adj.", pseudo_r2.adjusted_mcfadden),
    "cox_snell_r2": Statistic("Cox-Snell R²", pseudo_r2.cox_snell),
    "nagelkerke_r2": Statistic("Nagelkerke R²", pseudo_r2.nagelkerke),
    "efron_r2": Statistic("Efron R²", pseudo_r2.efron),
    "tjur_r2": Statistic("Tjur R²", pseudo_r2.tjur),
}

DEFAULT_STATISTICS = (
    *("theta", "zero_theta", "sigma", "shape"),
    *("nobs", "algorithm", "r_squared", "adj_r_squared", "AIC", "logLik", "fstatistic"),
)


def statistic_lines(
    fits: Sequence[ModelResult],
    statistics: Iterable[str] | Mapping[str, Any] | None,
    digits: Mapping[str, int],
    significant: bool,
    group: str,
    covariances: Sequence[np.ndarray | None],
) -> list[Line]:
    """The lines that ``statistics=`` asks for; one that no model has is left out.

    `covariances` are those of the tests, None for a model's own.

    Raises
    ------
    ValueError
        A name is unknown.
    TypeError
        An entry is neither a name nor a function under a label.
    """
    lines = []
    for name, one in _requested(statistics).items():
        values = [_value(name, one, *pair) for pair in zip(fits, covariances, strict=True)]
        places = None if name in digits else one.places
        if places is None:
            default = digits.get(name, digits["default"])
            cells = tuple(_cell(value, default, significant, one.show) for value in values)
        else:
            cells = tuple(_cell(value, places, False, one.show) for value in values)
        texts = any(isinstance(value, str) for value in values)
        if any(cells):
            lines.append(Line(one.label, one.label, name, cells, "" if texts else group))
    return lines


def _requested(statistics: Iterable[str] | Mapping[str, Any] | None) -> dict[str, Statistic]:
    """The statistics that are asked for, by name."""
    if statistics is None:
        return {}
    if isinstance(statistics, str):
        statistics = [statistics]
    if not isinstance(statistics, Mapping):
        return {name: _named_statistic(name) for name in statistics}
    out = {}
    for label, value in statistics.items():
        if callable(value):
            out[str(label)] = Statistic(str(label), value)
        else:
            named = _named_statistic(value)
            out[value] = Statistic(str(label), named.read, named.places)
    return out


def _named_statistic(name: Any) -> Statistic:
    if not isinstance(name, str):
        raise TypeError(f"statistics= takes names, or functions under labels, got {name!r}")
    if name not in STATISTICS:
        raise ValueError(
            f"statistics= has {name!r}; there are {', '.join(STATISTICS)}"
            f"{did_you_mean(name, STATISTICS)}; for another give a function, "
            "{'label': lambda fit: ...}"
        )
    return STATISTICS[name]


def _value(name: str, one: Statistic, fit: ModelResult, covariance: np.ndarray | None) -> Any:
    """A statistic of a fit, None of one that has it not; yes or no for a claim."""
    if fit._statistics is not None and name in STATISTICS and name not in fit._statistics:
        return None
    value = one.read(fit, covariance) if one.has_vcov else one.read(fit)
    return ("yes" if value else "no") if isinstance(value, (bool, np.bool_)) else value


def _cell(
    value: Any, places: int, significant: bool, show: Callable[[float, int, bool], str]
) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Integral):
        return str(int(value))
    return "" if math.isnan(value) else show(float(value), places, significant)
