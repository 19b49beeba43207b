"""Deletion diagnostics, against R's stats functions."""

import pickle
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import binomial, gaussian, glm, poisson
from rglm.datasets import load
from rglm.formatting.text.abbreviate import abbreviate
from rglm.inference.diagnostics import deletion_statistics

THEIRS = oracle.saved("deletion")
CASES = {c["id"]: c for c in THEIRS["cases"]}
# of a value or the root mean square of its column, whichever is larger
RTOL = 1e-8
VERBS = ("rstudent", "dffits", "covratio")


@cache
def fit_of(name, **more):
    case = CASES[name]
    return oracle.quiet_fit(case, oracle.numbered(case["data"]), **more)


def assert_near(ours, theirs, what):
    """Against R's, on the scale of each column."""
    ours, theirs = np.asarray(ours, dtype=float), oracle.numbers(theirs)
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs), err_msg=f"{what}: NaN")
    with np.errstate(all="ignore"):
        scale = np.sqrt(np.nanmean(theirs**2, axis=0))
    off = np.nan_to_num(np.abs(ours - theirs) / np.maximum(np.abs(theirs), scale))
    assert off.max() < RTOL, f"{what}: {off.max()}"


def row_values(fit):
    found = fit.influence()
    names = ("hat", "sigma", "dev_res", "pear_res")
    return {name: getattr(found, name) for name in names} | {v: getattr(fit, v)() for v in VERBS}


@pytest.mark.parametrize("name", CASES)
def test_row_values(name):
    case, fit = CASES[name], fit_of(name)
    for what, ours in row_values(fit).items():
        assert_near(ours.loc[case["rows"]], case["values"][what], what)
        size = np.sqrt(len(ours) * (ours**2).sum())
        assert abs(ours.sum() - case["sums"][what]) < 1e-6 * size, what
        assert ours[fit.prior_weights == 0].isna().all()
    assert fit.influence().wt_res.equals(fit.influence().dev_res)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("verb", ["dfbeta", "dfbetas"])
def test_changes_of_coefficients(name, verb):
    case, fit = CASES[name], fit_of(name)
    ours = getattr(fit, verb)()
    assert_near(ours.loc[case["rows"], case["names"]], case[verb], verb)
    assert list(ours.columns) == list(fit._schema.names)
    assert ours[fit.coef().index[fit.coef().isna()]].isna().all(axis=None)
    assert ours[fit.prior_weights == 0].isna().all(axis=None)


@pytest.mark.parametrize("name", CASES)
def test_influence_measures(name):
    case, found = CASES[name], fit_of(name).influence_measures()
    assert list(found.table.columns) == case["columns"] == list(found.is_inf.columns)
    assert (
        found.table.index[found.is_inf.any(axis=1)].tolist() == np.ravel(case["flagged"]).tolist()
    )
    if "page" in case:
        _, _, *page = repr(found).split("\n")
        assert page == case["page"]
    assert "<table" in found._repr_html_()


def test_pages_of_measures_and_of_influence():
    fit = fit_of("poisson")
    assert repr(fit.influence_measures()).startswith(
        "Influence measures of\n\t glm(formula = breaks ~ wool * tension, "
        'family = poisson(link = "log")'
    )
    page = repr(fit.influence())
    assert page.startswith("$hat\n")
    assert "\n\n$coefficients\n     (Intercept) " in page


def test_abbreviations():
    known = THEIRS["abbreviated"]
    assert [abbreviate([label])[0] for label in known["labels"]] == known["alone"]
    assert abbreviate(known["labels"]) == known["together"]


def test_one_row_left_out_is_what_dfbeta_and_sigma_say():
    data = load("warpbreaks").assign(breaks=lambda d: d.breaks + np.arange(54) / 7)
    fit = glm("breaks ~ wool * tension", data)
    without = fit.update(data=data.drop(index=10))
    np.testing.assert_allclose(fit.dfbeta().loc[10], fit.coef() - without.coef(), atol=1e-12)
    assert fit.influence().sigma[10] == pytest.approx(np.sqrt(without.dispersion), rel=1e-12)
    ratio = np.linalg.det(without.vcov()) / np.linalg.det(fit.vcov())
    assert fit.covratio()[10] == pytest.approx(ratio, rel=1e-9)


def test_rows_left_out_by_na_exclude_are_missing():
    data = load("warpbreaks").assign(w=1.0)
    data.loc[3, "breaks"], data.loc[5, "w"] = np.nan, 0.0
    fit = glm("breaks ~ wool", data, poisson(), weights="w", na_action="na_exclude")
    short = glm("breaks ~ wool", data, poisson(), weights="w")
    kept = data.index.drop(3)
    for verb in (*VERBS, "dfbeta", "dfbetas"):
        ours = getattr(fit, verb)()
        assert ours.index.equals(data.index)
        assert ours.index[np.isnan(ours.to_numpy().reshape(54, -1)[:, 0])].tolist() == [3, 5]
        assert ours.loc[kept].equals(getattr(short, verb)())
    assert fit.influence().coefficients.shape == (54, 2)
    assert fit.influence_measures().table.index.equals(data.index.drop([3, 5]))


def test_statistics_are_computed_once(monkeypatch):
    fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    fit.rstudent()
    monkeypatch.setattr(deletion_statistics, "_compute", None)
    fit.dffits(), fit.covratio(), fit.influence_measures(), fit.dfbetas()
    assert "_SEEN" not in vars(fit)
    monkeypatch.undo()
    again = pickle.loads(pickle.dumps(fit))
    assert again.rstudent().equals(fit.rstudent())
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().rstudent()


def test_many_levels_by_normal_equations():
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"g": rng.integers(0, 120, 3000).astype(str), "x": rng.normal(size=3000)})
    data["y"] = rng.integers(0, 2, 3000)
    fit = glm("y ~ x + g", data, binomial())
    slow = glm("y ~ x + g", data, binomial(), control={"epsilon": 1e-12})
    np.testing.assert_allclose(fit.dfbeta(), slow.dfbeta(), atol=1e-7)
    assert fit.influence().hat.equals(fit.hatvalues())


@pytest.mark.parametrize("formula", ["y ~ 1", "y ~ 0 + offset(x)", "y ~ x + I(x^2)"])
def test_few_degrees_of_freedom(formula):
    data = pd.DataFrame({"x": [1.0, 2, 3], "y": [2.0, 1, 4]})
    fit = glm(formula, data, gaussian())
    assert fit.dfbeta().shape == (3, len(fit.coef()))
    for verb in VERBS:
        assert getattr(fit, verb)().shape == (3,)
    repr(fit.influence_measures())


def test_changes_too_large_to_hold(monkeypatch):
    monkeypatch.setattr(deletion_statistics, "MAX_COVARIANCE_BYTES", 800)
    fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    with pytest.raises(ValueError, match=r"without each of 54 rows would take 0 GB; rstudent\(\)"):
        fit.dfbeta()
    assert fit.rstudent().notna().all()


def test_a_row_that_takes_away_more_than_the_deviance():
    """R has NaN for the dispersion without it, and for what is divided by it (we had Inf)."""
    fit = glm("y ~ x", {"y": [3, 3, 3, 1, 2], "x": [-0.2, -0.2, -0.5, 0, -0.8]}, poisson())
    sigma = fit.influence().sigma.to_numpy()
    np.testing.assert_allclose(
        sigma, [0.7875976286, 0.7875976286, 0.8217207384, np.nan, 0.6088765194]
    )
    assert fit.dfbetas().iloc[3].isna().all()
    assert np.isnan(fit.dffits()[3])
    assert np.isnan(fit.covratio()[3])
    assert fit.rstudent()[3] == pytest.approx(-1.2035750, rel=1e-7)
    assert fit.dfbetas().iloc[0].tolist() == pytest.approx([0.33807100821, 0.1779900503], rel=1e-8)
