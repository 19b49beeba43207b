"""bs() and ns() against R's splines package."""

import json
import pickle
import warnings
from pathlib import Path

import numpy as np
import pytest

from rglm.design.transforms.bspline_basis import bspline_basis
from rglm.design.transforms.splines import apply_bs, apply_ns, learn_bs, learn_ns

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())
DATA = {name: np.array(x, dtype=float) for name, x in REFERENCE["data"].items()}
NEW = {name: np.array(x, dtype=float) for name, x in REFERENCE["new"].items()}
CASES = [case for case in REFERENCE["cases"] if case["word"] in ("bs", "ns")]
FUNCTIONS = {"bs": (learn_bs, apply_bs), "ns": (learn_ns, apply_ns)}
NUMBERS = {"df": int, "degree": int, "knots": list, "Boundary.knots": list, "intercept": bool}

EXACT = 1e-12  # of the column's largest value: rounding in a few dozen operations
AT_THE_EDGE = "not inside the boundary"


def read(case):
    """x, new x, and the arguments in our spelling."""
    arguments = {}
    for name, value in dict(case["args"]).items():
        values = np.array(value, dtype=bool if name == "intercept" else float)
        whole = NUMBERS[name] is list
        arguments[name.lower().replace(".", "_")] = values if whole else NUMBERS[name](values[0])
    return DATA[case["data"]], NEW[case["data"]], arguments


def run(case):
    """The basis, the basis on new rows, and the warnings of the first."""
    x, new, arguments = read(case)
    learn, apply = FUNCTIONS[case["word"]]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        state = learn(x, **arguments)
        basis = apply(state, x)
        messages = [str(warning.message).strip() for warning in caught]
        predicted = apply(state, new)
    return state, basis, predicted, messages


def agree(ours, theirs):
    assert ours.shape == theirs.shape
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    scale = np.nanmax(np.abs(theirs), axis=0)
    difference = np.nanmax(np.abs(ours - theirs), axis=0)
    assert (difference <= EXACT * np.where(scale > 0, scale, 1)).all()


def name(case):
    """bs-ties-df=4-degree=3, for pytest."""
    return "-".join([case["word"], case["data"], *(f"{k}={v[0]}" for k, v in read_plain(case))])


def read_plain(case):
    return [(k, v) for k, v in dict(case["args"]).items() if NUMBERS[k] is not list]


@pytest.mark.parametrize("case", [c for c in CASES if "refused" not in c], ids=name)
def test_basis_as_in_R(case):
    state, basis, predicted, messages = run(case)
    knots, (low, high) = np.array(state["knots"]), state["boundary_knots"]
    tolerance = EXACT * max(abs(low), abs(high))
    np.testing.assert_allclose(knots, np.sort(np.array(case["knots"], float)), atol=tolerance)
    np.testing.assert_allclose((low, high), np.array(case["boundary"], float), atol=tolerance)
    assert [text for text in messages if AT_THE_EDGE not in text] == [
        text.strip() for text in case["warnings"]
    ]
    at_the_edge = ((knots <= low) | (knots >= high)).any()
    assert any(AT_THE_EDGE in text for text in messages) == at_the_edge

    # more knots on the upper boundary than the degree: a jump there, which R puts at the boundary
    # itself and we leave out; beyond it R has NaN from the first such knot on
    on_top = (knots >= high).sum()
    if on_top <= state.get("degree", 3):
        agree(basis, np.array(case["basis"], dtype=float))
    rows = NEW[case["data"]] < (np.inf if on_top == 0 else high)
    agree(predicted[rows], np.array(case["predicted"], dtype=float)[rows])


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=name)
def test_where_R_stops_we_warn_and_stay_finite(case):
    _, basis, predicted, messages = run(case)
    assert any(AT_THE_EDGE in text for text in messages)
    assert np.isfinite(basis).all()
    assert np.isfinite(predicted).all()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_state_pickles_and_applies_to_chunks(name):
    learn, apply = FUNCTIONS[name]
    x = DATA["gaps"]
    state = pickle.loads(pickle.dumps(learn(x, df=4)))
    whole = apply(state, x)
    np.testing.assert_array_equal(np.vstack([apply(state, x[:4]), apply(state, x[4:])]), whole)
    assert apply(state, x[:0]).shape == (0, 4)
    assert (np.isnan(whole) == np.isnan(x)[:, None]).all()
    assert np.isnan(apply(state, [np.nan])).all()


def test_an_infinite_value_has_no_basis():
    assert np.isnan(apply_bs(learn_bs([0, 1, 2]), [np.inf])).all()
    assert np.isnan(apply_ns(learn_ns([0, 1, 2]), [-np.inf])).all()


def test_b_splines_sum_to_one_and_are_never_negative():
    x = np.linspace(0, 9, 101)
    basis = apply_bs(learn_bs(x, knots=[1, 4, 4, 8], intercept=True), x)
    np.testing.assert_allclose(basis.sum(axis=1), 1, rtol=EXACT)
    assert (basis >= 0).all()


def test_natural_splines_are_linear_beyond_the_boundary():
    state = learn_ns(DATA["years"], df=4)
    for start in (1940.0, 2030.0):
        steps = np.diff(apply_ns(state, start + 10.0 * np.arange(4)), axis=0)
        np.testing.assert_allclose(steps - steps[0], 0, atol=1e-10)


def test_derivative_is_the_slope():
    knots, x, h = np.array([0, 0, 0, 0, 1, 2.5, 4, 4, 4, 4.0]), np.array([0.3, 1.7, 3.9]), 1e-6
    slope = (bspline_basis(knots, 3, x + h) - bspline_basis(knots, 3, x - h)) / (2 * h)
    np.testing.assert_allclose(bspline_basis(knots, 3, x, derivative=1), slope, atol=1e-8)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"degree": 0}, "degree must be a whole number of at least 1, not 0"),
        ({"df": 4.5}, "df must be a whole number"),
        ({"df": -1}, "df must be a whole number of at least 0, not -1"),
        ({"knots": [1, np.nan]}, "knots must be finite"),
        ({"boundary_knots": [3]}, "two different finite numbers"),
        ({"boundary_knots": [3, 3]}, "x goes from 0 to 9"),
        ({"boundary_knots": [20, 30], "df": 5}, "no value of x is inside"),
    ],
)
def test_arguments_out_of_range(arguments, message):
    with pytest.raises(ValueError, match=message):
        learn_bs(np.arange(10), **arguments)


def test_a_constant_has_no_spline():
    with pytest.raises(ValueError, match=r"ns\(\): the boundary knots must be two different"):
        learn_ns([4, 4, 4])


def test_text_is_no_number():
    with pytest.raises(TypeError, match=r"bs\(\): x must be numeric"):
        learn_bs(["a", "b"])


def test_a_long_column_of_few_values_has_the_same_bits(monkeypatch):
    x = np.random.default_rng(1).integers(0, 12, 500) / 11
    state = learn_bs(x, df=6)
    each = apply_bs(state, x)
    monkeypatch.setattr("rglm.design.transforms.bspline_basis.MIN_LONG_ROWS", 100)
    assert np.array_equal(apply_bs(state, x), each)
