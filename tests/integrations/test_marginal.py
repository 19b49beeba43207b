"""marginaleffects takes fits, and agrees with emmeans and exact delta-method errors."""

import re
import subprocess
import sys
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, glm_nb, lm, poisson, quasipoisson
from rglm.datasets import load
from rglm.errors import DataError
from rglm.warnings import FitWarning, RankWarning

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    me = pytest.importorskip("marginaleffects")

pytestmark = pytest.mark.filterwarnings("default")  # of marginaleffects and jax, not of rglm
EXPECTED = oracle.saved("marginal")
# marginaleffects takes slopes as differences over 1e-4 of a variable's range
RTOL = 1e-6
# its standard errors of slopes are differences of those differences, which leaves 1e-3 by its own
# step; with eps_vcov=1e-4, which our docstring tells of, 2e-6
SLOPE, FINER = 5e-3, 5e-6
AIR = oracle.data("airquality").dropna()
INSURANCE = oracle.data("insurance")
for factor in ("Group", "Age"):
    INSURANCE[factor] = INSURANCE[factor].cat.as_unordered()
TIGHT = {"epsilon": 1e-13, "maxit": 50}
FITS = {
    "logit": ("low ~ lwt + age + race", oracle.data("births"), binomial()),
    "probit": ("low ~ lwt * race", oracle.data("births"), binomial("probit")),
    "poisson": ("Claims ~ District + Group + offset(log(Holders))", INSURANCE, poisson()),
    "Gamma": ("Ozone ~ Wind + poly(Temp, 2)", AIR, Gamma("log")),
    "gaussian": (
        "Fertility ~ Agriculture * Education + ns(Catholic, df=3)",
        oracle.data("swiss"),
        gaussian(),
    ),
}


def fit_of(name):
    formula, data, family = FITS[name]
    return glm(formula, data, family, control=TIGHT)


def assert_close(ours, expected, se=RTOL):
    """One estimate and its standard error."""
    row = ours.row(0, named=True)
    assert row["estimate"] == pytest.approx(expected["estimate"], rel=RTOL)
    assert row["std_error"] == pytest.approx(expected["se"], rel=se)


def rows_at(table, column, value):
    """The rows where a column is a value."""
    return table.filter([str(shown) == value for shown in table[column]])


def frame(result):
    """The table of a result."""
    return getattr(result, "data", result)


@pytest.mark.parametrize("name", FITS)
def test_slopes_contrasts_and_averages_are_those_of_exact_derivatives(name):
    fit, reference = fit_of(name), EXPECTED[name]
    for variable, expected in dict(reference["slopes"]).items():
        assert_close(frame(me.avg_slopes(fit, variables=variable)), expected, SLOPE)
        finer = me.avg_slopes(fit, variables=variable, eps_vcov=1e-4)
        assert_close(frame(finer), expected, FINER)
    factor = reference.get("by")
    if factor:
        table = frame(me.avg_comparisons(fit, variables=factor))
        for level, expected in dict(reference["contrasts"]).items():
            part = [str(shown).startswith(f"{level} - ") for shown in table["contrast"]]
            assert_close(table.filter(part), expected)
        table = frame(me.avg_predictions(fit, by=factor))
        for level, expected in dict(reference["averages"]).items():
            assert_close(rows_at(table, factor, level), expected)


def test_balanced_predictions_are_those_of_emmeans():
    fit = glm("breaks ~ wool * tension", load("warpbreaks"), quasipoisson(), control=TIGHT)
    expected = EXPECTED["emmeans"]
    table = frame(me.avg_predictions(fit, newdata="balanced", by="tension"))
    for i, level in enumerate(expected["response"]["level"]):
        assert_close(
            rows_at(table, "tension", level),
            {k: expected["response"][k][i] for k in ("estimate", "se")},
        )
    table = frame(me.avg_comparisons(fit, newdata="balanced", variables={"wool": ["B", "A"]}))
    assert_close(table, expected["pairs"])


def test_predictions_by_row_are_those_of_predict():
    fit = fit_of("poisson")
    table = frame(me.predictions(fit))
    ours = fit.predict(type="response", se_fit=True)
    np.testing.assert_allclose(table["estimate"], ours["fit"], rtol=1e-12)
    np.testing.assert_allclose(table["std_error"], ours["se_fit"], rtol=RTOL)


def test_marginal_of_the_link_is_on_the_scale_of_the_link():
    fit = fit_of("logit")
    table = frame(me.predictions(fit.marginal("link")))
    np.testing.assert_allclose(table["estimate"], fit.predict(), rtol=1e-12)
    with pytest.raises(ValueError, match="type='links'"):
        fit.marginal("links")


def test_hypotheses_agree_with_wald_test():
    fit = fit_of("logit")
    table = frame(me.hypotheses(fit, hypothesis="b1 = b2"))
    expected = fit.wald_test("lwt = age")
    assert table["estimate"][0] == pytest.approx(expected.value.iloc[0])
    assert table["statistic"][0] ** 2 == pytest.approx(expected.table["Chisq"].iloc[1], rel=1e-6)


def test_hypotheses_take_other_covariances():
    fit = fit_of("logit")
    robust = fit.vcov(type="HC3")
    for vcov in ("HC3", robust, robust.to_numpy()):
        table = frame(me.hypotheses(fit, vcov=vcov, hypothesis="b1 = 0"))
        assert table["std_error"][0] == pytest.approx(np.sqrt(robust.iloc[1, 1]), rel=RTOL)


def test_aliased_coefficients_are_left_out():
    with pytest.warns(UserWarning, match="not defined"):
        aliased = glm("low ~ lwt + I(2 * lwt) + race", oracle.data("births"), binomial())
    plain = glm("low ~ lwt + race", oracle.data("births"), binomial())
    one, two = (frame(me.avg_predictions(f, by="race")) for f in (aliased, plain))
    for name in ("estimate", "std_error"):
        np.testing.assert_allclose(one[name], two[name], rtol=RTOL)


def test_rows_with_missing_values_and_outside_subsets_are_left_out():
    air = oracle.data("airquality")
    fit = glm("Ozone ~ Wind", air, Gamma("log"), subset="Month > 5", na_action="na_exclude")
    table = frame(me.predictions(fit))
    np.testing.assert_allclose(table["estimate"], fit.fitted().dropna(), rtol=1e-12)


def test_counts_of_successes_have_averages_of_proportions():
    worms = load("budworm")
    fit = glm("cbind(dead, alive) ~ sex + ldose", worms, binomial())
    table = frame(me.avg_predictions(fit, by="sex"))
    expected = fit.fitted().groupby(worms["sex"], observed=True).mean()
    assert sorted(table["estimate"]) == pytest.approx(sorted(expected))


def births_of_words():
    """The data of the formulas in marginal.R."""
    births = oracle.data("births")
    births["raced"] = births["race"].cat.codes + 1
    births["smokes"] = births["smoke"].astype(int) == 1
    births["raceo"] = births["raced"].astype(pd.CategoricalDtype([1, 2, 3], ordered=True))
    births["ftvs"], births["t"] = births["ftv"].clip(upper=3), births["lwt"] / 100
    return births.assign(k=births["ftv"], m=7 - births["ftv"], w=1 + births["age"] % 3)


BIRTHS = births_of_words()


@pytest.mark.parametrize("case", EXPECTED["words"], ids=[c["formula"] for c in EXPECTED["words"]])
def test_contrasts_and_slopes_of_any_word_of_a_formula_are_those_of_r(case):
    family = {"binomial": binomial, "poisson": poisson}[case["family"]]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        fit = glm(case["formula"], BIRTHS, family, control=TIGHT | {"epsilon": 1e-12, "maxit": 99})
    pair = {case["variable"]: [case["from"], case["to"]]}
    assert_close(frame(me.avg_comparisons(fit, variables=pair)), case["contrast"])
    slope = me.avg_slopes(fit, variables=case["by"], eps_vcov=1e-4)
    assert_close(frame(slope), case["slope"], FINER)
    new = me.predictions(fit, newdata=BIRTHS.head(3))
    expected = fit.predict(BIRTHS.head(3), type="response")
    np.testing.assert_allclose(frame(new)["estimate"], expected, rtol=1e-12)


def test_a_column_of_numbers_that_are_levels_has_contrasts_and_no_mean():
    data = BIRTHS.assign(raced=BIRTHS["raced"].astype(float))  # as pandas has it beside NaN
    fit = glm("low ~ age + factor(raced)", data, binomial())
    slopes = frame(me.avg_slopes(fit))
    assert slopes["contrast"].to_list() == ["dY/dX", "2 - 1", "3 - 1"]
    assert frame(me.predictions(fit, newdata="mean"))["raced"].to_list() == [1]
    grid = me.datagrid(fit, age=[20, 30])
    assert frame(me.predictions(fit, newdata=grid)).shape[0] == 2
    pair = {"raced": "pairwise"}
    assert frame(me.avg_comparisons(fit, variables=pair))["contrast"].to_list()[2] == "3 - 2"


def test_weights_of_a_fit_are_not_those_of_its_averages():
    fit = glm("low ~ age + factor(raced)", BIRTHS, binomial(), weights="w", control=TIGHT)
    table = frame(me.avg_predictions(fit, by="raced"))
    for level, expected in EXPECTED["weighted"].items():
        assert_close(rows_at(table, "raced", level), expected)


def test_a_slope_of_a_column_in_steps_is_warned_of():
    fit = glm("low ~ age + ifelse(lwt > 120, 1, 0)", BIRTHS, binomial())
    with pytest.warns(FitWarning, match="slopes of 'lwt' have no meaning.*lwt > 120"):
        me.avg_slopes(fit, variables="lwt")
    with warnings.catch_warnings():
        warnings.simplefilter("error", FitWarning)
        me.avg_slopes(fit, variables="age")
        me.avg_comparisons(fit, variables={"lwt": [110, 130]})
        me.predictions(fit)


def test_predictions_are_averaged_by_text_that_the_model_does_not_read():
    names = {"name": [f"n{i}" for i in range(len(BIRTHS))], "half": ["b", "a"] * 94 + ["b"]}
    data = BIRTHS.assign(**names)
    fit = glm("low ~ age", data, binomial())
    assert frame(me.avg_predictions(fit, by="half"))["half"].to_list() == ["a", "b"]
    other = data.head(2).assign(name="new")  # text of each row's own may be another
    assert frame(me.predictions(fit, newdata=other)).shape[0] == 2


def test_a_fit_to_data_in_chunks_is_refused():
    fit = glm("low ~ age", lambda: iter([BIRTHS]), binomial())
    with pytest.raises(DataError, match="needs all rows in memory"):
        me.predictions(fit)


def test_pictures_are_drawn():
    fit = glm("low ~ age * factor(raced) + smokes", BIRTHS, binomial())
    me.plot_predictions(fit, condition="age")  # others at their mean or mode
    me.plot_comparisons(fit, variables="raced", condition="age")


def test_without_the_package_its_extra_is_named(monkeypatch):
    monkeypatch.setattr("rglm.integrations.marginal.find_spec", lambda package: None)
    with pytest.raises(ImportError, match=re.escape('pip install "rglm[marginaleffects]"')):
        fit_of("logit").marginal()


@pytest.mark.parametrize("first", ["rglm", "marginaleffects"])
def test_either_may_be_imported_first(first):
    second = "marginaleffects" if first == "rglm" else "rglm"
    code = f"""
import warnings
warnings.simplefilter("ignore")
import {first}
import {second}
from rglm.datasets import load
fit = rglm.glm("breaks ~ wool", load("warpbreaks"), "poisson")
print(marginaleffects.predictions(fit).shape[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "54", done.stderr[-2000:]


def test_a_negative_binomial_fit_is_taken_too():
    fit = glm_nb("breaks ~ wool + tension", load("warpbreaks"))
    ours = frame(me.avg_slopes(fit, variables="wool"))
    low, high = (fit.predict(load("warpbreaks").assign(wool=w), type="response") for w in "AB")
    assert ours["estimate"][0] == pytest.approx((high - low).mean(), rel=RTOL)


def test_tests_of_a_linear_model_are_t():
    fit = lm("Fertility ~ Agriculture * Education", oracle.data("swiss"), weights="Catholic + 1")
    table = frame(me.hypotheses(fit))
    tidy = fit.tidy(conf_int=True)
    np.testing.assert_allclose(table["estimate"], tidy["estimate"], rtol=RTOL)
    np.testing.assert_allclose(table["p_value"], tidy["p_value"], rtol=RTOL, atol=1e-15)
    np.testing.assert_allclose(table["conf_low"], tidy["conf_low"], rtol=RTOL)
    new = oracle.data("swiss").head(3)
    predicted = fit.predict(new, se_fit=True, interval="confidence", vcov="HC3")
    ours = frame(me.predictions(fit, newdata=new, vcov="HC3"))
    for name, column in (("estimate", "fit"), ("std_error", "se_fit"), ("conf_high", "upr")):
        np.testing.assert_allclose(ours[name], predicted[column], rtol=RTOL)
