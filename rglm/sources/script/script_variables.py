"""The variables of a formula that are not columns of data, taken from where the call stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from rglm.design.chunked.data_requirements import expressions_read
from rglm.design.evaluation.attributes import attribute
from rglm.design.evaluation.expressions import Expression
from rglm.design.formula.dot_expansion import has_dot
from rglm.design.formula.parsed_formula import parse
from rglm.design.syntax.grammar import is_private
from rglm.design.syntax.syntax_tree import Attribute, Name
from rglm.design.syntax.tree_walks import walk
from rglm.design.values.data_column import SCRIPT_VARIABLES_ATTR, TableColumns
from rglm.errors import DataError, FormulaError
from rglm.sources.frames.columns_frame import columns_frame
from rglm.sources.script import script_errors
from rglm.sources.script.vectors import is_vector, row_count, row_labels, without_labels


def read_script_variables(
    data: pd.DataFrame | None,
    formulas: Sequence[str],
    options: Mapping[str, Any],
    context: Mapping[str, Any],
) -> pd.DataFrame:
    """The data with the variables of the script that a model reads; all of them without data."""
    if data is None:
        return script_data(formulas, options, context)
    expressions = expressions_read(formulas, TableColumns(data), options)
    return with_script_variables(data, expressions, context)


def script_data(
    formulas: Sequence[str], options: Mapping[str, Any], context: Mapping[str, Any]
) -> pd.DataFrame:
    """The data of a model without ``data=``: the variables of the script that it reads.

    As in R the response has as many values as there are rows.

    Parameters
    ----------
    formulas : sequence of str
        One for each linear predictor.
    options : dict
        Arguments such as ``weights=``, which may be expressions.
    context : mapping
        The names of the place where the call stands, or of ``context=``.

    Returns
    -------
    DataFrame
        Under the index of the Series among them.

    Raises
    ------
    FormulaError
        A name means nothing there; the formula has a ``.``; the context is empty.
    DataError
        The lengths differ, or the indexes of Series do.
    """
    for text in formulas:
        if has_dot(parse(text).side):
            raise script_errors.dot_without_data_error()
    expressions = expressions_read(formulas, [], options)
    if not context:
        raise script_errors.empty_context_error()
    script_errors.check_names(expressions, [], context)
    vectors, responses = _vectors(expressions, context), _vectors(expressions[:1], context)
    if not responses:
        raise script_errors.no_vector_error(expressions[0], _find(expressions[0].name, context))
    response, count = next(iter(responses)), row_count(next(iter(responses.values())))
    if not count:
        raise DataError(f"{response!r} has no values")
    labels = (row_labels(value) for value in vectors.values() if row_count(value) == count)
    index = next((i for i in labels if i is not None), pd.RangeIndex(count))
    return _with_vectors(pd.DataFrame(index=index), expressions, context, response)


def with_script_variables(
    data: pd.DataFrame, expressions: Sequence[Expression], context: Mapping[str, Any]
) -> pd.DataFrame:
    """The data with the variables of the script that expressions read, and which are no columns.

    A vector of another length is no variable, but may be an argument of a function, ``knots``.

    Raises
    ------
    DataError
        A variable has another length than the data; a Series has another index; variables that
        the data have from the script are not what they were.
    """
    if all(name in data.columns for e in expressions for name in e.reads):
        return data
    return _with_vectors(data, expressions, context, "")


def _with_vectors(
    data: pd.DataFrame, expressions: Sequence[Expression], context: Mapping[str, Any], first: str
) -> pd.DataFrame:
    """The data with vectors; `first` is the one that says how many rows, where no table does."""
    before = data.attrs.get(SCRIPT_VARIABLES_ATTR, ())
    if not first and before and set(data.columns) == {*before}:
        script_errors.check_names(expressions, data.columns, context)
        first = str(before[0])
    variables = {e.column for e in expressions if e.column is not None}
    new: dict[str, Any] = {}
    for name, value in _vectors(expressions, context).items():
        if name in data.columns:
            continue
        if row_count(value) == len(data):
            script_errors.check_index(name, row_labels(value), data.index, first)
            new[name] = without_labels(value)
        elif name in variables:
            raise script_errors.length_error(name, row_count(value), len(data), first)
    script_errors.check_kinds(variables - {*data.columns, *new}, context)
    return _append(data, new, context, before) if new else data


def _append(
    data: pd.DataFrame, new: dict[str, Any], context: Mapping[str, Any], before: tuple[str, ...]
) -> pd.DataFrame:
    """The data with vectors as further columns; `before` are those that it has of the script."""
    _check_unchanged(data, before, context, next(iter(new)))
    frame = columns_frame(new)
    frame.index = data.index
    attrs = dict(data.attrs)
    for key, names in frame.attrs.items():
        attrs[key] = (*attrs.get(key, ()), *names)
    out = pd.concat([data, frame], axis=1) if data.shape[1] else frame
    out.attrs = attrs | {SCRIPT_VARIABLES_ATTR: (*before, *new)}
    return out


def _check_unchanged(
    data: pd.DataFrame, names: Iterable[str], context: Mapping[str, Any], new: str
) -> None:
    """Check that variables of a fit have the values that the script has now, if it has them."""
    for name in names:
        if (value := _vector(name, context)) is None:
            continue
        is_same = row_count(value) == len(data)
        if is_same:
            now = columns_frame({name: without_labels(value)})[name].array
            is_same = pd.Series(now).equals(pd.Series(data[name].array))
        if not is_same:
            raise DataError(
                f"{name!r} is not what it was at the fit, and {new!r} would be taken from the "
                "script as it is now; fit again, or update(..., data=None) takes all variables "
                "from the script"
            )


def _vectors(expressions: Iterable[Expression], context: Mapping[str, Any]) -> dict[str, Any]:
    """The vectors and matrices that expressions read, by name, in the order of the formula.

    A table of which an expression takes an attribute, ``d.x``, is no matrix.
    """
    out: dict[str, Any] = {}
    for e in expressions:
        owners = {*e.reads} - {*e.names} | _owners(e)
        for name in e.reads:
            value = _vector(name, context)
            if value is not None and not (name in owners and isinstance(value, pd.DataFrame)):
                out[name] = value
    return out


def _owners(expression: Expression) -> set[str]:
    """The names whose attributes an expression takes."""
    if not expression.has_attributes:
        return set()
    nodes = [node.value for node in walk(expression.tree) if isinstance(node, Attribute)]
    return {node.text for node in nodes if isinstance(node, Name)}


def _vector(name: str, context: Mapping[str, Any]) -> Any:
    """The vector or matrix of a name; None if it means something else or nothing."""
    value = _find(name, context)
    return value if is_vector(value) else None


def _find(name: str, context: Mapping[str, Any]) -> Any:
    """The object of a name; of ``a.b`` the attribute of `a`."""
    value = None if name.startswith("__") else context.get(name)
    if is_private(name) and not is_vector(value):
        return None
    if value is not None or "." not in name:
        return value
    head, *names = name.split(".")
    if any(map(is_private, (head, *names))) or (value := context.get(head)) is None:
        return None
    try:
        for attribute_name in names:
            value = attribute(value, attribute_name)
    except FormulaError:  # which evaluation raises again
        return None
    return value
