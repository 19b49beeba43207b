"""A glm with some of the terms of another, by the cells of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rglm.design.formula.parsed_formula import parse
from rglm.design.frame.sub_schema import sub_schema
from rglm.models.glm.glm_warnings import warn_of_fit

if TYPE_CHECKING:
    from rglm.models.glm.glm_fit import GlmFit

Fit = TypeVar("Fit", bound="GlmFit")


def submodel(fit: Fit, formula: str, same_rows: bool = False) -> Fit | None:
    """The fit of a formula with some of the terms of a fit, by its cells.

    None where the fit has none, where the formula has other columns, where the call says where to
    start, or where rows were left out for missing values: the smaller model may have more of
    them, unless it is to have the `same_rows`.
    """
    call = fit._model_call
    is_started = any(getattr(call, name) is not None for name in call.starting_values)
    if fit._source is None or is_started or fit._cells is None:
        return None
    if fit.na_action is not None and not same_rows:
        return None
    selected = sub_schema(fit._schema, parse(formula))
    if selected is None:
        return None
    schema, columns = selected
    solution = fit._refit_columns(columns)
    smaller = type(fit)(
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
        model_call=call.with_values(formula=formula),
    )
    smaller = smaller._replace(
        _unchecked_cells=fit._cells.select(columns),
        _cell_means=fit._cell_means.select(columns),
        _row_sums=fit._row_sums,
    )
    warn_of_fit(smaller)
    return smaller
