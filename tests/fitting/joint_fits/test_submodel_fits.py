"""Models with some of the columns, fitted together, beside the same models one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import (
    Gamma,
    binomial,
    glm,
    inverse_gaussian,
    negative_binomial,
    options,
    poisson,
    quasipoisson,
)
from rglm.fitting.joint_fits import predictor_sweep, submodel_fits
from rglm.fitting.joint_fits.predictor_sweep import sweep
from rglm.inference.nesting import submodels

FAMILIES = {
    "logit": (binomial(), "b"),
    "probit": (binomial("probit"), "b"),
    "poisson": (poisson(), "k"),
    "quasipoisson": (quasipoisson(), "k"),
    "negative binomial": (negative_binomial(2.0), "k"),
    "Gamma": (Gamma("log"), "g"),
    "inverse gaussian": (inverse_gaussian("log"), "g"),
}
TERMS = "f + x + ns(z, 3) + x:f + offset(o)"


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(3)
    n = 12_000
    d = pd.DataFrame(rng.normal(size=(n, 2)), columns=["x", "z"])
    d["f"] = rng.choice(list("abc"), n)
    d["o"], d["w"] = rng.normal(0, 0.2, n), rng.integers(0, 3, n)
    eta = 0.3 * d.x - 0.5 * (d.f == "b") + 0.2 * d.z + d.o
    d["b"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    d["k"], d["g"] = rng.poisson(np.exp(eta)), rng.gamma(2, np.exp(eta) / 2)
    d.loc[:20, "x"] = np.nan
    return d


@pytest.fixture
def one_by_one(monkeypatch):
    return lambda: monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", np.inf)


@pytest.fixture
def together(monkeypatch):
    """Common passes for any number of rows; the number of models that they fit."""
    monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", 0)
    found = []
    plain = submodels.fit_submodels

    def counted(*args):
        models = plain(*args)
        found.extend(not np.isnan(model.deviance) for model in models)
        return models

    monkeypatch.setattr(submodels, "fit_submodels", counted)
    return found


VERBS = {
    "drop1": lambda fit: fit.drop1(scope="~ f + x + ns(z, 3) + x:f"),
    "anova": lambda fit: fit.anova(),
    "anova type II": lambda fit: fit.anova(type="II"),
    "anova type III": lambda fit: fit.anova(type="III"),
    "add1": lambda fit: fit.add1("~ . + I(x^2) + x:z + I(z^4)"),
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("verb", VERBS)
def test_tables_are_those_of_single_fits(data, family, verb, together, one_by_one):
    (family, y), ask = FAMILIES[family], VERBS[verb]
    fit = glm(f"{y} ~ {TERMS}", data, family, weights="w", control={"epsilon": 1e-14})
    ours = ask(fit).table
    assert sum(together) >= 2
    one_by_one()
    # a deviance of 1e4 is rounded at 1e-11
    pd.testing.assert_frame_equal(ours, ask(fit).table, rtol=1e-8, atol=1e-9)


def test_step_takes_the_same_path(data, together, one_by_one):
    fit = glm(f"b ~ {TERMS} + I(x^2) + I(z^4)", data, binomial())
    ours = fit.step(trace=0)
    assert len(together) > 4
    one_by_one()
    theirs = fit.step(trace=0)
    assert ours.formula == theirs.formula
    pd.testing.assert_frame_equal(ours.anova_path.table, theirs.anova_path.table, rtol=1e-7)


def test_a_large_effect_is_left_to_single_fits(together):
    """Without it the weights are others, so that common steps are too slow."""
    rng = np.random.default_rng(5)
    d = pd.DataFrame({"x": rng.normal(size=5000), "z": rng.normal(size=5000)})
    d["y"] = (rng.random(5000) < 1 / (1 + np.exp(-5 * d.x))).astype(float)
    fit = glm("y ~ x + z", d, binomial())
    table = fit.drop1().table
    assert together == [False, True]
    alone = glm("y ~ z", d, binomial())
    assert table["Deviance"]["x"] == pytest.approx(alone.deviance, rel=1e-12)


def test_the_gradient_of_a_sweep_is_that_of_the_deviance(data):
    d = data.dropna()
    fit = glm("k ~ x + z", d, poisson(), weights="w")
    beta = fit._solution.beta + np.array([0.1, -0.2, 0.05])
    h = 1e-5
    moved = np.vstack([beta, *(beta + h * np.eye(3)), *(beta - h * np.eye(3))])
    found = sweep(fit._source, fit.family, moved)
    slopes = (found.deviances[1:4] - found.deviances[4:]) / (2 * h)
    np.testing.assert_allclose(-2 * found.gradients[0], slopes, rtol=1e-6)


def test_an_impossible_mean_has_no_deviance():
    d = pd.DataFrame({"x": np.linspace(1, 2, 30), "y": np.linspace(2, 4, 30)})
    fit = glm("y ~ x", d, Gamma("identity"))
    found = sweep(fit._source, fit.family, np.array([fit._solution.beta, [-1.0, 0.5]]))
    assert np.isfinite(found.deviances).tolist() == [True, False]


def test_any_number_of_threads_gives_the_same_bits(data):
    many = pd.concat([data] * 4, ignore_index=True)
    found = []
    for threads in (1, 2, 3):
        with options(threads=threads):
            found.append(glm(f"b ~ {TERMS} + z:x + I(z^2)", many, binomial()).drop1().table)
    pd.testing.assert_frame_equal(found[0], found[1], check_exact=True)
    pd.testing.assert_frame_equal(found[0], found[2], check_exact=True)


def test_many_models_go_in_groups(data, monkeypatch, together):
    monkeypatch.setattr(submodel_fits, "MAX_MODELS_AT_ONCE", 2)
    fit = glm("k ~ f + x + z + w", data, poisson())
    ours = fit.drop1().table
    monkeypatch.undo()
    pd.testing.assert_frame_equal(ours, fit.drop1().table, rtol=1e-9)
