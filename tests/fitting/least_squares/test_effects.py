"""R's effects: Q'y by Householder's reflections, for all rows or from the triangle."""

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.datasets import load
from rglm.fitting.least_squares import least_squares
from rglm.models.lm import effects as effects_of_a_fit

# R 4.2.2: lm(mpg ~ wt + hp, mtcars[1:8, ], weights = c(0, 1, 2, 0, 1, 1, 3, 1))$effects
MTCARS = [-56.9000, -8.7898, 6.4941, -1.6995, -0.8364, 2.4854]
# the printed digits
PRINTED = 6e-5


@pytest.fixture(autouse=True, params=["reflections", "from the triangle"])
def way(request, monkeypatch):
    if request.param == "from the triangle":
        monkeypatch.setattr(effects_of_a_fit, "MAX_LINPACK_WORK", 0)


def cars():
    columns = {
        "mpg": [21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4],
        "wt": [2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19],
        "hp": [110.0, 110, 93, 110, 175, 105, 245, 62],
        "w": [0.0, 1, 2, 0, 1, 1, 3, 1],
    }
    return pd.DataFrame(columns)


def test_rows_of_weight_zero_have_none():
    effects = lm("mpg ~ wt + hp", cars(), weights="w").effects
    assert list(effects.index) == ["(Intercept)", "wt", "hp", "", "", ""]
    np.testing.assert_allclose(effects, MTCARS, atol=PRINTED)


def test_aliased_columns_have_none():
    with pytest.warns(match="singularities"):
        fit = lm("mpg ~ wt + I(2 * wt) + hp", cars())
    assert list(fit.effects.index[:4]) == ["(Intercept)", "wt", "hp", ""]
    printed = [-57.16958, -5.21308, 5.54058, 0.86411, 1.22130, -2.26966, -0.05821, 1.82250]
    np.testing.assert_allclose(fit.effects, printed, atol=PRINTED)


def test_the_last_row_of_all_is_not_reflected():
    effects = lm("mpg ~ wt + hp", cars().head(3)).effects
    np.testing.assert_allclose(effects, [-37.4123, 1.3058, 0.6745], atol=PRINTED)


def test_an_offset_is_subtracted_first():
    data = cars().head(5).assign(qsec=[16.46, 17.02, 18.61, 19.44, 17.02])
    effects = lm("mpg ~ wt + hp + offset(qsec)", data).effects
    printed = [-7.31194, 2.42611, 0.08435, -0.42439, -1.06505]
    np.testing.assert_allclose(effects, printed, atol=PRINTED)


def test_more_columns_than_rows():
    with pytest.warns(match="singularities"):
        fit = lm("mpg ~ wt + hp", cars().head(2))
    assert fit.effects.tolist() == pytest.approx([-29.698485, 0.0], abs=PRINTED)


def test_none_without_columns():
    assert lm("mpg ~ 0", cars()).effects is None


def test_their_squares_are_those_of_the_response():
    data = load("warpbreaks")
    effects = lm("breaks ~ wool * tension", data).effects
    assert (effects**2).sum() == pytest.approx((data["breaks"] ** 2).sum(), rel=1e-12)


def test_of_chunks_the_first_are_known():
    data = pd.concat([cars()] * 3).assign(x=np.arange(24.0) ** 2)

    def chunks():
        return iter([data.iloc[:2], data.iloc[2:9], data.iloc[9:]])

    whole = lm("mpg ~ wt + hp + x", data, weights="w").effects
    found = lm("mpg ~ wt + hp + x", chunks, weights="w").effects
    assert list(found.index) == ["(Intercept)", "wt", "hp", "x"]
    np.testing.assert_allclose(found, whole.iloc[:4], rtol=1e-10)


def test_a_factor_that_was_partialled_out_takes_a_pass(monkeypatch):
    data = pd.DataFrame({"g": np.arange(300) % 150, "y": np.arange(300.0) % 7})
    known = lm("y ~ factor(g)", data).effects
    monkeypatch.setattr(least_squares, "MAX_CODED_WORK", 0)
    for rows in (data, lambda: iter([data.iloc[:99], data.iloc[99:]])):
        found = lm("y ~ factor(g)", rows).effects
        np.testing.assert_allclose(found, known[: len(found)], atol=1e-10)


def test_too_many_columns_are_an_error(monkeypatch):
    monkeypatch.setattr(least_squares, "MAX_QR_COLUMNS", 3)
    monkeypatch.setattr(effects_of_a_fit, "MAX_QR_COLUMNS", 3)
    with pytest.raises(ValueError, match="factorization of 6 columns"):
        lm("breaks ~ wool * tension", load("warpbreaks")).effects


def test_signs_that_rounding_decides_are_the_same_in_chunks():
    """The first rows are of one group: the third reflection starts at what rounding left of 0."""
    data = pd.DataFrame({"g": np.repeat(["a", "b", "c"], [17, 11, 9])})
    data["y"] = np.random.default_rng(1).normal(size=37) + 80
    whole = lm("y ~ g", data, offset="y / 3").effects
    found = lm("y ~ g", lambda: iter([data.iloc[:5], data.iloc[5:]]), offset="y / 3").effects
    np.testing.assert_array_equal(np.sign(found), np.sign(whole.iloc[:3]))
