"""R-squared and the measures that stand for it, against R (r2.R)."""

import pickle
import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm import regtable
from rglm.datasets import load
from rglm.warnings import FitWarning

CASES = {case["id"]: case for case in oracle.saved("r2")}
# where R's own optimiser is loose its log-likelihoods are right to about 1e-10
LOOSE = {name: 1e-6 for name in CASES if CASES[name]["fun"] not in ("glm", "lm")}


@cache
def fit_of(name, data=None):
    case = CASES[name]
    given = {n: case[n] for n in ("weights", "dist") if case.get(n) is not None}
    if case["fun"] == "glm":
        given |= {"family": oracle.family(case["family"])}
        given |= {"control": {"epsilon": 1e-14, "maxit": 100}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        frame = oracle.data(case["data"]) if data is None else data
        return getattr(rglm, case["fun"])(case["formula"], frame, **given)


@pytest.mark.parametrize("name", CASES)
def test_as_r(name):
    ours, theirs = fit_of(name).r2(), CASES[name]["values"]
    assert list(ours.index) == list(theirs)
    rtol = LOOSE.get(name, oracle.RTOL)
    np.testing.assert_allclose(ours, list(theirs.values()), rtol=rtol, atol=1e-12)


@pytest.mark.parametrize("name", [n for n in CASES if CASES[n]["pR2"] is not None])
def test_as_pscl(name):
    theirs = CASES[name]["pR2"]
    ours = fit_of(name).r2()[["McFadden", "CoxSnell", "Nagelkerke"]]
    # the null deviance of pscl's glm stops at epsilon 1e-8
    np.testing.assert_allclose(ours, list(theirs.values()), rtol=max(LOOSE.get(name, 0), 1e-7))


@pytest.mark.parametrize(
    "name", ["births", "gamma", "glm.nb", "counts", "offset", "wine", "hurdle", "lm"]
)
def test_chunked_data(name):
    data = oracle.data(CASES[name]["data"])
    step = len(data) // 3 + 1
    parts = fit_of(name, lambda: (data.iloc[i : i + step] for i in range(0, len(data), step)))
    pd.testing.assert_series_equal(parts.r2(), fit_of(name).r2(), rtol=1e-7)
    np.testing.assert_allclose(parts.glance(), fit_of(name).glance(), rtol=1e-7)


@pytest.mark.parametrize("name", ["births", "gamma", "glm.nb", "zeroinfl", "polr"])
def test_glance_has_two_of_them_also_without_rows(name):
    fit = fit_of(name)
    row = fit.glance()
    assert row["mcfadden_r2"].item() == fit.r2()["McFadden"]
    assert row["nagelkerke_r2"].item() == fit.r2()["Nagelkerke"]
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(fit.strip())).glance(), row)


@pytest.mark.parametrize("name", ["births", "gamma", "zeroinfl"])
def test_chunked_data_are_not_read_by_strip(name):
    data, passes = oracle.data(CASES[name]["data"]), []

    def chunks():
        passes.append(1)
        return iter([data])

    fit = fit_of(name, chunks)
    before = len(passes)
    bare = fit.strip()
    assert len(passes) <= before + 1  # of the means of the columns
    mcfadden = fit.r2()["McFadden"]
    known = mcfadden if name == "births" else np.nan  # where the deviances say it
    np.testing.assert_equal(bare.glance()["mcfadden_r2"].item(), known)
    assert fit.strip().glance()["mcfadden_r2"].item() == mcfadden


def test_a_stripped_fit_has_no_outcomes_to_compare_with():
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit_of("births").strip().r2()


def test_regtable_has_all_of_them_by_name():
    fit = fit_of("births")
    names = ["mcfadden", "mcfadden_adj", "cox_snell", "nagelkerke", "efron", "tjur"]
    table = str(regtable(fit, fit_of("poisson"), statistics=[f"{name}_r2" for name in names]))
    for label, name in [
        ("McFadden R²", "McFadden"),
        ("Tjur R²", "Tjur"),
        ("Cox-Snell R²", "CoxSnell"),
    ]:
        (line,) = [one for one in table.splitlines() if one.split("  ")[0] == label]
        assert f"{fit.r2()[name]:.3f}" in line
    assert len(next(line for line in table.splitlines() if "Tjur" in line).split()) == 3


def test_data_written_out_say_the_same():
    data = load("warpbreaks").assign(n=[1, 2, 3] * 18)
    once = rglm.multinom("tension ~ breaks", data, weights="n").r2()
    again = rglm.multinom("tension ~ breaks", data.loc[data.index.repeat(data["n"])]).r2()
    pd.testing.assert_series_equal(once, again, rtol=1e-7)


def test_weights_of_zero_do_not_count():
    data = oracle.data("births")
    w = np.r_[np.zeros(50), np.ones(139)]
    ours = rglm.glm("low ~ lwt", data, rglm.binomial(), weights=w).r2()
    pd.testing.assert_series_equal(
        ours, rglm.glm("low ~ lwt", data.iloc[50:], rglm.binomial()).r2()
    )


def test_missing_rows():
    data = oracle.data("airquality")
    fits = [
        rglm.glm("Ozone ~ Wind", data, rglm.poisson(), na_action=a)
        for a in ("na_omit", "na_exclude")
    ]
    pd.testing.assert_series_equal(fits[0].r2(), fits[1].r2())


def test_without_a_likelihood_only_residuals_are_compared():
    data = oracle.data("births")
    quasi = rglm.glm("low ~ lwt", data, rglm.quasibinomial()).r2()
    assert quasi.isna().tolist() == [True] * 4 + [False] * 2
    reduced = rglm.glm("low ~ lwt", data, rglm.binomial(), method="brglm").r2()
    assert reduced.isna().tolist() == [True] * 4 + [False] * 2


def test_the_null_model_explains_nothing():
    assert fit_of("births").update(". ~ 1").r2().drop("McFaddenAdj").abs().max() < 1e-12


def test_gaussian_is_the_r_squared_of_lm():
    data = load("warpbreaks")
    ours = rglm.glm("breaks ~ wool + tension", data).r2()
    r_squared = rglm.lm("breaks ~ wool + tension", data).r_squared
    assert ours["CoxSnell"] == pytest.approx(r_squared) == pytest.approx(ours["Efron"])


def test_a_perfect_fit():
    data = {"x": [1.0, 2, 3, 4], "y": [2.0, 4, 6, 8]}
    assert rglm.glm("y ~ x", data).r2()["Efron"] == pytest.approx(1)
    assert rglm.lm("y ~ x", data).r2()["r_squared"] == pytest.approx(1)


def test_a_mean_far_from_zero_loses_no_digits():
    data = load("warpbreaks")
    far = rglm.glm("I(breaks + 1e9) ~ wool + tension", data).r2()["Efron"]
    assert far == pytest.approx(rglm.glm("breaks ~ wool + tension", data).r2()["Efron"], rel=1e-6)


@pytest.mark.parametrize(
    ("model", "formula", "null", "given"),
    [
        (rglm.betabinomial, "cbind(dead, alive) ~ ldose - 1", "cbind(dead, alive) ~ 1", {}),
        (rglm.zeroinfl, "n_gc ~ logmass - 1", "n_gc ~ 1", {}),
        (rglm.zeroinfl, "n_gc ~ logmass | logmass - 1", "n_gc ~ 1", {}),
        (rglm.hurdle, "I(n_gc / 2) ~ logmass - 1", "I(n_gc / 2) ~ 1", {"dist": "gamma"}),
    ],
)
def test_the_null_model_has_an_intercept_in_each_part(model, formula, null, given):
    data = load("budworm" if model is rglm.betabinomial else "galaxies")
    fit, small = model(formula, data, **given), model(null, data, **given)
    expected = 1 - float(fit.logLik()) / float(small.logLik())
    assert fit.r2()["McFadden"] == pytest.approx(expected, rel=1e-8)
