"""Type II and III tests against car's Anova: numbers and pages."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, binomial, gaussian, glm, poisson
from rglm.datasets import load
from rglm.inference.hypothesis_tests import typed_anova as anova_types
from rglm.inference.hypothesis_tests import wald_anova
from rglm.warnings import RankWarning

CASES = {c["id"]: c for c in oracle.saved("car")}
LEGEND = "Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"
RTOL = 1e-8  # both sides converge to epsilon = 1e-12; the JSON has 11 digits
NONE = 1e-11  # car's sum of squares of a term that changes nothing is a rounding error
BREAKS = load("warpbreaks")
fit_of = oracle.quiet_fits(CASES)


def asked(fit, table):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return fit.anova(
            type=table["type"], test=table["test"], error_estimate=table["error"], singular_ok=True
        )


TABLES = [
    pytest.param(name, table, id=f"{name}-{table['type']}-{table['test']}-{table['error']}")
    for name, case in CASES.items()
    for table in case["tables"]
]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_numbers_and_page_as_in_car(name, table):
    fit = fit_of(name)
    found = asked(fit, table)
    theirs = oracle.numbers(table["values"]).reshape(found.table.shape, order="F")
    np.testing.assert_allclose(found.table.to_numpy(), theirs, RTOL, NONE)
    page = [LEGEND if line == "Signif." else line for line in table["page"]]
    assert repr(found).split("\n") == page


@pytest.mark.parametrize("name", ["aliased", "empty-cell"])
@pytest.mark.parametrize("type", ["II", "III"])
def test_aliased_wald_tests_are_those_of_the_rank(name, type):
    """Of a gaussian fit Wald's statistic is the likelihood ratio's; car stops here."""
    fit = fit_of(name)
    wald = fit.anova(type=type, test="Wald", singular_ok=True).table
    ratio = fit.anova(type=type, singular_ok=True).table
    wald = wald.loc[ratio.index]
    np.testing.assert_array_equal(wald["Df"], ratio["Df"])
    np.testing.assert_allclose(wald["Chisq"], ratio["LR Chisq"], RTOL)
    assert wald["Chisq"].isna().equals(wald["Df"] == 0)


@pytest.mark.parametrize("name", ["warp", "esoph", "insurance", "births", "weights"])
def test_wald_by_span_and_by_choice_agree(name):
    fit = fit_of(name)
    values, covariance = fit.coefficients.to_numpy(), fit.vcov().to_numpy()
    chosen, spanned = (
        wald_anova.full_rank_hypotheses(values == values),
        wald_anova.aliased_hypotheses(fit),
    )
    for comparison in anova_types.term_comparisons(fit, "II", intercept=True):
        one, two = (
            wald_anova._statistic(comparison, rows(comparison), values, covariance)
            for rows in (chosen, spanned)
        )
        np.testing.assert_allclose(one, two, RTOL)


def test_aliased_rows_that_fit_a_weight_of_0():
    """A level that only rows of weight 0 have loses its coefficient and its degree of freedom."""
    data = BREAKS.assign(w=(BREAKS["tension"] != "H") * 1.0)
    with pytest.warns(RankWarning):
        fit = glm("breaks ~ wool + tension", data, poisson(), weights="w")
    same = glm(
        "breaks ~ wool + tension",
        data[data["w"] > 0].assign(tension=lambda d: d["tension"].astype(str)),
        poisson(),
    )
    for test in ("LR", "Wald", "F"):
        ours = fit.anova(type="II", test=test).table
        np.testing.assert_allclose(ours, same.anova(type="II", test=test).table, 1e-7)


def test_type_iii_of_aliased_coefficients_is_refused_unless_asked_for():
    fit = fit_of("aliased")
    with pytest.raises(ValueError, match=r"aliased coefficients in the model \(I\(2 \* wt\)\)"):
        fit.anova(type="III")
    with pytest.raises(ValueError, match="singular_ok=True"):
        fit.anova(type="II", singular_ok=False)
    table = fit.anova(type="II").table
    assert table["Df"].tolist() == [0, 1, 0]
    assert table["LR Chisq"].isna().tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("types", "tests"),
    [((1, "1", "I"), ("Chisq",)), ((2, "2", "II"), ("LR", "Chisq", "LRT", None))],
)
def test_names_of_types_and_tests(types, tests):
    fit = fit_of("warp")
    pages = {repr(fit.anova(type=t, test=test)) for t in types for test in tests}
    assert len(pages) == 1


def test_one_model_at_a_time():
    fit = fit_of("warp")
    with pytest.raises(ValueError, match="terms of one model, got 2"):
        fit.anova(fit_of("one-term"), type="II")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "IV"}, "type='IV': use 'I', 'II' or 'III'"),
        ({"type": 2.5}, "type=2.5"),
        ({"type": None}, "type=None"),
        ({"type": "II", "test": "Rao"}, "use LR, Wald or F"),
        ({"type": "II", "test": False}, "use LR, Wald or F"),
        ({"type": "II", "test": "wald"}, "did you mean 'Wald'"),
        ({"type": "II", "test": "F", "error_estimate": "Pearson"}, "did you mean 'pearson'"),
        ({"type": "II", "vcov": "HC3"}, "vcov= is for test='Wald'"),
        ({"vcov": "HC3"}, "for type='II' or 'III'"),
        ({"error_estimate": "deviance"}, "for type='II' or 'III'"),
    ],
)
def test_wrong_arguments_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        fit_of("warp").anova(**given)


def test_a_model_of_the_intercept():
    fit = fit_of("null")
    with pytest.warns(FitWarning, match="Type III test substituted"):
        page = repr(fit.anova(type="II", test="Wald"))
    assert page == repr(fit.anova(type="III", test="Wald"))
    for test in ("LR", "F"):
        with pytest.raises(ValueError, match="has no terms to test"):
            fit.anova(type="III", test=test)
    nothing = glm("breaks ~ 0 + offset(log(breaks + 1))", BREAKS, poisson())
    with pytest.raises(ValueError, match="has no terms to test"):
        nothing.anova(type="II", test="Wald")


def test_a_known_dispersion_is_not_an_estimate():
    with pytest.warns(FitWarning, match="dispersion of poisson is known"):
        fit_of("warp").anova(type="II", test="F", error_estimate="dispersion")


def test_saturated_fits():
    grouped = BREAKS.groupby(["wool", "tension"], as_index=False, observed=True)["breaks"].sum()
    known = glm("breaks ~ wool * tension", grouped, poisson())
    assert known.anova(type="II").table["Pr(>Chisq)"].notna().all()
    assert known.anova(type="III", test="Wald").table["Pr(>Chisq)"].notna().all()
    free = glm("breaks ~ wool * tension", grouped, gaussian())
    table = free.anova(type="II", test="F").table
    assert table["F value"].isna().all()
    assert table["Pr(>F)"].isna().all()
    assert free.anova(type="II").table["LR Chisq"].isna().all()
    with pytest.raises(ValueError, match="no degrees of freedom"):
        free.anova(type="II", test="Wald")


def test_another_covariance():
    fit = fit_of("warp")
    found = fit.anova(type="III", test="Wald", vcov="HC3")
    tension = fit.wald_test(["tensionM", "tensionH"], vcov="HC3")
    one, two = found.table.loc["tension", "Chisq"], tension.table.loc["2", "Chisq"]
    np.testing.assert_allclose(one, two, RTOL)
    assert "Note: Coefficient covariance matrix supplied." in repr(found)


@pytest.mark.parametrize("test", ["LR", "Wald", "F"])
def test_counts_are_the_proportions_with_their_trials(test):
    esoph = oracle.data("esoph")
    fit = fit_of("esoph")
    n = esoph["ncases"] + esoph["ncontrols"]
    given = esoph.assign(n=n, p=esoph["ncases"] / n)
    same = glm(
        "p ~ agegp + alcgp + tobgp",
        given,
        binomial(),
        weights="n",
        control={"epsilon": 1e-12, "maxit": 100},
    )
    for type in ("II", "III"):
        np.testing.assert_allclose(
            fit.anova(type=type, test=test).table, same.anova(type=type, test=test).table, RTOL
        )


def test_rows_left_out_stay_out():
    """A term without missing values is dropped on the rows of the fit."""
    data = oracle.data("airquality")
    formula = "Ozone ~ Solar.R + Wind * Temp"
    complete = data.dropna(subset=["Ozone", "Solar.R", "Wind", "Temp"])
    fits = [
        glm(formula, data, gaussian(), na_action="na_exclude"),
        glm(formula, complete, gaussian()),
    ]
    one, two = (fit.anova(type="II", test="F").table for fit in fits)
    pd.testing.assert_frame_equal(one, two)


def test_html_holds_the_table():
    assert "LR Chisq" in fit_of("warp").anova(type="II")._repr_html_()
