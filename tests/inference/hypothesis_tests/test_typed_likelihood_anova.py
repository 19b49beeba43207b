"""Type II and III tests of models by maximum likelihood (tests/reference/typed_likelihood.R)."""

import numpy as np
import oracle
import pytest

from rglm import RankWarning, betabinomial, glm, glm_nb, hurdle, lrtest, multinom, polr, zeroinfl
from rglm.datasets import load

R = oracle.saved("typed_likelihood")
HOUSING, BIO = oracle.data("housing"), oracle.data("biochemists")
MODELS, FORMULA = {"polr": polr, "multinom": multinom}, "Sat ~ Infl * Cont + Type"
FITS = {name: model(FORMULA, HOUSING, weights="Freq") for name, model in MODELS.items()}
SUMS = dict.fromkeys(("Infl", "Cont", "Type"), "contr_sum")


def check_as_car(table, r):
    assert table.table.index.tolist() == r["terms"]
    for column, key in (("LR Chisq", "chisq"), ("Df", "df"), ("Pr(>Chisq)", "p")):
        np.testing.assert_allclose(table.table[column], r[key], rtol=1e-5, atol=1e-8)
    page = [line.rstrip() for line in r["page"]]
    assert [line.rstrip() for line in repr(table).split("\n")] == page


@pytest.mark.parametrize("type", ["II", "III"])
@pytest.mark.parametrize("name", FITS)
def test_tests_as_car_s(name, type):
    check_as_car(FITS[name].anova(type=type), R[type][name])


@pytest.mark.parametrize("name", FITS)
def test_type_iii_with_contrasts_that_sum_to_zero(name):
    fit = FITS[name].update(contrasts=SUMS)
    check_as_car(fit.anova(type=3), R["III_sum"][name])
    by_type_two = FITS[name].anova(type="II").table
    np.testing.assert_allclose(fit.anova(type="II").table, by_type_two, rtol=1e-7)


def test_a_binary_multinom_has_the_tests_of_the_glm():
    formula = "mar ~ ment * fem + phd"
    one, two = multinom(formula, BIO), glm(formula, BIO, "binomial")
    for type in (2, 3):
        a, b = (fit.anova(type=type).table for fit in (one, two))
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_terms_of_two_parts():
    fit = zeroinfl("art ~ fem * ment | ment", BIO)
    table = fit.anova(type="II").table
    assert table.index.tolist() == ["count_fem", "count_ment", "count_fem:ment", "zero_ment"]
    by_drop = fit.drop1(test="LRT").table
    for label in ("count_fem:ment", "zero_ment"):
        np.testing.assert_allclose(table.loc[label, "LR Chisq"], by_drop.loc[label, "LRT"])
    mains = zeroinfl("art ~ fem + ment | ment", BIO)
    want = lrtest(mains, "fem").table["Chisq"].iloc[1]
    np.testing.assert_allclose(table.loc["count_fem", "LR Chisq"], want, rtol=1e-6)


@pytest.mark.parametrize(
    "fit",
    [
        zeroinfl("art ~ fem + ment | ment", BIO),
        hurdle("art ~ fem + ment", BIO, dist="negbin"),
        betabinomial("cbind(R, N - R) ~ fgrp + hb", oracle.data("lirat")),
    ],
    ids=lambda fit: fit.model_name,
)
def test_type_iii_without_interactions_is_type_ii(fit):
    np.testing.assert_allclose(
        fit.anova(type="III").table, fit.anova(type="II").table, rtol=1e-6, atol=1e-8
    )


def test_type_iii_of_data_in_chunks():
    chunks = [HOUSING.iloc[:30], HOUSING.iloc[30:]]
    fit = polr(FORMULA, lambda: iter(chunks), weights="Freq")
    whole = FITS["polr"].anova(type="III").table
    np.testing.assert_allclose(fit.anova(type="III").table, whole, rtol=1e-7)


def test_what_cannot_be_asked():
    fit = FITS["polr"]
    with pytest.raises(ValueError, match="use 'I', 'II' or 'III'"):
        fit.anova(type="IV")
    with pytest.raises(ValueError, match="has no terms to test"):
        fit.update(". ~ 1").anova(type="III")
    with pytest.warns(RankWarning):
        aliased = fit.update(". ~ . + I(2 * Freq) + Freq")
    with pytest.raises(ValueError, match="there are aliased coefficients in the model"):
        aliased.anova(type="III")
    with pytest.raises(ValueError, match="of the terms of one model, got 2 models"):
        fit.anova(fit, type="II")
    with pytest.raises(ValueError, match="leave test= out"):
        fit.anova(type="II", test=False)
    with pytest.raises(ValueError, match=r"drop1\(\) tests each of its terms, and so does anova"):
        fit.anova()


def test_words_for_tests_are_the_same_everywhere():
    looms = load("warpbreaks")
    small, large = (polr(f"ordered(tension) ~ {x}", looms) for x in ("1", "breaks"))
    for test in ("LRT", None, "Chisq"):
        assert small.anova(large, test=test).table.equals(small.anova(large).table)
    for test in ("none", False):
        assert "Pr(Chi)" not in small.anova(large, test=test).table
    one, two = (glm_nb(f"breaks ~ {x}", looms) for x in ("1", "wool"))
    assert "Pr(Chi)" not in one.anova(two, test=False).table
    one, two = glm("breaks ~ 1", looms, "poisson"), glm("breaks ~ wool", looms, "poisson")
    assert repr(one.anova(two, test="none")) == repr(one.anova(two, test=False))


def test_a_dispersion_that_is_not_there():
    fit = betabinomial("cbind(R, N - R) ~ fgrp", oracle.data("lirat"))
    assert fit.drop1(scale=0).table.equals(fit.drop1(scale=1).table)
    for ask in (fit.drop1, fit.step, lambda **k: fit.add1("~ . + hb", **k)):
        with pytest.raises(ValueError, match=r"the dispersion of betabinomial\(\) is 1"):
            ask(scale=2)
