"""The rows of the data that a fit uses."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from rglm.design.evaluation.scope import Scope
from rglm.design.frame.evaluated_variables import EvaluatedVariables
from rglm.design.frame.missing_values import NaAction, complete_rows
from rglm.design.frame.row_arguments import read_subset
from rglm.errors import DataError


class RowSelection(NamedTuple):
    """The rows of a fit among those of its data.

    Attributes
    ----------
    kept : (n,) bool array
        True for the rows of the fit.
    chosen : (n,) bool array
        True for the rows that ``subset=`` chose; some may have missing values.
    na_action : NaAction or None
        The rows that were left out because of missing values.
    """

    kept: np.ndarray
    chosen: np.ndarray
    na_action: NaAction | None


def select_rows(
    variables: EvaluatedVariables, subset: Any, scope: Scope, action: str
) -> RowSelection:
    """The rows that `subset` and missing values leave.

    Raises
    ------
    DataError
        A chosen row has text that is no number; or a missing value where `action` allows none.
    """
    index = scope.data.index
    chosen, condition = read_subset(subset, scope)
    for text in scope.unreadable or ():
        text.check(chosen)
    values = variables.items()
    if condition is not None:
        values.append(("subset=", condition))
    kept = complete_rows(values, action, chosen, index)
    if kept.sum() == chosen.sum():
        return RowSelection(kept, chosen, None)
    omitted = index[chosen & ~kept]
    na_action = NaAction(action, omitted, index[chosen], kept[chosen])
    return RowSelection(kept, chosen, na_action)


def check_rows_left(total: int, chosen: int, kept: int) -> None:
    """Check that some rows are left.

    Raises
    ------
    DataError
        There are none; the error says why.
    """
    if not total:
        raise DataError("data= has no rows")
    if not chosen:
        raise DataError(f"subset= leaves none of the {total} rows")
    if not kept:
        raise DataError(
            f"no rows are left: each of the {chosen} rows has a missing value in some variable, "
            "or in subset="
        )
