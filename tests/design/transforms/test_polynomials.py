"""poly() against R's."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from rglm.design.transforms.polynomials import apply_poly, learn_poly, orthonormal, raw_powers
from rglm.design.transforms.scaling import apply_scale, learn_scale

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())
DATA = {name: np.array(x, dtype=float) for name, x in REFERENCE["data"].items()}
NEW = {name: np.array(x, dtype=float) for name, x in REFERENCE["new"].items()}

EXACT = 1e-12  # of the column's largest value: rounding in a few dozen operations
# The recurrence loses digits where the degree nears the number of values, or x spans decades, in
# R as here: against 120-digit arithmetic both are wrong by 1e-11 in these cases.
HARD = {("normal", 12): 1e-10, ("wide", 4): 1e-10}


def cases_of(function):
    return [case for case in REFERENCE["cases"] if case["word"] == function]


def error(ours, theirs):
    """The greatest difference, in units of each column's largest value."""
    theirs = np.array(theirs, dtype=float)
    assert ours.shape == theirs.shape
    return (np.abs(ours - theirs).max(axis=0) / np.abs(theirs).max(axis=0)).max()


@pytest.mark.parametrize("case", cases_of("poly"), ids=lambda c: f"{c['data']}-{c['degree']}")
def test_poly_as_in_R(case):
    x, new = DATA[case["data"]], NEW[case["data"]]
    tolerance = HARD.get((case["data"], case["degree"]), EXACT)
    state = learn_poly(x, case["degree"])
    np.testing.assert_allclose(state["alpha"], np.array(case["alpha"], float), rtol=tolerance)
    np.testing.assert_allclose(state["norm2"], np.array(case["norm2"], float), rtol=tolerance)
    assert error(apply_poly(state, x), case["basis"]) < tolerance
    predicted = apply_poly(state, new[: len(case["predicted"])])
    assert error(predicted, case["predicted"]) < tolerance


def test_poly_columns_are_orthonormal_and_orthogonal_to_the_constant():
    x = DATA["years"]
    basis = np.column_stack([np.full(x.size, x.size**-0.5), apply_poly(learn_poly(x, 5), x)])
    np.testing.assert_allclose(basis.T @ basis, np.eye(6), atol=1e-11)


def test_orthonormal_holds_up_to_the_number_of_values():
    x = DATA["wide"] - DATA["wide"].mean()
    basis = orthonormal(x, x.size - 1)
    np.testing.assert_allclose(basis.T @ basis, np.eye(x.size), atol=EXACT)


@pytest.mark.parametrize(
    ("learn", "apply"),
    [(lambda x: learn_poly(x, 3), apply_poly), (learn_scale, apply_scale)],
    ids=["poly", "scale"],
)
def test_a_state_pickles_and_applies_to_chunks(learn, apply):
    x = DATA["gaps"]
    state = pickle.loads(pickle.dumps(learn(x)))
    whole = apply(state, x)
    np.testing.assert_array_equal(
        np.concatenate([apply(state, x[:3]), apply(state, x[3:])]), whole
    )
    assert len(apply(state, x[:0])) == 0
    missing = np.isnan(whole.reshape(x.size, -1))
    assert (missing == np.isnan(x)[:, None]).all()


def test_missing_values_take_no_part_in_learning():
    x = DATA["gaps"]
    assert learn_poly(x, 2) == learn_poly(x[~np.isnan(x)], 2)
    assert learn_scale(x) == learn_scale(x[~np.isnan(x)])


def test_raw_powers():
    np.testing.assert_array_equal(raw_powers([2, 3], 3), [[2, 4, 8], [3, 9, 27]])


@pytest.mark.parametrize("degree", [0, -1, 1.5, True, "two", None])
def test_degree_must_be_a_whole_number(degree):
    with pytest.raises(ValueError, match="degree must be a whole number of at least 1"):
        learn_poly([1, 2, 3, 4], degree)


def test_degree_must_be_below_the_number_of_distinct_values():
    with pytest.raises(ValueError, match=r"degree \(3\) must be less than .* \(3\)"):
        learn_poly([1, 1, 2, 3, np.nan], 3)


@pytest.mark.parametrize(
    ("x", "kind", "message"),
    [
        (["a", "b"], TypeError, r"poly\(\): x must be numeric"),
        ([[1, 2], [3, 4]], ValueError, "one column"),
        ([1, 2, np.inf], ValueError, "1 infinite value"),
        ([np.nan, None], ValueError, "no values"),
    ],
)
def test_x_must_be_a_column_of_numbers(x, kind, message):
    with pytest.raises(kind, match=message):
        learn_poly(x, 1)
