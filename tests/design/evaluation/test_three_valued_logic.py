"""Comparisons of numbers, logicals and nothing at all with text, beside R's values."""

from __future__ import annotations

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope

REFERENCE = oracle.saved("comparison")
TRUTH = {"TRUE": True, "FALSE": False, None: None}
DATA = pd.DataFrame(
    {
        "x": pd.to_numeric(pd.Series(REFERENCE["d"]["x"])),
        "l": pd.Series([TRUTH[v] for v in REFERENCE["d"]["l"]], dtype=object),
        "n": pd.Series([None] * 5, dtype=object),
    }
)


CASES = [*zip(REFERENCE["calls"], REFERENCE["values"], strict=True)]


@pytest.mark.parametrize(("call", "values"), CASES)
def test_comparisons_are_those_of_R(call, values):
    scope = RowScope(DATA, {}, {}, BorrowedNames(), {})
    expected = [np.nan if value is None else float(value) for value in values]
    ours = np.asarray(scope.evaluate(expression(call)), dtype=float)
    np.testing.assert_array_equal(ours, expected)
