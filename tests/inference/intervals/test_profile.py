"""Likelihood profiles and their ends, against R."""

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm.inference.intervals.profile_limits import signed_root

THEIRS = oracle.saved("profile")

# R refits at each step to epsilon 1e-12 of the deviance: 3e-6 of a standard error where that is
# linear convergence
RTOL = 3e-6
# R's ends are read off a spline through some ten points: right to about 1e-4 of the width
SPLINE = 2e-4
BUDWORM = pd.DataFrame(
    {
        "ldose": list(range(6)) * 2,
        "sex": ["M"] * 6 + ["F"] * 6,
        "dead": [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16],
    }
)
CBIND = "cbind(dead, 20 - dead) ~ "
INSURANCE = {
    "formula": "Claims ~ District + Group",
    "family": rglm.poisson(),
    "offset": "log(Holders)",
}
BIRTHS = {"formula": "low ~ age + lwt + race", "family": rglm.binomial(), "weights": "1 + smoke"}
FITS = {
    "budworm": (BUDWORM, {"formula": CBIND + "sex + ldose", "family": rglm.binomial()}),
    "cloglog": (BUDWORM, {"formula": CBIND + "sex * ldose", "family": rglm.binomial("cloglog")}),
    "insurance": ("insurance", INSURANCE),
    "quine": ("quine", {"formula": "Days ~ Age + Lrn", "family": rglm.quasipoisson()}),
    "quine_nb": ("quine", {"formula": "Days ~ Sex + Lrn", "family": rglm.negative_binomial(2)}),
    "air": ("airquality", {"formula": "Ozone ~ Wind + Temp", "family": rglm.Gamma("log")}),
    "swiss": (
        "swiss",
        {"formula": "Fertility ~ Agriculture + Education", "family": rglm.gaussian()},
    ),
    "mtcars": ("mtcars", {"formula": "am ~ wt", "family": rglm.binomial()}),
    "births": ("births", BIRTHS),
    "aliased": (
        "warpbreaks",
        {"formula": "breaks ~ wool + I(2 * (wool == 'B')) + tension", "family": rglm.poisson()},
    ),
}


def fit_of(name):
    data, given = FITS[name]
    data = oracle.data(data) if isinstance(data, str) else data
    control = {"epsilon": 1e-12, "maxit": 50}
    if name != "aliased":
        return rglm.glm(data=data, control=control, **given)
    with pytest.warns(rglm.RankWarning):
        return rglm.glm(data=data, control=control, **given)


@pytest.fixture(scope="module", params=FITS)
def case(request):
    return fit_of(request.param), THEIRS[request.param]


def test_traces(case):
    fit, theirs = case
    ours = fit.profile(del_=0.5)  # by a fifth of the quantile a gaussian one ends in a tie
    assert list(ours) == [n for n in fit.coef().index if not np.isnan(fit.coef()[n])]
    se = np.sqrt(np.diag(fit.vcov()))
    traces = [t for t in theirs["traces"].values() if t]
    for trace, frame in zip(traces, ours.values(), strict=True):
        assert frame.columns[0] == trace["name"][0]
        assert len(frame) == len(trace["z"])
        np.testing.assert_allclose(frame.iloc[:, 0], trace["z"], rtol=0, atol=RTOL)
        off = (frame.iloc[:, 1:].to_numpy() - oracle.numbers(trace["values"])) / se
        assert np.nanmax(np.abs(off)) < RTOL
        assert (np.isnan(off) == np.isnan(se)).all()


def test_limits(case):
    fit, theirs = case
    ours, theirs = fit.confint().to_numpy(), oracle.numbers(theirs["confint"])
    width = np.diff(theirs, axis=1)
    assert (np.isnan(ours) == np.isnan(theirs)).all()
    assert np.nanmax(np.abs(ours - theirs) / width) < SPLINE


def test_limits_agree_with_refits(case):
    fit, _ = case
    for name, ends in fit.confint().dropna().iterrows():
        tau = signed_root(fit, fit.coef().index.get_loc(name))
        assert [tau(end) for end in ends] == pytest.approx([1.959963984540054] * 2, rel=1e-6)


def test_a_narrower_profile_has_smaller_steps():
    fit = fit_of("mtcars")
    wide, narrow = fit.profile("wt")["wt"], fit.profile("wt", alpha=0.2)["wt"]
    assert narrow["z"].abs().max() < wide["z"].abs().max()
    few = fit.profile("wt", maxsteps=3, del_=0.1)["wt"]
    assert len(few) == 5
    np.testing.assert_allclose(np.diff(few["wt"]), 0.1 * fit.summary().coefficients.iloc[1, 1])


def test_a_profile_prints_as_in_r():
    shown = str(fit_of("mtcars").profile("wt")).splitlines()
    assert shown[0] == "$wt"
    assert shown[1].split() == ["z", "par.vals.(Intercept)", "par.vals.wt"]
    assert "$`(Intercept)`" in str(fit_of("mtcars").profile())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"alpha": 2}, "alpha=2: give a number between 0 and 1"),
        ({"maxsteps": 0}, "maxsteps=0"),
        ({"del_": -1}, "del_=-1"),
        ({"parm": "wtt"}, "parm='wtt' is no coefficient"),
    ],
)
def test_bad_arguments_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        fit_of("mtcars").profile(**given)


def test_a_fit_without_degrees_of_freedom_has_none():
    with pytest.raises(ValueError, match="the dispersion of this fit is nan"):
        rglm.glm("y ~ x", {"y": [1.0, 2], "x": [0.0, 1]}).profile()


def test_bias_reduced_estimates_have_none():
    fit = rglm.glm("am ~ wt", oracle.data("mtcars"), rglm.binomial(), method="brglm")
    with pytest.raises(ValueError, match="method='brglm' is at no maximum"):
        fit.profile()
    with pytest.raises(ValueError, match="use method='wald'"):
        fit.confint(method="profile")
    pd.testing.assert_frame_equal(fit.confint(), fit.confint(method="wald"))
