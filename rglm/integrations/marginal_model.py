"""The class of a fit as a model of the Python package `marginaleffects`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import (
    columns_as_levels,
    columns_in_steps,
    columns_read,
    term_expressions,
)
from rglm.families.links.link import Link
from rglm.formatting.hints.warning_location import warn
from rglm.integrations.marginal_data import (
    has_number_categories,
    polars_rows,
    variable_type,
    with_matrices,
)
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    import polars as pl

USUAL_TYPES = ("response", "probs")
OFFSET = "offset"
# The links that marginaleffects differentiates exactly, by family and link as it names them: only
# the link matters. It differentiates others by differences.
DIFFERENTIABLE_LINKS = {
    "log": ("poisson", "log"),
    "sqrt": ("poisson", "sqrt"),
    "logit": ("binomial", "logit"),
    "probit": ("binomial", "probit"),
    "cloglog": ("binomial", "cloglog"),
    "inverse": ("gamma", "inverse"),
}
# columns of rows that marginaleffects compares: the variable, and how
TERM, COMPARISON, SLOPES = "term", "marginaleffects_comparison", ("dydx", "eyex", "eydx", "dyex")
MODEL_ATTRIBUTES = (  # what marginaleffects asks of its models
    "get_coef",
    "get_coefnames",
    "get_vcov",
    "get_modeldata",
    "get_exog",
    "get_predict",
    "get_formula",
    "get_formula_engine",
    "get_package",
    "get_engine_running",
    "get_autodiff_args",
    "get_variable_type",
    "set_variable_type",
    "find_variables",
    "find_response",
    "find_predictors",
    "response_name",
    "df_resid",
)


class Marginal:
    """The model that ``marginaleffects.predictions(fit)`` works on.

    It has all parameters that were estimated and are not aliased, their covariance, the design of
    any rows by the schema of the fit, and predictions at any parameters. The offset of a linear
    predictor is a last column with the coefficient 1 and no standard error.

    Parameters
    ----------
    fit : ModelResult
    type : str, optional
        The scale of predictions; by default that of the response.
    """

    def __init__(self, fit: ModelResult, type: str | None = None) -> None:
        types = fit._quantity_types
        self.type = type or next(one for one in USUAL_TYPES if one in types)
        self.model, self.quantity = fit, fit._quantity(self.type)
        self.has_offset = any(s.parsed.offsets or s.offset is not None for s in fit._schemas)
        self.predictors = predictor_columns(fit)
        response = fit._schema.parsed.response
        self.response_name = next((n for n in response.reads if n in fit.data), response.name)
        categories = {str(name) for name in fit.data if has_number_categories(fit.data[name])}
        expressions = term_expressions(fit._schemas)
        levels = ({*columns_as_levels(expressions)} & {*map(str, fit.data)}) | categories
        self.data = polars_rows(fit, self.find_variables(), levels)
        self.types = {n: variable_type(self.data[n], n in levels) for n in self.data.columns}
        self.steps = columns_in_steps(expressions)
        self.places = self._design(fit.data.iloc[:1])
        # inf makes tests normal; else they are Student's t
        self.df_resid = float(fit.df_residual) if fit._has_t_tests else np.inf

    @property
    def _offset_columns(self) -> int:
        return len(self.places.predictors) if self.has_offset else 0

    def get_coef(self) -> np.ndarray:
        """The parameters, and the 1 of each offset."""
        return np.append(self.model._parameters, [1.0] * self._offset_columns)

    def get_coefnames(self) -> np.ndarray:
        """The names of the parameters; equal names with their terms, ``f1 [f]``."""
        identities = [self.model._estimate_identities[i] for i in self.model._parameter_places]
        identities += [(name, name, 0) for name in self.model._scalar_names]
        count = self._offset_columns
        labels = [OFFSET] if count == 1 else [f"{OFFSET} {i + 1}" for i in range(count)]
        identities += [(label, f"{OFFSET}()", 0) for label in labels]
        seen = Counter(name for name, *_ in identities)
        return np.array([_distinct_name(*i) if seen[i[0]] > 1 else i[0] for i in identities])

    def get_vcov(self, vcov: Vcov | bool = True) -> np.ndarray | None:
        """The covariance of the parameters: the fit's own, or what ``vcov=`` of rglm takes."""
        if vcov is None or vcov is False:
            return None
        covariance = self.model._parameter_covariance(None if vcov is True else vcov)
        return np.pad(covariance, (0, self._offset_columns))

    def get_modeldata(self) -> pl.DataFrame:
        """The rows of the fit."""
        return self.data

    def _design(self, data: pd.DataFrame) -> DesignRows:
        return self.model._design_rows(with_matrices(data, self.model.data))

    def get_exog(self, newdata: pd.DataFrame | pl.DataFrame) -> np.ndarray:
        """The columns of the linear predictors of some rows, and last their offsets if any."""
        data = newdata if isinstance(newdata, pd.DataFrame) else newdata.to_pandas()
        self._warn_of_steps(data)
        rows = self._design(data)
        return np.hstack([rows.x, rows.offset[:, : self._offset_columns]])

    def get_predict(
        self, params: np.ndarray, newdata: np.ndarray | pd.DataFrame | pl.DataFrame
    ) -> pl.DataFrame:
        """Predictions at some parameters, of rows or of their columns from `get_exog`.

        Those of several numbers of a row, such as the probabilities of levels, stand below one
        another, with the level in the column ``group``.
        """
        import polars as pl

        x = newdata if isinstance(newdata, np.ndarray) else self.get_exog(newdata)
        estimate = self._predict(np.asarray(x, dtype=float), np.asarray(params, dtype=float))
        rowid, columns = np.arange(len(x), dtype=np.int32), self.quantity.columns
        if columns is None:
            return pl.DataFrame({"rowid": rowid, "estimate": estimate[:, 0]})
        labels = [str(column) for column in columns]
        group = pl.Series("group", np.repeat(labels, len(x)), pl.Enum(labels))
        table = {"rowid": np.tile(rowid, len(labels)), "estimate": estimate.T.ravel()}
        return pl.DataFrame(table).insert_column(1, group)

    def _predict(self, x: np.ndarray, params: np.ndarray) -> np.ndarray:
        """The predictions at some parameters; where one differs from its estimate, expanded.

        marginaleffects takes differences, by one parameter after the other, of differences by a
        variable. Of the first-order expansion these are derivatives to within rounding.
        """
        estimates = self.get_coef()
        is_step = np.count_nonzero(params != estimates) == 1
        eta, scalars = self._predictors(x, estimates if is_step else params)
        values = self.quantity.values(eta, scalars)
        if not is_step:
            return values
        moved, changed = self._predictors(x, params - estimates)
        change = np.hstack([moved, np.broadcast_to(changed, (len(x), len(changed)))])
        return values + (self.quantity.gradient(eta, scalars) * change[:, None]).sum(axis=2)

    def _predictors(self, x: np.ndarray, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The linear predictors (n, L) and the scalars, of the columns from `get_exog`."""
        rows, count = self.places, len(self.model._parameters)
        eta = np.column_stack([x[:, p.columns] @ params[p.parameters] for p in rows.predictors])
        if self.has_offset:
            eta += x[:, rows.x.shape[1] :] * params[count:]
        return eta, params[rows.scalars]

    def _warn_of_steps(self, data: pd.DataFrame) -> None:
        """Warn of slopes of a column that the formula reads in steps."""
        if COMPARISON not in data or TERM not in data:
            return
        is_slope = data[COMPARISON].astype(str).str.startswith(SLOPES)
        for name in self.steps.keys() & {*data.loc[is_slope, TERM]}:
            warn(
                f"slopes of {name!r} have no meaning: the formula reads it in steps, "
                f"{self.steps[name]}, and the difference across a step is divided by a number "
                "near 0; compare two values, "
                f"avg_comparisons(fit, variables={{{name!r}: [low, high]}})",
                FitWarning,
            )

    def get_formula(self) -> str:
        """A formula with the columns that predictions need."""
        return f"{self.response_name} ~ {' + '.join(f'`{n}`' for n in self.predictors) or '1'}"

    def get_formula_engine(self) -> str:
        """``"rglm"``, which makes the designs."""
        return "rglm"

    get_package = get_formula_engine

    def get_engine_running(self) -> None:
        """None, as there is no other engine."""

    def get_autodiff_args(self) -> dict[str, Any] | None:
        """How marginaleffects can differentiate predictions; None for differences."""
        link = self._single_link()
        if link is None:
            return None
        if self.type == "link" or link.is_identity:
            return {"model_type": "linear", "family": None, "link": None}
        if link.name not in DIFFERENTIABLE_LINKS:
            return None
        family, name = DIFFERENTIABLE_LINKS[link.name]
        return {"model_type": "glm", "family": family, "link": name}

    def _single_link(self) -> Link | None:
        """The link, where predictions are of the one linear predictor and of nothing else."""
        is_single = len(self.places.predictors) == 1 and not len(self.places.scalars)
        if not is_single or self.quantity.columns is not None:
            return None
        return self.model._quantity("link").link

    def get_variable_type(self, name: str | None = None) -> str | dict[str, str]:
        """The kind of a variable, or of all of them, as `variable_type` has it."""
        return self.types if name is None else self.types[name]

    def set_variable_type(self, name: str, value: str) -> None:
        """Set the kind of a variable."""
        self.types[name] = value

    def find_variables(self) -> list[str]:
        """The columns of the response and of the predictors."""
        return [self.response_name, *self.predictors]

    def find_response(self) -> str:
        """The column of the response."""
        return self.response_name

    def find_predictors(self) -> list[str]:
        """The columns of the predictors."""
        return list(self.predictors)


def predictor_columns(fit: ModelResult) -> list[str]:
    """The columns of the data that the terms of the formula read, those of offsets left out."""
    return columns_read(term_expressions(fit._schemas), fit.data)


def _distinct_name(name: str, term: str, number: int) -> str:
    return f"{name} [{term}]" if number == 0 else f"{name} [{term}] {number + 1}"
