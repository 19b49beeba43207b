"""cut() against R's. Codes and labels are compared exactly."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from rglm.design.transforms.cutting import apply_cut, learn_cut

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())
CASES = [case for case in REFERENCE["cases"] if case["word"] == "cut"]


def read(arguments):
    """R's arguments in our spelling."""
    out = {"breaks": np.array(arguments["breaks"], dtype=float)}
    for name in ("right", "include.lowest"):
        if name in arguments:
            out[name.replace(".", "_")] = arguments[name][0]
    if "dig.lab" in arguments:
        out["dig_lab"] = int(arguments["dig.lab"][0])
    if "labels" in arguments:
        labels = arguments["labels"]
        numeric = isinstance(labels[0], str) and labels[0].isdigit()
        numbers = [float(text) for text in labels] if numeric else labels
        out["labels"] = False if labels == [False] else numbers
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(map(str, c["args"]["breaks"])))
def test_cut_as_in_R(case):
    x = np.array(case["x"], dtype=float)
    state = learn_cut(x, **read(case["args"]))
    theirs = [-1 if code in (None, "NA") else code - 1 for code in case["codes"]]
    assert apply_cut(state, x).tolist() == theirs
    assert list(state["levels"] or []) == (case["levels"] or [])


def test_a_state_pickles_and_applies_to_chunks():
    x = np.array([1, np.nan, 3, 8, 2, 5])
    state = pickle.loads(pickle.dumps(learn_cut(x, 3)))
    whole = apply_cut(state, x)
    assert whole.tolist() == [0, -1, 0, 2, 0, 1]
    assert np.concatenate([apply_cut(state, x[:2]), apply_cut(state, x[2:])]).tolist() == [*whole]
    assert apply_cut(state, x[:0]).size == 0


def test_new_values_outside_the_breaks_are_missing():
    state = learn_cut([0, 10], 2)
    assert apply_cut(state, [-50, -0.005, 10.005, 50, np.inf, -np.inf]).tolist() == [
        -1, 0, 1, -1, -1, -1,
    ]  # fmt: skip


def test_the_state_says_whether_the_factor_is_ordered():
    assert learn_cut([0, 10], 2, ordered_result=True)["ordered"]


def test_labels_may_be_an_array():
    assert learn_cut([0, 10], [0, 5, 10], labels=np.array(["a", "b"]))["levels"] == ("a", "b")


@pytest.mark.parametrize(
    ("breaks", "message"),
    [
        (1, "breaks must be a whole number of at least 2, not"),
        (2.7, "breaks must be a whole number"),
        ([], "breaks must be numbers"),
        ([1, np.nan, 5], "none missing"),
        ([0, 1, 1, 2], "not unique: 1 is there twice"),
    ],
)
def test_breaks_that_make_no_intervals(breaks, message):
    with pytest.raises(ValueError, match=message):
        learn_cut([1, 2, 3], breaks)


def test_breaks_must_be_numbers():
    with pytest.raises(TypeError, match="breaks must be numbers"):
        learn_cut([1, 2, 3], ["a", "b"])


@pytest.mark.parametrize("labels", [["a"], ["a", "b", "c"], True, "ab"])
def test_one_label_per_interval(labels):
    with pytest.raises(ValueError, match=r"label\(s\) for 2 interval\(s\)"):
        learn_cut([1, 2, 3], [0, 2, 4], labels=labels)


def test_equal_intervals_need_finite_values():
    with pytest.raises(ValueError, match="1 infinite value"):
        learn_cut([1, np.inf], 3)
    with pytest.raises(ValueError, match="no values"):
        learn_cut([np.nan], 3)
    with pytest.raises(TypeError, match="must be numeric"):
        learn_cut(["a"], 3)
