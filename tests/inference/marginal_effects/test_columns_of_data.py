"""Means and marginal effects of columns of other types and names: the same as of plain ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import lm, multinom
from rglm.datasets import load
from rglm.errors import FormulaError
from rglm.inference.reference_grid.cell_counts import cell_numbers
from rglm.warnings import FitWarning, RankWarning

LOOMS = load("warpbreaks")
LOOMS["len"] = np.random.default_rng(5).uniform(1, 3, len(LOOMS)).round(2)
PLAIN = lm("breaks ~ tension * wool + len", LOOMS)
UNUSED = LOOMS["tension"].cat.add_categories(["Z"])
MORE = pd.concat([LOOMS.assign(tension=UNUSED), LOOMS.head(3).assign(tension="Z", len=9.0)])
MORE["tension"] = pd.Categorical(MORE["tension"], UNUSED.cat.categories)
WORDS: Any = ["a", "b"]
KINDS = {
    "an unused level": (LOOMS.assign(tension=UNUSED), {}),
    "a level outside of subset": (MORE, {"subset": np.arange(len(MORE)) < len(LOOMS)}),
    "numbers as objects": (LOOMS.assign(len=LOOMS["len"].astype(object)), {}),
    "nullable numbers": (LOOMS.assign(len=LOOMS["len"].astype("Float64")), {}),
    "strings": (LOOMS.assign(wool=LOOMS["wool"].astype("string")), {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_other_types_have_the_same_effects(kind: str) -> None:
    data, options = KINDS[kind]
    fit = lm("breaks ~ tension * wool + len", data, **options)
    calls = {
        "avg_slopes": {},
        "avg_comparisons": {"variables": {"tension": "pairwise"}},
        "comparisons": {"newdata": "balanced"},
        "slopes": {"variables": "len", "newdata": "mean"},
        "emmeans": {"specs": "tension"},
    }
    for verb, arguments in calls.items():
        given, plain = (getattr(one, verb)(**arguments).table for one in (fit, PLAIN))
        pd.testing.assert_frame_equal(given, plain, check_dtype=False, check_categorical=False)


@pytest.mark.parametrize("word", ["mean", "median", "balanced", "grid"])
def test_typical_rows_of_chunks_are_those_of_all_rows(word: str) -> None:
    chunked = lm("breaks ~ tension * wool + len", lambda: iter([LOOMS[30:], LOOMS[:30]]))
    given, plain = (one.predictions(newdata=word).table for one in (chunked, PLAIN))
    pd.testing.assert_frame_equal(given, plain, check_dtype=False, check_categorical=False)


def test_typical_rows_have_matrices_at_their_means() -> None:
    matrix = np.column_stack([LOOMS["len"], LOOMS["len"] ** 2])
    columns = {name: LOOMS[name].array for name in ("breaks", "tension")}
    fit = lm("breaks ~ tension + m", {**columns, "m": matrix})
    given = fit.predictions(newdata="balanced").table["estimate"]
    np.testing.assert_allclose(given, fit.emmeans("tension").table["emmean"])


def test_what_is_na_has_a_reason() -> None:
    empty = LOOMS[(LOOMS["wool"] == "A") | (LOOMS["tension"] != "L")]
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool * tension", empty)
    assert "The data do not determine what is NA" in str(fit.avg_comparisons("wool"))
    beyond = lm("breaks ~ cut(len, 3)", LOOMS).avg_comparisons()
    assert "beyond the breaks of cut()" in str(beyond)


def test_a_perfect_fit_has_infinite_statistics() -> None:
    data = pd.DataFrame({"y": [1.0, 1, 2, 2, 2, 2], "g": list("aabbcc")})
    table = lm("y ~ g", data).avg_comparisons({"g": "pairwise"}).table
    np.testing.assert_array_equal(table["statistic"], [np.inf, np.inf, np.nan])


def test_a_model_without_coefficients_has_means() -> None:
    fit = lm("breaks ~ 0 + offset(len)", LOOMS)
    np.testing.assert_allclose(fit.emmeans("1").table["emmean"], LOOMS["len"].mean())
    np.testing.assert_allclose(fit.avg_predictions().table["estimate"], LOOMS["len"].mean())


def test_a_column_whose_name_has_a_dot_is_not_the_column_before_the_dot() -> None:
    data = LOOMS.rename(columns={"len": "x.1", "wool": "w.1"}).assign(x=1.0, w=LOOMS["tension"])
    fit, plain = lm("breaks ~ w.1 * log(x.1)", data), lm("breaks ~ wool * log(len)", LOOMS)
    assert list(fit.ref_grid().table.columns[:2]) == ["w.1", "x.1"]
    for verb in ("avg_slopes", "joint_tests"):
        given, same = (getattr(one, verb)().table for one in (fit, plain))
        numbers = [t.select_dtypes("number").to_numpy(dtype=float) for t in (given, same)]
        np.testing.assert_allclose(*numbers, rtol=1e-10)


def test_a_factor_of_a_number_whose_name_has_a_dot_has_its_levels() -> None:
    data = LOOMS.assign(**{"t.n": LOOMS["tension"].cat.codes + 1})
    table = lm("breaks ~ factor(t.n)", data).emmeans("t.n").table
    assert table["t.n"].tolist() == [1, 2, 3]
    plain: Any = lm("breaks ~ tension", LOOMS).emmeans("tension").table
    np.testing.assert_allclose(table["emmean"], plain["emmean"])


@pytest.mark.parametrize(
    ("wts", "message"),
    [("wool", "wts= has 'A'"), (np.zeros(len(LOOMS)), "0 in all rows"), ("nope", "'nope'")],
)
@pytest.mark.parametrize("newdata", [None, LOOMS])
def test_weights_that_are_none_say_so(wts: Any, message: str, newdata: Any) -> None:
    with pytest.raises((ValueError, FormulaError), match=message):
        PLAIN.avg_slopes("len", wts=wts, newdata=newdata)


def test_weights_of_cells_are_numbers() -> None:
    with pytest.raises(ValueError, match=r"takes numbers or 'equal'.*got \['a', 'b'\]"):
        PLAIN.emmeans("tension", weights=WORDS)


def test_a_long_page_has_its_ends() -> None:
    page, html = str(PLAIN.predictions()).splitlines(), PLAIN.predictions()._repr_html_()
    assert page[6] == "--- 44 rows omitted; .table has them all ---"
    assert "44 rows omitted" in html


def test_combinations_are_numbered_as_if_sorted() -> None:
    rng = np.random.default_rng(1)
    keys = [rng.integers(-3, 3, 40), rng.choice([0.5, 2.0, np.nan], 40), rng.integers(0, 2, 40)]
    number, first = cell_numbers(keys)
    table = pd.DataFrame(dict(enumerate(keys[::-1])))
    want = table.groupby([0, 1, 2], dropna=False).ngroup()
    np.testing.assert_array_equal(number, want)
    np.testing.assert_array_equal(first, want.drop_duplicates().sort_values().index)


def test_columns_of_data_named_as_those_of_the_table() -> None:
    data = LOOMS.rename(columns={"tension": "estimate", "wool": "group"})
    fit = lm("breaks ~ estimate + group", data)
    given: list[dict[str, Any]] = [{"by": "estimate"}, {"variables": {"estimate": None}}]
    for arguments in given:
        with pytest.raises(ValueError, match="has a column 'estimate' of its own; rename"):
            fit.avg_predictions(**arguments)
    rows = fit.predictions().table
    assert rows["estimate (data)"].tolist() == data["estimate"].tolist()
    assert fit.avg_predictions(by="group").table["group"].tolist() == ["A", "B"]
    assert list(PLAIN.predictions({"wool": None}).table).count("wool") == 1


def test_a_variable_named_group_is_not_the_level_of_the_response() -> None:
    fit = multinom("tension ~ group", LOOMS.rename(columns={"wool": "group"}))
    with pytest.raises(ValueError, match="by='group' is the level of the response, and"):
        fit.avg_predictions(by="group")
    with pytest.raises(ValueError, match="a column 'group' of its own"):
        fit.avg_predictions(variables="group")
    assert fit.predictions().table["group (data)"].tolist() == [*LOOMS["wool"]] * 3


def test_rows_with_missing_values_are_left_out_of_all_of_an_average() -> None:
    rows = LOOMS.assign(len=LOOMS["len"].where(LOOMS.index > LOOMS.index[3]))
    with pytest.warns(FitWarning, match="4 row\\(s\\) of newdata have missing values"):
        given = PLAIN.avg_slopes(newdata=rows, by="wool").table
    pd.testing.assert_frame_equal(given, PLAIN.avg_slopes(newdata=rows[4:], by="wool").table)
    with pytest.raises(ValueError, match="newdata= has no complete row to average"):
        PLAIN.avg_predictions(newdata=rows[:4])


def test_wrong_steps_and_rows_without_a_column_say_so() -> None:
    with pytest.raises(ValueError, match="no column 'wool' in newdata=; it has breaks, tension"):
        PLAIN.avg_comparisons("wool", newdata=LOOMS.drop(columns="wool"))
    with pytest.raises(ValueError, match="variables= has len=nan; a number takes a step"):
        PLAIN.avg_comparisons({"len": np.nan})
    twice = PLAIN.avg_predictions(by=["wool", "wool"]).table
    pd.testing.assert_frame_equal(twice, PLAIN.avg_predictions(by="wool").table)
