"""New rows as they come: missing values, new levels, offsets, aliased columns, no rows."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import RankWarning, glm, poisson
from rglm.datasets import load

BREAKS = load("warpbreaks").assign(t=np.linspace(1, 3, 54), o=np.linspace(0, 1, 54))
NEW = pd.DataFrame(
    {"wool": ["A", None, "B", "A"], "t": [1.0, 2, np.nan, 2], "o": [0.5, 0, 0, np.nan]},
    index=list("wxyz"),
)


@pytest.fixture(scope="module")
def fit():
    return glm("breaks ~ wool * t + offset(o)", BREAKS, family=poisson())


@pytest.mark.parametrize("type", ["link", "response"])
def test_a_missing_value_predicts_nan_and_keeps_its_index(fit, type):
    found = fit.predict(NEW, type=type)
    assert found.index.to_list() == list("wxyz")
    assert found.isna().to_list() == [False, True, True, True]


@pytest.mark.parametrize("options", [{"se_fit": True}, {"interval": "confidence"}])
def test_a_missing_value_has_no_standard_error(fit, options):
    found = fit.predict(NEW, type="response", **options)
    assert found.loc["w"].notna().all()
    assert found.loc[["x", "y"]].isna().all(axis=None)


def test_terms_are_missing_where_their_variables_are(fit):
    found = fit.predict(NEW, type="terms")
    assert found.isna().sum(axis=1).to_dict() == {"w": 0, "x": 2, "y": 2, "z": 0}


@pytest.mark.parametrize("word", ["t", "log(t)", "poly(t, 2)", "ns(t, df = 2)", "cut(t, 2)"])
def test_every_function_lets_a_missing_value_through(word):
    found = glm(f"breaks ~ {word}", BREAKS).predict(NEW)
    assert found.isna().to_list() == [False, False, True, False]


def test_a_missing_value_is_nan_even_where_the_coefficient_is_zero():
    fit = glm("y ~ x", {"y": [1.0, 1, 1, 1], "x": [0.0, 1, 2, 3]}, start=[1, 0])
    assert fit.predict({"x": [np.nan]}).isna().all()


def test_a_new_level_is_named(fit):
    with pytest.raises(ValueError, match=r"factor 'wool' has new level\(s\) 'C'.*'A', 'B'"):
        fit.predict(NEW.assign(wool="C"))


def test_a_missing_column_is_named(fit):
    with pytest.raises(ValueError, match="no column 't' in"):
        fit.predict(NEW[["wool", "o"]])
    with pytest.raises(ValueError, match="no column 'o' in"):
        fit.predict(NEW[["wool", "t"]])


def test_a_number_that_became_text_is_named(fit):
    with pytest.raises(ValueError, match="'t' was a number at the fit.*'two'"):
        fit.predict(NEW.assign(t="two"))


def test_the_response_and_other_columns_need_not_be_there(fit):
    assert fit.predict({"wool": ["A"], "t": [2.0], "o": [0.0]}).notna().all()


def test_some_of_the_levels_are_enough(fit):
    whole = fit.predict(BREAKS)
    part = BREAKS[BREAKS["wool"] == "B"]
    pd.testing.assert_series_equal(fit.predict(part), whole[part.index])
    as_text = part.assign(wool="B")
    pd.testing.assert_series_equal(fit.predict(as_text), whole[part.index])


def test_no_rows(fit):
    assert fit.predict(BREAKS.iloc[:0]).shape == (0,)
    assert fit.predict(BREAKS.iloc[:0], interval="confidence").shape == (0, 4)


def test_offsets_by_name_are_evaluated_in_the_new_data(fit):
    shifted = fit.predict(NEW.assign(o=NEW["o"] + 2))
    np.testing.assert_allclose(shifted, fit.predict(NEW) + 2)
    by_argument = glm("breaks ~ wool * t", BREAKS, poisson(), offset="o")
    pd.testing.assert_series_equal(by_argument.predict(NEW), fit.predict(NEW))


def test_an_offset_that_was_an_array_is_an_error():
    fit = glm("breaks ~ wool", BREAKS, poisson(), offset=BREAKS["o"].to_numpy())
    np.testing.assert_allclose(fit.predict(), fit.linear_predictors)
    with pytest.raises(ValueError, match="offset= was an array.*offset='column'"):
        fit.predict(NEW)


def test_an_aliased_column_warns_only_where_it_matters():
    data = BREAKS.assign(twice=2 * BREAKS["t"])
    with pytest.warns(RankWarning, match="'twice'"):
        fit = glm("breaks ~ t + twice", data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        same = fit.predict(data.assign(t=data["t"] + 1, twice=data["twice"] + 2))
    np.testing.assert_allclose(same, fit.predict() + fit.coef()["t"])
    with pytest.warns(RankWarning, match=r"54 row\(s\) of newdata are not estimable") as said:
        fit.predict(data.assign(twice=0.0))
    assert said[0].filename == __file__


def test_an_empty_cell_is_not_estimable():
    data = BREAKS[(BREAKS["wool"] == "A") | (BREAKS["tension"] != "H")]
    with pytest.warns(RankWarning, match="'woolB:tensionH'"):
        fit = glm("breaks ~ wool * tension", data, family=poisson())
    with pytest.warns(RankWarning, match=r"1 row\(s\) of newdata"):
        fit.predict({"wool": ["A", "B"], "tension": ["H", "H"]})


def test_what_functions_have_learned_is_applied_and_not_learned_again():
    fit = glm("breaks ~ scale(t) + poly(o^3, 2) + cut(t, 3)", BREAKS)
    part = BREAKS.iloc[5:9]
    pd.testing.assert_series_equal(fit.predict(part), fit.predict()[5:9], rtol=1e-12)
