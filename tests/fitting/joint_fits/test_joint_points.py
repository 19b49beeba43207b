"""Limits of profile intervals found together, beside those found one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, glm_nb, poisson
from rglm.fitting.joint_fits import joint_points, predictor_sweep

CASES = {
    "logit": ("b ~ f + x + z", binomial()),
    "cloglog": ("b ~ f + x + z", binomial("cloglog")),
    "poisson": ("k ~ f + x + z + offset(o)", poisson()),
    "Gamma": ("g ~ f + x + z", Gamma("log")),
}


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(8)
    n = 4000
    d = pd.DataFrame(rng.normal(size=(n, 2)), columns=["x", "z"])
    d["f"], d["o"] = rng.choice(list("abc"), n), rng.normal(0, 0.2, n)
    eta = 0.3 * d.x - 0.5 * (d.f == "b") + d.o
    d["b"] = (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    d["k"], d["g"] = rng.poisson(np.exp(eta)), rng.gamma(2, np.exp(eta) / 2)
    d["nb"] = rng.poisson(np.exp(eta) * rng.gamma(2, 0.5, n))
    return d


@pytest.mark.parametrize("case", CASES)
def test_intervals_are_those_found_one_by_one(data, case, monkeypatch):
    formula, family = CASES[case]
    fit = glm(formula, data, family, weights="1 + x^2" if case == "Gamma" else None)
    alone = fit.confint()
    monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", 0)
    calls = []
    plain = joint_points.sweep
    monkeypatch.setattr(joint_points, "sweep", lambda *a: calls.append(a) or plain(*a))
    together = fit.confint()
    assert 2 <= len(calls) <= 8
    gap = (together - alone).div(fit.summary().coefficients["Std. Error"], axis=0)
    assert gap.abs().to_numpy().max() < 1e-7


def test_negative_binomial(data, monkeypatch):
    fit = glm_nb("nb ~ f + x + z", data)
    alone = fit.confint()
    monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", 0)
    np.testing.assert_allclose(fit.confint(), alone, rtol=1e-7)


def test_slow_limits_are_left_to_the_other_way(monkeypatch):
    rng = np.random.default_rng(1)
    d = pd.DataFrame({"x": rng.normal(size=12), "z": rng.normal(size=12)})
    d["y"] = (rng.random(12) < 1 / (1 + np.exp(-2 * d.x))).astype(float)
    fit = glm("y ~ x + z", d, binomial())
    alone = fit.confint()
    monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", 0)
    np.testing.assert_allclose(fit.confint(), alone, rtol=1e-8)


def test_profiles_are_those_traced_one_by_one(data, monkeypatch):
    fit = glm("b ~ f + x + z", data, binomial())
    alone = fit.profile()
    monkeypatch.setattr(predictor_sweep, "MIN_JOINT_WORK", 0)
    together = fit.profile()
    for name in alone:
        pd.testing.assert_frame_equal(together[name], alone[name], rtol=1e-7)
