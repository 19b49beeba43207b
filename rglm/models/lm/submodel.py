"""A linear model with some of the terms of another, without a pass over its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rglm.design.formula.parsed_formula import parse
from rglm.design.frame.sub_schema import sub_schema

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult

Fit = TypeVar("Fit", bound="LmResult")


def submodel(fit: Fit, formula: str, same_rows: bool = False) -> Fit | None:
    """The fit of a formula with some of the terms of a fit, from its triangle.

    None where the fit has none, where the formula has other columns, or where rows were left out
    for missing values: the smaller model may have more of them, unless it is to have the
    `same_rows`.
    """
    fits = fit._column_fits
    if fits is None or fit._source is None:
        return None
    if fit.na_action is not None and not same_rows:
        return None
    selected = sub_schema(fit._schema, parse(formula))
    if selected is None:
        return None
    schema, columns = selected
    has_intercept = schema.parsed.intercept
    smaller = type(fit)(
        fits.with_sums(fit._sums, columns, has_intercept),
        fit._source.select(columns),
        family=fit.family,
        control=fit.control,
        estimator=fit._estimator,
        schema=schema,
        success=None,
        index=fit._index,
        na_action=fit.na_action,
        data=fit.data,
        variables=fit._variables,
        model_call=fit._model_call.with_values(formula=formula),
    )
    return smaller._replace(**smaller._values_without_pass())
