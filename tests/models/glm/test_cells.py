"""Fits of many equal rows: the same by their cells as by the rows, and R's numbers."""

from __future__ import annotations

import functools
import json

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    Gamma,
    binomial,
    gaussian,
    glm,
    glm_nb,
    inverse_gaussian,
    negative_binomial,
    poisson,
    quasibinomial,
    quasipoisson,
    tweedie,
)
from rglm.datasets import load
from rglm.sources.cells import cells as cells_module
from rglm.warnings import SeparationWarning

N = cells_module.MIN_ROWS + 500
TIGHT = {"epsilon": 1e-13, "maxit": 60}
REFERENCE = json.loads((oracle.HERE / "cells.json").read_text(encoding="utf-8"))
FLOOR = 1e-9  # of numbers that are differences of large ones
FISHER_RTOL = 2e-6  # errors and dispersion are, as in R, one Fisher step behind the estimates


@functools.cache
def data():
    rng = np.random.default_rng(8)
    f, g = rng.integers(0, 6, N), rng.integers(0, 4, N)
    eta = 0.3 * np.sin(f) - 0.4 * (g == 2) - 0.2
    p = 1 / (1 + np.exp(-eta))
    m = rng.integers(1, 5, N)
    yes = rng.binomial(m, p)
    frame = pd.DataFrame(
        {
            "f": pd.Categorical.from_codes(f, list("abcdef")),
            "g": pd.Categorical.from_codes(g, list("klmn")),
            "h": pd.Categorical.from_codes(rng.integers(0, 3, N), list("xyz")),
            "age": rng.integers(20, 27, N),
            "b": (rng.random(N) < p) * 1.0,
            "yes": yes,
            "no": m - yes,
            "p": yes / m,
            "m": m,
            "k": rng.negative_binomial(2, 1 / (1 + np.exp(eta))),
            "z": rng.gamma(2, np.exp(eta)),
            "w": rng.integers(0, 3, N),
            "v": rng.random(N),
            "o": np.log(rng.integers(1, 3, N)),
        }
    )
    frame["t"] = frame.z * (rng.random(N) < 0.6)
    return frame


CASES = {
    "logit": ("b ~ f + g", binomial(), {}),
    "weights": ("b ~ f * g", binomial(), {"weights": "w"}),
    "proportions": ("p ~ f + age", binomial("probit"), {"weights": "m"}),
    "counts of both": ("cbind(yes, no) ~ f + g", binomial("cloglog"), {"weights": "w"}),
    "quasibinomial": ("p ~ f + g", quasibinomial(), {"weights": "v"}),
    "poisson": ("k ~ f + offset(o)", poisson(), {}),
    "no intercept": ("k ~ 0 + f + poly(age, 2)", quasipoisson(), {"offset": "o"}),
    "Gamma": ("z ~ f + g", Gamma("log"), {"weights": "w"}),
    "inverse Gaussian": ("z ~ f", inverse_gaussian("log"), {}),
    "gaussian": ("z ~ f:age", gaussian(), {"weights": "v"}),
    "negative binomial": ("k ~ f + g", negative_binomial(2.0), {}),
    "tweedie": ("t ~ f + g", tweedie(1.5, 0), {}),
    "brglm": ("b ~ f + g", binomial(), {"method": "brglm"}),
    "constant": ("b ~ 1", binomial(), {}),
}


def by_rows(monkeypatch, function):
    with monkeypatch.context() as patch:
        patch.setattr(cells_module, "MIN_ROWS", np.inf)
        return function()


def both(monkeypatch, function):
    """A fit by its cells and by its rows."""
    cells, rows = function(), by_rows(monkeypatch, function)
    assert cells._cells is not None
    assert rows._cells is None
    return cells, rows


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("ignore:non-integer")
def test_the_fit_of_the_cells_is_that_of_the_rows(name, monkeypatch):
    formula, family, given = CASES[name]
    cells, rows = both(monkeypatch, lambda: glm(formula, data(), family, control=TIGHT, **given))
    np.testing.assert_allclose(cells.coefficients, rows.coefficients, rtol=0, atol=1e-8)
    for attribute in ("deviance", "null_deviance", "aic"):
        np.testing.assert_allclose(getattr(cells, attribute), getattr(rows, attribute), rtol=2e-15)
    np.testing.assert_allclose(cells.dispersion, rows.dispersion, rtol=1e-7)
    assert cells._row_sums[:2] == rows._row_sums[:2]
    assert (cells.df_residual, cells.df_null) == (rows.df_residual, rows.df_null)
    errors = [np.sqrt(np.diag(fit.vcov())) for fit in (cells, rows)]
    np.testing.assert_allclose(*errors, rtol=FISHER_RTOL)
    loglik = [fit._null_comparison.null_loglik for fit in (cells, rows)]
    np.testing.assert_allclose(*loglik, rtol=1e-13)


def test_estimates_agree_to_rounding(monkeypatch):
    """Where the link is canonical iterations end at the maximum to rounding."""
    cells, rows = both(monkeypatch, lambda: glm("b ~ f + g", data(), binomial(), control=TIGHT))
    error = np.sqrt(np.diag(rows.vcov()))
    np.testing.assert_allclose(cells.coefficients / error, rows.coefficients / error, atol=1e-12)


def test_theta_of_the_cells(monkeypatch):
    cells, rows = both(monkeypatch, lambda: glm_nb("k ~ f + g", data(), control=TIGHT))
    assert cells._cells.by_response.nrows < N / 10
    np.testing.assert_allclose(
        [cells.theta, cells.SE_theta, cells.twologlik, cells._null_comparison.null_loglik],
        [rows.theta, rows.SE_theta, rows.twologlik, rows._null_comparison.null_loglik],
        rtol=1e-9,
    )
    np.testing.assert_allclose(cells.coefficients, rows.coefficients, rtol=0, atol=1e-9)


VERBS = {
    "drop1": lambda fit: fit.drop1(test="Chisq").table,
    "Rao": lambda fit: fit.drop1(test="Rao").table,
    "add1": lambda fit: fit.add1("~ . + h", test="Chisq").table,
    "anova": lambda fit: fit.anova().table,
    "several": lambda fit: fit.anova(fit.update(". ~ . - g")).table,
    "confint": lambda fit: fit.confint(["fb", "age"]),
    "profile": lambda fit: fit.profile("age")["age"],
    "step": lambda fit: fit.step("~ . + h", trace=0).coefficients,
    "all_subsets": lambda fit: fit.all_subsets().table[["df", "logLik", "AICc"]],
    "HC1": lambda fit: fit.vcov(type="HC1"),
    "hatvalues": lambda fit: fit.hatvalues(),
    "residuals": lambda fit: fit.residuals("response"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_on_cells(verb, monkeypatch):
    cells, rows = both(monkeypatch, lambda: _fit_of_verbs())
    there = by_rows(monkeypatch, lambda: VERBS[verb](rows))
    here = VERBS[verb](cells)
    np.testing.assert_allclose(here, there, rtol=1e-6, atol=1e-8)


def _fit_of_verbs():
    return glm("b ~ f + g + age", data(), binomial(), control=TIGHT)


def test_a_separated_cell(monkeypatch):
    frame = data().assign(b=data().b.where(data().g != "m", 0.0))

    def fit():
        with pytest.warns(SeparationWarning):
            return glm("b ~ f + g", frame, binomial())

    cells, rows = both(monkeypatch, fit)
    limits = [fit.separated.table["limit"] for fit in (cells, rows)]
    np.testing.assert_allclose(*limits, atol=1e-6)
    assert limits[0].index[np.isinf(limits[0])].tolist() == ["gm"]


def test_rows_without_a_weight_and_rows_left_out(monkeypatch):
    frame = data().assign(b=data().b.where(data().age < 26), w=(data().g != "m") * 1.0)
    frame = pd.concat([frame, frame], ignore_index=True)

    def fit():
        return glm("b ~ f + age", frame, binomial(), weights="w", subset="f != 'c'", control=TIGHT)

    cells, rows = both(monkeypatch, fit)
    assert cells.nobs() == rows.nobs() < cells._row_sums.n == rows._row_sums.n
    np.testing.assert_allclose(cells.coefficients, rows.coefficients, atol=1e-9)
    assert cells.df_residual == rows.df_residual


def test_starting_means_are_those_of_the_rows():
    fit = glm("b ~ f", data(), binomial(), mustart=np.full(N, 0.4))
    assert fit.iter == glm("b ~ f", data()[:5000], binomial(), mustart=np.full(5000, 0.4)).iter


@pytest.mark.filterwarnings("ignore::rglm.warnings.FitWarning")
@pytest.mark.parametrize("case", REFERENCE["fits"], ids=lambda case: case["id"])
def test_r_on_the_rows(case):
    name = case["id"].partition("-")[0]
    fit = _fit_beside_r(name, case)
    assert fit._cells is not None
    np.testing.assert_allclose(fit.coefficients, case["coef"], rtol=1e-7, atol=FLOOR)
    error = np.sqrt(np.diag(fit.vcov()))
    np.testing.assert_allclose(error, case["se"], rtol=FISHER_RTOL)
    sums = [fit.deviance, fit.null_deviance, fit.AIC()]
    np.testing.assert_allclose(sums, [case[k] for k in ("deviance", "null", "aic")], rtol=1e-8)
    np.testing.assert_allclose(fit.dispersion, case["dispersion"], rtol=FISHER_RTOL)
    assert fit.df_residual == case["df"]
    terms = fit.confint(case["terms"])
    np.testing.assert_allclose(terms, case["confint"], rtol=1e-4, atol=1e-5)
    for table, theirs in ((fit.drop1(), case["drop1"]), (fit.anova(), case["anova"])):
        ours = table.table.iloc[:, : len(theirs[0])]
        np.testing.assert_allclose(ours, np.array(theirs, dtype=float), rtol=1e-7, atol=1e-5)
    if case.get("theta"):
        np.testing.assert_allclose(fit.theta, case["theta"], rtol=1e-6)
        np.testing.assert_allclose(fit.SE_theta, case["se_theta"], rtol=1e-5)


def _fit_beside_r(name, case):
    tables = {"ucb": 5, "titanic": 10}
    if name in tables:
        table = pd.DataFrame(REFERENCE["tables"][name])
        frame = table.loc[table.index.repeat(table.Freq * tables[name])].drop(columns="Freq")
        for column in frame:
            frame[column] = pd.Categorical(frame[column], table[column].unique())
    else:
        frame = pd.concat([load("warpbreaks")] * 400, ignore_index=True)
    if name == "negbin":
        return glm_nb(case["formula"], frame, control=TIGHT)
    family = {"poisson": poisson(), "Gamma": Gamma("log"), "gaussian": gaussian()}
    link = "probit" if case["id"] == "ucb-probit" else "logit"
    return glm(case["formula"], frame, family.get(name, binomial(link)), control=TIGHT)


def test_a_fit_that_starts_at_its_end_has_the_weights_of_its_coefficients():
    """The null model of cells starts at its mean, where the rows start elsewhere."""
    d = data().assign(u=np.random.default_rng(3).normal(size=N))
    null, slope = glm("b ~ 1", d, binomial()), glm("b ~ u", d, binomial())
    assert null._cell_source.nrows == 1
    p = d.b.mean()
    np.testing.assert_allclose(null.weights, p * (1 - p), rtol=1e-6)
    score = (d.u - d.u.mean()) @ (d.b - p)
    statistic = score**2 / (p * (1 - p) * ((d.u - d.u.mean()) ** 2).sum())
    assert null.anova(slope, test="Rao")["Rao"].iloc[-1] == pytest.approx(statistic, rel=1e-6)
    assert null.add1("~ u", test="Rao").table["Rao score"]["u"] == pytest.approx(statistic, 1e-6)
