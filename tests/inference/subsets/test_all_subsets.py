"""All models with some of the terms of a fit, against R's fits of each."""

import time

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, glm_nb, lm, multinom, poisson, polr, zeroinfl
from rglm.warnings import RankWarning

CASES = {c["id"]: c for c in oracle.saved("subsets")}
CRITERIA = ("AICc", "AIC", "BIC", "Cp", "adj_r_squared")
RTOL = 1e-8
# MASS stops the search for theta early
TOLERANCES = {"negbin": 1e-6}
MTCARS, WARP = oracle.data("mtcars"), oracle.data("warpbreaks")


def fit_of(case):
    data = oracle.data(case["data"])
    if case.get("model") == "glm.nb":
        return glm_nb(case["formula"], data)
    if "family" in case:
        control = {"epsilon": 1e-12}
        return glm(case["formula"], data, family=case["family"], control=control)
    weights = {"weights": case["weights"]} if "weights" in case else {}
    if case.get("complete"):
        data = data.dropna()
    return lm(case["formula"], data, **weights)


@pytest.fixture(scope="module")
def fits():
    return {name: fit_of(case) for name, case in CASES.items() if name != "aliased"}


def chosen(models, row):
    """The labels of the terms of a model."""
    terms = models.table.columns[: models.table.columns.get_loc("df")]
    return frozenset(t for t in terms if not t.endswith("(Intercept)") and row[t] is not None)


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("name", [name for name in CASES if name != "aliased"])
def test_all_models_are_those_of_R(name, criterion, fits):
    case, fit = CASES[name], fits[name]
    if criterion in ("Cp", "adj_r_squared") and ("family" in case or "model" in case):
        with pytest.raises(ValueError, match=r"is of lm\(\)"):
            fit.all_subsets(criterion)
        return
    models = fit.all_subsets(criterion)
    expected = {frozenset(m["terms"]): m for m in case["models"]}
    assert len(models.table) == len(expected)
    rtol = TOLERANCES.get(name, RTOL)
    for _, row in models.table.iterrows():
        theirs = expected[chosen(models, row)]
        assert row["df"] == theirs["df"]
        assert row["logLik"] == pytest.approx(theirs["logLik"], rel=rtol)
        if theirs[criterion] is None:  # R's of a model without a coefficient
            continue
        # Cp and the adjusted R-squared are differences of larger numbers
        assert row[criterion] == pytest.approx(theirs[criterion], rel=rtol, abs=1e-7)
        for label, value in (theirs["coef"] or {}).items():
            assert row[label] == pytest.approx(value, rel=100 * rtol)
    values = models.table[criterion].to_numpy(dtype=float)
    best = values.max() if criterion == "adj_r_squared" else values.min()
    assert values[0] == best
    np.testing.assert_allclose(models.table["delta"].astype(float), np.abs(values - best))
    assert (np.diff(models.table["delta"].astype(float)) >= -1e-9).all()
    if criterion != "adj_r_squared":
        weight = np.exp(-models.table["delta"].astype(float) / 2)
        np.testing.assert_allclose(models.table["weight"], weight / weight.sum())


@pytest.mark.filterwarnings("ignore::rglm.warnings.RankWarning")
def test_a_subset_of_an_aliased_fit_may_have_a_full_rank():
    case = CASES["aliased"]
    models = fit_of(case).all_subsets("AIC")
    expected = {frozenset(m["terms"]): m for m in case["models"]}
    for _, row in models.table.iterrows():
        # a term whose only coefficient is aliased has none in the table
        same = [m for m in expected.values() if m["logLik"] == pytest.approx(row["logLik"])]
        assert row["AIC"] == pytest.approx(same[0]["AIC"], rel=RTOL)
    only = models.formulas[models.formulas == "mpg ~ I(2 * wt)"].index[0]
    twice = models.table.loc[only, "I(2 * wt)"]
    assert twice == pytest.approx(lm("mpg ~ wt", MTCARS).coef()["wt"] / 2)


def test_the_fit_of_a_row_is_that_of_its_formula():
    models = lm("mpg ~ wt + hp * am + qsec", MTCARS).all_subsets("BIC")
    assert models.best().BIC() == pytest.approx(models.table["BIC"].iloc[0], rel=1e-12)
    for i in (1, 5, len(models.table)):
        fit = models.fit(i)
        assert fit.formula == models.formulas[i]
        assert fit.BIC() == pytest.approx(models.table.loc[i, "BIC"], rel=1e-10)
        assert float(fit.logLik()) == pytest.approx(models.table.loc[i, "logLik"], rel=1e-10)
    with pytest.raises(ValueError, match="there is no model 0; they are 1 to"):
        models.fit(0)


@pytest.mark.parametrize("fixed", ["~ wt", ["wt"], "wt"])
def test_fixed_terms_stay(fixed):
    models = lm("mpg ~ wt + hp + am", MTCARS).all_subsets(fixed=fixed)
    assert models.table["wt"].notna().all()
    assert len(models.table) == 4


def test_what_a_fixed_term_contains_is_fixed_too():
    models = lm("mpg ~ wt * hp + am", MTCARS).all_subsets(fixed="hp:wt")
    assert sorted(models.formulas) == ["mpg ~ wt + hp + am + wt:hp", "mpg ~ wt + hp + wt:hp"]


def test_max_terms():
    fit = lm("mpg ~ wt * hp + am", MTCARS)
    assert fit.all_subsets(max_terms=1).table.shape[0] == 4
    assert fit.all_subsets(max_terms=0).formulas.tolist() == ["mpg ~ 1"]
    two = fit.all_subsets(max_terms=2)
    whole = fit.all_subsets()
    assert set(two.formulas) == {f for f in whole.formulas if f.count("+") < 2}
    assert len(two.formulas) == 7
    three = fit.all_subsets(max_terms=3, fixed="am")
    assert set(three.formulas) == {f for f in whole.formulas if "am" in f and f.count("+") < 3}


# other models


def test_models_of_two_parts():
    fit = zeroinfl("art ~ fem + phd | ment", oracle.data("biochemists"))
    models = fit.all_subsets("AIC")
    assert len(models.table) == 8
    assert set(models.formulas) >= {"art ~ fem + phd | ment", "art ~ 1 | 1"}
    assert models.best().AIC() == pytest.approx(models.table["AIC"].iloc[0])
    fixed = fit.all_subsets("AIC", fixed=["zero_ment", "fem"])
    assert sorted(fixed.formulas) == ["art ~ fem + phd | ment", "art ~ fem | ment"]
    assert models.table.columns[:2].tolist() == ["count_(Intercept)", "zero_(Intercept)"]


def test_models_of_categories():
    fit = polr("rating ~ temp + contact", oracle.data("wine"))
    assert fit.all_subsets().table.columns[:2].tolist() == ["temp", "contact"]
    housing = oracle.data("housing")
    models = multinom("Sat ~ Type + Cont", housing, weights="Freq").all_subsets("BIC")
    assert models.table["Type"].tolist().count("+") == 2


def test_data_in_chunks():
    data = MTCARS

    def chunks():
        return (data.iloc[i : i + 10] for i in range(0, 32, 10))

    ours = lm("mpg ~ wt + hp + am", chunks, progress=False).all_subsets()
    theirs = lm("mpg ~ wt + hp + am", data).all_subsets()
    assert ours.formulas.tolist() == theirs.formulas.tolist()
    np.testing.assert_allclose(ours.table["AICc"], theirs.table["AICc"], rtol=1e-9)


# hostile data


def test_missing_values_of_a_term_are_rows_that_no_model_has():
    data = oracle.data("airquality")
    models = lm("Ozone ~ Wind + Solar.R", data).all_subsets()
    complete = data.dropna(subset=["Ozone", "Solar.R"])
    expected = lm("Ozone ~ Wind + Solar.R", complete).all_subsets()
    np.testing.assert_allclose(models.table["AICc"], expected.table["AICc"], rtol=1e-10)
    row = models.formulas[models.formulas == "Ozone ~ Wind"].index[0]
    with pytest.raises(ValueError, match="fit to complete rows"):
        models.fit(row)
    fit = glm("Ozone ~ Wind + Solar.R", data, poisson("log"))
    with pytest.raises(ValueError, match="fit to complete rows"):
        fit.all_subsets()


def test_few_rows_and_perfect_fits(recwarn):
    data = MTCARS.iloc[:5]
    models = lm("mpg ~ wt + hp", data).all_subsets()
    assert np.isinf(models.table["AICc"].astype(float)).sum() == 1
    assert models.best().formula == "mpg ~ 1"
    perfect = pd.DataFrame({"y": [0.0, 0, 0, 0], "x": [1.0, 2, 3, 4]})
    table = lm("y ~ x", perfect).all_subsets("AIC").table
    assert table["delta"].tolist() == [0, 0]
    assert table["weight"].tolist() == [0.5, 0.5]


def test_2_to_the_15_models_take_seconds():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(200, 16)), columns=[*(f"x{i}" for i in range(15)), "y"])
    fit = lm(f"y ~ {' + '.join(data.columns[:15])}", data)
    started = time.perf_counter()
    models = fit.all_subsets()
    assert time.perf_counter() - started < 20
    assert len(models.table) == 2**15
    assert "... 32,738 more models in .table" in str(models)
    for i in (1, 17, 30_000):
        assert float(models.fit(i).logLik()) == pytest.approx(models.table.loc[i, "logLik"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lm("mpg ~ wt", MTCARS).all_subsets("aicc"), "did you mean 'AICc'"),
        (lambda: lm("mpg ~ wt", MTCARS).all_subsets(fixed="hp"), "no term 'hp'"),
        (lambda: lm("mpg ~ wt", MTCARS).all_subsets(fixed="~ hp"), "no term 'hp'"),
        (lambda: lm("mpg ~ wt", MTCARS).all_subsets(max_terms=-1), "max_terms=-1 must be"),
        (
            lambda: lm("mpg ~ wt + hp", MTCARS).all_subsets(fixed=["wt", "hp"], max_terms=1),
            "is less than the 2 terms of fixed=",
        ),
        (lambda: lm("mpg ~ wt", MTCARS).strip().all_subsets(), "stripped of its rows"),
        (
            lambda: glm("breaks ~ wool", WARP, "quasipoisson").all_subsets(),
            "AICc is not defined for quasipoisson",
        ),
    ],
)
def test_what_cannot_be_is_an_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_too_many_models_are_an_error():
    data = pd.DataFrame(np.random.default_rng(2).normal(size=(60, 17)))
    data.columns = [f"x{i}" for i in range(16)] + ["y"]
    formula = f"y ~ {' + '.join(data.columns[:16])}"
    with pytest.raises(ValueError, match=r"16 terms make 65,536 models, .* max_terms="):
        lm(formula, data).all_subsets()
    assert len(lm(formula, data).all_subsets(max_terms=2).table) == 1 + 16 + 120
    with pytest.raises(ValueError, match=r"glm\(\) fits them one by one, at most 1,024"):
        glm(formula, data).all_subsets()


def test_wide_designs_are_an_error(monkeypatch):
    monkeypatch.setattr("rglm.inference.subsets.linear_subsets.MAX_TRIANGLE_BYTES", 10.0)
    with pytest.raises(ValueError, match=r"the triangle of all columns would take .* step\(\)"):
        lm("mpg ~ wt", MTCARS).all_subsets()


PAGE = """\
Global model call: lm(formula = mpg ~ wt + factor(cyl))
---
Model selection table
  (Intercept)     wt factor(cyl) df   logLik  AICc delta weight
1       33.99 -3.206           +  5  -73.311 158.9  0.00  0.980
2       37.29 -5.344              3  -80.015 166.9  7.96  0.018
3       26.66                  +  4  -81.282 172.0 13.12  0.001
4       20.09                     2 -102.378 209.2 50.24  0.000
Models ranked by AICc"""


def test_the_page():
    models = lm("mpg ~ wt + factor(cyl)", MTCARS).all_subsets()
    assert str(models) == PAGE
    assert "<table" in models._repr_html_()


def test_an_aliased_term_warns_once():
    with pytest.warns(RankWarning):
        fit = lm("mpg ~ wt + I(2 * wt)", MTCARS)
    fit.all_subsets()
