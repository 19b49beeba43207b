"""Intervals, tests and tables of polr and multinom (tests/reference/polr.R, multinom.R)."""

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import cases, fit, masked, nudged, numbers, table

from rglm import multinom, polr

CASES = {(f, i): c for f in ("polr", "multinom") for i, c in cases(f).items()}
HOUSING = oracle.data("housing")
Z = 1.959963984540054
# of an interval's width: R interpolates the profile by a spline
SPLINE = 1e-3


def named(found):
    return pytest.mark.parametrize("key", list(found), ids="-".join)


@named([k for k, c in CASES.items() if "anova_table" in c])
def test_anova_as_in_r(key):
    got, _ = fit(key[0], CASES[key])
    r = CASES[key]["anova_table"]
    smaller = [got.update(formula) for formula in r["formulas"][:-1]]
    found, plain = got.anova(*smaller), got.anova(*smaller, test="none")
    names = [name.strip() for name in r["columns"]]
    assert found.table.columns.tolist() == names
    assert plain.table.columns.tolist() == names[:-1]
    binary = getattr(got, "_is_binary", False)  # R's Resid. df are below 0
    for name, theirs in zip(names, r["values"], strict=True):
        if name in ("Model", "Test"):
            assert [v.strip() for v in found.table[name]] == [v.strip() for v in theirs]
        elif not (binary and name == "Resid. df"):  # R takes 1 - P(chi-square < LR)
            near = {"rtol": 1e-8, "atol": 1e-14 if name == "Pr(Chi)" else 0}
            np.testing.assert_allclose(found.table[name], numbers(theirs), **near)
    if not binary:
        assert nudged(masked(CASES[key]["anova_none_page"]), masked(repr(plain)))
    if not binary and (found.table["Pr(Chi)"].dropna() > 1e-8).all():
        assert nudged(masked(r["page"]), masked(repr(found)))


def test_residual_df_of_two_levels_count_the_rows():
    got, _ = fit("multinom", CASES["multinom", "births"])
    assert got.df_residual == 189 - 8


# MASS's cauchit is another likelihood, see test_polr
@named([k for k, c in CASES.items() if "confint_90" in c and k[1] != "housing-cauchit"])
def test_profile_intervals_as_in_mass(key):
    r = CASES[key]
    got, _ = fit("polr", r)
    for name, level in (("confint", 0.95), ("confint_90", 0.9)):
        ours = got.confint(level=level)
        columns = r[name].get("columns", r[name].get("names"))
        assert ours.columns.tolist() == columns
        flat = [v for row in r[name]["values"] for v in np.atleast_1d(row)]
        theirs = numbers(flat).reshape(ours.shape)
        width = (theirs[:, 1] - theirs[:, 0])[:, None]
        assert (np.abs(ours - theirs) < SPLINE * width).to_numpy().all()


@pytest.mark.parametrize("method", ["logistic", "probit", "loglog", "cloglog", "cauchit"])
def test_at_the_end_of_a_profile_the_likelihood_has_fallen_so_far(method):
    formula = "Sat ~ Infl + I(1 * (Cont == 'High'))"
    got = polr(formula, HOUSING, weights="Freq", method=method)
    for end in got.confint().iloc[-1]:
        data = HOUSING.assign(o=end * (HOUSING["Cont"] == "High"))
        held = polr("Sat ~ Infl", data, weights="Freq", offset="o", method=method)
        fallen = 2 * (float(got.logLik()) - float(held.logLik()))
        np.testing.assert_allclose(fallen, Z**2, rtol=1e-7)


def test_a_profile_of_multinom_is_where_the_likelihood_has_fallen():
    data = oracle.data("births")
    got = multinom("low ~ lwt + age", data)
    wald, profile = got.confint(), got.confint(method="profile")
    assert (np.abs(wald - profile) < np.sqrt(got._unscaled_variances)[:, None]).to_numpy().all()
    held = multinom(
        "low ~ lwt", data.assign(o=profile.loc["age", "2.5 %"] * data["age"]), offset="o"
    )
    np.testing.assert_allclose(2 * (float(got.logLik()) - float(held.logLik())), Z**2, rtol=1e-7)


@named([("polr", "housing-logistic"), ("polr", "wine"), ("polr", "births-offset")])
def test_wald_intervals_as_in_mass(key):
    got, _ = fit("polr", CASES[key])
    theirs = table(CASES[key]["confint_default"])
    ours = got.confint(method="wald")
    assert ours.index.tolist() == theirs.index.tolist()
    np.testing.assert_allclose(ours, theirs, rtol=1e-4)


BROOM = {
    "y.level": "y_level",
    "std.error": "std_error",
    "p.value": "p_value",
    "conf.low": "conf_low",
    "conf.high": "conf_high",
}


@named([k for k, c in CASES.items() if c.get("tidy") and "error" not in c["tidy"]])
def test_tidy_as_in_broom(key):
    if CASES[key]["warnings"] or key[1] in ("births-aliased", "housing-subset"):
        return  # a level is empty, or a coefficient is shared
    got, _ = fit(key[0], CASES[key])
    ours, loose = got.tidy(conf_int=True), key[1].startswith("ozone")
    theirs = pd.DataFrame(CASES[key]["tidy"]).rename(columns=BROOM)
    assert set(ours.columns) == set(theirs.columns)
    for name in ("y_level", "term"):
        if name == "term" or not got._is_binary:  # broom says "1" for the only level
            assert ours[name].tolist() == theirs[name].tolist()
    for name in ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"):
        if not loose or name == "estimate":  # nnet's errors are wrong there
            size = 1e-5 * ours["std_error"] if name == "estimate" else 1e-8
            assert (np.abs(ours[name] - theirs[name]) <= size + 1e-4 * np.abs(theirs[name])).all()


def test_tidy_of_polr():
    got, _ = fit("polr", CASES["polr", "wine"])
    found = got.tidy()
    assert found["coef_type"].tolist() == ["coefficient"] * 2 + ["scale"] * 4
    theirs = table(CASES["polr", "wine"]["coef_table"])
    assert found["term"].tolist() == theirs.index.tolist()
    np.testing.assert_allclose(found["statistic"], theirs["t value"], rtol=4e-3)


def test_several_models_are_put_in_order_and_have_to_be_of_the_same_rows():
    large = polr("Sat ~ Infl + Cont", HOUSING, weights="Freq")
    small = polr("Sat ~ 1", HOUSING, weights="Freq")
    assert large.anova(small).table.equals(small.anova(large).table)
    with pytest.raises(ValueError, match="different rows or responses"):
        large.anova(polr("Sat ~ 1", HOUSING))
    with pytest.raises(ValueError, match=r"polr\(\) and multinom\(\)"):
        large.anova(multinom("Sat ~ Infl", HOUSING, weights="Freq"))
    with pytest.raises(ValueError, match="compares it with others"):
        large.anova()
    with pytest.raises(ValueError, match="use Chisq or none"):
        large.anova(small, test="F")


@pytest.mark.parametrize("model", [polr, multinom])
def test_a_page_names_another_covariance(model):
    got = model("Sat ~ Infl", HOUSING)
    assert "\n\nStandard errors: HC0\n\nResidual Deviance" in repr(got.summary(vcov="HC0"))
    assert "Standard errors" not in repr(got.summary())


def test_tables_as_html():
    large, small = polr("Sat ~ Infl", HOUSING), polr("Sat ~ 1", HOUSING)
    assert ">Likelihood ratio tests" in large.anova(small)._repr_html_()
    for page in (large, large.summary(), multinom("Sat ~ Infl", HOUSING).summary()):
        assert "Residual Deviance" in page._repr_html_()
