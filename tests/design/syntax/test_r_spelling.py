"""Columns with names that are hard to spell keep them: on R's pages, and through every verb.

The R script is tests/reference/names.R.
"""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rglm import binomial, glm, hurdle, poisson
from rglm.design.evaluation.expressions import column, expression
from rglm.design.formula.parsed_formula import parse
from rglm.design.formula.update_formula import update_formula
from rglm.design.syntax.r_spelling import quote_name

REFERENCE = oracle.saved("names")
CASES = {case["name"]: case for case in REFERENCE["cases"]}
OURS = ["", ".", "True", "`a`", "$", "word:log", "__state__", "__class__", "=log(z)", "\u200b"]
OURS += ["(Intercept)", "stats::poly", "np.pi", "x.clip", "offset(z)", "a{b}", "(weights)", "NA"]
PARENTHESES_IN_R = ["a|b"]


def frame(name):
    return pd.DataFrame(
        {"y": REFERENCE["y"], name: REFERENCE["x"], "z": REFERENCE["z"]}, dtype=float
    )


def texts(name):
    return frame(name).assign(**{name: list("uvw") * 4})


@pytest.mark.parametrize("name", CASES)
def test_names_as_in_R(name):
    case, q = CASES[name], quote_name(name)
    fit = glm(f"y ~ {q} + z", frame(name), poisson())
    assert fit.formula == case["text"]
    assert list(fit.terms) == case["labels"]
    assert list(fit.coefficients.index) == case["coefficients"]
    if name not in PARENTHESES_IN_R:
        assert update_formula(fit._parsed_formulas, f". ~ . + z:{q}") == case["updated"]
    wrapped = glm(f"y ~ I({q}^2)", frame(name), poisson())
    assert wrapped.coefficients.index[1] == case["wrapped"]
    coded = glm(f"y ~ {q}", texts(name), poisson())
    assert list(coded.coefficients.index) == case["levels"]


@pytest.mark.parametrize("name", [*CASES, *OURS])
def test_every_verb_keeps_a_name(name):
    data, q = frame(name), quote_name(name)
    fit = glm("y ~ .", data, poisson())
    assert fit.formula == f"y ~ {q} + z"
    assert list(fit.update(f". ~ . - z + z:{q}").terms) == [q, f"{q}:z"]
    assert q in fit.drop1().table.index
    assert q in fit.anova().table.index
    assert q in glm("y ~ z", data, poisson()).add1(f"~ . + {q}").table.index
    assert glm("y ~ 1", data, poisson()).step(f"~ {q} + z", trace=False).formula.startswith("y ~")
    np.testing.assert_allclose(fit.predict(data), fit.linear_predictors)
    again = pickle.loads(pickle.dumps(fit))
    np.testing.assert_allclose(again.predict(data), fit.linear_predictors)
    own = glm("y ~ z", data, poisson(), weights=f"abs({q})", offset=q, subset=f"{q} > -1")
    assert own.update(". ~ .").deviance == own.deviance
    assert glm(f"{q} ~ z", data).update(". ~ . + y").formula == f"{q} ~ z + y"
    assert glm(f"cbind(y, abs({q})) ~ z", data.round() + 1, binomial()).rank == 2
    assert repr(fit)
    assert repr(fit.summary())


@pytest.mark.parametrize("name", ["a`b", "a\\b", "a|b", "a~b", "", ".", "and"])
def test_names_in_contrasts_and_in_two_parts(name):
    q, coded = quote_name(name), texts(name)
    fit = glm(f"y ~ {q} + z", coded, poisson(), contrasts={name: "contr_sum"})
    assert fit.coefficients.index[1] == f"{q}1"
    assert fit.update(". ~ . - z").coefficients.index[1] == f"{q}1"
    zeros = pd.concat([coded, coded.assign(y=0.0)], ignore_index=True)
    two = hurdle(f"y ~ {q} | z", zeros)
    assert two.formula == f"y ~ {q} | z"
    assert two.update(f". ~ . | . + {q}").formula == f"y ~ {q} | z + {q}"


NAMES = st.text(min_size=0, max_size=12) | st.text("`\\'\"\n.~|:+-*/^()[]{}%$ _a1", max_size=8)


@settings(max_examples=200, deadline=None)
@given(NAMES)
def test_a_name_is_read_back(name):
    assert expression(quote_name(name)).column == name
    assert pickle.loads(pickle.dumps(column(name))).column == name


@settings(max_examples=100, deadline=None)
@given(st.lists(NAMES.filter(lambda name: name != "y"), min_size=3, max_size=5, unique=True))
def test_a_formula_of_any_names_is_read_back(names):
    parsed = parse("y ~ .", ["y", *names])
    columns = [e.column for e in parsed.expressions.values()]
    assert columns == names
    for text in (parsed.text, update_formula([parsed], ". ~ .")):
        assert [e.column for e in parse(text).expressions.values()] == names
    fewer = update_formula(
        [parsed], f". ~ . - {quote_name(names[0])} + {quote_name(names[1])}:exp(y)"
    )
    assert [e.column for e in parse(fewer).expressions.values()][: len(names) - 1] == names[1:]


def test_two_columns_that_look_alike_are_two():
    data = pd.DataFrame(
        {"y": [1.0, 2, 4, 3, 7], "log(z)": [3.0, 1, 4, 1, 5], "z": [1.0, 2, 4, 3, 5]}
    )
    fit = glm("y ~ `log(z)` + log(z)", data)
    assert list(fit.coefficients.index) == ["(Intercept)", "`log(z)`", "log(z)"]
    assert fit.update(". ~ .").deviance == fit.deviance


def test_numbers_of_many_digits_stay_what_they_are():
    data = pd.DataFrame({"y": [1.0, 2, 4, 3], "x": [0.1, 0.30000000000000004, 0.3, 0.5]})
    fit = glm("y ~ I(x > 0.30000000000000002)", data)
    assert fit.coefficients.index[1] == "I(x > 0.3)TRUE"  # as in R
    assert fit.update(". ~ .").deviance == fit.deviance
    np.testing.assert_allclose(pickle.loads(pickle.dumps(fit)).predict(data), fit.fitted_values)
