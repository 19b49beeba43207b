"""Profiles of the fits that are no glm: against MASS's polr, and against themselves."""

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm.datasets import load
from rglm.inference.intervals.likelihood_profile import profile

THEIRS = oracle.saved("likelihood_profile")
# polr's BFGS stops at 1e-8 of the deviance, at each step: the root of what is left in z, and the
# others up to about its root from their maximum, in standard errors
Z, OTHERS = 3e-6, 2e-4
# what a maximum found by Newton's method leaves, in z
RTOL = 1e-7
FITS = {
    "housing": {"formula": "Sat ~ Infl + Type + Cont", "weights": "Freq"},
    "probit": {"formula": "Sat ~ Infl + Cont", "weights": "Freq", "method": "probit"},
    "cloglog": {"formula": "Sat ~ Infl + Cont", "weights": "Freq", "method": "cloglog"},
    "wine": {"formula": "rating ~ temp + contact"},
}
QUINE = oracle.data("quine")
ORDINAL = rglm.polr(data=oracle.data("housing"), **FITS["housing"])


@pytest.mark.parametrize("key", FITS)
def test_traces_as_in_mass(key):
    fit = rglm.polr(data=oracle.data("wine" if key == "wine" else "housing"), **FITS[key])
    names, traces = THEIRS[key]["names"], profile(fit, alpha=0.05, del_=0.5)
    assert list(traces) == names
    errors = np.sqrt(fit._unscaled_variances[: len(names)])
    for name, theirs in THEIRS[key]["traces"].items():
        trace = traces[name]
        assert trace.columns.tolist() == ["z", *fit.names]
        np.testing.assert_allclose(trace["z"], theirs["z"], atol=Z)
        apart = (trace[names].to_numpy() - np.array(theirs["values"])) / errors
        np.testing.assert_allclose(apart, 0, atol=OTHERS)


def test_a_hurdle_is_a_glm_and_more():
    fit = rglm.hurdle("Days ~ Age + Sex", QUINE, dist="negbin")
    passed = rglm.glm(
        "I(Days > 0) ~ Age + Sex", QUINE, rglm.binomial(), control={"epsilon": 1e-14}
    )
    ours, theirs = profile(fit, ["zero_SexM", "zero_AgeF2"]), passed.profile(["SexM", "AgeF2"])
    for name, trace in theirs.items():
        np.testing.assert_allclose(ours[f"zero_{name}"]["z"], trace["z"], atol=1e-6)


@pytest.mark.parametrize("place", [0, -1])
def test_z_squared_is_the_fall_of_the_log_likelihood(place):
    fit = rglm.zeroinfl("Days ~ Sex + Eth | 1", QUINE)
    row = profile(fit, "count_SexM")["count_SexM"].iloc[place]
    data = QUINE.assign(o=row["count_SexM"] * (QUINE["Sex"] == "M"))
    lost = fit.logLik() - rglm.zeroinfl("Days ~ Eth + offset(o) | 1", data).logLik()
    assert abs(row["z"]) == pytest.approx(np.sqrt(2 * lost), rel=RTOL)


@pytest.mark.parametrize(
    ("fit", "name"),
    [
        (rglm.multinom("Sat ~ Infl", oracle.data("housing"), weights="Freq"), "High:InflHigh"),
        (rglm.betabinomial("cbind(dead, alive) ~ ldose", load("budworm")), "ldose"),
        (ORDINAL, "Low|Medium"),
    ],
)
def test_ends_of_intervals_lie_on_the_traces(fit, name):
    trace = profile(fit, name, del_=0.1, maxsteps=40)[name]
    ends = fit.confint(name, method="profile").to_numpy()[0]
    z = np.interp(ends, trace[name], trace["z"])
    np.testing.assert_allclose(z, [-1.959964, 1.959964], atol=2e-3)  # between points


def test_steps_and_their_end():
    assert len(profile(ORDINAL, "ContHigh", maxsteps=1)["ContHigh"]) == 1
    assert len(profile(ORDINAL, "ContHigh", maxsteps=3)["ContHigh"]) == 5
    z = profile(ORDINAL, "ContHigh", alpha=0.05)["ContHigh"]["z"]
    assert (z.iloc[[0, -1]].abs() > 1.959964).all()
    assert (z.iloc[1:-1].abs() < 1.959964).all()
    assert "$ContHigh" in repr(profile(ORDINAL, "ContHigh"))


def test_aliased_and_infinite_estimates_have_no_profile():
    with pytest.warns(rglm.RankWarning):
        fit = rglm.zeroinfl("Days ~ Sex + I(2 * (Sex == 'M')) | 1", QUINE)
    traces = profile(fit)
    assert [*traces] == ["count_(Intercept)", "count_SexM", "zero_(Intercept)"]
    assert traces["count_SexM"][fit.names[2]].isna().all()
    with pytest.warns(rglm.BoundaryWarning):
        fit = rglm.zeroinfl("Days ~ Sex", QUINE, dist="negbin")
    assert "zero_(Intercept)" not in profile(fit)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="did you mean 'ContHigh'"):
        profile(ORDINAL, "ContHihg")
    for given, words in (
        ({"alpha": 5}, "between 0 and 1"),
        ({"maxsteps": 0}, "at least one step"),
        ({"del_": 0}, "a step above 0"),
    ):
        with pytest.raises(ValueError, match=words):
            profile(ORDINAL, **given)


def test_an_infinite_limit_beyond_another_maximum():
    """A zero part that may become a step: all rows below z = c are zeros, those above Poisson."""
    rng = np.random.default_rng(4)
    data = pd.DataFrame({"z": rng.uniform(-1, 1, 40).round(2)})
    data["y"] = rng.poisson(1.5, 40) * (rng.uniform(size=40) < 0.9)
    fit = rglm.zeroinfl("y ~ 1 | z", data)
    above = data[data["z"] >= data.loc[data["y"] > 0, "z"].min()]
    step = rglm.glm("y ~ 1", above, rglm.poisson()).logLik()
    assert 2 * (float(fit.logLik()) - float(step)) < 3.84  # so that no end below is finite
    ends = fit.confint(["zero_(Intercept)", "zero_z"], method="profile")
    assert (ends["2.5 %"] == -np.inf).all()
    assert np.isfinite(ends["97.5 %"]).all()
