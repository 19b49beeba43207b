"""Rows with missing values under each of R's four actions."""

import numpy as np
import pandas as pd
import pytest

from rglm import gaussian, glm
from rglm.datasets import load

DATA = pd.DataFrame(
    {
        "y": [1.0, 2, 4, 3, np.nan, 6, 8],
        "x": [1.0, np.nan, 3, 4, 5, 6, 7],
        "g": ["a", "b", "a", None, "b", "a", "b"],
        "unused": np.nan,
    },
    index=list("tuvwxyz"),
)
KEPT = list("tvyz")


def fit(**arguments):
    return glm("y ~ x + g", DATA, **arguments)


def test_rows_with_a_missing_value_are_left_out():
    found = fit()
    assert found.fitted().index.to_list() == KEPT
    pd.testing.assert_series_equal(found.coef(), glm("y ~ x + g", DATA.loc[KEPT]).coef())
    assert found.na_action.omitted.to_list() == list("uwx")
    assert found.nobs() == 4


def test_the_pages_count_them():
    # R: (3 observations deleted due to missingness)
    assert "  (3 observations deleted due to missingness)" in str(fit())
    assert "  (3 observations deleted due to missingness)" in str(fit().summary())
    one = glm("y ~ x", DATA.drop(index="x"))
    assert "  (1 observation deleted due to missingness)" in str(one)


def test_only_the_variables_of_the_model_count():
    assert glm("y ~ 1", DATA).nobs() == 6


@pytest.mark.parametrize("verb", ["fitted", "residuals", "predict"])
def test_exclude_puts_the_rows_back(verb):
    omit, exclude = getattr(fit(), verb)(), getattr(fit(na_action="na_exclude"), verb)()
    assert exclude.index.equals(DATA.index)
    assert exclude.isna().to_list() == [False, True, False, True, True, False, False]
    pd.testing.assert_series_equal(exclude[KEPT], omit)


def test_exclude_puts_back_the_rows_of_tables():
    found = fit(na_action="na_exclude")
    for table in (
        found.predict(interval="confidence"),
        found.predict(type="terms"),
        found.predict(type="terms", se_fit=True),
        found.residuals("partial"),
    ):
        assert table.index.equals(DATA.index)
        assert table.isna().all(axis=1).to_list() == [False, True, False, True, True, False, False]


def test_exclude_leaves_components_and_numbers_alone():
    omit, exclude = fit(), fit(na_action="na_exclude")
    assert exclude.fitted_values.index.to_list() == KEPT
    assert (exclude.deviance, exclude.df_residual) == (omit.deviance, omit.df_residual)
    assert exclude.model_matrix().shape == omit.model_matrix().shape == (4, 3)


def test_exclude_knows_the_subset():
    found = fit(na_action="na_exclude", subset=DATA.index != "t")
    assert found.fitted().index.to_list() == list("uvwxyz")


@pytest.mark.parametrize("action", ["na_fail", "na_pass"])
def test_a_missing_value_that_is_kept_is_refused_by_name(action):
    with pytest.raises(ValueError, match=f"'[xyg]' has a missing value in row '.'.*{action}"):
        fit(na_action=action)


@pytest.mark.parametrize("action", ["na_omit", "na_exclude", "na_fail", "na_pass"])
def test_complete_rows_are_the_same_under_each(action):
    found = glm("y ~ x + g", DATA.loc[KEPT], na_action=action)
    assert found.na_action is None
    pd.testing.assert_series_equal(found.coef(), fit().coef())


def test_an_unknown_action_is_refused():
    with pytest.raises(ValueError, match=r"na_action='na_omitt'.*did you mean 'na_omit'"):
        fit(na_action="na_omitt")


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_every_kind_of_missing_value(missing):
    column = pd.Series(["a", "b", missing, "b", "a", "a"], dtype=object)
    assert glm("y ~ g", {"y": [1, 2, 3, 4, 5, 7], "g": column}).nobs() == 5


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "int64[pyarrow]", "double[pyarrow]"])
def test_missing_in_nullable_numbers(dtype):
    x = pd.Series([1, 2, None, 4, 5]).astype(dtype)
    assert glm("y ~ x", {"y": [1.0, 2, 3, 4, 7], "x": x}).nobs() == 4


def test_a_level_that_only_missing_rows_have_is_dropped():
    data = DATA.assign(g=["a", "c", "a", "b", "b", "a", "b"])
    assert glm("y ~ x + g", data).xlevels == {"g": ["a", "b"]}


def test_a_missing_weight_is_a_missing_row():
    worms = load("budworm").assign(w=[np.nan] + [1.0] * 11)
    assert glm("dead ~ ldose", worms, gaussian(), weights="w").nobs() == 11
