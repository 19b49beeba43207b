"""The smaller models of a deviance table are fits of the same rows, weights and offset."""

import numpy as np
import pytest

from rglm import RankWarning, binomial, glm, poisson
from rglm.datasets import load

# refits and fits done by hand stop at the same epsilon from the same start
RTOL = 1e-10
WORMS = load("budworm").assign(w=[1, 2] * 6, o=np.linspace(0, 1, 12))
BREAKS = load("warpbreaks").assign(
    w=np.resize([1.0, 2], 54), o=np.resize([0, 0.5, 1], 54), t=np.r_[[np.nan] * 4, 1:51]
)

FITS = {
    "cbind": ("cbind(dead, alive) ~ sex + ldose + sex:ldose", WORMS, binomial(), {}),
    "cbind and weights": ("cbind(dead, alive) ~ sex + ldose", WORMS, binomial(), {"weights": "w"}),
    "proportions": ("I(dead / n) ~ sex + ldose", WORMS, binomial("probit"), {"weights": "n"}),
    "offset": ("cbind(dead, alive) ~ sex + ldose", WORMS, binomial(), {"offset": "o"}),
    "offset term": ("breaks ~ wool + offset(o) + tension", BREAKS, poisson(), {}),
    "array offset": ("breaks ~ wool + tension", BREAKS, poisson(), {"offset": BREAKS["o"]}),
    "weights": ("breaks ~ wool * tension", BREAKS, poisson(), {"weights": "w"}),
    "zero weights": ("breaks ~ wool + tension", BREAKS, poisson(), {"weights": "w - 1"}),
    "subset": ("breaks ~ wool + tension", BREAKS, poisson(), {"subset": "breaks > 20"}),
    "no intercept": ("breaks ~ 0 + wool + tension", BREAKS, poisson(), {}),
}


def by_hand(name):
    """The deviances of the null model and of every smaller one, each fitted on its own."""
    formula, data, family, arguments = FITS[name]
    whole = glm(formula, data, family, **arguments)
    offset = " + offset(o)" if "offset(" in formula else ""
    one = "0" if "0 +" in formula else "1"
    steps = [" + ".join([one, *whole.terms[:k]]) + offset for k in range(len(whole.terms) + 1)]
    return whole, [whole.update(f". ~ {step}") for step in steps]


@pytest.mark.parametrize("name", FITS)
def test_the_steps_are_the_fits_done_by_hand(name):
    whole, steps = by_hand(name)
    table = whole.anova(test=False).table
    np.testing.assert_allclose(table["Resid. Dev"], [s.deviance for s in steps], RTOL)
    assert table["Resid. Df"].to_list() == [s.df_residual for s in steps]


@pytest.mark.parametrize("name", FITS)
@pytest.mark.parametrize("test", ["Chisq", "Rao"])
def test_the_tests_of_each_step_are_those_of_the_fits_done_by_hand(name, test):
    whole, steps = by_hand(name)
    between = steps[0].anova(*steps[1:], test=test).table
    table = whole.anova(test=test).table
    column = "Rao" if test == "Rao" else "Pr(>Chi)"
    np.testing.assert_allclose(table[column], between[column], rtol=1e-6)


def test_the_rows_are_those_of_the_whole_model():
    # as in R: t is missing in four rows, which the models without it leave out too
    fit = glm("breaks ~ wool + t", BREAKS, family=poisson())
    rows = glm("breaks ~ wool", BREAKS, family=poisson(), subset="t > 0")
    table = fit.anova().table
    assert table["Resid. Df"].to_list() == [49, 48, 47]
    assert table["Resid. Dev"].iloc[1] == pytest.approx(rows.deviance, rel=RTOL)


def test_rao_with_weights_and_offset_is_that_of_R():
    # R: anova(glm(breaks ~ wool + tension, poisson, weights = rep(1:2, 27),
    #              offset = rep(c(0, .5, 1), 18)), test = "Rao")
    fit = glm("breaks ~ wool + tension", BREAKS, poisson(), weights="w", offset="o")
    table = fit.anova(test="Rao").table
    np.testing.assert_allclose(table["Rao"].iloc[1:], [12.6854115494538, 95.1429979794469], 1e-7)
    deviances = [544.702301933516, 532.014368285992, 438.465903999377]
    np.testing.assert_allclose(table["Resid. Dev"], deviances, 1e-9)


def test_an_aliased_term_has_no_degrees_of_freedom():
    data = BREAKS.assign(again=BREAKS["wool"].astype(str))
    with pytest.warns(RankWarning, match="'againB'"):
        fit = glm("breaks ~ wool + again + tension", data, family=poisson())
    row = fit.anova().table.loc["again"]
    assert row["Df"] == 0
    assert row["Deviance"] == pytest.approx(0, abs=1e-8)
    assert np.isnan(row["Pr(>Chi)"])


def test_models_of_different_rows_are_refused():
    whole = glm("breaks ~ wool", BREAKS, family=poisson())
    with pytest.raises(ValueError, match=r"different rows or responses \(54 and 50 rows\)"):
        whole.anova(whole.update(". ~ . + t"))
    shifted = whole.update(data=BREAKS.set_axis(range(1, 55)))
    with pytest.raises(ValueError, match="different rows"):
        whole.anova(shifted)


def test_models_of_different_responses_are_refused():
    whole = glm("breaks ~ wool", BREAKS, family=poisson())
    with pytest.raises(ValueError, match="different rows or responses"):
        whole.anova(whole.update("I(breaks + 1) ~ ."))


def test_models_of_different_weights_are_refused():
    # two fits of y = dead/n, one of them as if each proportion came from one moth
    one = glm("I(dead / n) ~ sex", WORMS, family=binomial(), weights="n")
    two = one.update(". ~ . + ldose", weights="n * w")
    with pytest.raises(ValueError, match="weights"):
        one.anova(two)


def test_scores_of_models_that_are_not_nested_are_refused():
    one = glm("breaks ~ wool + o", BREAKS, family=poisson())
    two = one.update(". ~ tension + wool")
    with pytest.raises(ValueError, match="nested"):
        one.anova(two, test="Rao")


def test_the_contrasts_go_with_the_steps():
    fit = glm("breaks ~ wool * tension", BREAKS, poisson(), contrasts={"wool": "contr_sum"})
    plain = glm("breaks ~ wool * tension", BREAKS, family=poisson())
    np.testing.assert_allclose(fit.anova().table, plain.anova().table, rtol=1e-7)


def test_scores_need_nested_spans_and_not_the_same_contrasts():
    # R: anova(one, two, test = "Rao") is 102.04 under any contrasts of the second
    one = glm("breaks ~ wool", BREAKS, family=poisson())
    two = one.update(". ~ wool * tension", contrasts={"wool": "contr_sum"})
    table = one.anova(two, test="Rao").table
    assert table["Rao"].iloc[1] == pytest.approx(102.043620126924, rel=1e-7)
