"""Whether a function of the analyst gives each row its value from that row alone.

A function of the context is called on each chunk of chunked data; a chunk's mean, say, is not the
mean of all rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluate import Evaluator
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.formula_functions import STATEFUL_FUNCTIONS, vocabulary_name
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.evaluation.scope import Scope
from rglm.design.syntax.syntax_tree import Call, Name, Node
from rglm.design.syntax.tree_walks import walk
from rglm.design.values.r_values import Factor
from rglm.errors import FormulaError

MAX_ROWS_CHECKED = 1000


def check_rowwise(call: Call, value: Any, scope: Scope) -> None:
    """Check that a call has the same values when it sees fewer rows.

    Parameters
    ----------
    call : Call
        Of a function of the context.
    value : object
        Its value on the rows of `scope`.
    scope : Scope

    Raises
    ------
    FormulaError
        The values differ, as those of a mean or a rank do.
    """
    start = len(scope.data) // 4
    # from the middle: a running sum is the same from the first row on
    rows = slice(start, start + min(2 * start, MAX_ROWS_CHECKED))
    if not start or any(map(_is_stateful, walk(call))):
        return
    some = RowScope(scope.data.iloc[rows], {}, dict(scope.levels), BorrowedNames(scope.borrowed))
    if not _same(_values(value), _values(call.accept(Evaluator(some))), rows):
        raise FormulaError(
            f"{call.deparse()!r} has other values where it is given fewer rows, and these data "
            "come in chunks: a function must give each row its value from that row alone. The "
            "vocabulary's words, such as mean(x), scale(x), cut(x, 3), learn from all rows; or "
            "compute the column before"
        )


def _is_stateful(node: Node) -> bool:
    function = node.function if isinstance(node, Call) else None
    return isinstance(function, Name) and vocabulary_name(function.text) in STATEFUL_FUNCTIONS


def _values(value: Any) -> np.ndarray:
    if isinstance(value, Factor):
        return np.array([*value.levels, None], dtype=object)[value.codes]
    if isinstance(value, (pd.Series, pd.Categorical, pd.Index)) and value.dtype.kind not in "iuf":
        return np.array([str(v) for v in value], dtype=object)
    return np.asarray(value)


def _same(whole: np.ndarray, part: np.ndarray, rows: slice) -> bool:
    some = whole[rows] if whole.ndim else whole
    if some.shape != part.shape:
        return False
    if some.dtype.kind in "iufb" and part.dtype.kind in "iufb":
        return bool(np.allclose(some, part, rtol=1e-9, atol=0, equal_nan=True))
    return bool((some.astype(str) == part.astype(str)).all())
