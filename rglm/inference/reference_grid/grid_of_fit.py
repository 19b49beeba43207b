"""The reference grid of a fit: in memory, in chunks, or stripped of its rows."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import columns_read
from rglm.design.evaluation.expressions import expression
from rglm.design.frame.schema import Schema
from rglm.formatting.hints.argument_kinds import is_number
from rglm.inference.reference_grid.cell_counts import is_nested
from rglm.inference.reference_grid.covariate_reduction import (
    CovariateReduction,
    CovReduce,
    predicted_covariates,
    reduced_values,
)
from rglm.inference.reference_grid.grid_values import (
    GridVariable,
    check_names,
    factor_variable,
    hidden_variable,
    kept_variable,
    matrix_of_means,
    number_variable,
)
from rglm.inference.reference_grid.nesting import find_nesting, read_nesting
from rglm.inference.reference_grid.reference_grid import (
    ReferenceGrid,
    grid_size,
    level_places,
)
from rglm.inference.reference_grid.variable_summary import (
    MOST_KEPT,
    VariableSummary,
    formula_variables,
    grid_variables,
    summarise_variables,
)

if TYPE_CHECKING:
    from rglm.protocol.result_rows import ResultRows

MAX_ROWS = 100_000
FOUND = "auto"


def grid_of_fit(
    fit: ResultRows,
    at: Mapping[str, Any] | None = None,
    cov_reduce: CovReduce = "mean",
    nesting: str | Mapping[str, Any] | None = FOUND,
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    offset: float | Sequence[float] | None = None,
    parts: Sequence[str] | None = None,
) -> ReferenceGrid:
    """The reference grid of any fit; emmeans' ``ref_grid``.

    Parameters
    ----------
    fit : ResultRows
    at : dict, optional
        Values of some variables, one or a list; by default all levels of a factor (text,
        categories, true and false, ``factor(x)``), and the mean of a number, or both values of
        one that has two. Means and counts are of the rows, whatever their weights.
    cov_reduce : str, bool, callable, list or dict
        What becomes of numbers: "mean" (True), "median", "min", "max", "range", a function of
        their values, all values (False), a formula ``"x ~ g"`` that predicts one by least squares
        from other variables of the grid; a dict has these by variable.
    nesting : "auto", None, str or dict
        Which variables are nested in others: found in the formula and the data, none, or told,
        ``"drug %in% route"``.
    cov_keep : int, str or list of these
        Numbers with so many values, or with these names, have all their values.
    offset : float or sequence of float, optional
        Of the first part of the formula, or of each. By default a formula of one part has the mean
        of the offset of the rows, one of two parts the offset at the rows of the grid; so has
        every one whose offset reads what `at` gives.
    parts : sequence of str, optional
        The parts of the formula whose variables the grid has, "count" or "zero"; by default all.

    Raises
    ------
    TypeError, ValueError
        An argument has what is no variable of the model, or no value of it; there are more than
        100,000 combinations; the fit was stripped of its rows, and these are asked for.
    """
    most, kept = _read_cov_keep(cov_keep)
    schemas = [s for name, s in fit._named_schemas if parts is None or name in parts]
    schemas = list(fit._schemas) if parts is None else schemas
    names, given = grid_variables(fit._variable_summary.kinds, schemas), _read_at(at)
    check_names("at", given, names)
    check_names("cov_keep", dict.fromkeys(kept), names)
    kinds = fit._variable_summary.kinds
    covariates = [n for n in names if not kinds[n].is_factor]
    reduction = CovariateReduction.read(cov_reduce, covariates)
    kept += [
        n for n in covariates if reduction.of(n) is False and n not in given and n not in kept
    ]
    is_usual = most == MOST_KEPT and not kept
    summary = fit._variable_summary if is_usual else summarise_variables(fit, most, kept)
    in_formula = formula_variables(summary.kinds, schemas)
    shown = [n for n in names if n in given or n in in_formula]
    variables = {
        name: _variable(fit, name, summary, given.get(name), reduction, most, kept)
        for name in shown
        if not kinds[name].is_matrix and (name in given or name not in reduction.formulas)
    }
    rows = _rows(fit, variables, summary, reduction)
    counts, codes = _counts(variables, summary, len(rows))
    return ReferenceGrid(
        rows,
        {name: variable.values for name, variable in variables.items()},
        counts,
        _offset(fit, summary, rows, given if len(fit._schemas) == 1 else rows, offset),
        _nesting(schemas, nesting, summary, codes, counts),
    )


def _read_at(at: Any) -> dict[str, Any]:
    if at is not None and not isinstance(at, Mapping):
        raise TypeError(f"at= takes a dict, {{'age': [20, 60]}}, got {type(at).__name__}")
    for name, values in (at or {}).items():
        if values is None:
            raise TypeError(f"at= has {name}=None; give values, or leave it out")
    return dict(at or {})


def _read_cov_keep(given: Any) -> tuple[int, list[str]]:
    values = [given] if isinstance(given, str) or np.ndim(given) == 0 else list(given)
    texts = [str(value) for value in values]
    numbers = [int(text) for text in texts if text.isdigit()]
    return max(numbers, default=0), [text for text in texts if not text.isdigit()]


def _variable(
    fit: ResultRows,
    name: str,
    summary: VariableSummary,
    given: Any,
    reduction: CovariateReduction,
    most: int,
    kept: Sequence[str],
) -> GridVariable:
    """A variable of the grid."""
    kind = summary.kinds[name]
    if kind.is_factor:
        return factor_variable(name, summary, given)
    if given is not None:
        return number_variable(name, summary, given)
    sums = summary.numbers[name]
    if name in kept or (sums.distinct is not None and len(sums.distinct) <= most):
        return kept_variable(name, summary)
    values = reduced_values(fit, name, sums, reduction.of(name))
    return GridVariable(values, None, kind)


def _rows(
    fit: ResultRows,
    variables: Mapping[str, GridVariable],
    summary: VariableSummary,
    reduction: CovariateReduction,
) -> pd.DataFrame:
    """The combinations of the values, with predicted covariates and means of matrices."""
    values = {name: variable.values for name, variable in variables.items()}
    count = grid_size(values)
    if count > MAX_ROWS:
        raise ValueError(
            f"the reference grid has {count:,} combinations of {', '.join(values)}; hold some at "
            "a value, at={'g': 'A'}"
        )
    places = level_places(values, count)
    rows = pd.DataFrame(
        {name: variable.column(places[name]) for name, variable in variables.items()},
        index=range(count),
    )
    formulas = {n: side for n, side in reduction.formulas.items() if n not in variables}
    for name, kind in summary.kinds.items():
        if kind.is_matrix:
            rows[name] = matrix_of_means(name, summary, count)
        elif name not in rows and name not in formulas:
            rows[name] = hidden_variable(name, summary).column(np.zeros(count, dtype=int))
    rows = predicted_covariates(fit, formulas, rows)
    return rows[list(summary.kinds)]


def _counts(
    variables: Mapping[str, GridVariable], summary: VariableSummary, nrows: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The rows of the data in each row of the grid, and the places of its levels."""
    places = level_places({name: variable.values for name, variable in variables.items()}, nrows)
    if summary.cells is None:
        return np.full(nrows, np.nan), places
    codes = {n: v.codes[places[n]] for n, v in variables.items() if v.codes is not None}
    return summary.cells.counts_at(codes, nrows).astype(float), places


def _nesting(
    schemas: Sequence[Schema],
    given: Any,
    summary: VariableSummary,
    codes: Mapping[str, np.ndarray],
    counts: np.ndarray,
) -> dict[str, tuple[str, ...]]:
    if given is None:
        return {}
    if not (isinstance(given, str) and given == FOUND):
        return read_nesting(given, list(codes))
    seen = {name: code[counts > 0] for name, code in codes.items()}

    def nested(one: str, other: str) -> bool:
        if summary.cells is None:
            return (one, other) in summary.nested
        return is_nested(seen[one], seen[other])

    names = [name for name, code in codes.items() if len(np.unique(code)) > 1]
    return find_nesting(schemas, names, nested, summary.kinds)


def _offset(
    fit: ResultRows,
    summary: VariableSummary,
    rows: pd.DataFrame,
    changed: Iterable[Hashable],
    given: Any,
) -> np.ndarray | None:
    """The offset of each part of the formula at the rows of the grid, (N, S).

    It is computed from these if it reads one of the variables `changed`.
    """
    has_offset = any(schema.parsed.offsets or schema.offset for schema in fit._schemas)
    if given is None and not has_offset:
        return None
    out = np.tile(summary.mean_offsets[: len(fit._schemas)], (len(rows), 1))
    for i, schema in enumerate(fit._schemas):
        if _offset_reads(schema, summary.kinds) & set(changed):
            out[:, i] = schema.apply(rows)[1]
    if given is not None:
        values = np.atleast_1d(np.asarray(given, dtype=object))
        if len(values) not in (1, out.shape[1]) or not all(map(is_number, values)):
            raise ValueError(
                f"offset= takes a number, or one of each of the {out.shape[1]} parts of the "
                f"formula, got {given!r}"
            )
        out[:, : len(values)] = values.astype(float)
    return out


def _offset_reads(schema: Schema, columns: Container[str]) -> set[str]:
    """The columns that an offset is computed from."""
    given = [expression(schema.offset)] if isinstance(schema.offset, str) else []
    return set(columns_read([*schema.parsed.offsets, *given], columns))
