"""Tables of models: their numbers are the fits'."""

import numpy as np
import oracle
import pytest

import rglm
from rglm import binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load
from rglm.formatting.model_table.cell_templates import decimal, p_value, stars_of
from rglm.inference.tables.regtable import regtable

GALAXIES, BREAKS = load("galaxies"), load("warpbreaks")
HAS = glm("has_gc ~ logmass", GALAXIES, binomial())
MORE = glm("has_gc ~ logmass + sample", GALAXIES, binomial())
COUNT = glm("n_gc ~ logmass", GALAXIES, quasipoisson())
INLINE = "{estimate} ({conf_low}, {conf_high})"
PAGE = """\
Globular clusters
==================================================
                      (1)               (2)
                     has_gc            has_gc
                binomial (logit)  binomial (logit)
--------------------------------------------------
(Intercept)        -10.15***          -9.83***
                    (1.34)            (1.68)
logmass              1.50***           1.44***
                    (0.19)            (0.27)
samplefield                            0.04
                                      (0.56)
samplecluster                          0.31
                                      (0.96)
--------------------------------------------------
Observations       232               232
AIC                146.6             150.5
Log-likelihood     -71.3             -71.2
==================================================
Standard errors in parentheses.
* p < 0.05, ** p < 0.01, *** p < 0.001
"""


@pytest.fixture(scope="module")
def aliased():
    data = BREAKS.assign(b=lambda d: (d["wool"] == "B").astype(float))
    with pytest.warns(rglm.RankWarning):
        return glm("breaks ~ wool + b", data, poisson())


def cells(table, term, what):
    return table.to_frame().loc[(term, what)].tolist()


def test_the_printed_table():
    table = regtable(HAS, MORE, digits=2, title="Globular clusters")
    assert str(table) == repr(table) == table.to_text()
    assert f"{table}\n" == PAGE


def test_numbers_are_those_of_the_fits():
    table = regtable(
        HAS,
        MORE,
        digits=6,
        statistic=["{std_error}", "{statistic}", "{conf_low} to {conf_high}", "{p_value}"],
    )
    for j, fit in enumerate((HAS, MORE)):
        tidy = fit.tidy(conf_int=True)
        for row in tidy.itertuples():
            for what in ("estimate", "std_error", "statistic"):
                text = cells(table, row.term, what)[j].rstrip("*")
                assert float(text) == pytest.approx(getattr(row, what), abs=6e-7)
            low, high = cells(table, row.term, "conf_low, conf_high")[j].split(" to ")
            assert [float(low), float(high)] == pytest.approx(
                [row.conf_low, row.conf_high], abs=6e-7
            )
    assert cells(table, "samplefield", "estimate")[0] == ""
    assert cells(table, "Observations", "nobs") == ["232", "232"]
    assert cells(table, "AIC", "AIC") == [f"{fit.AIC():.1f}" for fit in (HAS, MORE)]


def test_the_published_form():
    table = regtable(HAS, estimate=INLINE, statistic=None, digits=2)
    low, high = HAS.confint().loc["logmass"]
    assert cells(table, "logmass", "estimate, conf_low, conf_high") == [
        f"{HAS.coef()['logmass']:.2f} ({low:.2f}, {high:.2f})"
    ]
    assert table.notes == ("95% confidence intervals in parentheses.",)
    wald = regtable(HAS, estimate=INLINE, statistic=None, digits=2, conf_level=0.9, method="wald")
    low, high = HAS.confint(level=0.9, method="wald").loc["logmass"]
    assert f"({low:.2f}, {high:.2f})" in str(wald)
    assert "90% confidence intervals" in str(wald)


def test_lines_are_the_terms_in_order_of_first_appearance():
    one = glm("breaks ~ tension", BREAKS, poisson())
    two = glm("breaks ~ wool + tension", BREAKS, poisson())
    frame = regtable(one, two, statistic=None, statistics=None).to_frame()
    terms = ["(Intercept)", "tensionM", "tensionH", "woolB"]
    assert frame.index.get_level_values("term").tolist() == terms
    assert frame.loc["woolB", "(1)"].item() == ""


def test_an_aliased_coefficient_is_a_dash(aliased):
    table = regtable(aliased, HAS)
    assert cells(table, "b", "estimate") == ["–", ""]
    assert cells(table, "b", "std_error") == ["", ""]
    assert "– aliased: a combination of other terms." in table.notes
    assert "\nb & -- &  \\\\" in table.to_latex()
    assert "aliased" not in str(regtable(HAS))


def test_stars():
    cuts = {"***": 0.001, "**": 0.01, "*": 0.05}
    ours = [stars_of(p, cuts) for p in (0.0009, 0.001, 0.04999, 0.05, np.nan)]
    assert ours == ["***", "**", "*", "", ""]
    table = regtable(HAS, digits=2)
    assert cells(table, "logmass", "estimate") == ["1.50***"]
    assert table.notes[-1] == "* p < 0.05, ** p < 0.01, *** p < 0.001"
    table = regtable(HAS, digits=2, stars={"†": 0.1})
    assert cells(table, "logmass", "estimate") == ["1.50†"]
    assert table.notes[-1] == "† p < 0.1"
    table = regtable(HAS, digits=2, stars=False)
    assert cells(table, "logmass", "estimate") == ["1.50"]
    assert table.notes == ("Standard errors in parentheses.",)


def test_exponentiated():
    table = regtable(HAS, COUNT, exponentiate=[True, False], digits=4, statistic=["({std_error})"])
    b, se = HAS.coef()["logmass"], HAS.summary().coefficients.loc["logmass", "Std. Error"]
    assert cells(table, "logmass", "estimate") == [
        f"{np.exp(b):.4f}***",
        f"{COUNT.coef()['logmass']:.4f}***",
    ]
    assert cells(table, "logmass", "std_error")[0] == f"({np.exp(b) * se:.4f})"
    assert (
        "Estimates of (1) are exponentiated, standard errors by the delta method." in table.notes
    )
    table = regtable(HAS, estimate=INLINE, statistic=None, exponentiate=True, digits=4)
    low, high = np.exp(HAS.confint().loc["logmass"])
    assert f"({low:.4f}, {high:.4f})" in str(table)
    assert "Estimates are exponentiated." in table.notes


def test_another_covariance():
    clustered = MORE.vcov(cluster="sample")
    table = regtable(HAS, HAS, MORE, vcov=[None, "HC3", clustered], digits=4)
    for j, (fit, vcov) in enumerate(((HAS, None), (HAS, "HC3"), (MORE, clustered))):
        se = fit.summary(vcov=vcov).coefficients.loc["logmass", "Std. Error"]
        assert cells(table, "logmass", "std_error")[j] == f"({se:.4f})"
    named = ["model-based", "HC3", "HC0, clustered by sample"]
    assert cells(table, "Standard errors", "vcov") == named
    assert cells(regtable(HAS, MORE, vcov="HC1"), "Standard errors", "vcov") == ["HC1", "HC1"]
    interval = regtable(HAS, vcov="HC3", estimate=INLINE, statistic=None)
    low, high = HAS.confint(method="wald", vcov="HC3").loc["logmass"]
    assert f"({low:.3f}, {high:.3f})" in str(interval)


def test_statistics():
    every = ["nobs", "AIC", "BIC", "logLik", "deviance", "null_deviance", "df", "df_residual"]
    every += ["df_null", "dispersion", "deviance_explained", "mcfadden_r2"]
    frame = regtable(HAS, COUNT, statistics=every).to_frame().loc[:, "(1)"].droplevel(0)
    assert frame["BIC"] == f"{HAS.BIC():.1f}"
    assert frame["logLik"] == f"{float(HAS.logLik()):.1f}"
    assert frame["df"] == "2"
    assert frame["df_residual"] == "230"
    assert frame["deviance_explained"] == f"{1 - HAS.deviance / HAS.null_deviance:.3f}"
    own = regtable(
        HAS,
        COUNT,
        statistics={
            "N": "nobs",
            "Dwarfs": lambda fit: int((GALAXIES["sample"] == "dwarf").sum()),
            "Converged": lambda fit: fit.converged,
            "Criterion": lambda fit: fit.deviance / 7,
            "Version": lambda fit: "v1.5",
        },
    )
    assert own.to_frame().index.get_level_values("term").tolist()[-5:-3] == ["N", "Dwarfs"]
    assert cells(own, "Converged", "Converged") == ["yes", "yes"]
    assert cells(own, "Criterion", "Criterion")[0] == f"{HAS.deviance / 7:.3f}"
    with pytest.raises(AttributeError):
        regtable(HAS, statistics={"x": lambda fit: fit.nothing})


def test_a_statistic_that_no_model_has_is_left_out():
    frame = regtable(COUNT).to_frame()
    assert ("AIC", "AIC") not in frame.index
    assert cells(regtable(COUNT, HAS), "AIC", "AIC") == ["", f"{HAS.AIC():.1f}"]


def test_coef_map_and_coef_omit_choose_coefficients():
    table = regtable(MORE, coef_map={"logmass": "Mass", "samplefield": "Field"}, statistics=None)
    assert table.to_frame().index.get_level_values(0).unique().tolist() == ["Mass", "Field"]
    table = regtable(MORE, coef_map=["samplefield", "logmass"], statistics=None)
    assert table.to_frame().index.get_level_values(0).unique().tolist() == [
        "samplefield",
        "logmass",
    ]
    table = regtable(MORE, coef_omit="^sample|Intercept", statistics=None)
    assert table.to_frame().index.get_level_values(0).unique().tolist() == ["logmass"]
    table = regtable(MORE, coef_omit=["(Intercept)"], labels=str.upper, statistics=None)
    assert table.to_frame().index[0][0] == "LOGMASS"
    table = regtable(MORE, labels={"logmass": "log M", "nowhere": "?"}, statistics=None)
    assert table.to_frame().index.get_level_values(0)[2] == "log M"


def test_coefficients_of_several_models_share_a_line():
    other = glm("n_gc ~ I(logmass)", GALAXIES, quasipoisson())
    table = regtable(HAS, other, coef_map={"logmass": "Mass", "I(logmass)": "Mass"}, stars=False)
    assert cells(table, "Mass", "estimate") == [
        f"{HAS.coef().iloc[1]:.3f}",
        f"{other.coef().iloc[1]:.3f}",
    ]
    with pytest.raises(ValueError, match="'logmass' and 'samplefield' of the same model"):
        regtable(MORE, labels={"logmass": "x", "samplefield": "x"})


def test_names():
    assert regtable([HAS, MORE], COUNT).names == ("(1)", "(2)", "(3)")
    assert regtable({"A": HAS}, MORE).names == ("A", "(2)")
    assert regtable(HAS, MORE, names=["A", "A"]).to_frame().columns.tolist() == ["A", "A"]
    assert regtable(HAS, header="response").headers == (("has_gc",),)
    assert regtable(HAS, header=()).headers == ()


def test_notes():
    assert regtable(HAS, notes="Harris et al.").notes[-1] == "Harris et al."
    assert regtable(HAS, notes=["a", "b"]).notes[-2:] == ("a", "b")
    assert regtable(HAS, notes=False).notes == ()
    words = regtable(HAS, statistic=["p = {p_value}", "[{statistic}]"]).notes[0]
    assert words == "Test statistics in brackets."
    assert cells(regtable(HAS, statistic="p = {p_value}"), "logmass", "p_value") == ["p < 0.001"]


@pytest.mark.parametrize(
    ("x", "fixed", "significant"),
    [
        (-0.0004, "0.000", "-0.000400"),
        (0.0, "0.000", "0.00"),
        (1234.5678, "1234.568", "1235"),
        (0.99999, "1.000", "1.00"),
        (-2.5e12, "-2.500e+12", "-2.50e+12"),
        (3e-15, "0.000", "3.00e-15"),
        (np.inf, "Inf", "Inf"),
        (-np.inf, "-Inf", "-Inf"),
        (np.nan, "NaN", "NaN"),
    ],
)
def test_numbers_have_fixed_or_significant_digits(x, fixed, significant):
    assert decimal(x, 3) == fixed
    assert decimal(x, 3, significant=True) == significant


def test_digits():
    assert p_value(0.0004, 3) == "<0.001"
    assert p_value(0.0456, 3) == "0.046"
    table = regtable(HAS, digits={"std_error": 1, "AIC": 3}, stars=False)
    assert cells(table, "logmass", "std_error") == ["(0.2)"]
    assert cells(table, "logmass", "estimate") == [f"{HAS.coef()['logmass']:.3f}"]
    assert cells(table, "AIC", "AIC") == [f"{HAS.AIC():.3f}"]
    table = regtable(COUNT, digits=2, rounding="significant", statistics=["dispersion", "nobs"])
    assert cells(table, "(Intercept)", "estimate") == ["-12***"]
    assert cells(table, "Observations", "nobs") == ["232"]


def test_a_fit_stripped_of_its_rows():
    assert str(regtable(HAS.strip(), MORE.strip(), digits=2, title="Globular clusters")) == str(
        regtable(HAS, MORE, digits=2, title="Globular clusters")
    )


def test_bias_reduced_fits():
    fit = glm("has_gc ~ logmass", GALAXIES, binomial(), method="brglm")
    table = regtable(fit, estimate=INLINE, statistic=None, statistics=["mcfadden_r2", "nobs"])
    low, high = fit.confint(method="wald").loc["logmass"]
    assert f"({low:.3f}, {high:.3f})" in str(table)
    assert "McFadden" not in str(table)


def test_models_without_coefficients():
    empty = glm("breaks ~ 0", BREAKS, gaussian())
    table = regtable(empty)
    assert table.coefficients == ()
    for form in (table.to_text, table.to_markdown, table.to_latex, table.to_html):
        assert "Observations" in form()


def test_parts_stand_beside_each_other():
    """Counts on the lines of a glm, zero parts and cut points behind all coefficients."""
    plain = glm("n_gc ~ logmass", GALAXIES, poisson())
    short = rglm.hurdle("n_gc ~ logmass | 1", GALAXIES, dist="negbin")
    long = rglm.zeroinfl("n_gc ~ logmass + sample | logmass", GALAXIES, dist="negbin")
    frame = regtable(plain, short, long).to_frame()
    lines = frame.index.get_level_values(0).unique()[:7].tolist()
    assert lines == [
        "(Intercept)",
        "logmass",
        "samplefield",
        "samplecluster",
        "zero_(Intercept)",
        "zero_logmass",
        "Theta",
    ]
    assert (frame.loc[("logmass", "estimate")] != "").all()
    shown = frame.loc[("logmass", "estimate"), "(2)"]
    assert shown.startswith(f"{short.coef('count')['logmass']:.3f}")
    both = regtable(short, long).to_frame().index.get_level_values(0).unique().tolist()
    assert both[:3] == ["count_(Intercept)", "count_logmass", "count_samplefield"]
    chosen = regtable(plain, short, coef_map={"logmass": "Mass"}, statistics=None).to_frame()
    assert (chosen.loc[("Mass", "estimate")] != "").all()
    left = regtable(plain, short, coef_omit=["logmass"]).to_frame().index.get_level_values(0)
    assert "logmass" not in left
    named = regtable(plain, short, labels={"logmass": "Mass"}).to_frame().index
    assert "Mass" in named.get_level_values(0)


def test_a_binomial_beside_a_beta_binomial():
    data, formula = oracle.data("lirat"), "cbind(R, N - R) ~ fgrp"
    fits = glm(formula, data, binomial()), rglm.betabinomial(formula, data)
    frame = regtable(*fits, statistics=["rho"]).to_frame()
    assert (frame.loc[("(Intercept)", "estimate")] != "").all()
    assert frame.index.get_level_values(0).unique().tolist()[-2:] == ["(Intercept):2", "Rho"]
    assert frame.loc["Rho"].iloc[0].tolist() == ["", f"{fits[1].rho:.3f}"]


def test_cut_points_come_last():
    wine = oracle.data("wine")
    fits = rglm.polr("rating ~ temp", wine), rglm.polr("rating ~ temp + contact", wine)
    lines = regtable(*fits).to_frame().index.get_level_values(0).unique().tolist()
    assert lines[:6] == ["tempwarm", "contactyes", "1|2", "2|3", "3|4", "4|5"]


def test_parameters_beside_the_coefficients():
    bio = oracle.data("biochemists")
    fits = {
        "negbin": rglm.glm_nb("art ~ fem", bio),
        "known": glm("art ~ fem", bio, rglm.negative_binomial(2)),
        "lognormal": rglm.hurdle("art ~ fem", bio, dist="lognormal"),
        "gamma": rglm.hurdle("art ~ fem", bio, dist="gamma"),
    }
    frame = regtable(fits).to_frame()
    assert frame.loc["Theta"].iloc[0].tolist() == [f"{fits['negbin'].theta:.3f}", "2.000", "", ""]
    assert frame.loc["Sigma"].iloc[0].tolist() == ["", "", f"{fits['lognormal'].sigma:.3f}", ""]
    assert frame.loc["Shape"].iloc[0].tolist() == ["", "", "", f"{fits['gamma'].shape:.3f}"]
    assert "Theta" not in str(regtable(HAS))


def test_an_infinite_theta_is_shown_as_inf():
    with pytest.warns(rglm.BoundaryWarning):
        fit = rglm.glm_nb("y ~ 1", {"y": [2, 3, 2, 3, 3, 2, 3, 2]})
    assert regtable(fit).to_frame().loc["Theta"].iloc[0].tolist() == ["Inf"]
