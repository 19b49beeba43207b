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


MADE = pd.Series(DATA["w"].to_numpy())  # the index is 0 to n - 1


@pytest.mark.parametrize("name", ["weights", "offset", "subset"])
def test_a_series_counted_from_0_is_matched_by_place_where_rows_have_other_labels(name):
    given = MADE > 1 if name == "subset" else MADE
    by_place = {name: given.to_numpy()}
    pairs = pd.MultiIndex.from_arrays([list("ab") * 15, range(N)])
    for index in (DATA.index, ["a", "b"] * 15, range(100, 100 + N), pairs):
        data = DATA.set_axis(index)
        found = fit("y ~ x", data, **{name: given})
        assert_same_coefficients(found, fit("y ~ x", data, **by_place))


@pytest.mark.parametrize("name", ["weights", "offset", "subset"])
@pytest.mark.parametrize(
    "index",
    [range(1, N + 1), [*range(N - 1), "last"], [*range(15), *range(15)]],
    ids=["counted from 1", "one other", "two frames"],
)
def test_labels_that_rows_have_in_part_are_not_matched_by_place(index, name):
    given = MADE > 1 if name == "subset" else MADE
    with pytest.raises(DataError, match=f"{name}=: the index of the Series does not match"):
        fit("y ~ x", DATA.set_axis(index), **{name: given})


@pytest.mark.parametrize("index", [range(N - 1, -1, -1), range(0, 2 * N, 2)])
def test_numbers_that_are_labels_of_rows_are_matched_by_label(index):
    data, weights = DATA.set_axis(index), pd.Series(np.arange(1.0, 2 * N + 1))
    found = fit("y ~ x", data, weights=weights)
    assert_same_coefficients(found, fit("y ~ x", data, weights=np.array(index) + 1.0))


def test_numbers_that_someone_gave_as_labels_are_not_matched_by_place():
    with pytest.raises(DataError, match="does not match"):
        fit("y ~ x", weights=MADE.sort_values().sort_index())


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
