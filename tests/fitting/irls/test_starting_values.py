"""Where iteration starts decides how long it takes, and whether it can, but not the answer."""

import numpy as np
import pandas as pd
import pytest

from rglm import FitError, Gamma, binomial, gaussian, glm, poisson
from rglm.datasets import load

CLOTS = load("clotting")
# The answers differ by what the stopping rule leaves: epsilon of the deviance, 1e-12.
RTOL = 1e-7
TIGHT = {"epsilon": 1e-12}


def clots(**start):
    return glm("lot1 ~ log(u)", CLOTS, family=Gamma("log"), control=TIGHT, **start)


STARTS = {
    "coefficients": {"start": [5, -0.5]},
    "named coefficients": {"start": pd.Series({"log(u)": -0.5, "(Intercept)": 5})},
    "coefficients in a dict": {"start": {"log(u)": -0.5, "(Intercept)": 5}},
    "means": {"mustart": CLOTS["lot1"] * 0 + 30.0},
    "means as an expression": {"mustart": "lot1 + 5"},
    "predictor": {"etastart": np.full(len(CLOTS), 3.0)},
    "predictor as an expression": {"etastart": "log(lot1) / 2"},
}


@pytest.mark.parametrize("name", STARTS)
def test_the_start_does_not_change_the_answer(name):
    one, two = clots(), clots(**STARTS[name])
    np.testing.assert_allclose(two.coef(), one.coef(), rtol=RTOL)
    assert two.deviance == pytest.approx(one.deviance, rel=1e-10)
    assert two.null_deviance == pytest.approx(one.null_deviance, rel=1e-10)


def test_a_start_at_the_answer_takes_one_step_or_two():
    fit = clots()
    assert clots(start=fit.coef()).iter <= 2 < fit.iter
    assert clots(etastart=fit.linear_predictors).iter <= 2
    assert clots(mustart=fit.fitted()).iter <= 2


def test_the_start_of_the_predictor_includes_the_offset():
    data = CLOTS.assign(o=np.linspace(0, 1, len(CLOTS)))
    arguments = {"family": Gamma("log"), "offset": "o", "control": TIGHT}
    fit = glm("lot1 ~ log(u)", data, **arguments)
    again = glm("lot1 ~ log(u)", data, etastart=fit.linear_predictors, **arguments)
    assert again.iter <= 2
    np.testing.assert_allclose(again.coef(), fit.coef(), rtol=RTOL)


def test_a_link_that_needs_a_start_asks_for_one():
    # R: glm(c(-1, 2, 3) ~ 1, gaussian("log")): cannot find valid starting values
    with pytest.raises(FitError, match="supply start=, etastart= or mustart="):
        glm("y ~ 1", {"y": [-1, 2, 3]}, family=gaussian("log"))
    fit = glm("y ~ 1", {"y": [-1, 2, 3]}, family=gaussian("log"), mustart=[1, 2, 3])
    assert fit.coef().iloc[0] == pytest.approx(np.log(4 / 3))


@pytest.mark.parametrize(
    ("family", "start"), [(binomial("log"), [5, 1]), (poisson("identity"), [-9, 0])]
)
def test_an_impossible_start_is_refused(family, start):
    with pytest.raises(FitError, match="starting values give impossible fitted values"):
        glm("y ~ x", {"y": [0, 1, 1, 0], "x": [1, 2, 3, 4]}, family=family, start=start)


def test_a_first_step_to_impossible_means_asks_for_a_start():
    # R: glm(y ~ x, Gamma): no valid set of coefficients has been found
    data = {"y": [0.4, 5.1, 2.0, 0.3], "x": [1, 2, 3, 4]}
    with pytest.raises(FitError, match="no valid set of coefficients.*supply start="):
        glm("y ~ x", data, family=Gamma())


def test_weights_of_zero_at_the_start_are_refused():
    with pytest.raises(FitError, match="working weights are all zero, or infinite"):
        glm("y ~ x", {"y": [0, 1, 1, 0], "x": [1, 2, 3, 4]}, family=binomial(), mustart="y")


@pytest.mark.parametrize("start", [[1], [1, 2, 3], [1, np.nan], [1, np.inf]])
def test_a_start_of_the_wrong_shape_is_refused(start):
    with pytest.raises(ValueError, match=r"start= takes 2 finite coefficients.*\(Intercept\), x"):
        glm("y ~ x", {"y": [0.0, 1, 1, 0], "x": [1, 2, 3, 4]}, start=start)


def test_a_start_of_another_kind_is_refused_by_name():
    with pytest.raises((ValueError, TypeError), match="start="):
        glm("y ~ x", {"y": [0.0, 1, 1, 0], "x": [1, 2, 3, 4]}, start=["a", "b"])
