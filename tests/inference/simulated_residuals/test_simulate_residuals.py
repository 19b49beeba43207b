"""Residuals by simulation of every model, and what they say where it is known."""

import numpy as np
import oracle
import pandas as pd
import pytest
from scipy.special import ndtr

import rglm
from rglm import (
    Gamma,
    betabinomial,
    binomial,
    check_model,
    generics,
    glm,
    glm_nb,
    hurdle,
    inverse_gaussian,
    lm,
    multinom,
    poisson,
    polr,
    quasipoisson,
    tweedie,
    zeroinfl,
)
from rglm.datasets import load
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves

LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
NORMAL = lm("breaks ~ wool * tension", LOOMS)
COUNTS = glm("breaks ~ wool * tension", LOOMS, poisson())
DEATHS = glm("cbind(dead, alive) ~ sex + ldose", BUDWORM, binomial())
BINARY = glm("has_gc ~ logmass", GALAXIES, binomial())
FITS = {
    "lm": NORMAL,
    "poisson": COUNTS,
    "binomial": DEATHS,
    "binary": BINARY,
    "Gamma": glm("breaks ~ wool", LOOMS, Gamma("log")),
    "inverse gaussian": glm("breaks ~ wool", LOOMS, inverse_gaussian("log")),
    "tweedie": glm("n_gc ~ logmass", GALAXIES, tweedie(1.6, 0)),
    "glm_nb": glm_nb("n_gc ~ logmass", GALAXIES),
    "betabinomial": betabinomial("cbind(R, N - R) ~ fgrp", oracle.data("lirat")),
    "zeroinfl": zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "hurdle": hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "amounts": hurdle("n_gc ~ logmass", GALAXIES, dist="gamma"),
    "polr": polr("ordered(tension) ~ breaks", LOOMS),
    "two levels": multinom("wool ~ breaks", LOOMS),
}
SPREAD_IS_TESTED = {"poisson", "binomial", "glm_nb", "betabinomial", "zeroinfl", "hurdle"}
ZEROS = {"glm_nb", "zeroinfl", "hurdle", "amounts", "tweedie"}


@pytest.mark.parametrize("name", FITS)
def test_every_model(name):
    fit = FITS[name]
    found = fit.simulate_residuals(nsim=20)
    residuals = found.residuals
    assert residuals.between(0, 1).all()
    assert residuals.index.equals(found.observed.index)
    assert found.simulations.shape == (len(residuals), 20)
    again = fit.residuals("quantile", seed=1)
    np.testing.assert_allclose(residuals, ndtr(again.loc[residuals.index]), atol=1e-12)
    tests = found.tests()
    expected = {"uniformity", "outliers", "quantiles"}
    expected |= {"dispersion"} if name in SPREAD_IS_TESTED else set()
    expected |= {"zeros"} if name in ZEROS else set()
    assert set(tests.index) == expected
    assert tests["p_value"].between(0, 1).all()
    assert set(tests["status"]) <= {"ok", "minor", "problem"}
    if name in ZEROS:
        assert found.test_zero_inflation().p_value == tests.loc["zeros", "p_value"]
    assert found.test_quantiles().p_value == tests.loc["quantiles", "p_value"]
    assert found.test_outliers().p_value == tests.loc["outliers", "p_value"]
    assert found.test_uniformity().p_value == tests.loc["uniformity", "p_value"]
    if name in SPREAD_IS_TESTED:
        assert found.test_dispersion().p_value == tests.loc["dispersion", "p_value"]
    else:
        with pytest.raises(ValueError, match="variance"):
            found.test_dispersion()


def test_the_units_are_those_of_the_response():
    deaths = DEATHS.simulate_residuals(20)
    np.testing.assert_allclose(deaths.observed, BUDWORM["dead"] / 20)
    np.testing.assert_allclose(deaths.fitted, DEATHS.fitted_values)
    share = deaths.simulations * 20
    np.testing.assert_allclose(share, share.round(), atol=1e-9)
    rats = FITS["betabinomial"].simulate_residuals(20)
    assert rats.simulations.to_numpy().max() <= 1
    levels = FITS["polr"].simulate_residuals(20)
    assert set(levels.observed) == set(np.unique(levels.simulations)) == {0, 1, 2}
    np.testing.assert_array_equal(levels.observed, LOOMS["tension"].cat.codes)


def test_the_ratio_is_that_of_check_overdispersion():
    for fit in (COUNTS, DEATHS, FITS["zeroinfl"], FITS["betabinomial"]):
        ratio = fit.simulate_residuals(20).test_dispersion().statistic["ratio"]
        np.testing.assert_allclose(ratio, fit.check_overdispersion().ratio, rtol=1e-10)


def test_weights_that_count_rows():
    once = glm("breaks ~ wool", LOOMS, poisson())
    with pytest.warns(rglm.warnings.FamilyWarning):
        once.update(weights=np.full(54, 2.0)).simulate(1)
    twice = once.update(weights=np.full(54, 2.0)).simulate_residuals(200)
    ratios = once.simulate_residuals(200).test_dispersion().statistic["ratio"]
    assert twice.test_dispersion().statistic["ratio"] == pytest.approx(ratios, rel=0.05)


def test_weights_that_are_numbers_of_observations():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.integers(0, 8, 900), "z": rng.choice(list("abc"), 900)})
    eta = -1 + 0.2 * data["x"] + (data["z"] == "b")
    data["win"] = rng.binomial(1, 1 / (1 + np.exp(-eta)))
    data["goals"] = rng.poisson(np.exp(eta))
    data["level"] = pd.Categorical(data["goals"].clip(upper=2), ordered=True)
    fits = {
        "win": lambda d, **given: glm("win ~ x + z", d, binomial(), **given),
        "goals": lambda d, **given: glm("goals ~ x + z", d, poisson(), **given),
        "level": lambda d, **given: polr("level ~ x + z", d, **given),
    }
    for response, fit_of in fits.items():
        columns = ["x", "z", response]
        counted = data.groupby(columns, observed=True).size().rename("n").reset_index()
        found = fit_of(counted, weights="n").simulate_residuals(50)
        single = fit_of(data).simulate_residuals(50)
        assert len(found.residuals) == found.nrows == 900
        np.testing.assert_array_equal(np.sort(found.observed), np.sort(single.observed))
        np.testing.assert_allclose(np.sort(found.fitted), np.sort(single.fitted), rtol=1e-6)
        assert (found.tests()["status"] == "ok").all()
        if response == "goals":
            ratios = [one.test_dispersion().statistic["ratio"] for one in (found, single)]
            np.testing.assert_allclose(*ratios, rtol=1e-6)
        cooks = check_model(fit_of(counted, weights="n"), plot=False, nsim=20).tests
        if "influence" in cooks.index:
            expected = fit_of(data).cooks_distance().max()
            np.testing.assert_allclose(cooks.loc["influence", "statistic"], expected, rtol=1e-3)


def test_the_same_seed_gives_the_same_page():
    assert repr(COUNTS.simulate_residuals()) == repr(COUNTS.simulate_residuals())
    other = BINARY.simulate_residuals(seed=2).residuals
    assert not np.allclose(other, BINARY.simulate_residuals().residuals)
    assert generics.simulate_residuals(COUNTS, 20).nsim == 20


def test_the_page_says_what_is_wrong():
    page = repr(COUNTS.simulate_residuals())
    assert "poisson (log): breaks ~ wool * tension\n54 rows, 250 simulations\n" in page
    assert "Dispersion 3.76 times what the model expects (p < 0.01)" in page
    assert "try glm_nb()" in page
    assert max(map(len, page.splitlines())) <= 80
    assert "Simulated residuals" in COUNTS.simulate_residuals(20)._repr_html_()


def test_rows_without_a_weight_or_a_value():
    data = LOOMS.assign(w=[0] * 4 + [1] * 50, x=[np.nan] * 6 + [1.0, 2] * 24)
    fit = glm("breaks ~ x", data, poisson(), na_action="na_exclude", weights="w")
    found = fit.simulate_residuals(20)
    assert found.residuals.isna().sum() == 6
    assert len(found.residuals) == 54
    weighted = glm("breaks ~ wool", data, poisson(), weights="w").simulate_residuals(20)
    assert weighted.nrows == len(weighted.residuals) == 50


def test_what_was_fitted_to_the_spread_is_said():
    fitted = "It has a parameter that was fitted to their spread"
    for name in ("glm_nb", "betabinomial", "zeroinfl"):
        assert fitted in FITS[name].simulate_residuals(20).tests().loc["dispersion", "verdict"]
    for fit in (zeroinfl("n_gc ~ logmass", GALAXIES[:90]), DEATHS):
        assert fitted not in fit.simulate_residuals(20).tests().loc["dispersion", "verdict"]


def test_along_other_variables():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=300), "z": rng.normal(size=300)})
    data["y"] = rng.poisson(np.exp(0.5 + 0.5 * data["x"] - 0.4 * data["z"] ** 2))
    found = glm("y ~ x + z", data, poisson()).simulate_residuals()
    assert found.test_quantiles("z").p_value < 0.001 < found.test_quantiles("x").p_value
    same = found.test_quantiles(data["z"])
    assert same.statistic == found.test_quantiles("z").statistic
    groups = found.test_quantiles(np.repeat([1, 2, 3], 100))
    assert groups.parameter == {"df": 9}
    assert found.test_quantiles().parameter == {"df": 12}


def test_curves_are_looked_at_where_rows_are():
    """Between 0, with 4 of 5 rows, and the next value a spline is anything."""
    rng = np.random.default_rng(3)
    shares = [0.8, 0.13, 0.04, 0.01, 0.008, 0.005, 0.004, 0.002, 0.001]
    x = rng.choice(9, 3000, p=shares).astype(float)
    curves = QuantileCurves(x, rng.random(3000))
    assert np.isin(curves.grid, curves.ranks).all()
    assert curves.largest < 0.1
    even = QuantileCurves(np.arange(3000.0), rng.random(3000))
    assert len(even.grid) == 81
    assert np.diff(even.grid).max() < 0.014


def test_a_notebook_has_the_formula_in_one_line():
    formula = "number_of_breaks_of_a_loom ~ wool_of_the_yarn + tension_of_the_yarn"
    names = ["number_of_breaks_of_a_loom", "wool_of_the_yarn", "tension_of_the_yarn"]
    fit = glm(formula, LOOMS.set_axis(names, axis=1), poisson())
    for page in (fit.simulate_residuals(20), fit.check_model(nsim=20, plot=False)):
        assert f"{formula}<br>54 rows" in page._repr_html_()


def test_more_rows_are_sampled():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=25_000)})
    data["y"] = rng.poisson(np.exp(0.3 * data["x"]))
    data["f"] = np.where(data["y"] > 1, "yes", "no")
    found = glm("y ~ x", data, poisson()).simulate_residuals(20)
    assert found.residuals.index.tolist() == list(range(0, 25_000, 3))
    assert "a sample of 8,334 of 25,000 rows" in repr(found)
    np.testing.assert_array_equal(found.observed, data["y"][::3])
    binary = glm("f ~ x", data, binomial()).simulate_residuals(20)
    np.testing.assert_array_equal(binary.observed, data["f"][::3] == "yes")
    missing = data.assign(x=data["x"].where(data["x"] < 1))
    excluded = glm("y ~ x", missing, poisson(), na_action="na_exclude").simulate_residuals(20)
    np.testing.assert_array_equal(excluded.observed, data["y"].loc[excluded.observed.index])


def test_chunks_are_sampled():
    chunks = [GALAXIES[:100], GALAXIES[100:]]
    chunked = glm("n_gc ~ logmass", lambda: iter(chunks), poisson())
    found = chunked.simulate_residuals(20)
    assert len(found.residuals) == found.nrows == 232
    whole = glm("n_gc ~ logmass", GALAXIES, poisson()).simulate_residuals(20)
    np.testing.assert_allclose(found.residuals, whole.residuals, rtol=1e-9)


@pytest.mark.parametrize(
    ("fit", "message"),
    [
        (lambda: glm("breaks ~ wool", LOOMS, quasipoisson()), "has no distribution"),
        (lambda: multinom("tension ~ breaks", LOOMS), "need an order of the levels"),
        (lambda: COUNTS.strip(), "stripped of its rows"),
        (lambda: lm("breaks ~ 0 + I(breaks)", LOOMS), "fits every row exactly"),
        (lambda: lm("breaks ~ wool", LOOMS[26:28]), "no residual degrees of freedom"),
    ],
)
def test_errors(fit, message):
    with pytest.raises(ValueError, match=message):
        fit().simulate_residuals()


def test_errors_of_arguments():
    with pytest.raises(ValueError, match="nsim=5: give 20 or more"):
        COUNTS.simulate_residuals(5)
    found = COUNTS.simulate_residuals(20)
    with pytest.raises(ValueError, match="alternative='more': use one of two_sided"):
        found.test_dispersion("more")
    with pytest.raises(ValueError, match="these have none"):
        found.test_zero_inflation()
    with pytest.raises(ValueError, match="are single zeros and ones"):
        BINARY.simulate_residuals(20).test_zero_inflation()
    with pytest.raises(ValueError, match="x=nothing|nothing"):
        found.test_quantiles("nothing")
    few = glm("breaks ~ 1", LOOMS[:8], poisson()).simulate_residuals(20)
    with pytest.raises(ValueError, match="needs 10 rows or more"):
        few.test_quantiles()
