"""Tests of the errors of linear models, against car and lmtest."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, glm_nb, lm, poisson
from rglm.models.base.missing_verbs import MissingVerbError
from rglm.warnings import FitWarning, RankWarning

SAVED = oracle.saved("error_tests")
CASES = {c["id"]: c for c in SAVED["cases"]}
PAGES = SAVED["pages"]
RTOL = 1e-8
# R sums the distribution of Durbin and Watson's statistic with 15 terms
PAN_TOLERANCE = 1e-7
SIDES = ("greater", "two.sided", "less")
MTCARS, WARP = oracle.data("mtcars"), oracle.data("warpbreaks")
# of a residual whose size is a small difference: Longley's columns are nearly dependent
LONGLEY_RTOL = 1e-6


@pytest.fixture(scope="module")
def fits():
    return {name: fit_of(name) for name in CASES}


def fit_of(name):
    case = CASES[name]
    if name == "aliased":
        with pytest.warns(RankWarning):
            return lm(case["formula"], oracle.data(case["data"]))
    return lm(case["formula"], oracle.data(case["data"]))


def assert_outliers(ours, theirs, rtol=RTOL):
    table = ours.table
    np.testing.assert_allclose(table["rstudent"].abs(), np.abs(theirs["rstudent"]), rtol=rtol)
    # the p-value of a t of 5 has a relative error ten times that of t
    np.testing.assert_allclose(table["unadjusted p-value"], theirs["p"], rtol=30 * rtol)
    np.testing.assert_allclose(table["Bonferroni p"], theirs["bonf"], rtol=30 * rtol)


@pytest.mark.parametrize("name", CASES)
def test_outliers_are_those_of_car(name, fits):
    rtol = LONGLEY_RTOL if name == "longley" else RTOL
    ours = fits[name].outlierTest(cutoff=float("inf"), n_max=4)
    assert_outliers(ours, CASES[name]["outliers"], rtol)
    assert ours.signif


GLMS = {
    "poisson": lambda: glm("breaks ~ wool + tension", WARP, poisson()),
    "quasi": lambda: glm("breaks ~ wool + tension", WARP, "quasipoisson"),
    "binomial": lambda: glm("low ~ lwt + smoke", oracle.data("births"), binomial()),
    "gamma": lambda: glm("Volume ~ Girth", oracle.data("trees"), Gamma("log")),
    "gaussian": lambda: glm("Volume ~ Girth", oracle.data("trees"), gaussian()),
    "negbin": lambda: glm_nb("Days ~ Sex + Age", oracle.data("quine")),
}
NEGBIN_RTOL = 1e-5  # MASS stops the search for theta at 1e-4 of its step


@pytest.mark.parametrize("name", GLMS)
def test_outliers_of_generalized_linear_models(name):
    rtol = NEGBIN_RTOL if name == "negbin" else RTOL
    assert_outliers(GLMS[name]().outlierTest(float("inf"), 4), SAVED["glms"][name], rtol)


@pytest.mark.parametrize("name", CASES)
def test_durbin_watson_is_that_of_lmtest(name, fits):
    case, fit = CASES[name], fits[name]
    ways = {"dw": {}, "approximate": {"exact": False}}
    if case["ordered"]:
        ways["ordered"] = {"order_by": case["order_by"]}
    for way, arguments in ways.items():
        for side in SIDES:
            ours, theirs = fit.dwtest(alternative=side, **arguments), case[way][side]
            assert ours.statistic["DW"] == pytest.approx(theirs["statistic"], rel=LONGLEY_RTOL)
            if name == "aliased":
                continue  # R counts the aliased column in the distribution
            tolerance = RTOL if way == "approximate" else PAN_TOLERANCE
            assert ours.p_value == pytest.approx(theirs["p"], rel=tolerance, abs=PAN_TOLERANCE)


def test_an_aliased_column_makes_no_difference(fits):
    expected = fits["cars"].dwtest()
    assert fits["aliased"].dwtest().p_value == pytest.approx(expected.p_value, rel=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_breusch_pagan_is_that_of_lmtest(name, fits):
    case, fit = CASES[name], fits[name]
    rtol = LONGLEY_RTOL if name == "longley" else RTOL
    for way, arguments in {
        "bp": {},
        "plain": {"studentize": False},
        "bp_formula": {"varformula": case["variance"]},
        "plain_formula": {"varformula": case["variance"], "studentize": False},
    }.items():
        if case[way] is None:
            with pytest.raises(ValueError, match="needs a variable besides the intercept"):
                fit.bptest(**arguments)
            continue
        ours = fit.bptest(**arguments)
        assert ours.statistic["BP"] == pytest.approx(case[way]["statistic"], rel=rtol)
        assert ours.parameter["df"] == case[way]["df"]
        assert ours.p_value == pytest.approx(case[way]["p"], rel=10 * rtol)


@pytest.mark.parametrize("name", CASES)
def test_ncv_is_that_of_car(name, fits):
    case, fit = CASES[name], fits[name]
    rtol = LONGLEY_RTOL if name == "longley" else RTOL
    for way, formula in (("ncv", None), ("ncv_formula", case["variance"])):
        ours = fit.ncvTest(formula)
        # of fitted values that are all one mean it is 0, in R too
        assert ours.chi_square == pytest.approx(case[way]["statistic"], rel=rtol, abs=1e-20)
        assert ours.df == case[way]["df"]
        assert ours.p_value == pytest.approx(case[way]["p"], rel=10 * rtol)


def test_weights():
    data = MTCARS.assign(w=np.linspace(0.5, 2, 32))
    fit, saved = lm("mpg ~ wt + hp", data, weights="w"), SAVED["weighted"]
    assert_outliers(fit.outlierTest(float("inf"), 4), saved["outliers"])
    assert fit.ncvTest().chi_square == pytest.approx(saved["ncv"]["statistic"], rel=RTOL)
    ours = fit.ncvTest("~ wt + qsec")
    assert ours.chi_square == pytest.approx(saved["ncv_formula"]["statistic"], rel=RTOL)
    # the variance is tested of the residuals of one variance, by both
    assert fit.bptest("~ wt + qsec", studentize=False).statistic["BP"] == ours.chi_square
    twice = fit.update(weights="2 * w")
    assert twice.bptest().statistic["BP"] == pytest.approx(fit.bptest().statistic["BP"])
    with pytest.raises(ValueError, match=r"dwtest\(\) is of fits without weights"):
        fit.dwtest()


# pages


PRINTED = {
    "outlier": lambda f, e: f.outlierTest(),
    "outliers": lambda f, e: f.outlierTest(cutoff=float("inf"), n_max=4),
    "outlier_glm": lambda f, e: glm("breaks ~ wool + tension", one(WARP), poisson()).outlierTest(),
    "outlier_cutoff": lambda f, e: e.outlierTest(cutoff=0.5),
    "dw": lambda f, e: f.dwtest(),
    "dw_less": lambda f, e: e.dwtest(alternative="less"),
    "dw_two": lambda f, e: e.dwtest(alternative="two_sided"),
    "bp": lambda f, e: f.bptest(),
    "bp_plain": lambda f, e: e.bptest(studentize=False),
    "ncv": lambda f, e: e.ncvTest(),
    "ncv_formula": lambda f, e: f.ncvTest("~ hp + wt"),
    "ncv_small": lambda f, e: lm("stations ~ mag + depth", oracle.data("quakes")).ncvTest(),
}


def one(data):
    """Rows from 1, as R has them."""
    return data.set_axis(range(1, len(data) + 1))


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_those_of_R(name):
    f, e = lm("mpg ~ wt + hp", one(MTCARS)), lm("breaks ~ wool", one(WARP))
    printed = PRINTED[name](f, e)
    assert str(printed).strip("\n") == PAGES[name].strip("\n")
    assert repr(printed) == str(printed)
    assert "<" in printed._repr_html_()


# rows


def chunks(data, size=11):
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data), size))


def test_data_in_chunks():
    data = MTCARS.assign(time=np.arange(32))
    whole = lm("mpg ~ wt + hp", data)
    fit = lm("mpg ~ wt + hp", chunks(data.sample(frac=1, random_state=2)), progress=False)
    assert fit.dwtest("time").p_value == pytest.approx(whole.dwtest().p_value, rel=1e-8)
    for formula in (None, "~ qsec + factor(cyl)", "~ wt:hp", "~ ."):
        ours, theirs = fit.bptest(formula), whole.bptest(formula)
        assert ours.p_value == pytest.approx(theirs.p_value, rel=1e-8)
        ours, theirs = fit.ncvTest(formula), whole.ncvTest(formula)
        assert (ours.df, ours.formula) == (theirs.df, theirs.formula)
        assert ours.p_value == pytest.approx(theirs.p_value, rel=1e-8)
    ours, theirs = (f.outlierTest(float("inf"), 5).table for f in (fit, whole))
    np.testing.assert_allclose(ours.to_numpy(), theirs.to_numpy(), rtol=1e-8)


def test_rows_of_weight_0_missing_rows_and_a_subset_are_as_if_they_were_not_there():
    data = MTCARS.assign(w=1.0)
    data.loc[[3, 8], "w"] = 0
    data.loc[20, "mpg"] = np.nan
    expected = lm("mpg ~ wt + hp", MTCARS.drop([3, 8, 20]))
    for fit in (
        lm("mpg ~ wt + hp", data, weights="w", na_action="na_exclude"),
        lm("mpg ~ wt + hp", data, subset="w > 0"),
    ):
        pd.testing.assert_frame_equal(fit.outlierTest().table, expected.outlierTest().table)
        assert fit.dwtest().p_value == pytest.approx(expected.dwtest().p_value, rel=1e-9)
        assert fit.bptest("~ qsec").p_value == pytest.approx(
            expected.bptest("~ qsec").p_value, rel=1e-9
        )
        assert fit.ncvTest().p_value == pytest.approx(expected.ncvTest().p_value, rel=1e-9)


def test_missing_values_of_the_variance_formula_leave_rows_out():
    fit = lm("Ozone ~ Wind", oracle.data("airquality"))
    with pytest.warns(FitWarning, match=r"5 rows without a value of Solar\.R are left out"):
        test = fit.ncvTest("~ Solar.R")
    assert test.chi_square == pytest.approx(0.3984681337, rel=1e-9)  # of car


def test_an_offset_is_part_of_the_fit():
    fit = lm("mpg ~ wt + offset(qsec)", MTCARS)
    expected = lm("I(mpg - qsec) ~ wt", MTCARS)
    assert fit.dwtest().p_value == pytest.approx(expected.dwtest().p_value, rel=1e-9)
    assert fit.bptest().p_value == pytest.approx(expected.bptest().p_value, rel=1e-9)


def test_fits_that_leave_nothing_to_test(recwarn):
    saturated = lm("y ~ x", {"y": [1.0, 3.0], "x": [0.0, 1.0]})
    with pytest.raises(ValueError, match="no row has a studentized residual"):
        saturated.outlierTest()
    with pytest.raises(ValueError, match="needs residual degrees of freedom"):
        saturated.dwtest()
    perfect = lm("y ~ x", {"y": [2.0, 4.0, 6.0, 8.0], "x": [1.0, 2.0, 3.0, 4.0]})
    perfect.dwtest()
    perfect.bptest()
    zero = lm("y ~ x", {"y": [0.0, 0.0, 0.0, 0.0], "x": [1.0, 2.0, 3.0, 4.0]})
    assert np.isnan(zero.dwtest().p_value)
    assert np.isnan(zero.bptest().p_value)
    assert np.isnan(zero.ncvTest().p_value)
    one_df = lm("y ~ x", {"y": [0.0, 1.0, 5.0], "x": [1.0, 2.0, 3.0]})
    assert one_df.dwtest().p_value == 1.0  # DW cannot be anything else


def test_stripped_fits_say_so():
    fit = lm("mpg ~ wt", MTCARS).strip()
    for verb in ("outlierTest", "dwtest", "bptest", "ncvTest"):
        with pytest.raises(ValueError, match="stripped of its rows"):
            getattr(fit, verb)()


@pytest.mark.parametrize(
    ("verb", "arguments", "message"),
    [
        ("outlierTest", {"cutoff": -1}, "cutoff=-1 must be"),
        ("outlierTest", {"n_max": 0}, "n_max=0 must be 1 or more"),
        ("dwtest", {"alternative": "greater than"}, "alternative="),
        ("dwtest", {"order_by": "tim"}, "tim"),
        ("bptest", {"varformula": "~ 1"}, "has no variable"),
        ("bptest", {"varformula": "~ offset(hp)"}, "has an offset"),
        ("ncvTest", {"var_formula": "~ horsepower"}, "horsepower"),
    ],
)
def test_what_cannot_be_is_an_error(verb, arguments, message):
    with pytest.raises((ValueError, NameError), match=message):
        getattr(lm("mpg ~ wt", MTCARS), verb)(**arguments)


def test_other_models_say_what_to_use():
    with pytest.raises(MissingVerbError, match="constant variance of lm"):
        glm("breaks ~ wool", WARP, poisson()).bptest()


def test_variables_of_the_script():
    mpg, wt, hp = (MTCARS[name].to_numpy() for name in ("mpg", "wt", "hp"))
    time = np.arange(32)[::-1]
    fit, expected = lm("mpg ~ wt"), lm("mpg ~ wt", MTCARS)
    assert len(mpg) == len(wt) == len(hp) == len(time)
    assert fit.bptest("~ hp").p_value == pytest.approx(expected.bptest("~ hp").p_value)
    assert fit.dwtest("time").p_value == pytest.approx(expected.dwtest().p_value)
