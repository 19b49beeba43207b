"""Doses of a given mean against MASS's dose.p (dose_p.R)."""

from functools import cache

import numpy as np
import oracle
import pytest

import rglm
from rglm.datasets import load

CASES = {case["id"]: case for case in oracle.saved("dose_p")}
LOOSE = {"glm.nb": 1e-6}  # theta of glm.nb is R's to about 1e-8


@cache
def fit_of(name):
    case = CASES[name]
    given = {} if case["family"] is None else {"family": oracle.family(case["family"])}
    if case["weights"] is not None:
        given["weights"] = case["weights"]
    if case["fun"] == "glm":
        given["control"] = {"epsilon": 1e-14, "maxit": 100}
    return getattr(rglm, case["fun"])(case["formula"], oracle.data(case["data"]), **given)


@pytest.mark.parametrize("name", CASES)
def test_as_mass(name):
    case, rtol = CASES[name], LOOSE.get(name, oracle.RTOL)
    ours = fit_of(name).dose_p(case["p"], cf=[place - 1 for place in case["cf"]])
    assert list(ours.index) == case["names"]
    assert list(ours.columns) == ["Dose", "SE"]
    assert ours.attrs["p"] == case["p"]
    np.testing.assert_allclose(ours["Dose"], oracle.numbers(case["dose"]), rtol=rtol)
    np.testing.assert_allclose(ours["SE"], oracle.numbers(case["se"]), rtol=rtol)
    assert repr(ours).splitlines() == case["page"]


def test_names_and_places():
    fit = fit_of("budworm")
    by_name = fit.dose_p(0.25, cf=("sexF", "ldose"))
    assert by_name.equals(fit.dose_p(0.25, cf=(0, 2)))
    assert by_name["Dose"].item() == pytest.approx(2.23126465686119)


def test_a_robust_covariance():
    fit = fit_of("menarche")
    robust = fit.dose_p(vcov="HC3")
    again = fit.dose_p(vcov=fit.vcov(type="HC3"))
    assert robust.equals(again)
    assert robust["SE"].item() != fit.dose_p()["SE"].item()


def test_stripped_and_chunked():
    fit, data = fit_of("menarche"), oracle.data("menarche")
    assert fit.strip().dose_p().equals(fit.dose_p())
    parts = rglm.glm(
        "Menarche / Total ~ Age",
        lambda: (data.iloc[i : i + 9] for i in range(0, len(data), 9)),
        rglm.binomial(),
        weights="Total",
        control={"epsilon": 1e-14, "maxit": 100},
    )
    np.testing.assert_allclose(parts.dose_p(), fit.dose_p(), rtol=1e-9)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"p": 1.5}, ValueError, r"p=1.5: the mean of binomial \(logit\) lies between 0 and 1"),
        ({"p": [0.5, float("nan")]}, ValueError, "p=nan"),
        ({"p": []}, TypeError, r"a number or a list of numbers, got \[\]"),
        ({"p": "half"}, TypeError, "got 'half'"),
        ({"cf": (0, 9)}, ValueError, "cf= has the place 9, and the 3 coefficients are at 0 to 2"),
        ({"cf": (0, -1)}, ValueError, "cf= has the place -1"),
        ({"cf": ("sexF", "dose")}, ValueError, r"'dose' is no coefficient.*did you mean 'ldose'"),
        ({"cf": (0,)}, ValueError, "give two coefficients"),
        ({"cf": (2, 2)}, ValueError, "one coefficient twice"),
    ],
)
def test_errors(given, error, said):
    with pytest.raises(error, match=said):
        fit_of("budworm").dose_p(**given)


def test_more_than_two_coefficients_want_cf():
    """Else the effect of a factor would be taken for the slope of the dose, as MASS takes it."""
    fit = rglm.glm("cbind(dead, alive) ~ sex + ldose", load("budworm"), rglm.binomial())
    said = r"took '\(Intercept\)' for the intercept and 'sexM' for the slope .* by cf="
    with pytest.warns(rglm.warnings.FitWarning, match=said):
        assert fit.dose_p().equals(fit.dose_p(cf=(0, 1)))
    assert fit.dose_p(cf=("(Intercept)", "ldose"))["Dose"].item() == pytest.approx(
        3.2636, rel=1e-4
    )


def test_an_aliased_coefficient():
    with pytest.warns(rglm.RankWarning):
        fit = rglm.glm("mpg ~ wt + I(2 * wt)", oracle.data("mtcars"))
    with pytest.raises(ValueError, match=r"'I\(2 \* wt\)' is aliased"):
        fit.dose_p(20, cf=(0, 2))
