"""The two columns of "From statsmodels" give the same numbers: theirs in from_statsmodels.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import side_by_side
from test_side_by_side_numbers import numbers

THEIRS = json.loads((Path(__file__).parent / "from_statsmodels.json").read_text())
PAIRS = [
    pair
    for row in side_by_side.rows(side_by_side.STATSMODELS)
    for pair in zip(*row, strict=False)
    if pair[0] in THEIRS
]
# statsmodels goes on until its own, looser, convergence
LOOSE = {"negativebinomial": 1e-4, "mnlogit": 1e-4, "OrderedModel": 1e-4, "ZeroInfl": 2e-3}
LOOSE |= {"Hurdle": 1e-4, "tukeyhsd": 1e-3, "smf.glm": 1e-5, "fit.": 1e-4}


@pytest.fixture(scope="module")
def names():
    return side_by_side.names(side_by_side.STATSMODELS)


@pytest.mark.parametrize(("left", "right"), PAIRS, ids=[left for left, _ in PAIRS])
def test_both_columns_give_the_same(left, right, names):
    """But for the order, the sign of a difference, and other columns of our tables."""
    formula = right.startswith("mpg ~")
    ours = numbers(eval(f"lm({right!r}, cars)" if formula else right, dict(names)))
    rtol = next((rtol for part, rtol in LOOSE.items() if part in left), 1e-6)
    theirs = np.abs(THEIRS[left])
    gaps = np.abs(np.subtract.outer(theirs, np.abs(ours[np.isfinite(ours)])))
    assert (gaps.min(axis=1) <= rtol * theirs + 1e-9).all()
