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
    in_fit : (n,) bool array
        True for the rows of the fit.
    in_subset : (n,) bool array
        True for the rows that ``subset=`` chose; some may have missing values.
    na_action : NaAction or None
        The rows that were left out because of missing values.
    """

    in_fit: np.ndarray
    in_subset: np.ndarray
    na_action: NaAction | None


def select_rows(
    variables: EvaluatedVariables, subset: Any, scope: Scope, action: str
) -> RowSelection:
    """The rows that `subset` and missing values leave.

    Raises DataError: a chosen row has text that is no number; or a missing value where `action`
    allows none.
    """
    index = scope.data.index
    in_subset, condition = read_subset(subset, scope)
    for text in scope.unreadable or ():
        text.check(in_subset)
    values = variables.items()
    if condition is not None:
        values.append(("subset=", condition))
    in_fit = complete_rows(values, action, in_subset, index, variables.finite)
    if np.count_nonzero(in_fit) == np.count_nonzero(in_subset):
        return RowSelection(in_fit, in_subset, None)
    omitted = index[in_subset & ~in_fit]
    na_action = NaAction(action, omitted, index[in_subset], in_fit[in_subset])
    return RowSelection(in_fit, in_subset, na_action)


def check_rows_left(total: int, subset_count: int, fit_count: int) -> None:
    """Check that some rows are left.

    Raises DataError: there are none; the error says why.
    """
    if not total:
        raise DataError("data= has no rows")
    if not subset_count:
        raise DataError(f"subset= leaves none of the {total} rows")
    if not fit_count:
        raise DataError(
            f"no rows are left: each of the {subset_count} rows has a missing value in some "
            "variable, or in subset="
        )
