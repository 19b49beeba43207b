"""Errors of the arguments of ``lm``, ``aov`` and others name the function and what to do."""

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import aov, glm, lm, poisson
from rglm.datasets import load


@pytest.fixture(scope="module")
def data():
    return load("warpbreaks")


@pytest.mark.parametrize("function", ["lm", "aov", "glm", "glm_nb", "polr", "multinom"])
def test_arguments_in_the_wrong_order_name_the_function(data, function):
    model = getattr(rglm, function)
    with pytest.raises(TypeError, match=rf"then the data: {function}\('y ~ x', data\)$"):
        model(data, "breaks ~ wool")
    order = rf"{function}\('y ~ x', data, family\)" if function == "glm" else "argument of glm"
    for family in ("poisson", poisson()):
        with pytest.raises(TypeError, match=order):
            model("breaks ~ wool", family)


def test_a_formula_in_place_of_new_rows(data):
    with pytest.raises(TypeError, match="is a formula, and no path of a file; give a DataFrame"):
        lm("breaks ~ wool", data).predict("~ wool")


@pytest.mark.parametrize("function", ["lm", "aov", "glm", "glm_nb", "zeroinfl"])
def test_a_response_of_categories(data, function):
    model = getattr(rglm, function)
    own = rf"{function}\(\) models numbers here: pd\.to_numeric\(data\['{{}}'\]\).*"
    with pytest.raises(ValueError, match=own.format("wool") + r"glm\(\.\.\., family=binomial\(\)"):
        model("wool ~ breaks", data)
    with pytest.raises(ValueError, match=own.format("tension") + "multinom.* 3 categories"):
        model("tension ~ breaks", data)


def test_columns_of_different_lengths(data):
    y = np.arange(8.0)
    for x in (y[:5], list(y[:5]), pd.Series(y[:5])):
        given = {"y": y, "x": x}
        with pytest.raises(ValueError, match=r"data= differ in length: 'y' has 8, 'x' has 5"):
            lm("y ~ x", given)
    fit = lm("breaks ~ wool + tension", data)
    with pytest.raises(ValueError, match="newdata= differ in length: 'wool' has 2, 'tension' has"):
        fit.predict({"wool": ["A", "B"], "tension": ["L"]})
    assert len(fit.predict({"wool": ["A", "B"], "tension": "L"})) == 2


def test_new_rows_without_columns(data):
    with pytest.raises(ValueError, match="no column 'wool' in newdata=; it has no columns"):
        lm("breaks ~ wool", data).predict(pd.DataFrame())


@pytest.mark.parametrize("model", [lm, aov, glm])
def test_coefficients_go_by_name_and_not_by_place(data, model):
    fit = model("breaks ~ wool", data)
    with pytest.raises(TypeError, match=r"parm= .*, got 1; R's place 1 is '\(Intercept\)'"):
        fit.confint(1)
    with pytest.raises(TypeError, match="got 2; R's place 2 is 'woolB'"):
        fit.confint([2])
    with pytest.raises(TypeError, match=r"got 0; there are \(Intercept\), woolB"):
        fit.confint([0, 1])
    with pytest.raises(TypeError, match="hypothesis= .* got 2; R's place 2 is 'woolB'"):
        fit.wald_test(2)
    with pytest.raises(ValueError, match=r"names are texts, \['woolB'\]"):
        fit.wald_test([1])


def test_two_equals_signs_are_one(data):
    fit = lm("breaks ~ .", data)
    for python, r in [("woolB == 0", "woolB = 0"), ("woolB==tensionM", "woolB = tensionM")]:
        assert fit.wald_test(python).table.equals(fit.wald_test(r).table)
    with pytest.raises(ValueError, match="two '=' signs"):
        fit.wald_test("woolB == tensionM == 0")
    by_condition = lm("breaks ~ I(tension == 'L')", data)
    name = by_condition.coef().index[1]
    assert "==" in name
    assert by_condition.wald_test(f"{name} == 3").table["Df"].iloc[1] == 1
