"""confint of every model: R's default, and both methods under one name (reference/intervals.R)."""

import warnings
from functools import cache

import numpy as np
import oracle
import pytest
from scipy.special import ndtri

import rglm
from rglm import betabinomial, glm, glm_nb, hurdle, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.intervals.confint import confint

R = oracle.saved("intervals")
LOOMS, BIO, LIRAT = load("warpbreaks"), oracle.data("biochemists"), oracle.data("lirat")
FITS = {
    "glm": lambda: glm("breaks ~ wool + tension", LOOMS, "poisson"),
    "nb": lambda: glm_nb("breaks ~ wool + tension", LOOMS),
    "polr": lambda: polr("ordered(tension) ~ breaks + wool", LOOMS),
    "multinom": lambda: multinom("tension ~ breaks", LOOMS),
    "zeroinfl": lambda: zeroinfl("art ~ fem + ment | ment", BIO),
    "hurdle": lambda: hurdle("art ~ fem + ment | ment", BIO),
    "betabinomial": lambda: betabinomial("cbind(R, N - R) ~ hb", LIRAT),
}
PROFILED = ("glm", "nb", "polr")


@cache
def fit_of(name):
    return FITS[name]()


@pytest.mark.parametrize("name", FITS)
def test_the_default_method_is_that_of_r(name):
    ours = fit_of(name).confint()
    assert ours.index.tolist() == R[name]["names"]
    # R interpolates profiles; its Hessians of the others are by differences
    theirs = np.column_stack([R[name]["low"], R[name]["high"]])
    np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-4)
    assert ours.attrs["method"] == ("profile" if name in PROFILED else "wald")


def test_a_profile_interval_as_in_vgam():
    ours = fit_of("betabinomial").confint(method="profile")
    theirs = R["betabinomial_profile"]
    np.testing.assert_allclose(ours, np.column_stack([theirs["low"], theirs["high"]]), rtol=5e-3)


@pytest.mark.parametrize("name", FITS)
def test_both_methods_of_every_model(name):
    fit = fit_of(name)
    wald, profile = (fit.confint(method=m, level=0.9) for m in ("wald", "profile"))
    assert wald.attrs["method"] == "wald"
    assert profile.attrs["method"] == "profile"
    assert wald.columns.tolist() == profile.columns.tolist() == ["5 %", "95 %"]
    values = fit.coefficients.to_numpy().ravel()
    se = np.sqrt(np.diag(fit.vcov()))[: len(values)]
    z = -ndtri(0.05)
    expected = values[:, None] + se[:, None] * [-z, z]
    np.testing.assert_allclose(wald, expected, rtol=1e-8)
    np.testing.assert_allclose(profile, wald, atol=0.6 * se.max())
    assert not np.allclose(profile, wald, rtol=1e-6)


@pytest.mark.parametrize("name", FITS)
def test_the_arguments_are_the_same_everywhere(name):
    fit = fit_of(name)
    label = R[name]["names"][-1]
    one = fit.confint(label, level=0.8, method="wald")
    assert one.index.tolist() == [label]
    robust = fit.confint([label], vcov="HC0")
    assert robust.attrs["method"] == "wald"
    with pytest.raises(ValueError, match="method='walt': use one of profile, wald.*'wald'"):
        fit.confint(method="walt")
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        fit.confint(method="profile", vcov="HC0")
    with pytest.raises(TypeError, match="no argument 'profile' .here it is method='profile'"):
        fit.confint(profile=True)
    for ends in (
        fit.tidy(conf_int=True, method="wald"),
        fit.tidy(conf_int=True, method="profile"),
    ):
        assert {"conf_low", "conf_high"} <= set(ends)


def test_fits_without_a_profile_are_refused():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        fit = glm("breaks > 30 ~ wool", LOOMS, "binomial", method="brglm")
    assert fit.confint().attrs["method"] == "wald"
    with pytest.raises(ValueError, match="use method='wald'"):
        fit.confint(method="profile")


def test_the_docstring_names_the_default_of_every_model():
    for function in ("glm", "glm_nb", "polr", "multinom", "zeroinfl", "hurdle", "betabinomial"):
        assert f"`{function}`" in confint.__doc__
