"""Rows with missing values are left out, or refused."""

import pytest
from frame_data import GAPS, N, assert_same_coefficients, fit

from rglm.errors import DataError


@pytest.mark.parametrize("action", ["na_omit", "na.omit", "na_exclude", "na.exclude"])
def test_rows_with_missing_values_are_left_out_and_named(action):
    model = fit(data=GAPS, na_action=action)
    assert model.nobs() == N - 2
    assert list(model.na_action.omitted) == ["r3", "r9"]
    fitted = model.fitted()
    assert len(fitted) == (N if "exclude" in action else N - 2)
    assert_same_coefficients(model, fit(data=GAPS.dropna()))


@pytest.mark.parametrize("action", ["na_fail", "na.fail", "na_pass"])
def test_na_fail_refuses_missing_values(action):
    with pytest.raises(DataError, match="'x' has a missing value in row 'r3'"):
        fit(data=GAPS, na_action=action)


def test_an_unknown_na_action_is_refused():
    with pytest.raises(ValueError, match="na_action='na_drop': use one of na_omit"):
        fit(na_action="na_drop")
