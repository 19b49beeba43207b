"""Contrasts of means: their errors, scales and tables; what holds for all data."""

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, generics, glm, lm, poisson
from rglm.datasets import load

BREAKS = load("warpbreaks")
LINEAR = lm("breaks ~ wool * tension", BREAKS)
COUNTS = glm("breaks ~ wool * tension", BREAKS, poisson())
MEANS = LINEAR.emmeans("tension", by="wool")
BOTH = LINEAR.emmeans("wool * tension")


def test_contrasts_are_weighted_sums_of_means():
    table, weights = (
        MEANS.contrast({"a": [1, -2, 1], "b": {"L": 1, "H": -1}}),
        [[1, -2, 1], [1, 0, -1]],
    )
    for wool in "AB":
        means = MEANS["emmean"][MEANS["wool"] == wool].to_numpy()
        found = table["estimate"][table["wool"] == wool]
        np.testing.assert_allclose(found, weights @ means)


def test_generics_of_means():
    emm = generics.emmeans(LINEAR, "tension")
    assert repr(generics.pairs(emm, reverse=True)) == repr(emm.pairs(reverse=True))
    assert repr(generics.contrast(emm, "eff")) == repr(emm.contrast())
    assert repr(generics.rbind(emm, emm)) == repr(emm + emm)
    assert repr(generics.eff_size(emm)) == repr(emm.eff_size())
    with pytest.raises(AttributeError, match=r"here it is emmeans\('g'\)\.pairs"):
        generics.pairs(LINEAR)


def test_effect_sizes_are_in_units_of_the_errors():
    sizes = MEANS.eff_size()
    expected = MEANS.pairs()["estimate"] / LINEAR.sigma
    np.testing.assert_allclose(sizes["effect.size"], expected)
    np.testing.assert_allclose(
        sizes["SE"], np.hypot(MEANS.pairs()["SE"] / LINEAR.sigma, expected / np.sqrt(96))
    )


def test_ratios_are_named_as_they_are_shown():
    pairs = COUNTS.emmeans("tension").pairs()
    assert pairs.table["contrast"].tolist() == ["L - M", "L - H", "M - H"]
    ratios = pairs.summary(type="response")
    assert ratios.table["contrast"].tolist() == ["L / M", "L / H", "M / H"]
    assert ratios.tidy()["contrast"].tolist() == ["L / M", "L / H", "M / H"]
    np.testing.assert_allclose(np.log(ratios["ratio"]), pairs["estimate"])


def test_a_posterior_has_the_same_methods():
    from rglm import brm

    fit = brm("breaks ~ wool * tension", BREAKS, family=poisson(), seed=1, draws=100)
    means = fit.emmeans("tension", by="wool", type="response")
    ours = COUNTS.emmeans("tension", by="wool", type="response")
    for method in ("eff", "del.eff", "trt_vs_ctrlk", "poly", {"a": [1, -1, 0]}):
        one, other = means.contrast(method), ours.contrast(method)
        shared = [*other.shown_groups]
        pd.testing.assert_frame_equal(one.table[shared], other.shown_groups)
    both = fit.emmeans("wool * tension").contrast(interaction="pairwise")
    other = COUNTS.emmeans("wool * tension").contrast(interaction="pairwise")
    pd.testing.assert_frame_equal(both.table[[*other.groups]], other.groups)
    assert "Note: contrasts are still on the log scale" in repr(means.contrast("identity"))
    assert means.pairs(by=None).draws.shape == (100, 15)
    assert means.contrast("trt_vs_ctrl", ref="M").table["contrast"][0] == "L / M"


def test_tables_together_and_some_of_their_rows():
    assert BOTH[[0, -1]].table["wool"].tolist() == ["A", "B"]
    with pytest.raises(IndexError, match=r"\[\[9\]\]: the table has the rows 0 to 5"):
        BOTH[[9]]
    with pytest.raises(TypeError, match="takes tables of means or contrasts, got 3"):
        BOTH + 3


def test_sets_of_simple_contrasts():
    sets = BOTH.pairs(simple="each")
    assert list(sets) == ["simple contrasts for wool", "simple contrasts for tension"]
    assert len(sets) == 2
    assert repr(sets[1]) == repr(BOTH.pairs(simple="tension"))
    assert sets.table.loc["simple contrasts for wool"].shape[0] == 3
    assert "lower.CL" in sets.confint()[0]
    assert sets.contrast("identity").tidy().shape[0] == 9
    assert "<table" in sets._repr_html_()
    with pytest.raises(KeyError, match="there is no table 'x'"):
        sets["x"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: MEANS.contrast("pairwse"), "method='pairwse'.*did you mean 'pairwise'"),
        (lambda: MEANS.pairs(adjust="tuky"), "adjust='tuky'.*did you mean 'tukey'"),
        (lambda: MEANS.pairs(by="wol"), "by='wol': the rows have tension, wool"),
        (lambda: MEANS.contrast([1, -1]), "has 2 weights, and there are 3 means"),
        (lambda: MEANS.contrast("eff", ref="L"), "ref= is no argument of method='eff'"),
        (lambda: MEANS.contrast("trt_vs_ctrl", ref="Q"), "'Q'"),
        (lambda: MEANS.pairs(simple="wol"), "simple= has 'wol'; the means have tension, wool"),
        (lambda: BOTH.contrast(interaction=["eff"] * 3), "3 methods, and there are 2 variables"),
        (lambda: BOTH.contrast(interaction={"wol": "eff"}), "interaction= has 'wol'"),
        (lambda: BOTH.contrast(interaction=3), "interaction=3: give a method"),
        (lambda: MEANS.pairs(enhance_levels="wol"), "enhance_levels='wol'"),
        (lambda: MEANS.contrast("eff", scale=[1, 2, 3, 4]), "scale= has 4 numbers"),
        (lambda: LINEAR.emmeans("1").pairs(), "contrasts compare two means or more"),
        (lambda: LINEAR.emmeans("wool", at={"wool": "A"}).pairs(), "wool is A only: at="),
        (lambda: COUNTS.emmeans("wool").eff_size(), "eff_size.. needs sigma="),
        (lambda: MEANS.eff_size(sigma=-1), "sigma=-1: eff_size.. needs a number above 0"),
        (lambda: MEANS + COUNTS.emmeans("wool"), "the tables are of different fits"),
        (
            lambda: COUNTS.emmeans("wool", type="response") + COUNTS.emmeans("wool").pairs(),
            "different scales, 'rate' and 'estimate'",
        ),
        (lambda: LINEAR.joint_tests(at={"wool": "A", "tension": "L"}), "no factors to test"),
    ],
)
def test_what_contrasts_refuse(ask, message):
    with pytest.raises(ValueError, match=message):
        ask()


def test_letters_of_means():
    shown = BOTH.cld(letters="abc", reversed=True)
    assert shown[".group"].tolist() == ["a", "b", "b", "b", "b", "b"]
    assert shown["emmean"].is_monotonic_decreasing
    assert shown.tidy()["letters"].tolist() == shown[".group"].tolist()
    assert len(shown) == 6
    assert "significance level" in shown._repr_html_()
    assert "contrast" in BOTH.cld(details=True)._repr_html_()
    apart = MEANS.pairs().cld(by="wool", adjust="none")
    assert apart[".group"].tolist() == ["1", "2", "2", "1", "1", "1"]
    equivalent = MEANS.cld(delta=30)
    assert equivalent[".equiv.set"].tolist() == ["1", "1", "2", "1", "1", "1"]
    with pytest.raises(ValueError, match="alpha=5"):
        MEANS.cld(alpha=5)


def test_what_no_parameter_changes_is_zero():
    means = lm("log(breaks) ~ wool + tension", BREAKS).emmeans("wool * tension")
    none = means.contrast(interaction=["pairwise", "poly"])
    assert (none.table[["estimate", "SE"]] == 0).all(axis=None)
    assert none.table[["t.ratio", "p.value"]].isna().all(axis=None)


def test_the_first_variable_of_groups_is_fastest():
    data = BREAKS.assign(half=["a", "b"] * 27)
    means = lm("breaks ~ wool * tension * half", data).emmeans("wool * tension * half")
    pairs = means.pairs(by=["half", "tension"]).table
    assert pairs["half"].tolist() == ["a", "b"] * 3
    assert pairs["tension"].tolist() == ["L", "L", "M", "M", "H", "H"]


def test_adjusted_for_the_number_of_groups():
    crossed = MEANS.pairs().summary(cross_adjust="bonferroni")
    assert "Cross-group P-value adjustment: bonferroni" in repr(crossed)
    np.testing.assert_allclose(crossed["p.value"], np.minimum(2 * MEANS.pairs()["p.value"], 1))


def test_ratios_of_odds_ratios():
    galaxies = load("galaxies")
    fit = glm("has_gc ~ factor(sample) * logmass", galaxies, binomial())
    odds = fit.emmeans("sample", by="logmass", at={"logmass": [8, 10]}).pairs(type="response")
    assert "odds.ratio" in odds.pairs(by="contrast")
    assert "on the log odds ratio scale" in repr(odds.pairs(by="contrast"))
