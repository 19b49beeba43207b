"""Contrasts by name, by a function or by a matrix of the user."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rglm.design.factors.contrast_matrix import contrast_matrix
from rglm.design.factors.contrasts import contr_sum

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())

EXACT = 1e-14  # rounding of numbers below 1


@pytest.mark.parametrize("spec", ["contr_sum", "contr.sum", contr_sum])
def test_a_name_in_either_spelling_or_the_function(spec):
    pd.testing.assert_frame_equal(
        contrast_matrix(spec, ["a", "b", "c"]), contr_sum(["a", "b", "c"])
    )


def test_contr_SAS_is_known_in_rs_spelling():
    assert list(contrast_matrix("contr.SAS", ["a", "b"]).columns) == ["a"]


def test_a_users_matrix_is_used_as_it_is():
    table = contrast_matrix([[1, 0.5], [0, 2], [-1, 1]], ["a", "b", "c"])
    assert list(table.index) == ["a", "b", "c"]
    assert list(table.columns) == ["1", "2"]
    assert list(contrast_matrix([1, 0, -1], ["a", "b", "c"]).columns) == ["1"]


def test_a_users_table_keeps_its_names_and_is_sorted_by_its_rows():
    own = pd.DataFrame({"late": [0, 1, 0]}, index=["b", "c", "a"])
    table = contrast_matrix(own, ["a", "b", "c"])
    assert table["late"].to_list() == [0, 0, 1]
    nameless = contrast_matrix(pd.DataFrame([[1], [2], [4]]), ["a", "b", "c"])
    assert nameless["1"].to_list() == [1, 2, 4]


@pytest.mark.parametrize("case", [c for c in REFERENCE["cases"] if c["word"] == "complete"])
def test_a_users_matrix_is_completed_as_by_rs_C(case):
    given = np.array(case["given"], dtype=float)
    table = contrast_matrix(given, list("abcde"), complete=True)
    np.testing.assert_allclose(table, np.array(case["matrix"], float), rtol=0, atol=EXACT)
    assert list(table.columns) == ["1", "2", "3", "4"]


def test_a_users_function():
    def steps(levels):
        return np.tril(np.ones((len(levels), len(levels))))[:, 1:]

    assert contrast_matrix(steps, ["a", "b", "c"]).to_numpy().tolist() == [[0, 0], [1, 0], [1, 1]]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("contr.sums", "unknown contrasts 'contr.sums'.*did you mean 'contr_sum'"),
        ("zebra", "known are contr_treatment, contr_sum"),
        ([[1, 2], [3, 4]], r"one row for each of the 3 levels .* shape is \(2, 2\)"),
        (np.empty((3, 0)), "one column or more"),
        ([1, np.inf, 2], "finite"),
        ([["x"], ["y"], ["z"]], "a matrix of numbers"),
    ],
)
def test_other_specifications_are_refused(spec, message):
    with pytest.raises(ValueError, match=message):
        contrast_matrix(spec, ["a", "b", "c"])
