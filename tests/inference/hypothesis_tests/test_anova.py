"""Deviance tables: every test, R's numbers."""

import numpy as np
import pytest

from rglm import FitWarning, glm, poisson, quasipoisson
from rglm.datasets import load

# R 4.2.2 at its own epsilon: its stopping rule leaves up to 1e-8 of these
RTOL = 1e-7
BREAKS = load("warpbreaks")
LABELS = ["NULL", "wool", "tension", "wool:tension"]
DEVIANCES = [297.372211804605, 281.333459270497, 210.391888762454, 182.305131285847]


@pytest.fixture(scope="module")
def free():
    return glm("breaks ~ wool * tension", BREAKS, family=quasipoisson())


@pytest.fixture(scope="module")
def known():
    return glm("breaks ~ wool * tension", BREAKS, family=poisson())


def close(found, theirs):
    np.testing.assert_allclose(found, np.array(theirs, dtype=float), RTOL)


def test_terms_are_added_in_order(known):
    table = known.anova().table
    assert table.index.to_list() == LABELS
    close(table["Df"], [None, 1, 2, 2])
    close(table["Resid. Df"], [53, 52, 50, 48])
    close(table["Resid. Dev"], DEVIANCES)
    close(table["Deviance"], [None, *-np.diff(DEVIANCES)])


@pytest.mark.parametrize(
    ("test", "columns"),
    {
        "Chisq": ["Pr(>Chi)"],
        "LRT": ["Pr(>Chi)"],
        "F": ["F", "Pr(>F)"],
        "Rao": ["Rao", "Pr(>Chi)"],
        "Cp": ["Cp"],
        False: [],
    }.items(),
)
def test_the_columns_of_each_test(free, test, columns):
    rest = ["Df", "Deviance", "Resid. Df", "Resid. Dev"]
    assert free.anova(test=test).table.columns.to_list() == rest + columns
    rest = ["Resid. Df", "Resid. Dev", "Df", "Deviance"]
    between = free.anova(free.update(". ~ wool"), test=test)
    assert between.table.columns.to_list() == rest + columns


def test_the_default_suits_the_dispersion(free, known):
    assert free.anova().table.equals(free.anova(test="F").table)
    assert known.anova().table.equals(known.anova(test="Chisq").table)


def test_f(free):
    # R: anova(glm(breaks ~ wool * tension, quasipoisson), test = "F")
    table = free.anova(test="F").table
    close(table["F"], [None, 4.26121659289399, 9.42396850166390, 3.73108060447305])
    p = [None, 0.044418877387677219, 0.000352920983135437, 0.031179329012521923]
    close(table["Pr(>F)"], p)


def test_chisq(free):
    # R: anova(..., test = "Chisq")$`Pr(>Chi)`
    p = [None, 3.89919869727056e-02, 8.07648669748769e-05, 2.39669230742279e-02]
    close(free.anova(test="Chisq").table["Pr(>Chi)"], p)
    close(free.anova(test="LRT").table["Pr(>Chi)"], p)


def test_rao(free):
    # R: anova(..., test = "Rao")
    table = free.anova(test="Rao").table
    close(table["Rao"], [None, 16.0106931790314, 72.2711132182851, 28.1023831500090])
    p = [None, 3.91634902355112e-02, 6.76890152710834e-05, 2.39172257061167e-02]
    close(table["Pr(>Chi)"], p)


def test_cp(free):
    # R: anova(..., test = "Cp")$Cp
    cp = [304.899992749068, 296.389021159423, 240.503012540305, 227.471816952624]
    close(free.anova(test="Cp").table["Cp"], cp)


def test_one_model_against_the_next(free):
    # R: anova(glm(breaks ~ wool, quasipoisson), glm(breaks ~ wool * tension, quasipoisson))
    small = free.update(". ~ wool")
    f = small.anova(free).table
    assert f.index.to_list() == ["1", "2"]
    close(f["F"], [None, 6.57752455306847])
    close(f["Pr(>F)"], [None, 0.000264390722972014])
    rao = small.anova(free, test="Rao").table
    close(rao["Rao"], [None, 102.043620126924])
    close(rao["Pr(>Chi)"], [None, 1.88758307014091e-05])


def test_backwards_the_signs_turn(free):
    # R: anova(w, m0, test = "Rao")$Rao is -102.043620126924
    table = free.anova(free.update(". ~ wool"), test="Rao").table
    close(table["Df"], [None, -4])
    close(table["Rao"], [None, -102.043620126924])
    assert table["Deviance"].iloc[1] < 0
    assert 0 < table["Pr(>Chi)"].iloc[1] < 1


def test_three_models(known):
    models = [known.update(". ~ 1"), known.update(". ~ wool"), known]
    table = models[0].anova(*models[1:]).table
    close(table["Df"], [None, 1, 4])
    close(table["Resid. Dev"], [DEVIANCES[0], DEVIANCES[1], DEVIANCES[3]])


def test_cp_between_models(known):
    # R: anova(w1, w2, test = "Cp")$Cp
    cp = known.update(". ~ wool").anova(known, test="Cp").table["Cp"]
    np.testing.assert_allclose(cp, [285.33346, 194.30513], rtol=1e-7)


def test_f_with_a_known_dispersion_warns(known):
    with pytest.warns(FitWarning, match="F test with a 'poisson' family.*inappropriate") as said:
        table = known.anova(test="F").table
    assert said[0].filename == __file__
    assert table["Pr(>F)"].iloc[1:].notna().all()


def test_without_a_test(known):
    page = str(known.anova(test=False))
    assert "Pr(>Chi)" not in page
    assert "Signif" not in page


def test_the_headings_are_those_of_R(known):
    heading = str(known.anova()).splitlines()[:8]
    assert heading == [
        "Analysis of Deviance Table",
        "",
        "Model: poisson, link: log",
        "",
        "Response: breaks",
        "",
        "Terms added sequentially (first to last)",
        "",
    ]
    between = str(known.update(". ~ wool").anova(known)).splitlines()[:4]
    assert between[2:] == ["Model 1: breaks ~ wool", "Model 2: breaks ~ wool * tension"]


def test_an_unknown_test_is_refused(known):
    with pytest.raises(ValueError, match=r"test='chisq'.*did you mean 'Chisq'"):
        known.anova(test="chisq")
    with pytest.raises(ValueError, match="test=True"):
        known.anova(test=True)
    with pytest.raises(TypeError, match="name the test: test='Chisq'"):
        known.anova("Chisq")
