"""Interactions with empty cells against R: the same coefficients are NA, at no cost."""

import pickle
import tracemalloc
import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm import glm

REFERENCE = oracle.saved("empty_cells")
DATA, NEW = pd.DataFrame(REFERENCE["data"]), pd.DataFrame(REFERENCE["new"])
CASES = {f"{c['formula']} {c['weights']}": c for c in REFERENCE["cases"]}
RTOL = 1e-9  # R's numbers have 12 digits


@cache
def fit(name):
    case = CASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        return glm(case["formula"], DATA, case["family"], weights=case["weights"] or None)


def numbers(values):
    return np.array(values, dtype=float)


def close(ours, theirs, size=1e-6, rtol=RTOL):
    np.testing.assert_allclose(ours, numbers(theirs), rtol=rtol, atol=rtol * size)


@pytest.mark.parametrize("name", CASES)
def test_empty_cells_have_the_aliased_coefficients_of_R(name):
    case, found = CASES[name], fit(name)
    beta = found.coefficients.to_numpy()
    assert len(beta) == case["count"]
    assert np.flatnonzero(np.isnan(beta)).tolist() == case["aliased"]
    assert found.rank == case["rank"]
    close(found.deviance, case["deviance"][0])
    close(beta[case["at"]], case["beta"], 1.0)
    errors = found.summary().coefficients["Std. Error"].to_numpy()
    close(errors[case["at"]], case["se"])
    table = found.anova().table.iloc[1:]
    assert table["Df"].tolist() == case["df"]
    close(table["Deviance"], case["drop"], found.null_deviance)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.RankWarning)
        close(found.predict(NEW), case["predicted"], 10.0)


def sparse(levels, n=3000):
    """Factors of many levels whose cells are mostly empty, and the same pasted into one."""
    rng = np.random.default_rng(levels)
    data = pd.DataFrame({name: rng.integers(levels, size=n) for name in "ac"})
    data = data.map(lambda v: f"{v:04d}").assign(x=rng.normal(size=n))
    data["y"] = rng.poisson(np.exp(1 + 0.2 * data.x))
    return data.assign(ac=data.a + data.c)


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("formula", ["y ~ a:c + x", "y ~ a:c + x - 1", "y ~ x + x:a:c"])
def test_cells_that_do_not_occur_cost_nothing(formula):
    data = sparse(300)
    tracemalloc.start()
    found = glm(formula, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    pasted = glm(formula.replace("a:c", "ac"), data)
    assert len(found.coefficients) > 89_000
    assert found.rank == pasted.rank
    assert peak < 1e8  # the columns would take 2 GB, their equations 65
    np.testing.assert_allclose(found.deviance, pasted.deviance, rtol=1e-10)
    np.testing.assert_allclose(found.fitted_values, pasted.fitted_values, atol=1e-9)
    np.testing.assert_allclose(found.hatvalues(), pasted.hatvalues(), atol=1e-9)


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_predictions_for_an_empty_cell_warn():
    data = sparse(40, 1200)
    found = glm("y ~ a:c", data)
    there = set(data.ac)
    empty = next((a, c) for a in sorted(set(data.a)) for c in set(data.c) if a + c not in there)
    new = pd.DataFrame({"a": [data.a[0], empty[0]], "c": [data.c[0], empty[1]]})
    with pytest.warns(rglm.RankWarning, match=r"1 row\(s\) of newdata are not estimable"):
        found.predict(new)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found.predict(new.iloc[:1])


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("formula", ["y ~ a * c", "y ~ a:c", "y ~ a/c + x"])
def test_verbs_work_after_a_fit_with_empty_cells(formula):
    data = sparse(26, 1500)
    found = glm(formula, data)
    aliased = found.coefficients.isna()
    assert aliased.sum() > 20
    assert found.vcov().isna().all(axis=1).eq(aliased).all()
    assert found.confint(method="wald").isna().any(axis=1).eq(aliased).all()
    page = repr(found.summary())
    assert f"({aliased.sum()} not defined because of singularities)" in page
    assert sum(line.split()[1:2] == ["NA"] for line in page.splitlines()) == aliased.sum()
    again = pickle.loads(pickle.dumps(found))
    pd.testing.assert_series_equal(again.coefficients, found.coefficients, check_exact=True)
    pd.testing.assert_series_equal(
        found.strip().predict(data), found.predict(data), check_names=False
    )
    one = found.drop1().table
    np.testing.assert_allclose(one["Deviance"].iloc[0], found.deviance, rtol=1e-12)
    assert len(found.cooks_distance()) == len(data)
    assert found.model_matrix().shape == (len(data), len(aliased))


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_a_parquet_folder_gives_the_same_fit(tmp_path):
    data = sparse(30, 2500)
    for i in range(3):
        data.iloc[i::3].to_parquet(tmp_path / f"{i}.parquet")
    rows = pd.concat([data.iloc[i::3] for i in range(3)], ignore_index=True)
    for formula in ("y ~ a:c + x", "y ~ a * c"):
        whole = glm(formula, rows)
        parts = glm(formula, str(tmp_path), progress=False)
        np.testing.assert_array_equal(whole.coefficients.isna(), parts.coefficients.isna())
        np.testing.assert_allclose(parts.deviance, whole.deviance, rtol=1e-12)
        np.testing.assert_allclose(parts.coefficients, whole.coefficients, rtol=1e-6, atol=1e-6)


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_designs_too_large_for_memory_are_refused_with_advice():
    data = sparse(500, 6000)
    found = glm("y ~ a:c", data)
    assert len(found.coefficients) > 240_000
    with pytest.raises(ValueError, match=r"would take \d+ GB; name those you need"):
        found.vcov(type="HC1")
    for verb in (found.vcov, found.dfbetas):
        with pytest.raises(ValueError, match=r"would take \d+ GB"):
            verb()
    some = found.coefficients.dropna().index[:2].tolist()
    assert np.isfinite(found.vcov(some, type="HC1")).all(axis=None)
    wide = glm("y ~ a:c", data.iloc[:100])
    assert wide.dfbetas().shape == (100, len(wide.coefficients))


def test_a_model_matrix_too_large_for_memory_is_refused(monkeypatch):
    monkeypatch.setattr("rglm.inference.covariance.matrix_size.MAX_MATRIX_BYTES", 1e4)
    found = glm("y ~ a + x", DATA)
    with pytest.raises(ValueError, match=r"model matrix would take .*model_frame\(\)"):
        found.model_matrix()
    with pytest.raises(ValueError, match="the scores of each row would take"):
        found.estfun()


MODELS = {
    "polr": lambda side, data: rglm.polr(f"o ~ {side}", data),
    "multinom": lambda side, data: rglm.multinom(f"m ~ {side}", data),
    "zeroinfl": lambda side, data: rglm.zeroinfl(f"k ~ {side} | x", data),
    "hurdle": lambda side, data: rglm.hurdle(f"k ~ {side} | x", data),
    "betabinomial": lambda side, data: rglm.betabinomial(f"cbind(s, t) ~ {side}", data),
    "glm_nb": lambda side, data: rglm.glm_nb(f"k ~ {side}", data),
}


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("model", MODELS)
def test_other_models_fit_as_with_the_occurring_cells_alone(model):
    rng = np.random.default_rng(8)
    data = pd.DataFrame({"a": rng.integers(4, size=300), "c": rng.integers(5, size=300)})
    data = data[(data.a + data.c) % 4 != 1].astype(str).reset_index(drop=True)
    n = len(data)
    x, s = rng.normal(size=n), rng.binomial(10, 0.4, n)
    data = data.assign(
        ac=data.a + data.c,
        x=x,
        s=s,
        t=10 - s,
        k=rng.poisson(1.5, n) * (rng.random(n) < 0.8),
        o=pd.cut(x + rng.normal(size=n), [-9, -0.5, 0.5, 9], labels=["lo", "mid", "hi"]),
        m=rng.choice(list("pqr"), n),
    )
    pasted = MODELS[model]("ac", data)
    for side in ("a:c", "a * c"):
        found = MODELS[model](side, data)
        np.testing.assert_allclose(float(found.logLik()), float(pasted.logLik()), rtol=1e-9)
        empty = len(found.coefficients.to_numpy().ravel()) - pasted.coefficients.size
        assert np.isnan(found.coefficients.to_numpy()).sum() == empty > 0
        assert "NA" in repr(found.summary())
        both = (np.asarray(fit.predict(data)) for fit in (found, pasted))
        if model != "polr" and model != "multinom":
            np.testing.assert_allclose(*both, rtol=1e-5)
