"""Joint tests of terms: type III tests where no cell is empty; what they are of."""

import numpy as np
import pandas as pd
import pytest

from rglm import RankWarning, glm, lm, multinom, poisson
from rglm.datasets import load
from rglm.inference.means.averages.grid_averages import averages_over, find_nests

BREAKS, MTCARS = load("warpbreaks"), load("mtcars")
SUM = {"wool": "contr_sum", "tension": "contr_sum"}


@pytest.mark.parametrize("vcov", [None, "HC3"])
def test_they_are_type_iii_tests_of_full_cells(vcov):
    data = BREAKS.iloc[3:-4]
    fit = glm("breaks ~ wool * tension", data, poisson(), contrasts=SUM)
    tests = fit.joint_tests(vcov=vcov)
    anova = fit.anova(type="III", test="Wald", vcov=vcov).table.loc[tests["model term"]]
    np.testing.assert_allclose(tests["F.ratio"] * tests["df1"], anova["Chisq"], rtol=1e-8)
    np.testing.assert_allclose(tests["p.value"], anova["Pr(>Chisq)"], rtol=1e-6)


def test_a_number_is_tested_by_its_change_at_the_mean():
    fit = lm("mpg ~ wt * hp", MTCARS)
    centred = MTCARS.assign(
        wt=MTCARS["wt"] - MTCARS["wt"].mean(), hp=MTCARS["hp"] - MTCARS["hp"].mean()
    )
    t = lm("mpg ~ wt * hp", centred).summary().coefficients["t value"].to_numpy()[1:]
    np.testing.assert_allclose(fit.joint_tests()["F.ratio"], t**2)


def test_a_stripped_fit_and_chunks_have_the_same_tests():
    formula, expected = (
        "mpg ~ wt * factor(cyl)",
        lm("mpg ~ wt * factor(cyl)", MTCARS).joint_tests(),
    )
    stripped = lm(formula, MTCARS).strip().joint_tests()
    chunked = lm(formula, lambda: iter([MTCARS[:16], MTCARS[16:]])).joint_tests()
    for tests in (stripped, chunked):
        np.testing.assert_allclose(tests["F.ratio"], expected["F.ratio"])


def test_every_test_of_a_group_is_that_of_its_rows():
    fit = lm("breaks ~ wool * tension", BREAKS)
    by = fit.joint_tests(by="wool").table
    pairs = fit.emmeans("tension", by="wool").pairs().test(joint=True).table
    np.testing.assert_allclose(by["F.ratio"], pairs["F.ratio"])
    assert pairs["note"].tolist() == [" d  "] * 2


def test_nested_factors():
    data = pd.DataFrame({"state": list("aabb") * 3, "city": list("pqrs") * 3})
    data["y"] = np.random.default_rng(1).normal(size=12)
    with pytest.warns(RankWarning):
        fit = lm("y ~ state + city %in% state", data)
    tests = fit.joint_tests().table
    assert tests["model term"].tolist() == ["state", "state:city"]
    assert tests["df1"].tolist() == [1, 2]
    rss = [lm(f, data).deviance for f in ("y ~ state", "y ~ city")]
    np.testing.assert_allclose(tests["F.ratio"][1], (rss[0] - rss[1]) / 2 / (rss[1] / 8))


@pytest.mark.parametrize("formula", ["y ~ state + city", "y ~ city + state"])
def test_a_term_that_does_not_name_its_nest(formula):
    data = pd.DataFrame({"state": list("aabb") * 3, "city": list("pqrs") * 3})
    data["y"] = np.random.default_rng(1).normal(size=12)
    with pytest.warns(RankWarning):
        fit = lm(formula, data)
    with pytest.warns(RankWarning):
        expected = lm("y ~ state + city %in% state", data).joint_tests()
    assert str(fit.joint_tests()) == str(expected)  # and not "(confounded)"


def test_averages_over_nested_levels():
    groups = pd.DataFrame({"state": list("aab"), "city": list("pqr")})
    nests = find_nests(groups)
    assert nests == {"city": ["state"]}
    levels, weights = averages_over(groups, ["state"], nests)
    assert levels["state"].tolist() == ["a", "b"]
    np.testing.assert_allclose(weights, [[0.5, 0.5, 0], [0, 0, 1]])
    np.testing.assert_allclose(averages_over(groups, [], nests)[1], [[0.25, 0.25, 0.5]])


def test_levels_of_a_response_stand_in_every_term():
    fit = multinom("sample ~ logmass", load("galaxies"))
    terms = fit.joint_tests(showconf=False)["model term"].tolist()
    assert terms == ["sample", "logmass:sample"]


def test_the_page_in_a_notebook():
    page = lm("breaks ~ wool * tension", BREAKS).joint_tests(by="wool")._repr_html_()
    assert "F.ratio" in page
    assert "wool" in page
