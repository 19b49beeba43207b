"""What the package maketables asks of a model, for its tables in Word, Typst, LaTeX and HTML.

maketables 0.2 reads attributes with names of its own, such as ``__maketables_coef_table__``. It
need not be installed for them to exist. See https://py-econometrics.github.io/maketables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.column_parts import ColumnPart, column_parts
from rglm.inference.covariance.given_covariance import MODEL_BASED
from rglm.inference.tables.regtable_statistics import STATISTICS
from rglm.inference.tables.tidy import tidy
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

COLUMNS = {
    "estimate": "b",
    "std_error": "se",
    "statistic": "t",
    "p_value": "p",
    "conf_low": "ci95l",
    "conf_high": "ci95u",
}
# maketables' name of a statistic, and ours; others have our names
KEYS = {
    "N": "nobs",
    "r2": "r_squared",
    "adj_r2": "adj_r_squared",
    "pseudo_r2": "mcfadden_r2",
    "ll": "logLik",
    "aic": "AIC",
    "bic": "BIC",
    "df_resid": "df_residual",
    "fvalue": "fstatistic",
    "f_pvalue": "f_p_value",
    "rmse": "sigma",
}


def coefficient_table(fit: ModelResult, vcov: Vcov = None) -> pd.DataFrame:
    """``b se t p ci95l ci95u`` of each estimate; the intervals are Wald's."""
    table = tidy(fit, conf_int=True, method="wald", vcov=vcov)[list(COLUMNS)]
    index = pd.Index(_names(fit), name="Coefficient")
    return pd.DataFrame(table.rename(columns=COLUMNS)).set_axis(index, axis=0)


def _names(fit: ModelResult) -> list[str]:
    """The names of the estimates; ``:`` is for interactions, as maketables writes × for it."""
    levels = {f"{name}:": f"{name}, " for name, _ in fit._named_schemas if name is not None}
    out = []
    for name, term in zip(map(str, fit.names), fit._estimate_terms, strict=True):
        level = next((prefix for prefix in levels if name.startswith(prefix)), "")
        rest = name[len(level) :]
        is_intercept = term == "(Intercept)"
        out.append(levels.get(level, "") + (rest.replace(":", " ") if is_intercept else rest))
    return out


def statistic(fit: ModelResult, key: str, vcov: np.ndarray | None = None) -> Any:
    """A statistic by maketables' name or ours; None where the model has none."""
    named = STATISTICS.get(KEYS.get(key, key))
    if named is None:
        return None
    value = named.read(fit, vcov) if named.has_vcov else named.read(fit)
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    if not np.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def default_keys(fit: ModelResult) -> list[str]:
    """The statistics that a table shows unless it is told: those that the model has."""
    kinds = ("r2", "adj_r2") if statistic(fit, "r2") is not None else ("pseudo_r2", "ll", "aic")
    own = [
        name for name in ("theta", "sigma", "rho", "shape") if name in fit._auxiliary_parameters
    ]
    return ["N", *(key for key in (*kinds, *own) if statistic(fit, key) is not None)]


def statistic_labels() -> dict[str, str]:
    """The labels of the statistics that have our names."""
    return {name: one.label for name, one in STATISTICS.items()}


def response_name(fit: ModelResult) -> str:
    """The response as the formula has it."""
    return fit.formula.partition("~")[0].strip()


def covariance_info(name: str | None = None) -> dict[str, str]:
    """The type of the covariance, by the name that pages give it; None is the model's own."""
    return {"vcov_type": name or MODEL_BASED}


def variable_labels(fit: ModelResult) -> dict[str, str]:
    """Labels of coefficients: ``wool=B`` for ``woolB``, and those that the data have.

    The labels of data are ``data.attrs["variable_labels"]``, as of `data_labels`.
    """
    known = data_labels(fit)
    labels = dict(known)
    for section, schema in fit._named_schemas:
        parts = {part for column in column_parts(schema) for part in column}
        names = {part.name: _part_label(part, known) for part in parts} | {
            "(Intercept)": "Intercept"
        }
        labels |= {name: label for name, label in names.items() if name != label}
        for separator in ("_", ", ") if section is not None else ():
            prefixed = {f"{section}{separator}{name}": label for name, label in names.items()}
            labels |= {name: f"{section}: {label}" for name, label in prefixed.items()}
    return labels


def _part_label(part: ColumnPart, known: Mapping[str, str]) -> str:
    """``wool=B`` of a level, else the variable and what stands behind it."""
    name = known.get(part.variable, part.variable)
    return f"{name}{part.suffix}" if part.level is None else f"{name}={part.level}"


def data_labels(fit: ModelResult) -> dict[str, str]:
    """The labels of variables that the data of a fit carry, ``data.attrs["variable_labels"]``.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> cars.attrs["variable_labels"] = {"wt": "Weight"}
    >>> data_labels(lm("mpg ~ wt", cars))
    {'wt': 'Weight'}
    """
    attrs = getattr(fit.data, "attrs", {})
    labels = attrs.get("variable_labels", {}) if isinstance(attrs, Mapping) else {}
    if not isinstance(labels, Mapping):
        return {}
    return {str(name): str(label) for name, label in labels.items() if label}
