"""Where iteration starts decides how long it takes, and whether it can, but not the answer."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import (
    ConvergenceWarning,
    FitError,
    Gamma,
    binomial,
    gaussian,
    glm,
    glm_nb,
    inverse_gaussian,
    negative_binomial,
    poisson,
    quasibinomial,
    tweedie,
)
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
def test_the_answer_is_the_same(name):
    one, two = clots(), clots(**STARTS[name])
    np.testing.assert_allclose(two.coef(), one.coef(), rtol=RTOL)
    assert two.deviance == pytest.approx(one.deviance, rel=1e-10)
    assert two.null_deviance == pytest.approx(one.null_deviance, rel=1e-10)


def test_from_the_answer_it_takes_a_step():
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


def test_a_link_that_needs_a_start_says_so():
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


def test_a_first_step_that_leads_outside_says_what_to_do():
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


X = np.linspace(-2, 2, 30)
FAR = {
    "logit": (binomial(), (X + np.sin(9 * X) > 0) * 1),
    "probit": (binomial("probit"), (X + np.sin(9 * X) > 0) * 1),
    "cauchit": (binomial("cauchit"), (X + np.sin(9 * X) > 0) * 1),
    "cloglog": (binomial("cloglog"), (X + np.sin(9 * X) > 0) * 1),
    "quasi": (quasibinomial(), np.arange(30) % 2),
    "poisson": (poisson(), np.arange(30) % 7),
    "sqrt": (poisson("sqrt"), np.arange(30) % 7),
    "gamma": (Gamma("log"), 1 + np.arange(30) % 7),
    "inverse": (Gamma(), 1 + np.arange(30) % 7),
    "inverse gaussian": (inverse_gaussian("log"), 1 + np.arange(30) % 7),
    "negative binomial": (negative_binomial(2), np.arange(30) % 7),
    "tweedie": (tweedie(1.5, 0), np.arange(30) % 7),
    "gaussian log": (gaussian("log"), 1 + np.arange(30) % 7),
    "gaussian inverse": (gaussian("inverse"), 1 + np.arange(30) % 7),
}


def outcome(formula, family, y, **given):
    """The fit and what it warned of, or the words of its error."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            return glm(formula, {"y": y, "x": X}, family, **given), said
        except FitError as error:
            return None, str(error)


@pytest.mark.parametrize("name", FAR)
@pytest.mark.parametrize("formula", ["y ~ 1", "y ~ x"])
def test_a_start_far_off_ends_at_the_answer_or_says_so(name, formula):
    family, y = FAR[name]
    near, _ = outcome(formula, family, y)
    for value in (50, -50, 1e3, -1e3, 20, 5, -5, 1e-8):
        starts = {
            "start": [value] * (1 + (formula == "y ~ x")),
            "etastart": np.full(30, float(value)),
            "mustart": np.full(30, abs(value) / (1 + abs(value))),
        }
        for which, start in starts.items():
            fit, said = outcome(formula, family, y, **{which: start})
            if fit is None:
                assert "start=" in said
            elif fit.converged:
                assert fit.deviance == pytest.approx(near.deviance, rel=1e-6), (value, which)
            else:
                assert any("did not converge" in str(w.message) for w in said)


def test_a_start_that_is_given_up_is_named():
    # R says that it converged: 51.1 times the deviance of the null model
    with pytest.warns(ConvergenceWarning, match="that start was given up"):
        fit = glm("y ~ 1", {"y": [1, 0] * 15}, binomial(), start=[50])
    assert fit.deviance == pytest.approx(fit.null_deviance)
    fit = glm("y ~ 1", {"y": [1] * 10 + [0] * 5}, binomial(), start=[50])
    assert fit.coef().iloc[0] == pytest.approx(np.log(2))


def test_offsets_far_off():
    for family in (binomial(), poisson()):
        y = FAR["logit"][1]
        near, _ = outcome("y ~ x", family, y)
        for offset in (50.0, -50.0, 1e3, 1e5):
            fit, said = outcome("y ~ x", family, y, offset=np.full(30, offset))
            assert fit.deviance == pytest.approx(near.deviance, rel=1e-8)
            assert not said


def test_one_step_stays_one_step():
    with pytest.warns(ConvergenceWarning, match="did not converge in 1 iter"):
        fit = glm("y ~ 1", {"y": [1, 2, 3]}, poisson(), start=[3], control={"maxit": 1})
    assert fit.iter == 1
    assert fit.coef().iloc[0] == pytest.approx(3 + 2 / np.exp(3) - 1)


def test_glm_nb_far_off():
    y = FAR["negative binomial"][1] * 3
    near = glm_nb("y ~ x", {"y": y, "x": X})
    for value in (20, -20, 50, -50):
        fit = glm_nb("y ~ x", {"y": y, "x": X}, start=[value, value])
        assert fit.logLik() == pytest.approx(near.logLik(), rel=1e-10)
    for theta in (1e-6, 1e6):
        fit = glm_nb("y ~ x", {"y": y, "x": X}, init_theta=theta)
        assert fit.theta == pytest.approx(near.theta, rel=1e-6)
