"""Named contrasts and contrasts by hand, against R's emmeans."""

import itertools

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm.inference.multiple_comparisons.contrast_labels import mean_labels
from rglm.inference.multiple_comparisons.contrast_methods import METHODS
from rglm.inference.multiple_comparisons.contrast_set import contrast_set

THEIRS = oracle.saved("multiple_comparisons")["contrasts"]


def grid(levels):
    """All combinations of the levels, the first variable fastest."""
    rows = itertools.product(*reversed(levels.values()))
    return pd.DataFrame([row[::-1] for row in rows], columns=list(levels))


@pytest.mark.parametrize("method", sorted({case["method"] for case in THEIRS}))
def test_contrasts_are_those_of_emmeans(method):
    for case in THEIRS:
        if case["method"] != method:
            continue
        options = {name.replace(".", "_"): v for name, v in dict(case["options"]).items()}
        for name in {"reverse", "max_degree"} & set(options):
            options[name] = options[name][0]
        ours = contrast_set(method, grid(case["levels"]), **options)
        np.testing.assert_allclose(ours.weights, case["weights"], rtol=1e-12, atol=1e-12)
        assert list(ours.labels) == case["labels"]
        assert (ours.adjust, ours.family_size) == (case["adjust"], case["family"])


def test_ratios_have_a_slash_between_the_sides_of_a_difference():
    levels = ["a - x", "b", "c"]
    assert contrast_set("pairwise", levels).ratio_labels[0] == "(a - x) / b"
    assert contrast_set("trt_vs_ctrl", levels, ref=["a - x", "b"]).ratio_labels == (
        "c / avg((a - x),b)",
    )
    assert contrast_set("eff", levels).ratio_labels[1] == "b effect"
    assert contrast_set({"b - c": [0, 1, -1]}, levels).ratio_labels == ("b / c",)


def test_polynomials_of_many_levels_stay_small_and_orthogonal():
    weights = contrast_set("poly", [f"l{i}" for i in range(25)], max_degree=8).weights
    assert np.abs(weights).max() < 1e5
    assert np.abs(weights @ weights.T - np.diag(np.square(weights).sum(axis=1))).max() == 0


@pytest.mark.parametrize(
    "method",
    [
        {"a - c": [1, 0, -1], "rest": [0.5, 0.5, -1]},
        {"a - c": {"a": 1, "c": -1}, "rest": pd.Series({"c": -1, "b": 0.5, "a": 0.5})},
        pd.DataFrame({"a - c": [1, 0, -1], "rest": [0.5, 0.5, -1]}),
        pd.DataFrame({"a - c": [-1, 1, 0], "rest": [-1, 0.5, 0.5]}, index=list("cab")),
        lambda labels: {"a - c": [1, 0, -1], "rest": [0.5, 0.5, -1]},
    ],
)
def test_contrasts_by_hand(method):
    ours = contrast_set(method, list("abc"))
    np.testing.assert_array_equal(ours.weights, [[1, 0, -1], [0.5, 0.5, -1]])
    assert ours.labels == ("a - c", "rest")
    assert ours.adjust == "none"
    assert ours.are_contrasts
    assert not ours.is_pairwise


@pytest.mark.parametrize(
    "method", [np.array([[1, 0, -1], [0.5, 0.5, -1]]), [(1, 0, -1), (0.5, 0.5, -1)]]
)
def test_rows_without_names_are_called_by_their_weights(method):
    ours = contrast_set(method, list("abc"))
    assert ours.labels == ("c(1, 0, -1)", "c(0.5, 0.5, -1)")
    assert contrast_set({"s": method}, list("abc")).labels == ("s.1", "s.2")
    assert contrast_set(np.array([1.0, 1, 1]), list("abc")).are_contrasts is False


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        ("pairwize", {}, "did you mean 'pairwise'"),
        ("pairwise", {"ref": 1}, "ref= is no argument of method='pairwise'"),
        ("poly", {"exclude": 1}, "exclude= is no argument of method='poly' .it has: max_degree"),
        ("poly", {"max_degree": 3}, "degree 1 to 2"),
        ("trt_vs_ctrl", {"ref": 4}, "numbers 1 to 3"),
        ("trt_vs_ctrl", {"ref": 0}, "numbers 1 to 3"),
        ("trt_vs_ctrl", {"ref": "ctr"}, "did you mean 'ctrl'"),
        ("trt_vs_ctrl", {"exclude": "a"}, "'a' is excluded"),
        ("trt_vs_ctrl", {"ref": ["a", "a"]}, "twice"),
        ("pairwise", {"exclude": "a", "include": "b"}, "not both"),
        ("eff", {"wts": [1, 2]}, "each of the 3 means"),
        ("eff", {"wts": [1, 2, np.nan]}, "finite"),
        ({"u": [1, -1]}, {}, "'u' has 2 weights, and there are 3 means"),
        ({"u": [1, -1, np.inf]}, {}, "not finite"),
        ({"u": [1, "x", 0]}, {}, "no numbers"),
        ({"u": {"z": 1}}, {}, "the means are 'a', 'b', 'ctrl'"),
        ([[1, 2], [1]], {}, "unequal length"),
        (3, {}, "method is a int"),
        ({"u": [1, -1, 0]}, {"reverse": True}, "reverse= is no argument of contrasts by hand"),
    ],
)
def test_what_cannot_be_compared(method, options, message):
    with pytest.raises(ValueError, match=message):
        contrast_set(method, ["a", "b", "ctrl"], **options)


def test_a_single_mean_has_nothing_to_be_compared_with():
    for method in set(METHODS) - {"poly", "eff", "del_eff", "identity"}:
        assert contrast_set(method, ["a"]).weights.shape == (0, 1)
    assert contrast_set({}, ["a"]).labels == ()
    assert contrast_set("pairwise", []).weights.shape == (0, 0)
    with pytest.raises(ValueError, match="two means"):
        contrast_set("poly", ["a"])


def test_labels_write_truth_values_and_numbers_as_r_does():
    assert mean_labels(pd.DataFrame({"x": [True, False]})) == ["TRUE", "FALSE"]
    assert mean_labels(pd.DataFrame({"x": [100000, 0.1 + 0.2]})) == ["x1e+05", "x0.3"]
    assert mean_labels(pd.DataFrame({"x": ["1_0", "2"]})) == ["1_0", "2"]
