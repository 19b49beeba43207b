"""A glm with some of the terms of another, by the cells of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rglm.design.formula.parsed_formula import parse
from rglm.design.frame.schema import Schema
from rglm.design.frame.sub_schema import sub_schema
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.models.glm.glm_row_values import GlmRowValues
from rglm.models.glm.glm_warnings import warn_of_fit

if TYPE_CHECKING:
    from rglm.models.glm.glm_fit import GlmFit

Fit = TypeVar("Fit", bound="GlmFit")
AnyFit = TypeVar("AnyFit", bound=GlmRowValues)


def submodel(fit: Fit, formula: str, same_rows: bool = False) -> Fit | None:
    """The fit of a formula with some of the terms of a fit, by its cells.

    None where the fit has none, where the call says where to start, and as `selected_terms`.
    """
    call = fit._model_call
    is_started = any(getattr(call, name) is not None for name in call.starting_values)
    if fit._source is None or is_started or fit._cells is None:
        return None
    selected = selected_terms(fit, formula, same_rows)
    if selected is None:
        return None
    schema, columns = selected
    smaller = fit_of_terms(fit, fit._refit_columns(columns), schema, columns, formula)
    smaller = smaller._replace(
        _unchecked_cells=fit._cells.select(columns),
        _cell_means=fit._cell_means.select(columns),
        _row_sums=fit._row_sums,
    )
    warn_of_fit(smaller)
    return smaller


def selected_terms(
    fit: GlmRowValues, formula: str, same_rows: bool
) -> tuple[Schema, np.ndarray] | None:
    """The schema of a formula with some of the terms of a fit, and the places of its columns.

    None where the formula has other columns, or where rows were left out for missing values: the
    smaller model may have more of them, unless it is to have the `same_rows`.
    """
    if fit.na_action is not None and not same_rows:
        return None
    return sub_schema(fit._schema, parse(formula))


def fit_of_terms(
    fit: AnyFit, solution: IrlsResult, schema: Schema, columns: np.ndarray, formula: str
) -> AnyFit:
    """The result of some of the columns of a fit."""
    return type(fit)(
        solution,
        fit._source.select(columns),
        family=fit.family,
        control=fit.control,
        estimator=fit._estimator,
        schema=schema,
        success=fit.success,
        index=fit._index,
        na_action=fit.na_action,
        data=fit.data,
        variables=fit._variables,
        model_call=fit._model_call.with_values(formula=formula),
    )
