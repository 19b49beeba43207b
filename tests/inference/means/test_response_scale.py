"""Scales of transformed responses: the inverse of any chain of functions of one variable."""

from __future__ import annotations

import numpy as np
import pytest

from rglm import gaussian, glm, lm
from rglm.datasets import load

LOOMS = load("warpbreaks")
Y = LOOMS["breaks"].to_numpy(dtype=float)
RESPONSES = {
    "log(breaks)": "log",
    "I(log(breaks))": "log",
    "log(1 + breaks)": "log(1 + mu)",
    "log(2 * breaks + 1)": "log(2 * mu + 1)",
    "log(breaks, 10)": "log(mu, 10)",
    "3 * log(breaks)": "3*log",
    "log(breaks) + 1": "log(mu) + 1",
    "log(breaks / 100)": "log(mu/100)",
    "2 * sqrt(breaks)": "2*sqrt",
    "sqrt(breaks / 100)": "sqrt(mu/100)",
    "asin(sqrt(breaks / 100))": "asin(sqrt(mu/100))",
    "qlogis(breaks / 100)": "qlogis(mu/100)",
    "qnorm(breaks / 100)": "qnorm(mu/100)",
    "exp(breaks / 100)": "exp(mu/100)",
    "expm1(breaks / 100)": "expm1(mu/100)",
    "breaks^2": "mu^2",
    "breaks^(1/3)": "mu^(1/3)",
    "I(breaks^-0.5)": "mu^-0.5",
    "1 / breaks": "1/mu",
    "-100 / (breaks + 5)": "-100/(mu + 5)",
    "5 - log1p(breaks)": "5 - log1p",
    "(breaks^-1 - 1) / 2": "(mu^-1 - 1)/2",
}


@pytest.mark.parametrize("response", RESPONSES)
def test_the_inverse_gives_the_variable(response: str) -> None:
    fit = lm(f"{response} ~ tension", LOOMS)
    scale = fit.emmeans("tension").scale
    assert scale.text == RESPONSES[response]
    eta = fit.y.to_numpy()
    assert scale.link is not None
    np.testing.assert_allclose(scale.link.linkinv(eta), Y, rtol=1e-10)
    np.testing.assert_allclose(scale.link.linkfun(Y), eta, rtol=1e-10)
    step = 1e-5 * np.abs(eta)
    ends = [scale.link.linkinv(eta + k * step) for k in (1, -1)]
    np.testing.assert_allclose(scale.link.mu_eta(eta), (ends[0] - ends[1]) / (2 * step), rtol=1e-6)
    ends = [scale.link.mu_eta(eta + k * step) for k in (1, -1)]
    slopes = (ends[0] - ends[1]) / (2 * step)
    np.testing.assert_allclose(scale.link.d2mu_deta2(eta), slopes, rtol=1e-6)


@pytest.mark.parametrize(
    "response", ["breaks / 100", "breaks + 2", "I(breaks)", "sqrt(breaks) + sqrt(breaks + 1)"]
)
def test_what_has_no_other_scale(response: str) -> None:
    emm = lm(f"{response} ~ tension", LOOMS).emmeans("tension", type="response")
    assert not emm.scale.has_other
    assert "Means are of " in repr(emm)


def test_a_scaled_response() -> None:
    emm = lm("scale(breaks) ~ tension", LOOMS).emmeans("tension", type="response")
    plain = lm("breaks ~ tension", LOOMS).emmeans("tension")
    np.testing.assert_allclose(emm["response"], plain["emmean"], rtol=1e-12)
    np.testing.assert_allclose(emm["SE"], plain["SE"], rtol=1e-12)
    assert "back-transformed from the scale(28.1, 13.2) scale" in repr(emm)


def test_a_name_with_a_dot() -> None:
    data = LOOMS.rename(columns={"breaks": "n.breaks"})
    emm = lm("log(n.breaks + 1) ~ tension", data).emmeans("tension", type="response")
    plain = lm("log(breaks + 1) ~ tension", LOOMS).emmeans("tension", type="response")
    assert repr(emm) == repr(plain)


def test_a_link_and_a_function() -> None:
    """Both are undone."""
    fit = glm("log(breaks) ~ tension", LOOMS, gaussian("inverse"))
    emm = fit.emmeans("tension", type="response")
    np.testing.assert_allclose(emm["response"], np.exp(1 / fit.emmeans("tension")["emmean"]))
    assert "from the log[inverse] scale" in repr(emm)


@pytest.mark.parametrize(
    ("response", "label", "power"),
    [
        ("log(breaks)", "log", 1.0),
        ("log10(breaks)", "log10", np.log(10)),
        ("3 * log(breaks)", "3*log", 1 / 3),
        ("log(breaks + 1)", "log", 1.0),
    ],
)
def test_ratios(response: str, label: str, power: float) -> None:
    emm = lm(f"{response} ~ tension", LOOMS).emmeans("tension")
    pairs = emm.contrast("pairwise").summary(type="response")
    differences = emm.contrast("pairwise")["estimate"]
    np.testing.assert_allclose(pairs["ratio"], np.exp(power * differences))
    assert f"on the {label} scale" in repr(pairs)
    assert not lm("log1p(breaks) ~ tension", LOOMS).emmeans("tension").scale.has_ratios
