"""Hypotheses as text become the matrix and the right side of linear constraints."""

import numpy as np
import pytest

from rglm.design.linear_constraints import read_constraints
from rglm.errors import FormulaError

NAMES = [
    "(Intercept)",
    "x",
    "x1",
    "`x 1`",
    "poly(x, 2)1",
    "poly(x, 2)2",
    "I(x^2)",
    "I(x - 1)",
    "log(u)",
    "a:b",
    "x:log(u)",
    "agegp35-44",
    "agegp<1l",
    "`my g`B",
    "gp=q",
    "ge f",
    "v.x",
    "c+d",
    "cut(x, c(0, 1))(0,1]",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["{}", "{}=0", "2*{} = 0", " 2 {} ", "x = {}", "3 - {}*2 = x/4"])
def test_every_name_is_read_as_its_coefficient(name, form):
    constraints = read_constraints(form.format(name), NAMES)
    position, x = NAMES.index(name), NAMES.index("x")
    expected = {x, position} if "x" in form else {position}
    if form == "x = {}" and name == "x":
        expected = set()
    assert set(np.flatnonzero(constraints.matrix[0])) == expected


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("x 1 = 2", {"`x 1`": 1}, 2),
        ("my gB - ge f", {"`my g`B": 1, "ge f": -1}, 0),
        ("poly(x,2)1 = poly(x,  2)2", {"poly(x, 2)1": 1, "poly(x, 2)2": -1}, 0),
        ("agegp35-44 - x = 1e-3", {"agegp35-44": 1, "x": -1}, 1e-3),
        ("x = -3", {"x": 1}, -3),
        ("-x = +3", {"x": -1}, 3),
        ("x = --3", {"x": 1}, 3),
        ("x - -x1", {"x": 1, "x1": 1}, 0),
        ("2*-(x + 1) = -(x1 - 1e2)", {"x": -2, "x1": 1}, 102),
        ("x/-2 = 1", {"x": -0.5}, 1),
        ("2x + .5 x1 = 5.", {"x": 2, "x1": 0.5}, 5),
        ("2(x + x1)/4 - 3 = (x)", {"x": -0.5, "x1": 0.5}, 3),
        ("1/3*x", {"x": 1 / 3}, 0),
        ("(1 + 1) x = 2*3", {"x": 2}, 6),
        ("x + x + x", {"x": 3}, 0),
        ("1e6 x = 1.5E+2", {"x": 1e6}, 150),
    ],
)
def test_algebra_gives_a_row_and_a_value(text, row, value):
    constraints = read_constraints(text, NAMES)
    expected = [row.get(name, 0) for name in NAMES]
    np.testing.assert_allclose(constraints.matrix, [expected], 1e-15)
    np.testing.assert_allclose(constraints.values, [value], 1e-15)


def test_hypotheses_may_be_several_in_a_text_or_a_list():
    one = read_constraints("poly(x, 2)1 = 0, x = 1, a:b", NAMES)
    two = read_constraints(["poly(x, 2)1 = 0", "x = 1, a:b"], NAMES)
    np.testing.assert_array_equal(one.matrix, two.matrix)
    np.testing.assert_array_equal(one.values, [0, 1, 0])
    assert one.has_equals == two.has_equals == (True, True, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Intercept = 0", r"no coefficient 'Intercept' \(did you mean '\(Intercept\)'"),
        ("poly(x, 3)1 = 0", r"no coefficient 'poly\(x, 3\)1' \(did you mean 'poly\(x, 2\)1'"),
        ("a:c", "no coefficient 'a:c' .did you mean 'a:b'"),
        ("log (u)", "no coefficient 'log'"),
        ("`x 2`", "no coefficient '`x 2`'"),
        ("`x", "no coefficient '`x'"),
        ("x^2", r"no coefficient '\^2'"),
        ("x; x1", "no coefficient ';'"),
        ("x = x1 = v.x", "two '=' signs"),
        ("x*x1", "not linear"),
        ("1/x", "not linear"),
        ("x/0", "not linear"),
        ("", "is empty"),
        ("x,,x1", "is empty"),
        ("x,", "is empty"),
        ("3 = 3", "names no coefficient"),
        ("(x", "brackets"),
        ("x)", "brackets"),
        ("x - (x1 = 2)", "brackets"),
        ("x x1", "cannot be read"),
        ("x 2", "cannot be read"),
        ("x =", "cannot be read"),
        ("x + ", "cannot be read"),
        ("x / -(2 + 1)", "cannot be read"),
        ("= x", "cannot be read"),
        ("x * * 2", "cannot be read"),
        ("()", "names no coefficient"),
        ("() x", "cannot be read"),
    ],
)
def test_the_error_says_why_a_text_cannot_be_read(text, message):
    with pytest.raises(ValueError, match=message):
        read_constraints(text, NAMES)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a = 1e999999999", "no number of R's"),
        ("(" * 5000 + "a" + ")" * 5000, "depth of the brackets"),
        ("a" + " + a" * 100_000, "number of characters"),
    ],
)
def test_a_hypothesis_has_limits(text, limit):
    with pytest.raises(FormulaError, match=limit):
        read_constraints(text, ["a"])
