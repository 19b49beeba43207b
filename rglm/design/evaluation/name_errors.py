"""Errors of names that an expression cannot use."""

from __future__ import annotations

from collections.abc import Iterable

from rglm.design.evaluation.evaluation_context import is_row_vector, names_in_scope
from rglm.design.evaluation.formula_functions import FORMULA_FUNCTIONS
from rglm.errors import FormulaError
from rglm.formatting.hints.bayes_packages import BAYES_FORMULA_FUNCTIONS
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.brief import brief

MAX_COLUMNS_SHOWN = 12
NEW_ROWS = "newdata="  # what errors call the rows to predict
# functions of other packages, and how to write the same here
NAMES_ELSEWHERE = {
    "Treatment": 'the reference level is set by relevel(g, ref="b")',
    "Sum": "write C(g, contr.sum)",
    "Helmert": "write C(g, contr.helmert)",
    "Poly": "write C(g, contr.poly)",
    "Q": "a column's name that is no identifier stands in backticks: `a b`",
    "center": "write scale(x, scale = FALSE)",
    "standardize": "write scale(x)",
    "cr": "write ns(x, 3)",
    "Error": "error strata are not fitted: where treatments vary within blocks, blocks can be a "
    "fixed factor of the formula, y ~ block + a * b; where one is of whole blocks, as in a split "
    "plot, fit a mixed model in another package",
    **BAYES_FORMULA_FUNCTIONS,
}
NO_INTERCEPT_COLUMN = {
    "Intercept": "; the intercept is no column: 'y ~ x' has it, 'y ~ 0 + x' has none",
}


def unknown_function(name: str) -> FormulaError:
    """The error of a function that is neither in the vocabulary nor in the context."""
    if name in NAMES_ELSEWHERE:
        return FormulaError(f"there is no function {name!r}; {NAMES_ELSEWHERE[name]}")
    names = [known.replace("_", ".") for known in FORMULA_FUNCTIONS]
    return FormulaError(
        f"there is no function {name!r}{did_you_mean(name, names)}; a function of your own is "
        f"handed over with context={{{name!r}: {name}}}"
    )


def unknown_column(name: str, columns: Iterable[object], title: str) -> FormulaError:
    """The error of a name that is no column; `title` is what it calls the data.

    A column that is among `columns` is one of a LazyFrame or relation, and was not read.
    """
    names = [str(column) for column in columns]
    if name in names:
        return FormulaError(
            f"column {name!r} of the data was not read, as the model did not need it, and the "
            "LazyFrame or relation is no longer at hand; give it again, data="
        )
    hint = did_you_mean(name, names)
    shown = ", ".join(names[:MAX_COLUMNS_SHOWN])
    shown += ", ..." if len(names) > MAX_COLUMNS_SHOWN else ""
    shown = shown or "no columns"
    is_in_script = title == NEW_ROWS and is_row_vector(names_in_scope(None).get(name))
    advice = f"; the variable {name!r} of the script is not taken for new rows" * is_in_script
    advice += NO_INTERCEPT_COLUMN.get(name, "")
    return FormulaError(f"there is no column {name!r} in {title}{hint}; it has {shown}{advice}")


def attribute_refused(expression: str) -> FormulaError:
    """The error of an attribute or method under ``context={}``."""
    return FormulaError(
        f"{brief(expression)!r} takes an attribute or a method; context={{}} leaves a formula the "
        "vocabulary alone"
    )
