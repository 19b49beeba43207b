"""Weights, offsets and subsets are matched with the rows of the data."""

import numpy as np
import pandas as pd
import pytest
from frame_data import DATA, MASK, N, assert_same_coefficients, fit

from rglm.errors import DataError


@pytest.mark.parametrize(
    "given",
    [
        DATA["w"],
        DATA["w"].sample(frac=1, random_state=1),
        DATA["w"].reset_index(drop=True),
        pd.concat([DATA["w"].sample(frac=1, random_state=2), pd.Series([9], index=["other"])]),
        DATA["w"].to_numpy(),
        DATA["w"].tolist(),
        DATA["w"].astype("Int64"),
        DATA["w"].astype("double[pyarrow]"),
        "w",
    ],
    ids=[
        "index",
        "shuffled",
        "RangeIndex",
        "more rows",
        "array",
        "list",
        "Int64",
        "Arrow",
        "name",
    ],
)
@pytest.mark.parametrize("argument", ["weights", "offset"])
def test_a_series_is_matched_by_its_index(argument, given):
    assert_same_coefficients(
        fit(**{argument: given}), fit(**{argument: DATA["w"].to_numpy(dtype=float)})
    )


def test_the_order_of_the_data_does_not_matter_to_a_series():
    shuffled = DATA.sample(frac=1, random_state=5)
    assert_same_coefficients(fit(weights=DATA["w"]), fit(data=shuffled, weights=DATA["w"]))


def test_one_number_is_the_weight_of_every_row():
    assert_same_coefficients(fit(weights=2.0), fit(weights=np.full(N, 2.0)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1, 2], r"weights= has shape \(2,\) where the data have 30 rows"),
        (np.ones((N, 1)), r"weights= has shape \(30, 1\)"),
        (pd.Series([1.0, 2.0]), "the index of the Series does not match the data's"),
        (pd.Series(1.0, index=[f"q{i}" for i in range(N)]), "does not match the data's"),
        ("ww", "no column 'ww' in the data .did you mean 'w'"),
        ("g", "weights='g' is not one number per row"),
        (-DATA["w"], "weights= has -1.0 at row 'r0'"),
        (DATA["w"] * 0, "all zero"),
    ],
)
def test_weights_that_do_not_match_the_data_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        fit(weights=given)


@pytest.mark.parametrize("given", [["a"] * N, {"a": 1}, object()])
def test_weights_that_are_no_numbers_are_refused(given):
    with pytest.raises(TypeError, match="weights= takes numbers"):
        fit(weights=given)


def test_a_duplicated_index_is_matched_only_where_it_is_equal():
    data = DATA.set_axis(["a", "b"] * 15)
    weights = pd.Series(DATA["w"].to_numpy(), index=data.index)
    assert_same_coefficients(fit(data=data, weights=weights), fit(weights=DATA["w"]))
    with pytest.raises(DataError, match="does not match"):
        fit(data=data, weights=weights.set_axis(["b", "a"] * 15))


def test_a_missing_weight_takes_its_row_out():
    model = fit("y ~ x", weights=DATA["w"].where(DATA["w"] > 1))
    assert model.nobs() == (DATA["w"] > 1).sum()


@pytest.mark.parametrize(
    "given",
    [
        MASK,
        MASK.sample(frac=1, random_state=2),
        MASK.to_numpy(),
        MASK.tolist(),
        MASK.astype("boolean").where(MASK),
        np.flatnonzero(MASK),
        "x > 0",
        "x > 0 & !is.na(w)",
    ],
    ids=["mask", "shuffled", "array", "list", "NA", "positions", "expression", "R"],
)
def test_a_subset_is_a_mask_positions_or_an_expression(given):
    model = fit("y ~ x", subset=given)
    assert list(model._index) == list(DATA.index[MASK])
    assert_same_coefficients(model, fit("y ~ x", DATA[MASK]))


@pytest.mark.parametrize(
    "given",
    [MASK.astype("boolean").where(MASK).array, MASK.astype(object).where(MASK, None)],
    ids=["array", "object"],
)
def test_a_missing_condition_leaves_the_row_out(given):
    assert list(fit("y ~ x", subset=given)._index) == list(DATA.index[MASK])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([True, False], "a condition per row .30 rows. or positions below 30"),
        (["r1", "r2"], "a condition per row"),
        ([0.0, 1.0], "a condition per row"),
        ([0, 99], "positions below 30"),
        ("x", "not a condition"),
        ("x > 100", "leaves none of the 30 rows"),
        (pd.Series([True, False]), "does not match the data's"),
    ],
)
def test_a_subset_that_does_not_match_the_data_is_refused(given, message):
    with pytest.raises(DataError, match=message):
        fit("y ~ x", subset=given)


def test_negative_positions_are_refused():
    with pytest.raises(DataError, match="positions"):
        fit("y ~ x", subset=[-1, -2, -3, -4])
