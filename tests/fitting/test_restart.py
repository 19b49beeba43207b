"""Fits from a start that is far off reach the answer, or say that they do not."""

import warnings

import numpy as np
import pytest

import rglm

X = np.linspace(-2, 2, 30)
RESPONSES = {
    "logit": (rglm.binomial(), (X + np.sin(9 * X) > 0) * 1),
    "probit": (rglm.binomial("probit"), (X + np.sin(9 * X) > 0) * 1),
    "cauchit": (rglm.binomial("cauchit"), (X + np.sin(9 * X) > 0) * 1),
    "cloglog": (rglm.binomial("cloglog"), (X + np.sin(9 * X) > 0) * 1),
    "quasi": (rglm.quasibinomial(), np.arange(30) % 2),
    "poisson": (rglm.poisson(), np.arange(30) % 7),
    "sqrt": (rglm.poisson("sqrt"), np.arange(30) % 7),
    "gamma": (rglm.Gamma("log"), 1 + np.arange(30) % 7),
    "inverse": (rglm.Gamma(), 1 + np.arange(30) % 7),
    "inverse gaussian": (rglm.inverse_gaussian("log"), 1 + np.arange(30) % 7),
    "negative binomial": (rglm.negative_binomial(2), np.arange(30) % 7),
    "tweedie": (rglm.tweedie(1.5, 0), np.arange(30) % 7),
    "gaussian log": (rglm.gaussian("log"), 1 + np.arange(30) % 7),
    "gaussian inverse": (rglm.gaussian("inverse"), 1 + np.arange(30) % 7),
}


def outcome(formula, family, y, **given):
    """The fit and what it warned of, or the words of its error."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            return rglm.glm(formula, {"y": y, "x": X}, family, **given), said
        except rglm.FitError as error:
            return None, str(error)


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("formula", ["y ~ 1", "y ~ x"])
def test_a_far_start_ends_at_the_answer_or_warns(name, formula):
    family, y = RESPONSES[name]
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


def test_an_abandoned_start_warns():
    # R says that it converged: 51.1 times the deviance of the null model
    with pytest.warns(rglm.ConvergenceWarning, match="that start was given up"):
        fit = rglm.glm("y ~ 1", {"y": [1, 0] * 15}, rglm.binomial(), start=[50])
    assert fit.deviance == pytest.approx(fit.null_deviance)
    fit = rglm.glm("y ~ 1", {"y": [1] * 10 + [0] * 5}, rglm.binomial(), start=[50])
    assert fit.coef().iloc[0] == pytest.approx(np.log(2))


def test_large_offsets_end_at_the_answer():
    for family in (rglm.binomial(), rglm.poisson()):
        y = RESPONSES["logit"][1]
        near, _ = outcome("y ~ x", family, y)
        for offset in (50.0, -50.0, 1e3, 1e5):
            fit, said = outcome("y ~ x", family, y, offset=np.full(30, offset))
            assert fit.deviance == pytest.approx(near.deviance, rel=1e-8)
            assert not said


def test_maxit_1_takes_one_step():
    with pytest.warns(rglm.ConvergenceWarning, match="did not converge in 1 iter"):
        fit = rglm.glm("y ~ 1", {"y": [1, 2, 3]}, rglm.poisson(), start=[3], control={"maxit": 1})
    assert fit.iter == 1
    assert fit.coef().iloc[0] == pytest.approx(3 + 2 / np.exp(3) - 1)


def test_glm_nb_from_a_far_start_ends_at_the_answer():
    y = RESPONSES["negative binomial"][1] * 3
    near = rglm.glm_nb("y ~ x", {"y": y, "x": X})
    for value in (20, -20, 50, -50):
        fit = rglm.glm_nb("y ~ x", {"y": y, "x": X}, start=[value, value])
        assert fit.logLik() == pytest.approx(near.logLik(), rel=1e-10)
    for theta in (1e-6, 1e6):
        fit = rglm.glm_nb("y ~ x", {"y": y, "x": X}, init_theta=theta)
        assert fit.theta == pytest.approx(near.theta, rel=1e-6)
