"""The model frame: rows matched and chosen, types of columns, messages, names of the caller."""

import datetime
import math
import pickle
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm.design.frame.build_frame import model_frame
from rglm.errors import DataError, FormulaError

# the same numbers in another dtype or order: only sums may round differently
TOL = 1e-12

n = 30
rng = np.random.default_rng(3)
DATA = pd.DataFrame(
    {
        "y": rng.normal(size=n),
        "x": rng.normal(size=n).round(6),
        "w": rng.integers(1, 5, n),
        "g": np.tile(["a", "b", "c"], 10),
        "b": np.tile([True, False], 15),
    },
    index=[f"r{i}" for i in range(n)],
)
MASK = DATA["x"] > 0


def fit(formula="y ~ x + g", data=DATA, **arguments):
    return rglm.glm(formula, data, **arguments)


def same(one, other):
    """Two fits with the same coefficients under the same names."""
    assert list(one.coef().index) == list(other.coef().index)
    np.testing.assert_allclose(one.coef(), other.coef(), rtol=TOL, atol=TOL)
    return True


# --- weights, offset and subset beside the data ------------------------------------------------


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
    assert same(fit(**{argument: given}), fit(**{argument: DATA["w"].to_numpy(dtype=float)}))


def test_the_order_of_the_data_does_not_matter_to_a_series():
    shuffled = DATA.sample(frac=1, random_state=5)
    assert same(fit(weights=DATA["w"]), fit(data=shuffled, weights=DATA["w"]))


def test_one_number_is_for_every_row():
    assert same(fit(weights=2.0), fit(weights=np.full(n, 2.0)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1, 2], r"weights= has shape \(2,\) where the data have 30 rows"),
        (np.ones((n, 1)), r"weights= has shape \(30, 1\)"),
        (pd.Series([1.0, 2.0]), "the index of the Series does not match the data's"),
        (pd.Series(1.0, index=[f"q{i}" for i in range(n)]), "does not match the data's"),
        ("ww", "no column 'ww' in the data .did you mean 'w'"),
        ("g", "weights='g' is not one number per row"),
        (-DATA["w"], "weights= has -1.0 at row 'r0'"),
        (DATA["w"] * 0, "all zero"),
    ],
)
def test_weights_that_do_not_fit_the_data(given, message):
    with pytest.raises(ValueError, match=message):
        fit(weights=given)


@pytest.mark.parametrize("given", [["a"] * n, {"a": 1}, object()])
def test_weights_are_numbers(given):
    with pytest.raises(TypeError, match="weights= takes numbers"):
        fit(weights=given)


def test_a_duplicated_index_is_matched_only_where_it_is_equal():
    data = DATA.set_axis(["a", "b"] * 15)
    weights = pd.Series(DATA["w"].to_numpy(), index=data.index)
    assert same(fit(data=data, weights=weights), fit(weights=DATA["w"]))
    with pytest.raises(DataError, match="does not match"):
        fit(data=data, weights=weights.set_axis(["b", "a"] * 15))


def test_a_missing_weight_takes_its_row_out():
    found = fit("y ~ x", weights=DATA["w"].where(DATA["w"] > 1))
    assert found.nobs() == (DATA["w"] > 1).sum()


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
def test_a_subset_in_all_its_forms(given):
    found = fit("y ~ x", subset=given)
    assert list(found._index) == list(DATA.index[MASK])
    assert same(found, fit("y ~ x", DATA[MASK]))


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
def test_a_subset_that_does_not_fit_the_data(given, message):
    with pytest.raises(DataError, match=message):
        fit("y ~ x", subset=given)


def test_negative_positions_are_refused():
    with pytest.raises(DataError, match="positions"):
        fit("y ~ x", subset=[-1, -2, -3, -4])


# --- missing values ----------------------------------------------------------------------------

GAPS = DATA.assign(
    x=DATA["x"].where(DATA.index != "r3"), g=DATA["g"].where(DATA.index != "r9", None)
)


@pytest.mark.parametrize("action", ["na_omit", "na.omit", "na_exclude", "na.exclude"])
def test_rows_with_missing_values_are_left_out_and_named(action):
    found = fit(data=GAPS, na_action=action)
    assert found.nobs() == n - 2
    assert list(found.na_action.omitted) == ["r3", "r9"]
    fitted = found.fitted()
    assert len(fitted) == (n if "exclude" in action else n - 2)
    assert same(found, fit(data=GAPS.dropna()))


@pytest.mark.parametrize("action", ["na_fail", "na.fail", "na_pass"])
def test_missing_values_are_refused_where_asked(action):
    with pytest.raises(DataError, match="'x' has a missing value in row 'r3'"):
        fit(data=GAPS, na_action=action)


def test_an_unknown_action():
    with pytest.raises(ValueError, match="na_action='na_drop': use one of na_omit"):
        fit(na_action="na_drop")


# --- types of columns --------------------------------------------------------------------------


def arrow(array):
    pa = pytest.importorskip("pyarrow")
    return pd.Series(pd.arrays.ArrowExtensionArray(array(pa)), index=DATA.index)


TYPES = {
    "category": {"g": DATA["g"].astype("category")},
    "category in another order": {"g": pd.Categorical(DATA["g"], ["a", "b", "c", "none"])},
    "string": {"g": DATA["g"].astype("string")},
    "string[pyarrow]": {"g": DATA["g"].astype("string[pyarrow]")},
    "object": {"g": DATA["g"].astype(object), "b": DATA["b"].astype(object)},
    "numbers as objects": {"x": DATA["x"].astype(object)},
    "boolean": {"b": DATA["b"].astype("boolean")},
    "bool[pyarrow]": {"b": DATA["b"].astype("bool[pyarrow]")},
    "Float64": {"x": DATA["x"].astype("Float64")},
    "double[pyarrow]": {"x": DATA["x"].astype("double[pyarrow]")},
    "sparse": {"x": DATA["x"].astype(pd.SparseDtype("float"))},
    "Decimal": {"x": [Decimal(str(v)) for v in DATA["x"]]},
    "Int64": {"w": DATA["w"].astype("Int64")},
    "int8": {"w": DATA["w"].astype("int8")},
    "UInt8": {"w": DATA["w"].astype("UInt8")},
    "int64[pyarrow]": {"w": DATA["w"].astype("int64[pyarrow]")},
}


@pytest.mark.parametrize("columns", TYPES.values(), ids=TYPES)
def test_the_type_of_a_column_makes_no_difference(columns):
    formula = "y ~ x + g + b + w"
    found = fit(formula, DATA.assign(**columns))
    assert same(found, fit(formula))
    new = DATA.head(6).assign(**{k: pd.Series(v, DATA.index)[:6] for k, v in columns.items()})
    np.testing.assert_allclose(fit(formula).predict(new), found.fitted()[:6], atol=TOL)


def test_arrows_dictionary_is_a_factor():
    coded = arrow(lambda pa: pa.array(DATA["g"].tolist()).dictionary_encode())
    assert same(fit(data=DATA.assign(g=coded)), fit())


@pytest.mark.parametrize(
    "values",
    [
        pd.array([True, None, False] * 10, dtype="boolean"),
        pd.array([True, None, False] * 10, dtype="bool[pyarrow]"),
        [True, None, False] * 10,
        pd.array(["a", None, "b"] * 10, dtype="string"),
        pd.array(["a", None, "b"] * 10, dtype="string[pyarrow]"),
        ["a", None, "b"] * 10,
        ["a", np.nan, "b"] * 10,
        pd.Categorical(["a", None, "b"] * 10),
        pd.array([1, None, 2] * 10, dtype="Int64"),
        pd.array([1, None, 2] * 10, dtype="int64[pyarrow]"),
        [1, None, 2] * 10,
        [1.5, np.nan, 2] * 10,
    ],
    ids=lambda v: str(getattr(v, "dtype", v[:3])),
)
def test_a_missing_value_of_any_type(values):
    found = fit("y ~ v", DATA.assign(v=values))
    assert found.nobs() == 20
    assert len(found.coef()) == 2


def test_a_logical_keeps_both_levels_and_a_factor_those_it_has():
    found = fit("y ~ b + g", subset="x > 0 | b")
    assert list(found.coef().index) == ["(Intercept)", "bTRUE", "gb", "gc"]
    found = fit("y ~ g", subset="g != 'b'")
    assert list(found.coef().index) == ["(Intercept)", "gc"]
    assert found.xlevels == {"g": ["a", "c"]}


def test_numbers_as_levels_are_in_their_order_and_strings_in_theirs():
    eleven = DATA.assign(h=np.arange(n) % 11, s=(np.arange(n) % 11).astype(str))
    assert fit("y ~ factor(h)", eleven).xlevels["factor(h)"] == [str(i) for i in range(11)]
    assert fit("y ~ s", eleven).xlevels["s"] == sorted(str(i) for i in range(11))
    halves = DATA.assign(h=(DATA["w"] / 2).astype("category"))
    assert fit("y ~ h", halves).xlevels["h"] == ["0.5", "1", "1.5", "2"]


DATES = pd.Series(pd.date_range("2020", periods=n), index=DATA.index)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (DATES, "datetime64.*make a number of it first"),
        (DATES.dt.tz_localize("UTC"), "datetime64"),
        (DATES - DATES.iloc[0], "timedelta"),
        (DATES.dt.to_period("M"), "period"),
        (DATES.astype("timestamp[ns][pyarrow]"), "make a number of it first"),
        ([datetime.date(2020, 1, 1 + i % 5) for i in range(n)], "date"),
        (DATA["x"] + 1j, "complex"),
        (["a", 1, 2.0] * 10, "mixed.*numbers, strings or categories"),
        ([[1]] * n, "mixed"),
        ([b"a", b"b"] * 15, "bytes"),
        (pd.arrays.IntervalArray.from_breaks(range(n + 1)), "interval"),
    ],
    ids=str.split("date zone difference period Arrow day complex mixed lists bytes interval"),
)
def test_types_that_are_no_variables(values, words):
    with pytest.raises(
        (FormulaError, TypeError), match=f"column 'v' holds values of type.*{words}"
    ):
        fit("y ~ v", DATA.assign(v=values))


# --- messages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("y ~ xx", "no column 'xx' in the data .did you mean 'x'"),
        ("y ~ lgo(x)", "no function 'lgo' .did you mean 'log'"),
        ("~ x", "no response: write it as 'y ~ x'"),
        ("y + x", "no response"),
        ("y ~ ", "no right side"),
        ("y ~ log(x", "cannot be read"),
        ("y ~ x +", "cannot be read"),
        ("y ~ x ~ g", "cannot be read"),
        ("y ~ x | g", r"no '\|'"),
        ("y ~ log(g)", "'log.g.': a factor has no numeric value"),
        ("y ~ I(3)", "'I.3.' is one value"),
        ("y ~ pi", "'pi' is one value"),
        ("y ~ offset(x):g", "an offset cannot be part of an interaction"),
        ("y ~ cut(x, c(0, 0, 1))", "not unique"),
        ("y ~ factor(g, labels = c('k', 'm'))", "2 labels for 3 levels"),
        ("y ~ I(1 < x < 2)", "two things at a time"),
        ("y ~ relevel(g, 'z')", "no level 'z'; the levels are"),
        ("y ~ poly(w, 9)", "degree"),
        ("y ~ __import__('os')", "underscore at an end"),
    ],
)
def test_a_formula_that_cannot_be_fitted(formula, words):
    with pytest.raises(ValueError, match=words):
        fit(formula)


def test_a_formula_is_a_string():
    with pytest.raises(TypeError, match="a string such as 'y ~ x', got int"):
        fit(3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (DATA.iloc[:0], "no rows"),
        (DATA.assign(x=np.nan), "each of the 30 rows has a missing value"),
        (DATA.assign(x=[np.inf, *DATA["x"][1:]]), "'x' is inf in row 'r0'"),
        (DATA.assign(y=[*DATA["y"][:-1], -np.inf]), "'y' is -inf in row 'r29'"),
        (DATA.assign(g="a"), "factor 'g' has 1 level"),
        (DATA.assign(y=DATA["g"]), "response 'y' is not numeric"),
        (pd.concat([DATA, DATA[["x"]]], axis=1), "two columns named 'x'"),
    ],
    ids=["no rows", "all missing", "inf", "-inf", "one level", "factor response", "twice"],
)
def test_data_that_cannot_be_fitted(data, words):
    with pytest.raises(ValueError, match=words):
        fit(data=data)


def test_new_data_that_do_not_match():
    found = fit("y ~ x + g")
    with pytest.raises(ValueError, match="no column 'x'"):
        found.predict(DATA[["g"]])
    with pytest.raises(
        DataError, match="factor 'g' has new level.s. 'z'; the fit has seen 'a', 'b'"
    ):
        found.predict(DATA.head(2).assign(g="z"))
    with pytest.raises(DataError, match="'x' was a number at the fit"):
        found.predict(DATA.head(2).assign(x="z"))
    with pytest.raises(DataError, match="new level"):
        fit("y ~ b").predict({"b": [1, 0]})


def test_a_missing_value_predicts_nan():
    found = fit("y ~ x + g")
    predicted = found.predict(GAPS)
    assert list(predicted.index[predicted.isna()]) == ["r3", "r9"]


# --- the caller's names ------------------------------------------------------------------------

K = 2.5


def square(v):
    return np.asarray(v) ** 2


def local_fit():
    """A fit whose formula uses names that are gone when it predicts."""
    local = {"power": 4, "cube": lambda v: np.asarray(v) ** 3, "own": ["c", "b", "a"]}
    power, cube, own = local.values()
    formula = "y ~ square(x) + cube(x) + I(x^power * K) + factor(g, levels = own) + np.sin(x)"
    found = rglm.glm(formula, DATA)
    assert (power, cube, own) == tuple(local.values())
    return found


def test_functions_and_constants_of_the_caller():
    found = local_fit()
    assert list(found.coef().index) == [
        "(Intercept)",
        "square(x)",
        "cube(x)",
        "I(x^power * K)",
        "factor(g, levels = own)b",
        "factor(g, levels = own)a",
        "np.sin(x)",
    ]
    by_hand = DATA["x"].pow(4) * K
    np.testing.assert_allclose(found.model_matrix()["I(x^power * K)"], by_hand, rtol=TOL)
    np.testing.assert_allclose(found.predict(DATA.head(4)), found.fitted().head(4), rtol=1e-9)


def test_update_keeps_the_names_that_the_fit_has_used():
    updated = local_fit().update(". ~ . + w")
    assert list(updated.coef().index)[-1] == "w"
    assert "cube(x)" in updated.coef().index


def test_update_takes_new_names_from_its_caller():
    shift = 3.0
    updated = fit("y ~ x").update(". ~ . + I((x + shift)^2)")
    assert shift == 3.0
    assert list(updated.coef().index) == ["(Intercept)", "x", "I((x + shift)^2)"]
    column = updated.model_matrix().iloc[:, 2]
    np.testing.assert_allclose(column, (DATA["x"] + shift) ** 2, rtol=TOL)


def test_a_column_comes_before_a_name_of_the_caller():
    x = 100.0
    column = rglm.glm("y ~ I(x * 2)", DATA).model_matrix()["I(x * 2)"]
    np.testing.assert_array_equal(column, DATA["x"] * 2)
    assert x not in column.to_numpy()


def test_math_functions_of_the_caller_are_told_apart_from_words():
    with pytest.raises(FormulaError, match="cannot evaluate 'math.sqrt.w.'"):
        fit("y ~ math.sqrt(w)")  # takes one number, and says so
    assert math.sqrt(4) == 2


# --- what is kept ------------------------------------------------------------------------------


def test_a_fit_with_words_pickles_and_predicts():
    found = fit("y ~ poly(x, 2) * g + ns(w, df = 2) + cut(x, 2) + scale(log(x + 9)) + b")
    with_rows, stripped = (pickle.loads(pickle.dumps(f)) for f in (found, found.strip()))
    new = DATA.iloc[[3, 8, 20]]
    for other in (with_rows, stripped):
        np.testing.assert_array_equal(other.predict(new), found.predict(new))
        assert list(other.predict(new).index) == list(new.index)


def test_words_learn_before_rows_are_left_out():
    whole = model_frame("y ~ scale(x) + poly(w, 2)", DATA, subset=MASK)
    again = model_frame("y ~ scale(x) + poly(w, 2)", DATA)
    np.testing.assert_array_equal(whole.columns.matrix(), again.columns.matrix()[MASK.to_numpy()])


def test_the_data_are_not_changed():
    before = DATA.copy()
    fit("y ~ scale(x) + factor(w) + g + offset(w)", weights="w", subset="x > -1").predict(DATA)
    pd.testing.assert_frame_equal(DATA, before)


def test_one_row_and_no_rows_of_new_data():
    found = fit("y ~ x + g + poly(w, 2)")
    assert found.predict(DATA.iloc[[4]]).shape == (1,)
    assert found.predict(DATA.iloc[:0]).shape == (0,)
