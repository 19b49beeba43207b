"""New rows with their response, weights and trials, as the likelihood of a fit takes them."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.name_errors import NEW_ROWS
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.evaluated_variables import EvaluatedVariables, evaluate_variables
from rglm.design.frame.model_frame import ModelFrame, PartDesign
from rglm.design.frame.row_arguments import as_numbers, prior_weights
from rglm.design.frame.row_selection import select_rows
from rglm.design.frame.schema import as_variable
from rglm.design.row_labels import row_label
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Matrix
from rglm.errors import DataError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def source_with_response(fit: BrmFit, data: pd.DataFrame) -> tuple[MemorySource, np.ndarray]:
    """New rows with response and weights, and which rows of the data have no missing value.

    Raises
    ------
    DataError
        A column of the response or of the weights is missing; a level was never seen; ``weights=``
        or ``offset=`` was an array.
    """
    _check_columns(fit, data)
    first, call = fit._schema, fit._model_call
    if first.offset is True:
        raise _array_argument("offset", "to use it")
    if call.weights is not None and not isinstance(call.weights, str):
        raise _array_argument("weights", "to use the response of new rows")
    scope = _scope(fit, data)
    offset = first.offset if isinstance(first.offset, str) else None
    arguments = {"weights": call.weights, "offset": offset}
    parsed = [schema.parsed for schema in fit._schemas]
    variables = evaluate_variables(parsed, data, scope, arguments)
    variables = replace(variables, response=_coded_response(fit, variables))
    rows = select_rows(variables, None, scope, "na_omit")
    frame = _frame(fit, variables.take(rows.in_fit))
    weights = prior_weights(frame.row_arguments["weights"], frame.index, is_chunk=True)
    return fit.family.rows_function(call)(frame, weights), rows.in_fit  # type: ignore[arg-type]


def _frame(fit: BrmFit, variables: EvaluatedVariables) -> ModelFrame:
    """The model frame of new rows."""
    variables.check_finite()
    parts = [
        PartDesign(
            schema,
            schema.columns({key: variables.values[key] for key in schema.coding}, variables.n),
            variables.offset(schema.parsed, is_first=number == 0),
        )
        for number, schema in enumerate(fit._schemas)
    ]
    return variables.frame(tuple(parts), None, drops_unused_levels=False)


def _check_columns(fit: BrmFit, data: pd.DataFrame) -> None:
    """Check that new rows have the columns of the response."""
    response, borrowed = fit._schema.parsed.response, fit._schema.borrowed
    for name in response.reads:
        if name not in data.columns and name not in borrowed:
            hint = did_you_mean(name, list(data.columns))
            what = "the response" if name == response.name else f"of the response {response.name}"
            raise DataError(f"newdata= has no column {name!r}{hint}, {what}")


def _coded_response(fit: BrmFit, variables: EvaluatedVariables) -> ColumnValue:
    """The response of new rows, its levels coded as those of the fit.

    Raises
    ------
    DataError
        A level was never seen.
    """
    own = fit._response.levels if isinstance(fit._response, Factor) else ()
    levels = fit._levels or own
    if not levels:
        return variables.response
    given = as_variable(variables.response)
    coded = with_levels(given, levels)
    if isinstance(given, Factor) and isinstance(coded, Factor):
        unseen = coded.missing & ~given.missing
        if unseen.any():
            raise _unseen_level(variables, given, int(np.argmax(unseen)), levels)
    return coded


def _unseen_level(
    variables: EvaluatedVariables, given: Factor, row: int, levels: tuple[str, ...]
) -> DataError:
    """The error of a level that no row of the fit has."""
    return DataError(
        f"the response {variables.response_name!r} has the level "
        f"{given.levels[given.codes[row]]!r} in the row labelled "
        f"{row_label(variables.index, row)} of newdata=, which no row of the fit has; its "
        f"levels: {', '.join(levels)}"
    )


@singledispatch
def with_levels(response: Any, levels: tuple[str, ...]) -> ColumnValue:
    """A response with its levels in this order; numbers have none."""
    return response


@with_levels.register
def _of_factor(response: Factor, levels: tuple[str, ...]) -> ColumnValue:
    return response.recode(levels)


@with_levels.register
def _of_counts(response: Matrix, levels: tuple[str, ...]) -> ColumnValue:
    count = response.values.shape[1]
    suffixes = [*response.suffixes, *[""] * count][:count]
    names = [suffix or str(i) for i, suffix in enumerate(suffixes, 1)]
    order = [names.index(level) for level in levels]
    return Matrix(response.values[:, order], tuple(suffixes[i] for i in order))


def source_with_trials(fit: BrmFit, data: pd.DataFrame) -> tuple[MemorySource, np.ndarray]:
    """New rows with the number of trials of each, and which rows have no missing value.

    Two columns, ``cbind(s, f)``, have to be there, of which the sum counts; of other responses
    the fit's ``weights=`` are the trials, and without them there is one.

    Raises
    ------
    DataError
        The trials are not among the columns.
    """
    weights = fit._model_call.weights
    if isinstance(fit._response, Matrix):
        return source_with_response(fit, data)
    if weights is None:
        trials = np.ones(len(data))
    elif isinstance(weights, str):
        trials = as_numbers(_scope(fit, data).evaluate(expression(weights)), "weights")
    else:
        raise _array_argument("weights", "for the trials of new rows")
    source, kept = fit._new_rows_source(data)[0], ~np.isnan(trials)
    source = MemorySource(source.columns.take(kept), source.rows.take(kept))
    return replace(source, rows=replace(source.rows, trials=trials[kept])), kept


def _scope(fit: BrmFit, data: pd.DataFrame) -> RowScope:
    """The names that expressions on new rows may use."""
    first = fit._schema
    borrowed = BorrowedNames(first.borrowed)
    return RowScope(data, first.states, dict(first.levels), borrowed, title=NEW_ROWS)


def _array_argument(name: str, purpose: str) -> DataError:
    """The error of weights or an offset that new data do not have."""
    return DataError(
        f"the fit's {name}= was an array, which cannot be evaluated in new data; fit with "
        f"{name}='column' {purpose}"
    )
