"""Comparisons of numbers, logicals and nothing at all with text, beside R's values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope

FOUND = json.loads(
    (Path(__file__).parents[2] / "reference" / "comparison.json").read_text(encoding="utf-8")
)
TRUTH = {"TRUE": True, "FALSE": False, None: None}
DATA = pd.DataFrame(
    {
        "x": pd.to_numeric(pd.Series(FOUND["d"]["x"])),
        "l": pd.Series([TRUTH[v] for v in FOUND["d"]["l"]], dtype=object),
        "n": pd.Series([None] * 5, dtype=object),
    }
)


@pytest.mark.parametrize(("call", "values"), [*zip(FOUND["calls"], FOUND["values"], strict=True)])
def test_as_r_compares(call, values):
    found = RowScope(DATA, {}, {}, BorrowedNames(), {}).evaluate(expression(call))
    expected = [np.nan if value is None else float(value) for value in values]
    np.testing.assert_array_equal(np.asarray(found, dtype=float), expected)
