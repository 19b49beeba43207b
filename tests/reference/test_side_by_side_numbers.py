"""The two columns of "From R to Python" give the same numbers: R's in side_by_side.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy
import side_by_side

from rglm.inference.htest import HTest
from rglm.models.aov.tukey_hsd import TukeyComparisons

HERE = Path(__file__).parent
OF_R = json.loads((HERE / "side_by_side.json").read_text(encoding="utf-8"))

# pages and pictures, and tables that have more columns than R's or others
OTHER_FORM = {"fit", "car::crPlots(two)", "termplot(fit, partial.resid = TRUE, se = TRUE)"}
OTHER_FORM |= {"exp(cbind(coef(fit), confint(fit)))", "pscl::pR2(logit)"}
OTHER_FORM |= {"MASS::dose.p(logit, p = c(0.5, 0.9))", "broom::glance(fit)", "broom::augment(fit)"}
PAIRS = [
    pair
    for row in side_by_side.rows()
    for pair in zip(*row, strict=False)
    if pair[0] in OF_R.keys() - OTHER_FORM
]
# R goes on until its own, looser, convergence, or interpolates
LOOSE = {"confint(": 1e-5, "conf.int": 1e-5, "polr": 1e-5, "zeroinfl": 2e-3, "hurdle": 1e-5}
LOOSE |= {"multinom": 1e-3, "VGAM": 1e-4, "glm.nb": 1e-7, "brglm": 1e-6, "TukeyHSD": 1e-5}
LOOSE |= {"joint_tests": 1e-3}  # R rounds these F
if tuple(map(int, scipy.__version__.split(".")[:2])) < (1, 12):
    LOOSE["shapiro"] = 1e-4  # which computed in single precision


def numbers(value):
    """A fit is its coefficients, a table its columns of numbers, one after the other."""
    if isinstance(value, list):
        return np.concatenate([numbers(one) for one in value])
    if isinstance(value, HTest):
        return np.array([*value.statistic.values(), value.p_value])
    if isinstance(value, TukeyComparisons):
        (value,) = value.tables.values()
    for name in ("table", "coefficients"):
        if not isinstance(value, pd.Series | pd.DataFrame):
            value = getattr(value, name, value)
    if isinstance(value, pd.DataFrame):
        value = value.select_dtypes("number").to_numpy().ravel(order="F")
    found = np.asarray(value, dtype=float).ravel()
    return np.where(np.isinf(found), np.nan, found)  # JSON has no infinite degrees of freedom


@pytest.fixture(scope="module")
def names():
    return side_by_side.names()


@pytest.mark.parametrize(("left", "right"), PAIRS, ids=[left for left, _ in PAIRS])
def test_both_columns_give_the_same(left, right, names):
    found, expected = numbers(eval(right, dict(names))), np.asarray(OF_R[left], dtype=float)
    rtol = next((rtol for part, rtol in LOOSE.items() if part in left), 1e-7)
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-12)
