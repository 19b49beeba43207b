"""Formulas that would never end: an answer within a second, or an error that says which limit."""

import time

import numpy as np
import pandas as pd
import pytest

from rglm import glm
from rglm.design.formula.parsed_formula import parse
from rglm.errors import FormulaError

SECONDS = 1.0  # of processor time
N = 40
RNG = np.random.default_rng(1)
DATA = pd.DataFrame(RNG.random((N, 24)), columns=[f"x{i}" for i in range(20)] + list("abcd"))
DATA = DATA.assign(y=RNG.random(N), g=list("uvwx") * (N // 4))

ANSWERED = {
    "y ~ (a+b+c+d)^12": 15,
    "y ~ (" + "+".join(f"x{i}" for i in range(6)) + ")^6": 63,
    "y ~ (a+b)^999999999999": 3,
    "y ~ " + "(" * 40 + "a+b+c" + ")^3" * 40: 7,
    "y ~ " + "(" * 30 + "a*b" + ")^2" * 30: 3,
    "y ~ " + "/".join(f"x{i}" for i in range(20)): 20,
    "y ~ " + " %in% ".join(f"x{i}" for i in range(20)): 1,
    "y ~ " + ":".join(["a", "b"] * 3000): 1,
    "y ~ " + "a + " * 5000 + "b": 2,
    "y ~ " + "a - " * 5000 + "b": 0,
    "y ~ I(" + "a + " * 5000 + "b)": 1,
    "y ~ I(" + " & ".join(["a > 0"] * 1000) + ")": 1,
    "y ~ I(a > " + "1" * 400 + ")": 1,
    "y ~ a" + " " * 100_000 + "+ b": 2,
}
REFUSED = {
    "y ~ " + "*".join(f"x{i}" for i in range(20)): "more than 6,000 terms",
    "y ~ (" + "*".join(f"x{i}" for i in range(12)) + ")^2": "more than 6,000 terms",
    "y ~ " + "(" * 5000 + "a" + ")" * 5000: "nested more than 100 deep",
    "y ~ I(" + "(" * 5000 + "a" + ")" * 5000 + ")": "nested more than 100 deep",
    "y ~ " + "log(" * 5000 + "a" + ")" * 5000: "nested more than 100 deep",
    "y ~ " + "(" * 5000 + "a": "nested more than 100 deep",
    "y ~ I(" + "-" * 5000 + "a)": "nested more than 100 deep",
    "y ~ I(" + "!" * 5000 + "a)": "nested more than 100 deep",
    "y ~ I(" + "^".join(["a"] * 5000) + ")": "nested more than 100 deep",
    "y ~ " + "a + " * 250_000 + "b": "at most 200,000 characters, this one 1,000,005",
    "y ~ a + " + "1" * 400: "a number in a formula is 1 or 0",
    "y ~ I(a * " + "9" * 5000 + ")": "is inf",
    "y ~ 9^9^9^9": "a number in a formula is 1 or 0",
    "y ~ I(9^9^9^9)": "is one value",
    "y ~ I(a + 9^9^9^9)": "is inf",
    "y ~ I(a * 2**10**10)": "is inf",
    "y ~ (a+b)^(9^9^9)": "the power of terms is a whole number",
    "y ~ (a+b)^-1": "the power of terms is a whole number",
    "y ~ (a+b)^1.5": "the power of terms is a whole number",
    "y ~ ns(a, 1e8)": r"ns\(\): df = 100,000,000 is above the limit of 1,000",
    "y ~ ns(a, 999)": "asks for more knots, 998, than x has values, 40",
    "y ~ bs(a, df = 1e8)": r"bs\(\): df = 100,000,000 is above the limit of 1,000",
    "y ~ bs(a, degree = 1e8)": r"bs\(\): degree = 100,000,000 is above the limit of 50",
    "y ~ bs(a, knots = 1:1e5)": "the number of knots = 100,000 is above the limit of 1,000",
    "y ~ cut(a, 1:1e9)": "the length of a sequence = 999,999,999 is above the limit of 100,000",
    "y ~ cut(a, 1e9)": "breaks = 1,000,000,000 is above the limit of 10,000",
    "y ~ cut(a, seq(0, 1, 1e-9))": "its length = 1,000,000,000 is above the limit of 100,000",
    "y ~ cut(a, seq(0, 1, 0))": "its length = inf is above the limit",
    "y ~ cut(a, 3, dig.lab = 1e9)": "dig_lab = 1,000,000,000 is above the limit of 50",
    "y ~ poly(a, 1e6)": r"poly\(\): degree = 1,000,000 is above the limit of 1,000",
    "y ~ poly(a, 1e6, raw = TRUE)": r"poly\(\): degree = 1,000,000 is above the limit of 1,000",
    "y ~ C(g, contr.sum(1e6))": "the number of levels = 1,000,000 is above the limit of 3,000",
    "y ~ C(g, contr.poly(2500))": "the number of levels = 2,500 is above the limit of 1,000",
    "y ~ I(a %in% 1:1e9)": "the length of a sequence",
    "y ~ I('a' * 10**9)": r"'\*' takes numbers, and text is none",
    "y ~ I(g * 3)": r"'\*' takes numbers, and a factor is none",
    "y ~ I(c(1, 2) * 1e9)": r"has 2 value\(s\) where the data have 40 rows",
    "y ~ " + "`" * 10_001: "cannot be read",
    "y ~ f(" + "," * 10_000 + ")": "cannot be read",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("formula", ANSWERED, ids=lambda f: f[:40])
def test_long_formulas_are_answered(formula):
    start = time.process_time()
    assert len(parse(formula).terms) == ANSWERED[formula]
    glm(formula, DATA)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("formula", REFUSED, ids=lambda f: f[:40])
def test_an_error_names_the_limit(formula):
    start = time.process_time()
    with pytest.raises(ValueError, match=REFUSED[formula]) as caught:
        glm(formula, DATA)
    assert time.process_time() - start < SECONDS
    assert len(str(caught.value)) < 2_100


@pytest.mark.parametrize("name", ["weights", "offset", "subset"])
def test_weights_offset_and_subset_have_the_same_limits(name):
    for text in ("(" * 5000 + "a" + ")" * 5000, "a + " * 250_000, "a * 1:1e9"):
        with pytest.raises(FormulaError):
            glm("y ~ a", DATA, **{name: text})


def test_the_size_of_a_design_is_checked_before_it_is_made():
    rng = np.random.default_rng(1)
    d = pd.DataFrame({name: rng.choice(list("abcdefghij"), 99) for name in "abcdefgh"})
    with pytest.raises(FormulaError, match="1,000,000"):
        glm("y ~ a*b*c*d*e*f*g*h", d.assign(y=1.0), context={})
