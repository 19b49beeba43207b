"""Whether a function of the analyst's gives each row its value from that row alone.

Where the data come in parts it is called on each part; the mean of a part is not that of all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluate import Evaluator
from rglm.design.evaluation.evaluation_context import Names
from rglm.design.evaluation.formula_functions import STATEFUL, word_of
from rglm.design.evaluation.scope import Scope
from rglm.design.syntax.syntax_tree import Call, Name, Node
from rglm.design.syntax.tree_walks import walk
from rglm.design.values.r_values import Factor, Logical, as_character
from rglm.errors import FormulaError

MOST_ROWS = 1000  # that are looked at


def check_by_row(node: Call, value: Any, scope: Scope) -> None:
    """Check that a call has the same values when it sees fewer rows.

    Parameters
    ----------
    node : Call
    value : object
        Its value on the rows of `scope`.

    Raises
    ------
    FormulaError
        It has others, as a mean or a rank has.
    """
    start = len(scope.data) // 4
    rows = slice(start, start + min(2 * start, MOST_ROWS))  # in the middle: a sum runs from an end
    if not start or any(map(_learns, walk(node))):
        return
    part = Scope(scope.data.iloc[rows], {}, dict(scope.levels), Names(scope.borrowed))
    if not _same(_values(value), _values(node.accept(Evaluator(part))), rows):
        raise FormulaError(
            f"{node.deparse()!r} has other values where it is given fewer rows, and these data "
            "come in parts: a function must give each row its value from that row alone. The "
            "vocabulary's words, such as mean(x), scale(x), cut(x, 3), learn from all rows; or "
            "compute the column before"
        )


def _learns(node: Node) -> bool:
    function = node.function if isinstance(node, Call) else None
    return isinstance(function, Name) and word_of(function.text) in STATEFUL


def _values(value: Any) -> np.ndarray:
    if isinstance(value, (Factor, Logical)):
        return as_character(value)
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
