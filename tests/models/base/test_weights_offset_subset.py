"""weights=, offset= and subset= as an expression, an array or a Series."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, poisson

DATA = pd.DataFrame(
    {
        "y": [2, 3, 6, 7, 8, 9, 10, 12, 15, 4],
        "x": [-1.0, 0, 1, 2, 3, 4, 5, 6, 7, np.nan],
        "t": [1.0, 2, 2, 3, 3, 2, 4, 4, 5, 5],
        "w": [1.0, 2, 1, 3, 0, 1, 2, 2, 1, 1],
        "g": list("aabbccaabb"),
    },
    index=list("jihgfedcba"),
)

WEIGHTS = {
    "text": "w",
    "expression": "w + 0",
    "array": DATA["w"].to_numpy(),
    "list": DATA["w"].to_list(),
    "Series": DATA["w"],
    "Series in another order": DATA["w"].sort_index(),
    "Series of more rows": pd.concat([DATA["w"], pd.Series({"z": 9.0})]),
    "Series counted from 0": DATA["w"].reset_index(drop=True),
    "integers": DATA["w"].astype(int).to_numpy(),
    "nullable": DATA["w"].astype("Int64"),
}
OFFSETS = {
    "text": "log(t)",
    "array": np.log(DATA["t"].to_numpy()),
    "Series": np.log(DATA["t"]),
    "Series in another order": np.log(DATA["t"]).sort_index(),
}
SUBSETS = {
    "text": "x > 0 & g != 'c'",
    "array": ((DATA["x"] > 0) & (DATA["g"] != "c")).to_numpy(),
    "list": ((DATA["x"] > 0) & (DATA["g"] != "c")).to_list(),
    "Series": (DATA["x"] > 0) & (DATA["g"] != "c"),
    "Series in another order": ((DATA["x"] > 0) & (DATA["g"] != "c")).sort_index(),
    "nullable": ((DATA["x"] > 0) & (DATA["g"] != "c")).astype("boolean"),
    "positions": [2, 3, 6, 7, 8],
}


def fit(**arguments):
    return glm("y ~ x", DATA, family=poisson(), **arguments)


@pytest.mark.parametrize("form", WEIGHTS)
def test_weights_in_each_form_are_the_same(form):
    found = fit(weights=WEIGHTS[form])
    pd.testing.assert_series_equal(found.coef(), fit(weights="w").coef())
    assert found.prior_weights.to_dict() == DATA["w"].iloc[:9].to_dict()
    assert found.nobs() == 8


@pytest.mark.parametrize("form", OFFSETS)
def test_an_offset_in_each_form_is_the_same(form):
    found = fit(offset=OFFSETS[form])
    by_formula = glm("y ~ x + offset(log(t))", DATA, family=poisson())
    pd.testing.assert_series_equal(found.coef(), by_formula.coef())
    pd.testing.assert_series_equal(found.offset, np.log(DATA["t"].iloc[:9]), check_names=False)


@pytest.mark.parametrize("form", SUBSETS)
def test_a_subset_in_each_form_is_the_same(form):
    found = fit(subset=SUBSETS[form])
    assert found.fitted().index.to_list() == list("hgdcb")
    by_hand = glm("y ~ x", DATA.loc[list("hgdcb")], family=poisson())
    pd.testing.assert_series_equal(found.coef(), by_hand.coef())


def test_all_three_at_once():
    found = fit(weights="w", offset="log(t)", subset="x > 0")
    rows = DATA[DATA["x"] > 0]
    by_hand = glm("y ~ x", rows, poisson(), weights=rows["w"].to_numpy(), offset=np.log(rows["t"]))
    pd.testing.assert_series_equal(found.coef(), by_hand.coef())
    assert found.aic == by_hand.aic


def test_offsets_of_formula_and_argument_add_up():
    found = glm("y ~ x + offset(log(t)) + offset(w)", DATA, poisson(), offset="w")
    by_hand = fit(offset="log(t) + 2 * w")
    np.testing.assert_allclose(found.coef(), by_hand.coef())
    np.testing.assert_allclose(found.offset, by_hand.offset)


def test_a_missing_condition_leaves_the_row_out():
    assert "a" not in fit(subset="x > -9").fitted().index
    assert "a" not in glm("y ~ g", DATA, poisson(), subset="x > -9").fitted().index
    assert "a" in glm("y ~ g", DATA, poisson()).fitted().index


@pytest.mark.parametrize("name", ["weights", "offset", "etastart", "mustart"])
def test_a_missing_value_leaves_the_row_out(name):
    values = np.where(DATA.index == "h", np.nan, 1.0)
    assert "h" not in fit(**{name: values}).fitted().index
    with pytest.raises(ValueError, match=f"'?{name}'?.*missing value in row 'h'"):
        fit(**{name: values}, subset=DATA["x"] >= -1, na_action="na_fail")


def test_an_expression_may_use_the_callers_names():
    limit, double = 0, lambda column: 2 * column
    found = glm("y ~ x", DATA, poisson(), subset="x > limit", weights="double(w)")
    by_hand = fit(subset="x > 0", weights=2 * DATA["w"])
    pd.testing.assert_series_equal(found.coef(), by_hand.coef())
    assert (limit, double(1)) == (0, 2)


def test_a_column_comes_before_the_callers_name():
    x = np.zeros(10)
    assert fit().coef()["x"] != 0
    assert x.any() == 0


@pytest.mark.parametrize(
    "family", ["poisson", poisson, poisson(), poisson("log"), poisson(link="log")], ids=repr
)
def test_a_family_in_each_form_is_the_same(family):
    pd.testing.assert_series_equal(
        glm("y ~ x", DATA, family=family).coef(), glm("y ~ x", DATA, poisson()).coef()
    )


def test_contrasts_are_given_by_the_name_of_the_factor():
    # R: names(coef(glm(y ~ g, contrasts = list(g = "contr.sum"))))
    names = glm("y ~ g", DATA, contrasts={"g": "contr_sum"}).coef().index
    assert names.to_list() == ["(Intercept)", "g1", "g2"]
