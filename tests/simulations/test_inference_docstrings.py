"""The figures that docstrings of ``rglm.inference`` and ``rglm.plots`` give of simulations.

A test's name begins with the verb whose docstring says what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from rglm import Gamma, binomial, glm, glm_nb, lm, lrtest, poisson, polr, vuong, zeroinfl
from rglm.datasets import load
from rglm.models.glm.glm_fit import GlmFit
from rglm.plots.halfnorm import envelope_table

SAMPLING_ERROR = 3  # percent: how far another build of numpy may be from a docstring's figure


def percent(hits: Sequence[bool] | Sequence[float]) -> float:
    return 100 * float(np.mean(hits))


def close(hits: Sequence[bool] | Sequence[float], said: float) -> bool:
    return abs(percent(hits) - said) <= SAMPLING_ERROR


def test_vcov_with_few_clusters() -> None:
    rng, clusters = np.random.default_rng(1), 10
    group = np.repeat(np.arange(clusters), 10)
    covered: dict[str, list[bool]] = {"HC1": [], "HC3": []}
    for _ in range(300):
        x, effect = rng.normal(size=(2, clusters))
        y = effect[group] + rng.normal(size=len(group))
        fit = lm("y ~ x", {"x": x[group], "y": y, "group": group})
        for type, hits in covered.items():
            low, high = fit.confint("x", vcov={"type": type, "cluster": "group"}).to_numpy()[0]
            hits.append(low < 0 < high)
    assert close(covered["HC1"], 85)
    assert close(covered["HC3"], 94)


def poisson_fits(mean: float) -> Iterator[GlmFit]:
    """Fits of the model that 300 samples of 200 rows are drawn from."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=200)
    for _ in range(300):
        yield glm("y ~ x", {"x": x, "y": rng.poisson(mean * np.exp(0.3 * x))}, poisson())


def test_gof_of_small_means() -> None:
    fits = list(poisson_fits(1))
    assert close([fit.gof().p_value < 0.05 for fit in fits], 6)
    assert close([fit.gof("deviance").p_value < 0.05 for fit in fits], 32)


def test_dispersiontest_of_small_means() -> None:
    tests = [fit.dispersiontest(alternative="two.sided") for fit in poisson_fits(0.1)]
    assert close([test.p_value < 0.05 for test in tests], 28)


def test_gof_of_models_whose_parameters_fit_the_spread() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=200)
    mu = np.exp(1.2 + 0.4 * x)
    negbin, inflated = [], []
    for _ in range(50):
        y = rng.negative_binomial(3, 3 / (3 + 2 * mu))
        negbin.append(glm_nb("y ~ x", {"x": x, "y": y}).gof().p_value < 0.05)
    for _ in range(150):
        y = rng.poisson(mu) * (rng.random(200) > 0.3)
        inflated.append(zeroinfl("y ~ x | 1", {"x": x, "y": y}).gof().p_value < 0.05)
    assert sum(negbin) <= 1
    assert sum(inflated) <= 2


def test_check_overdispersion_of_small_means() -> None:
    """Means of the galaxies as their Poisson fit has them."""
    x = load("galaxies")["logmass"].to_numpy()
    rng, means = np.random.default_rng(1), np.exp(-12.2275 + 1.7154 * x)
    checks = [
        glm("y ~ x", {"x": x, "y": rng.poisson(means)}, poisson()).check_overdispersion()
        for _ in range(400)
    ]
    assert close([check.verdict == "over" for check in checks], 20)
    assert close([check.verdict == "under" for check in checks], 34)
    assert all("p-value is rough" in str(check) for check in checks[:5])
    assert not any("there is underdispersion" in str(check) for check in checks[:20])


def test_check_overdispersion_of_a_zero_inflated_model_speaks_of_biased_estimates() -> None:
    rng, estimates = np.random.default_rng(1), []
    for _ in range(150):
        x, z = rng.integers(0, 2, 400), rng.integers(0, 4, 400)
        some = rng.random(400) > 1 / (1 + np.exp(2 - 0.9 * z))
        y = rng.poisson(np.exp(0.3 + x) * rng.gamma(2, 1 / 2, 400)) * some
        fit = zeroinfl("y ~ x | z", {"x": x, "z": z, "y": y})
        estimates.append(fit.coefficients["zero_(Intercept)"])
    assert np.mean(estimates) == pytest.approx(-1.26, abs=0.06)


def test_check_overdispersion_says_nothing_where_observations_stand_alone() -> None:
    """200 masses of 232 galaxies; of a right model Pearson's chi-square is then too small."""
    check = polr("sample ~ logmass", load("galaxies")).check_overdispersion()
    assert check.ratio < 0.6
    assert check.verdict == "unknown"


def test_halfnorm_has_points_outside_a_right_model() -> None:
    rng = np.random.default_rng(1)
    outside, in_a_row = [], []
    for seed in range(30):
        x, e = rng.normal(size=(2, 50))
        table = envelope_table(lm("y ~ x", {"x": x, "y": 1 + x + e}), seed=seed)
        below, above = table["size"] < table["low"], table["size"] > table["high"]
        outside.append((below | above).mean())
        in_a_row.append(max(below.rolling(3).sum().max(), above.rolling(3).sum().max()) == 3)
    assert close(outside, 13)
    assert sum(in_a_row) == pytest.approx(15, abs=3)


def test_confint_of_an_estimated_dispersion_on_few_rows() -> None:
    rng = np.random.default_rng(3)
    x = np.arange(1, 9.0)
    covered: dict[str, list[bool]] = {"profile": [], "wald": []}
    for _ in range(400):
        fit = glm("y ~ x", {"x": x, "y": rng.gamma(2, np.exp(0.3 * x) / 2)}, Gamma("log"))
        for method, hits in covered.items():
            low, high = fit.confint("x", method=method).to_numpy()[0]
            hits.append(low < 0.3 < high)
    assert close(covered["profile"], 89)
    assert close(covered["wald"], 89)


@pytest.mark.filterwarnings("ignore::rglm.BoundaryWarning")
def test_confint_by_wald_misses_large_effects_on_one_side() -> None:
    rng = np.random.default_rng(1)
    below, above = [], []
    for _ in range(400):
        x = rng.normal(size=50)
        y = rng.random(50) < 1 / (1 + np.exp(-3 * x))
        fit = glm("y ~ x", {"x": x, "y": y}, binomial())
        low, high = fit.confint("x", method="wald").to_numpy()[0]
        below.append(low > 3)
        above.append(high < 3)
    assert not any(below)
    assert percent(above) == pytest.approx(2, abs=1)


def test_outlier_test_finds_next_to_none_of_single_outcomes() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=200)
    found = []
    for _ in range(150):
        y = rng.binomial(1, 1 / (1 + np.exp(2.5 - x)))
        found.append(glm("y ~ x", {"x": x, "y": y}, binomial()).outlierTest().signif)
    assert percent(found) <= 1


def test_hoslem_test_changes_with_the_number_of_groups() -> None:
    fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    p_values = [round(fit.hoslem_test(g).p_value, 2) for g in (10, 8, 15)]
    assert p_values == [0.51, 0.90, 0.42]


def test_dfbeta_is_near_to_the_step_with_pearsons_residual() -> None:
    looms = load("warpbreaks")
    fit = glm("breaks ~ wool + tension", looms, poisson())
    without = fit.update(subset=[i for i in range(54) if i != 4])
    x, w = fit.model_matrix().to_numpy(), fit.fitted().to_numpy()
    pearson, hat = fit.residuals("pearson")[4], fit.hatvalues()[4]
    step = np.linalg.solve(x.T * w @ x, x[4]) * np.sqrt(w[4]) * pearson / (1 - hat)
    exact = (fit.coef() - without.coef()).iloc[0]
    assert [round(v, 4) for v in (fit.dfbeta().iloc[4, 0], step[0], exact)] == [
        0.0607,
        0.0672,
        0.0689,
    ]


def test_r2_of_continuous_responses_depends_on_their_units() -> None:
    data = {"x": [1, 2, 3, 4, 5, 6, 7, 8], "y": np.array([2, 3, 6, 7, 9, 9, 14, 16.0])}
    one, two = (glm(f"I(y * {by}) ~ x", data).r2() for by in (1, 1000))
    assert one.round(3)[["McFadden", "Efron", "CoxSnell"]].tolist() == [0.530, 0.956, 0.956]
    assert two.round(3)[["McFadden", "Efron", "CoxSnell"]].tolist() == [0.158, 0.956, 0.956]
    assert lm("y ~ x", data).r2().round(3)["r_squared"] == 0.956


def test_r2_of_trials_is_larger_than_that_of_their_single_outcomes() -> None:
    successes = np.array([3, 5, 9])
    trials = {"x": [1, 2, 3], "s": successes, "f": 10 - successes}
    single = {"x": np.repeat([1, 2, 3], 10), "y": [i < s for s in successes for i in range(10)]}
    grouped, written_out = (
        glm("cbind(s, f) ~ x", trials, binomial()),
        glm("y ~ x", single, binomial()),
    )
    assert grouped.r2().round(2)["McFadden"] == 0.50
    assert written_out.r2().round(2)["McFadden"] == 0.19
    farther = (grouped.r2() - written_out.r2()).drop("Tjur") > 0
    assert farther.all()
    assert grouped.r2()["Tjur"] == pytest.approx(written_out.r2()["Tjur"])


def test_drop1_computes_the_score_without_an_intercept() -> None:
    """R 4.2.2 prints 10659 for ``a``; its ``anova(test = "Rao")`` has the score, 18372."""
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 50))
    data = {"a": a, "b": b, "y": rng.poisson(np.exp(2 + a))}
    fit = glm("y ~ a + b - 1", data, poisson())
    between = fit.update(". ~ . - a").anova(fit, test="Rao").table["Rao"].iloc[1]
    assert fit.drop1(test="Rao").table["Rao score"]["a"] == pytest.approx(between)
    assert round(between) == 18372


def test_wald_test_falls_where_the_likelihood_ratio_rises() -> None:
    wald, ratio = [], []
    for successes in (95, 99):
        data = {"g": ["a", "b"], "s": [50, successes], "f": [50, 100 - successes]}
        fit = glm("cbind(s, f) ~ g", data, binomial())
        wald.append(round(fit.wald_test("gb").table["Chisq"].iloc[1]))
        ratio.append(round(lrtest(fit).table["Chisq"].iloc[1]))
    assert wald == [35, 20]
    assert ratio == [57, 77]


def test_confint_of_glm_nb_holds_theta() -> None:
    """The limit of the whole likelihood, with theta fitted again, is farther out."""
    looms = load("warpbreaks")
    fit = glm_nb("breaks ~ wool", looms)
    low = fit.confint("woolB").iloc[0, 0]
    looms["held"] = low * (looms["wool"] == "B")
    whole = 2 * (fit.logLik() - glm_nb("breaks ~ 1", looms, offset="held").logLik())
    assert round(low, 3) == -0.432
    assert 3.6 < whole < 3.80


def test_vuong_of_two_models_that_are_one_distribution_is_not_normal() -> None:
    rng = np.random.default_rng(1)
    z = []
    for _ in range(100):
        a, b, y = rng.normal(size=(3, 100))
        one, two = (lm(f"y ~ {x}", {"a": a, "b": b, "y": y}) for x in "ab")
        z.append(vuong(one, two).table["Vuong z-statistic"].iloc[0])
    assert np.std(z) < 0.7
