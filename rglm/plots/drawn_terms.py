"""The terms of one variable that a picture can show, and their curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rglm.design.derivatives.column_uses import columns_read
from rglm.design.frame.schema import Schema
from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots.fitted.prediction_grid import prediction_grid
from rglm.plots.fitted.variables import fitted_rows, is_category
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True)
class DrawnTerm:
    """A term of one variable.

    Attributes
    ----------
    part : str or None
        The name of its linear predictor; None for the only one.
    label, column : str
        Its label, and the column of the data that it reads.
    schema : Schema
        The schema of its linear predictor.
    """

    part: str | None
    label: str
    column: str
    schema: Schema

    @property
    def name(self) -> str:
        """The label after the name of its linear predictor, as ``drop1()`` has it."""
        return self.label if self.part is None else f"{self.part}_{self.label}"


def _terms_of_one_variable(fit: ModelResult) -> list[DrawnTerm]:
    out = []
    for part, schema in fit._named_schemas:
        parsed = schema.parsed
        for term in parsed.terms:
            columns = columns_read([parsed.expressions[f.expr] for f in term.factors], fit.data)
            if len(columns) == 1 and matrix_column(fit.data[columns[0]]) is None:
                out.append(DrawnTerm(part, parsed.label(term), columns[0], schema))
    return out


def terms_not_drawn(fit: ModelResult) -> list[str]:
    """The labels of the terms of several variables, or of a matrix."""
    drawn = {term.label for term in _terms_of_one_variable(fit)}
    labels = [s.parsed.label(term) for s in fit._schemas for term in s.parsed.terms]
    return [label for label in dict.fromkeys(labels) if label not in drawn]


def select_terms(fit: ModelResult, terms: str | Sequence[str] | None) -> list[DrawnTerm]:
    """The terms of some labels or names; a label is that of a term in each linear predictor."""
    out = _terms_of_one_variable(fit)
    if not out:
        raise ValueError("the formula has no term of one variable alone to draw")
    if terms is None:
        return out
    labels = [terms] if isinstance(terms, str) else list(terms)
    known = dict.fromkeys(term.label for term in out) | dict.fromkeys(term.name for term in out)
    for label in labels:
        if label not in known:
            raise ValueError(
                f"terms={label!r}: the terms of one variable are {', '.join(known)}"
                f"{did_you_mean(str(label), known)}"
            )
    return [term for label in labels for term in out if label in (term.label, term.name)]


def has_level_estimates(term: DrawnTerm, column: pd.Series) -> bool:
    """Whether a term has an estimate for each value of its column, as ``factor(x)`` has."""
    if is_category(column):
        return True
    levels = term.schema.xlevels.get(term.label)
    return levels is not None and len(levels) == column.nunique()


def term_curve(fit: ModelResult, term: DrawnTerm, levels: list[Any] | None) -> pd.DataFrame:
    """The curve of a term, ``fit se x``: over the range of x, or at 0, 1, ... for its levels."""
    # an offset that was an array is not known at new rows: the curve is then at the rows fitted
    has_array_offset = any(schema.offset is True for schema in fit._schemas)
    rows = fitted_rows(fit) if has_array_offset else prediction_grid(fit, term.column).rows
    newdata = None if has_array_offset else rows
    table = fit.predict(newdata, type="terms", se_fit=True)
    key = [term.label] if term.part is None else [term.part, term.label]
    values = {"fit": table[("fit", *key)], "se": table[("se_fit", *key)]}
    out = pd.DataFrame(values).dropna(subset="fit").assign(x=rows[term.column].to_numpy())
    if levels is not None:
        out["x"] = [levels.index(value) for value in out["x"]]
    return out.drop_duplicates("x").sort_values("x", ignore_index=True)
