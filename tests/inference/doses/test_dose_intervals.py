"""Intervals of doses: profiles beside refits with the dose held, and Fieller's."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from rglm import Gamma, binomial, glm, glm_nb, lm, negative_binomial
from rglm.datasets import load

BUDWORM, LOOMS = load("budworm"), load("warpbreaks")
FIT = glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial())
RNG = np.random.default_rng(1)
X = RNG.normal(size=30)
FLAT_DATA = pd.DataFrame({"x": X, "y": 1.0 * (RNG.random(30) < 1 / (1 + np.exp(-0.4 - 0.3 * X)))})
FLAT = glm("y ~ x", FLAT_DATA, binomial())


def deviance_with(p: float, dose: float, data: pd.DataFrame, formula: str) -> float:
    """The deviance of the fit with the mean p at a dose."""
    data = data.assign(held=norm.ppf(p) if "probit" in formula else np.log(p / (1 - p)))
    link = "probit" if "probit" in formula else "logit"
    name = formula.split()[0]
    response, dose_column = ("y", "x") if name == "y" else ("cbind(dead, alive)", "ldose")
    text = f"{response} ~ I({dose_column} - {float(dose)!r}) + offset(held) - 1"
    return glm(text, data, binomial(link), control={"epsilon": 1e-14}).deviance


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("link", ["logit", "probit"])
def test_profile_ends_are_where_the_deviance_has_risen(p: float, link: str) -> None:
    fit = glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial(link), control={"epsilon": 1e-14})
    found = fit.dose_p(p).confint(level=0.9)
    assert found.attrs["method"] == "profile"
    for end in found.to_numpy()[0]:
        rise = deviance_with(p, end, BUDWORM, link) - fit.deviance
        assert rise == pytest.approx(norm.ppf(0.95) ** 2, rel=1e-6)


def test_profile_regions_without_ends() -> None:
    found = FLAT.dose_p([0.3, 0.5, 0.9]).confint()
    assert found.iloc[1].tolist() == [-np.inf, np.inf]
    assert found.iloc[0, 0] == -np.inf
    assert found.iloc[2, 1] == np.inf
    for p, outside in zip([0.3, 0.9], np.array(found.attrs["outside"])[[0, 2]], strict=True):
        for end in outside:
            rise = deviance_with(p, end, FLAT_DATA, "y") - FLAT.deviance
            assert rise == pytest.approx(norm.ppf(0.975) ** 2, rel=1e-5)
    assert repr(found).splitlines() == [
        "            2.5 %     97.5 %",
        "p = 0.3:     -Inf -0.5448266",
        "p = 0.5:     -Inf        Inf",
        "p = 0.9: 1.549698        Inf",
        "p = 0.3: all doses but those from -0.5448266 to 1.1063390; the slope may be 0",
        "p = 0.5: every dose; the slope may be 0",
        "p = 0.9: all doses but those from -3.040501 to 1.549698; the slope may be 0",
    ]
    assert "every dose" in found._repr_html_()


@pytest.mark.parametrize("level", [0.3, 0.5, 0.95])
def test_fieller(level: float) -> None:
    """Whether a dose is inside is whether its hypothesis is not rejected."""
    p = np.array([0.3, 0.5, 0.9])
    found = FLAT.dose_p(p).confint(level, method="fieller")
    (a, b), v = FLAT.coef(), FLAT.vcov().to_numpy()
    doses = np.linspace(-60, 60, 4001)
    outside = np.array(found.attrs["outside"])
    for k, eta in enumerate(np.log(p / (1 - p))):
        square = (a + b * doses - eta) ** 2
        variance = v[0, 0] + 2 * doses * v[0, 1] + doses**2 * v[1, 1]
        expected = square <= norm.ppf((1 + level) / 2) ** 2 * variance
        low, high = found.to_numpy()[k]
        inside = (doses >= low) & (doses <= high)
        if np.isfinite(outside[k]).all():
            inside = (doses <= outside[k, 0]) | (doses >= outside[k, 1])
        np.testing.assert_array_equal(inside, expected)
        assert low <= FLAT.dose_p(p)["Dose"].iloc[k] <= high


def test_a_linear_model_has_fieller_by_t() -> None:
    fit = lm("mpg ~ wt", load("mtcars"))
    doses = fit.dose_p([20, 25])
    found = doses.confint()
    assert found.attrs["method"] == "fieller"
    np.testing.assert_allclose(found, doses.confint(method="profile"), rtol=1e-7)
    (a, b), v = fit.coef(), fit.vcov().to_numpy()
    for y, end in zip([20, 20, 25, 25], found.to_numpy().ravel(), strict=True):
        statistic = (a + b * end - y) ** 2 / (v[0, 0] + 2 * end * v[0, 1] + end**2 * v[1, 1])
        assert statistic == pytest.approx(student.ppf(0.975, 30) ** 2, rel=1e-8)


def test_wald_and_given_covariances() -> None:
    doses = FIT.dose_p([0.2, 0.5], vcov="HC3")
    assert doses.confint().attrs["method"] == "fieller"
    found = doses.confint(0.9, "wald")
    assert list(found) == ["5 %", "95 %"]
    q = norm.ppf(0.95)
    np.testing.assert_allclose(found["95 %"], doses["Dose"] + q * doses["SE"], rtol=1e-10)
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        doses.confint(method="profile")


@pytest.mark.parametrize("model", [glm, glm_nb])
def test_other_families(model: Any) -> None:
    """At the ends the fit with the dose held has a deviance that is 1.96^2 dispersions higher."""
    formula = "breaks ~ I(tension == 'L')"
    fit = glm(formula, LOOMS, Gamma("log")) if model is glm else glm_nb(formula, LOOMS)
    family = Gamma("log") if model is glm else negative_binomial(fit.theta)
    for end in fit.dose_p(25).confint().iloc[0]:
        held = LOOMS.assign(x=(LOOMS["tension"] == "L") - float(end), o=np.log(25))
        refit = glm("breaks ~ x - 1 + offset(o)", held, family)
        rise = (refit.deviance - fit.deviance) / fit.dispersion
        np.testing.assert_allclose(rise, norm.ppf(0.975) ** 2, rtol=1e-7)


def test_copies_and_what_has_none() -> None:
    doses = FIT.dose_p([0.2, 0.5])
    expected = doses.confint()
    assert pickle.loads(pickle.dumps(doses)).confint().equals(expected)
    with pytest.raises(ValueError, match="of the whole table"):
        doses.iloc[[0]].confint()
    with pytest.raises(ValueError, match="level=95"):
        doses.confint(95)
    with pytest.raises(ValueError, match="method='walt'.*did you mean 'wald'"):
        doses.confint(method="walt")
    with pytest.raises(ValueError, match="stripped of its rows"):
        FIT.strip().dose_p().confint()
    assert FIT.strip().dose_p().confint(method="fieller").notna().all(axis=None)
