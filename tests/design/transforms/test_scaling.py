"""scale() against R."""

import json
from pathlib import Path

import numpy as np
import pytest

from rglm.design.transforms.scaling import apply_scale, learn_scale

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())
DATA = {name: np.array(x, dtype=float) for name, x in REFERENCE["data"].items()}

EXACT = 1e-12  # of the column's largest value: rounding in a few dozen operations


def cases_of(function):
    return [case for case in REFERENCE["cases"] if case["word"] == function]


@pytest.mark.parametrize("case", cases_of("scale"), ids=lambda c: f"{c['data']}")
def test_scale_as_in_R(case):
    x = DATA[case["data"]]
    center, scale = (
        value if isinstance(value, bool) else float(value[0])
        for value in (case["center"], case["scale"])
    )
    scaled = apply_scale(learn_scale(x, center, scale), x)
    np.testing.assert_allclose(scaled, np.array(case["scaled"], float), rtol=EXACT, atol=EXACT)


def test_scale_needs_spread_and_numbers():
    with pytest.raises(ValueError, match="does not vary"):
        learn_scale([0.1, 0.1, 0.1])
    with pytest.raises(ValueError, match="the scale is 0"):
        learn_scale([1, 2], scale=0)
    with pytest.raises(ValueError, match="center must be"):
        learn_scale([1, 2], center=[1, 2])
    assert learn_scale([3, 4], center=False)["scale"] == 5.0
