"""Dispersion tests, goodness of fit and the check in words, against R's AER."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import binomial, gaussian, glm, glm_nb, poisson, quasipoisson
from rglm.inference.htest import HTest

CASES = {c["id"]: c for c in oracle.saved("dispersion")}
RTOL = 1e-8  # both sides converge to epsilon = 1e-12
P_RTOL = 1e-6  # a p-value of 1e-40 multiplies the relative error of its statistic by 200


def power(mu):
    return mu**1.5


ASKED = [
    (None, "greater"),
    (None, "less"),
    (1, "two.sided"),
    (2, "greater"),
    (2, "less"),
    (power, "two_sided"),
    (3, "greater"),
]
fit_of = oracle.quiet_fits(CASES)


@pytest.mark.parametrize("name", [n for n, case in CASES.items() if "tests" in case])
def test_dispersiontest_as_in_AER(name):
    fit = fit_of(name)
    for (trafo, side), theirs in zip(ASKED, CASES[name]["tests"], strict=True):
        ours = fit.dispersiontest(trafo=trafo, alternative=side)
        ((label, estimate),) = ours.estimate.items()
        found = [ours.statistic["z"], ours.p_value, estimate, ours.null_value[label]]
        z, p, *rest = theirs["numbers"]
        np.testing.assert_allclose([found[0], *found[2:]], [z, *rest], rtol=RTOL)
        np.testing.assert_allclose(found[1], p, rtol=P_RTOL)
        assert str(ours).split("\n") == theirs["page"]


@pytest.mark.parametrize("name", CASES)
def test_goodness_of_fit_as_in_R(name):
    case, fit = CASES[name], fit_of(name)
    for test, symbol in (("pearson", "X-squared"), ("deviance", "Deviance")):
        found = fit.gof(test)
        value, p = case[test]
        np.testing.assert_allclose(found.statistic[symbol], value, rtol=RTOL)
        np.testing.assert_allclose(found.p_value, p, rtol=P_RTOL, atol=1e-300)
        assert found.parameter == {"df": case["df"]}
        assert f"{symbol} = " in str(found)


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_of_the_check(name):
    case, fit = CASES[name], fit_of(name)
    check = fit.check_overdispersion()
    assert check.ratio == pytest.approx(case["pearson"][0] / case["df"], rel=RTOL)
    assert check.p_value == pytest.approx(case["pearson"][1], rel=P_RTOL, abs=1e-300)
    if "zeros" in case:
        found = [check.zeros_observed, check.zeros_expected]
        np.testing.assert_allclose(found, case["zeros"], rtol=RTOL)
        assert check.z == pytest.approx(case["tests"][0]["numbers"][0], rel=RTOL)
    else:
        assert np.isnan(check.z)
        assert not check.excess_zeros


def test_the_words_for_counts():
    page = str(fit_of("warp").check_overdispersion())
    assert "Pearson chi-square: 180.7 on 48 degrees of freedom, p-value <2e-16" in page
    assert "variance of the responses is about 3.8 times what" in page
    assert "too small by a factor of about 1.9, the square root, if" in page.replace("\n", " ")
    assert "quasipoisson()       same estimates, standard errors times sqrt(ratio) = 1.9" in page
    assert "rows that belong together" in page
    assert "glm_nb()" in page
    assert "zero-inflated" not in page  # no row is zero
    assert max(map(len, page.split("\n"))) <= 80


def test_zeros_in_excess_lead_to_models_with_a_part_for_them():
    rng = np.random.default_rng(1)
    y = rng.poisson(6.0, 300) * (rng.random(300) > 0.3)
    check = glm("y ~ 1", {"y": y}, poisson()).check_overdispersion()
    assert check.excess_zeros
    assert check.verdict == "over"
    assert "zero-inflated, hurdle" in str(check)
    fine = glm("y ~ 1", {"y": rng.poisson(1.0, 300)}, poisson()).check_overdispersion()
    assert not fine.excess_zeros
    assert fine.verdict == "none"
    assert "no sign of overdispersion" in str(fine)
    assert "What to try" not in str(fine)


def test_underdispersion_is_reported():
    y = np.tile([9, 10, 11, 10], 20)
    page = str(glm("y ~ 1", {"y": y}, poisson()).check_overdispersion())
    assert "underdispersion" in page
    assert "not independent" not in page  # dependent rows vary more
    assert "quasipoisson()" in page
    assert "glm_nb()" not in page


def test_grouped_binomials():
    check = fit_of("cbind").check_overdispersion()
    assert check.verdict == "over"
    assert "quasibinomial()" in str(check)
    assert "beta-binomial" in str(check)
    assert "of the fitted numbers of successes or failures are below 1" in str(check)


def test_ungrouped_binary_data_cannot_say():
    fit = fit_of("binary")
    check = fit.check_overdispersion()
    assert check.verdict == "unknown"
    assert "cannot be seen in ungrouped binary data" in str(check)
    assert "What to try" not in str(check)
    assert "ungrouped 0/1 responses" in str(fit.gof("deviance"))
    assert "ungrouped" not in str(fit_of("menarche").gof("deviance"))


def test_an_object_pickles_and_shows_itself_in_a_notebook():
    check = fit_of("warp").check_overdispersion()
    assert pickle.loads(pickle.dumps(check)) == check
    assert check._repr_html_().startswith("<pre ")
    assert "<pre " in fit_of("warp").gof()._repr_html_()


def test_gof_of_glm_nb_says_that_theta_is_fitted_to_the_spread():
    fit = glm_nb("breaks ~ wool", oracle.data("warpbreaks"))
    assert "a large one says little" in str(fit.gof()).replace("\n", " ")
    assert fit_of("warp").gof().note == ""


def test_rows_that_na_exclude_leaves_out_do_not_count():
    # AER's test is NA here: it mixes padded and unpadded vectors
    data = oracle.data("airquality")
    kept = glm("Ozone ~ Wind", data, poisson(), na_action="na_exclude")
    left = glm("Ozone ~ Wind", data, poisson())
    assert kept.dispersiontest().statistic == left.dispersiontest().statistic
    assert kept.gof().p_value == left.gof().p_value


@pytest.mark.parametrize("family", [quasipoisson(), gaussian(), binomial()])
def test_only_poisson_fits_can_be_tested(family):
    fit = glm("y ~ 1", {"y": [0, 1, 1, 0, 1]}, family)
    with pytest.raises(ValueError, match=f"Poisson fits, and this one is {family.name}"):
        fit.dispersiontest()


@pytest.mark.parametrize("verb", ["gof", "check_overdispersion"])
def test_a_dispersion_that_is_estimated_cannot_be_checked(verb):
    fit = glm("breaks ~ wool", oracle.data("warpbreaks"), quasipoisson())
    with pytest.raises(ValueError, match=r"quasipoisson estimates it from the data"):
        getattr(fit, verb)()
    saturated = glm("y ~ x", {"y": [1, 3], "x": [0, 1]}, poisson())
    with pytest.raises(ValueError, match="degrees of freedom"):
        getattr(saturated, verb)()


def test_what_cannot_be_asked():
    fit = fit_of("warp")
    with pytest.raises(ValueError, match="did you mean 'greater'"):
        fit.dispersiontest(alternative="grater")
    with pytest.raises(ValueError, match="trafo='x'"):
        fit.dispersiontest(trafo="x")
    with pytest.raises(ValueError, match="finite number for each"), np.errstate(all="ignore"):
        fit.dispersiontest(trafo=lambda mu: np.log(mu - 1000))
    with pytest.raises(ValueError, match="did you mean 'deviance'"):
        fit.gof("devianc")


@pytest.mark.parametrize(
    ("z", "p", "parameter", "theirs"),
    [  # print(structure(list(...), class = "htest")) in R
        (-1e-5, 1e-20, {}, "z = -1e-05, p-value < 2.2e-16"),
        (123456.789, 1, {}, "z = 123457, p-value = 1"),
        (1e10, 1e-5, {"df": 12345}, "z = 1e+10, df = 12345, p-value = 1e-05"),
        (2.123456, 0.05, {"df": 47.5}, "z = 2.1235, df = 47.5, p-value = 0.05"),
        (float("nan"), 0.9999999, {}, "z = NaN, p-value = 1"),
        (-float("inf"), 0, {}, "z = -Inf, p-value < 2.2e-16"),
    ],
)
def test_the_line_of_numbers(z, p, parameter, theirs):
    test = HTest({"z": z}, p, "Some test", "fit", parameter)
    assert str(test).split("\n") == ["", "\tSome test", "", "data:  fit", theirs, ""]


def test_data_are_kept_as_they_were():
    data = oracle.data("warpbreaks").copy()
    before = data.copy()
    glm("breaks ~ wool", data, poisson()).check_overdispersion()
    pd.testing.assert_frame_equal(data, before)
