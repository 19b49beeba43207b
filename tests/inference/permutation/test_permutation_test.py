"""Permutation tests: statistics as drop1's and anova's, all permutations, models, errors."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from rglm import (
    ConvergenceWarning,
    RankWarning,
    SeparationWarning,
    betabinomial,
    binomial,
    glm,
    glm_nb,
    lm,
    multinom,
    poisson,
    polr,
    zeroinfl,
)
from rglm.datasets import load
from rglm.inference.permutation.permuted_statistics import permuted_statistics

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")
LINE = lm("breaks ~ wool + tension", LOOMS, weights="breaks")
COUNTS = glm("breaks ~ wool + tension", LOOMS, poisson())
LAST_STEP = 1e-4  # the Rao of anova has, as R, the weights of the last step
TERMS = {
    "glm": lambda: (COUNTS, "tension"),
    "gamma": lambda: (glm("breaks ~ wool + tension", LOOMS, "Gamma"), "wool"),
    "brglm": lambda: (glm("has_gc ~ logmass", GALAXIES, binomial(), method="brglm"), "logmass"),
    "trials": lambda: (glm("cbind(dead, alive) ~ sex", load("budworm"), binomial()), "sex"),
    "glm_nb": lambda: (glm_nb("breaks ~ wool * tension", LOOMS), "wool:tension"),
    "polr": lambda: (polr("ordered(tension) ~ breaks + wool", LOOMS), "wool"),
    "multinom": lambda: (multinom("tension ~ breaks", LOOMS), "breaks"),
    "zeroinfl": lambda: (zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"), "zero_logmass"),
    "betabinomial": lambda: (betabinomial("cbind(dead, alive) ~ sex", load("budworm")), "sex"),
}


@pytest.mark.parametrize("name", TERMS)
def test_every_model_has_permutation_tests(name):
    fit, term = TERMS[name]()
    test = fit.permutation_test(term, R=5, seed=1)
    assert test.permuted.shape == (5,)
    assert test.p_value in np.arange(1, 7) / 6
    assert (test.permuted >= 0).all()
    again = fit.permutation_test(term, R=5, seed=1)
    np.testing.assert_array_equal(test.permuted, again.permuted)
    assert f"Permutation test of {term}" in str(test)


def test_statistics_are_those_of_drop1_and_anova():
    (f,) = LINE.permutation_test("tension", R=5).statistic.values()
    assert f == pytest.approx(LINE.drop1(test="F").table.loc["tension", "F value"], rel=1e-10)
    (rao,) = COUNTS.permutation_test("tension", R=5).statistic.values()
    small = glm("breaks ~ wool", LOOMS, poisson())
    assert rao == pytest.approx(
        small.anova(COUNTS, test="Rao").table["Rao"].iloc[1], rel=LAST_STEP
    )
    fit, term = TERMS["polr"]()
    (ratio,) = fit.permutation_test(term, R=5).statistic.values()
    assert ratio == pytest.approx(
        2 * (fit.logLik() - fit.update(". ~ . - wool").logLik()), rel=1e-6
    )


def test_freedman_lane_permutes_the_residuals_without_the_term():
    statistics = permuted_statistics(LINE, np.array([2, 3]))
    order = np.random.default_rng(3).permutation(54)
    small = LINE.update(". ~ . - tension")
    root = np.sqrt(LOOMS["breaks"].to_numpy())
    residuals = (small.residuals("response").to_numpy() * root)[order] / root
    y = small.fitted_values.to_numpy() + residuals
    again = lm("y ~ wool + tension", LOOMS.assign(y=y), weights="breaks")
    expected = again.drop1(test="F").table.loc["tension", "F value"]
    assert statistics.of(order[None])[0] == pytest.approx(expected, rel=1e-9)


def test_potter_permutes_the_residuals_of_the_columns():
    data = LOOMS.assign(x=np.random.default_rng(1).exponential(size=54))
    fit = glm("breaks ~ wool + x", data, poisson())
    order = np.random.default_rng(3).permutation(54)
    x = lm("x ~ wool", data).residuals("response").to_numpy()[order]
    small, again = (
        glm(f"breaks ~ wool{more}", data.assign(z=x), poisson()) for more in ("", " + z")
    )
    expected = small.anova(again, test="Rao").table["Rao"].iloc[1]
    assert permuted_statistics(fit, np.array([2])).of(order[None])[0] == pytest.approx(
        expected, rel=LAST_STEP
    )


@pytest.mark.parametrize("family", ["gaussian", "binomial", "poisson"])
def test_random_permutations_are_as_all_of_them(family):
    data = pd.DataFrame({"x": [0.2, 0.9, 1.1, 2.4, 2.9, 3.3, 7.0], "y": [0, 0, 1, 0, 1, 1, 1]})
    fit = lm("y ~ x", data) if family == "gaussian" else glm("y ~ x", data, family)
    statistics = permuted_statistics(fit, np.array([1]))
    every = statistics.of(np.array(list(permutations(range(7)))))
    # which is the test of all ways to deal three zeros and four ones to the x
    gaps = [
        abs(data["x"].to_numpy()[list(o[:4])].sum() - data["x"].sum() * 4 / 7)
        for o in permutations(range(7))
    ]
    gap = abs(data["x"][data["y"] == 1].sum() - data["x"].sum() * 4 / 7)
    exact = np.mean(np.array(gaps) >= gap - 1e-9)
    assert np.mean(every >= statistics.observed * (1 - 1e-9)) == pytest.approx(exact)
    assert fit.permutation_test("x", R=4999, seed=1).p_value == pytest.approx(exact, abs=0.02)


def test_several_terms_are_tested_together_and_rows_of_weight_0_stay_out():
    test = COUNTS.permutation_test(["wool", "tension"], R=19, seed=1)
    assert test.parameter["df"] == 3
    weights = np.r_[np.zeros(9), np.ones(45)]
    some = glm("breaks ~ wool + tension", LOOMS, poisson(), weights=weights)
    rest = glm("breaks ~ wool + tension", LOOMS[9:], poisson())
    np.testing.assert_allclose(
        some.permutation_test("wool", R=9, seed=1).permuted,
        rest.permutation_test("wool", R=9, seed=1).permuted,
        rtol=1e-6,
    )


def test_a_separated_fit_has_a_test():
    data = pd.DataFrame({"x": np.arange(12.0), "y": np.arange(12) > 5})
    with pytest.warns(ConvergenceWarning), pytest.warns(SeparationWarning):
        fit = glm("y ~ x", data, binomial())
    test = fit.permutation_test("x", R=999, seed=1)
    assert np.isfinite(test.statistic["score"])
    assert test.p_value < 0.01


def test_errors_name_the_argument():
    with pytest.raises(ValueError, match="term=: the model has no term 'tensionM'.*wool, tension"):
        COUNTS.permutation_test("tensionM")
    with pytest.raises(ValueError, match="R=0: give a whole number"):
        COUNTS.permutation_test("wool", R=0)
    with pytest.raises(ValueError, match="needs the rows in memory"):
        glm("breaks ~ wool", lambda: iter([LOOMS]), poisson()).permutation_test("wool")
    with pytest.warns(RankWarning):
        aliased = lm("breaks ~ wool + I(2 * as.numeric(wool))", LOOMS)
    with pytest.raises(ValueError, match="nothing to test"):
        aliased.permutation_test("I(2 * as.numeric(wool))")
