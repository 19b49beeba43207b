"""Wald tests of nested models against lmtest's waldtest, and its lrtest of linear models."""

import re
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    RankWarning,
    binomial,
    glm,
    glm_nb,
    hurdle,
    lm,
    lrtest,
    multinom,
    poisson,
    polr,
    quasipoisson,
    zeroinfl,
)

READ = oracle.saved("waldtest")
CARS, BREAKS = oracle.data("mtcars"), oracle.data("warpbreaks")
RTOL = 1e-8
LIKELIHOOD_RTOL = 2e-5  # of models whose optimiser in R is loose
FITS = {
    "lm": lambda: lm("mpg ~ wt + hp + qsec", CARS),
    "lm_factor": lambda: lm("breaks ~ wool * tension", BREAKS),
    "lm_weights": lambda: lm("mpg ~ wt + hp + qsec", CARS, weights="carb"),
    "lm_origin": lambda: lm("mpg ~ wt + hp - 1", CARS),
    "lm_missing": lambda: lm("Ozone ~ Wind + Solar.R + Temp", oracle.data("airquality")),
    "poisson": lambda: glm("breaks ~ wool * tension", BREAKS, poisson()),
    "quasi": lambda: glm("breaks ~ wool * tension", BREAKS, quasipoisson()),
    "gaussian": lambda: glm("mpg ~ wt + hp", CARS),
    "binomial": lambda: glm("vs ~ wt + hp", CARS, binomial()),
    "negbin": lambda: glm_nb("Days ~ Eth * Sex + Age", oracle.data("quine")),
    "polr": lambda: polr("Sat ~ Infl + Type + Cont", oracle.data("housing"), weights="Freq"),
    "hurdle": lambda: hurdle("Days ~ Eth + Sex", oracle.data("quine"), dist="poisson"),
}
COVARIANCES = {'HC("HC3")': "HC3", 'HC("HC1")': "HC1", 'HC("HC0")': "HC0", "sandwich": "HC0"}


@cache
def fit_of(name):
    return FITS[name]()


def arguments(asked):
    """The arguments of R's call as ours: formulas, test= and vcov=."""
    parts = asked.split(", ")[1:]
    given = dict(part.split(" = ") for part in parts if " = " in part)
    named = {"test": given["test"].strip('"')} if "test" in given else {}
    if "vcov" in given:
        named["vcov"] = COVARIANCES[given["vcov"]]
    return [part for part in parts if " = " not in part], named


def assert_as_in_r(found, case):
    rtol = LIKELIHOOD_RTOL if case["fit"] in ("polr", "hurdle", "negbin") else RTOL
    theirs = oracle.numbers(case["values"]).reshape(found.table.shape, order="F")
    np.testing.assert_allclose(found.table.to_numpy(), theirs, rtol, 1e-12)
    if case["fit"] == "hurdle":  # pscl's formula of two parts is written out
        return
    assert repr(found).split("\n") == case["page"]


def each(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda c: f"{c['fit']}-{c['asked']}")


@each(READ["waldtest"])
def test_waldtest_as_lmtest(case):
    formulas, named = arguments(case["asked"])
    assert_as_in_r(fit_of(case["fit"]).wald_test(*formulas, **named), case)


@each(READ["lrtest"])
def test_lrtest_as_lmtest(case):
    formulas, _ = arguments(case["asked"])
    assert_as_in_r(lrtest(fit_of(case["fit"]), *formulas), case)


def test_fits_and_formulas_are_one():
    fit = fit_of("lm")
    small = lm("mpg ~ wt + hp", CARS)
    assert repr(fit.wald_test(small)) == repr(fit.wald_test(". ~ . - qsec"))
    up, down = small.wald_test(fit).table, fit.wald_test(small).table
    assert up["Df"].iloc[1] == -down["Df"].iloc[1] == 1
    assert up["F"].iloc[1] == down["F"].iloc[1]


def test_coefficients_that_are_tested():
    test = fit_of("lm").wald_test(". ~ wt", ". ~ 1")
    assert test.value.index.tolist() == ["hp", "qsec", "wt"]
    np.testing.assert_array_equal(test.value[:2], fit_of("lm").coefficients[["hp", "qsec"]])
    pd.testing.assert_frame_equal(fit_of("lm").vcov().iloc[2:, 2:], test.vcov.iloc[:2, :2])
    assert test.vcov.iloc[2, :2].isna().all()


def test_a_linear_model_and_a_gaussian_glm():
    """They are one model to the tests that take both."""
    linear, small = fit_of("lm"), glm("mpg ~ wt", CARS)
    one, two = (linear.wald_test(m).table for m in (small, ". ~ wt"))
    pd.testing.assert_frame_equal(one, two)
    assert repr(lrtest(linear, small)) == repr(lrtest(linear, ". ~ wt"))


def test_other_covariances():
    fit = fit_of("lm")
    one, two = (
        fit.wald_test(". ~ wt", vcov=v).table for v in ("HC1", lambda f: f.vcov(type="HC1"))
    )
    pd.testing.assert_frame_equal(one, two)
    matrix = fit.wald_test(". ~ wt", vcov=fit.vcov(type="HC1"))
    pd.testing.assert_frame_equal(one, matrix.table)
    clustered = fit.wald_test(". ~ wt", vcov={"cluster": "carb"}).table
    assert clustered["F"].iloc[1] > 0


def test_models_of_categories_and_of_two_parts():
    levels = multinom("Sat ~ Infl + Type", oracle.data("housing"), weights="Freq")
    table = levels.wald_test(". ~ . - Type").table
    assert table.columns.tolist() == ["Res.Df", "Df", "Chisq", "Pr(>Chisq)"]
    assert table["Df"].iloc[1] == -6
    zeros = zeroinfl("Days ~ Eth + Sex | Eth", oracle.data("quine"))
    assert zeros.wald_test(". ~ . | 1").value.index.tolist() == ["zero_EthN"]


def test_aliased_columns_are_no_obstacle():
    with pytest.warns(RankWarning):
        fit = lm("mpg ~ wt + hp + I(2 * wt + hp) + qsec", CARS)
    plain = lm("mpg ~ wt + hp + qsec", CARS)
    one, two = (f.wald_test(lm("mpg ~ wt", CARS)).table for f in (fit, plain))
    np.testing.assert_allclose(one["F"], two["F"], RTOL)
    with (
        pytest.warns(RankWarning),
        pytest.raises(ValueError, match=re.escape("model 2 has others, I(2 * wt + hp)")),
    ):
        lm("mpg ~ wt + hp + qsec + I(2 * wt + hp)", CARS).wald_test("mpg ~ I(2 * wt + hp) + wt")


def test_chunked_data():
    def chunks():
        for start in range(0, 54, 20):
            yield BREAKS.iloc[start : start + 20]

    chunked = lm("breaks ~ wool * tension", chunks, progress=False)
    for vcov in (None, "HC3"):
        one, two = (
            f.wald_test(". ~ wool", vcov=vcov).table for f in (chunked, fit_of("lm_factor"))
        )
        pd.testing.assert_frame_equal(one, two, rtol=1e-9)


def test_rows_that_miss_a_value():
    """The smaller model has the rows of the larger; two fits of other rows are refused."""
    air = oracle.data("airquality")
    air["id"] = np.arange(len(air))
    for subset in (None, "Month > 5"):
        fit = lm("Ozone ~ Wind + Solar.R", air, subset=subset)
        found = fit.wald_test(". ~ Wind").table
        used = air.loc[fit.fitted().index]
        expected = lm("Ozone ~ Wind + Solar.R", used).wald_test(". ~ Wind").table
        pd.testing.assert_frame_equal(found, expected)
    with pytest.raises(ValueError, match=r"different rows \(111 and 116\)"):
        lm("Ozone ~ Wind + Solar.R", air).wald_test(lm("Ozone ~ Wind", air))
    with pytest.raises(ValueError, match=r"different rows \(116 and 111\)"):
        lm("Ozone ~ Wind", air).wald_test(". ~ . + Solar.R")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda: (". ~ wt + am",), "is no case of model"),
        (lambda: (". ~ .",), "are the same model"),
        (lambda: (lm("log(mpg) ~ wt", CARS),), "different responses"),
        (lambda: (glm("mpg ~ wt", CARS, "Gamma"),), "distributions or links differ"),
        (lambda: (". ~ 0 + wt + hp + qsec + I(1 + 0 * wt)",), "nothing to test|are the same"),
        (lambda: (". ~ I(wt + hp)",), "has others, I.wt . hp.: its columns are coded"),
        (lambda: (lm("mpg ~ wt", CARS, weights="carb"),), "different weights"),
    ],
)
def test_models_that_are_not_nested(given, message):
    with pytest.raises(ValueError, match=message):
        fit_of("lm").wald_test(*given())


def test_arguments_of_hypotheses():
    fit = fit_of("lm")
    with pytest.raises(ValueError, match="are for hypotheses, not for models"):
        fit.wald_test(". ~ wt", rhs=1)
    with pytest.raises(TypeError, match="takes one hypothesis"):
        fit.wald_test("wt", "hp", "qsec")
    with pytest.raises(TypeError, match="wald_test.. takes fitted models, formulas"):
        fit.wald_test(". ~ wt", 3)
    one, two = fit.wald_test([0, 1, 0, 0], -3), fit.wald_test("wt = -3")
    pd.testing.assert_frame_equal(one.table, two.table)


def test_a_model_without_residuals():
    with pytest.raises(ValueError, match="no residual degrees of freedom"):
        lm("mpg ~ wt + hp", CARS.iloc[:3]).wald_test(". ~ wt")
    exact = CARS.assign(mpg=2 * CARS["wt"] + 1)
    for asked in ("wt = 2", ". ~ hp"):
        with pytest.raises(ValueError, match="residual sum of squares is 0"):
            lm("mpg ~ wt + hp", exact).wald_test(asked)


def test_hypotheses_of_a_linear_model():
    """F beside the sums of squares by default, as car; chi-square on request."""
    fit = fit_of("lm")
    table = fit.wald_test("wt = 0, hp = 0").table
    assert table.columns.tolist() == ["Res.Df", "RSS", "Df", "Sum of Sq", "F", "Pr(>F)"]
    small = lm("mpg ~ qsec", CARS)
    np.testing.assert_allclose(table["RSS"], [small.deviance, fit.deviance], RTOL)
    chi2 = fit.wald_test("wt = 0, hp = 0", test="Chisq").table
    np.testing.assert_allclose(chi2["Chisq"].iloc[1], 2 * table["F"].iloc[1])
    robust = fit.wald_test("wt = 0", vcov="HC3").table
    assert robust.columns.tolist() == ["Res.Df", "Df", "F", "Pr(>F)"]


def test_formulas_without_a_pass_over_the_data():
    passes = []

    def counted():
        passes.append(1)
        yield from (BREAKS[:20], BREAKS[20:])

    fit = lm("breaks ~ wool * tension", counted, progress=False)
    passes.clear()
    page = repr(fit.wald_test(". ~ wool + tension", ". ~ wool"))
    ratio = repr(lrtest(fit, "wool:tension"))
    assert not passes
    assert page == repr(fit_of("lm_factor").wald_test(". ~ wool + tension", ". ~ wool"))
    assert ratio == repr(lrtest(fit_of("lm_factor"), "wool:tension"))


@pytest.mark.parametrize("function", [lm, glm])
@pytest.mark.parametrize("subset", [None, "Month > 5", np.arange(153) > 31, np.arange(31, 153)])
@pytest.mark.parametrize("na_action", ["na_omit", "na_exclude"])
def test_formulas_keep_the_rows(function, subset, na_action):
    air = oracle.data("airquality")
    fit = function("Ozone ~ Wind + Solar.R", air, subset=subset, na_action=na_action)
    known = function("Ozone ~ Wind + Solar.R", air.loc[fit.residuals().dropna().index])
    one, two = (f.wald_test(". ~ Wind").table for f in (fit, known))
    pd.testing.assert_frame_equal(one, two, rtol=1e-9)
    one, two = (lrtest(f, "Solar.R").table for f in (fit, known))
    pd.testing.assert_frame_equal(one, two, rtol=1e-9)
