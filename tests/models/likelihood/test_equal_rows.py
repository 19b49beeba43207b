"""Models whose equal rows are one row with the sum of the weights, beside the rows themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, hurdle, multinom, parquet, polr, zeroinfl
from rglm.sources.cells import equal_rows
from rglm.sources.grouping import learn_grouped

MODELS = {
    "polr": lambda d, **o: polr("ordered(o) ~ f + x + offset(off)", d, **o),
    "multinom": lambda d, **o: multinom("factor(o) ~ f + x", d, ref="2", **o),
    "multinom counts": lambda d, **o: multinom("cbind(s, t, u) ~ f + x", d, **o),
    "zip": lambda d, **o: zeroinfl("z ~ f + x + offset(off) | x", d, **o),
    "zinb": lambda d, **o: zeroinfl("z ~ f + x | f", d, dist="negbin", **o),
    "hurdle": lambda d, **o: hurdle("z ~ f * x | f", d, dist="negbin", **o),
    "betabinomial": lambda d, **o: betabinomial("cbind(s, t) ~ f + x + offset(off)", d, **o),
}


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(4)
    n = 3000
    d = pd.DataFrame({"f": rng.choice(list("abc"), n), "x": rng.integers(-1, 2, n)})
    d["w"], d["off"] = rng.integers(0, 3, n), np.where(d.x > 0, 0.1, 0.0)
    eta = 0.4 * (d.f == "b") - 0.2 * d.x
    k = rng.poisson(np.exp(0.2 + eta) * rng.gamma(2, 0.5, n))
    d["z"] = np.where(rng.random(n) < 0.3, 0, np.minimum(k, 5))
    d["o"] = np.digitize(eta + rng.logistic(size=n), [-0.5, 0.8])
    p = 1 / (1 + np.exp(-eta))
    d["s"] = rng.binomial(3, rng.beta(3 * p, 3 * (1 - p)))
    d["t"], d["u"] = 3 - d.s, rng.integers(0, 2, n)
    d.loc[:9, "x"] = np.nan
    return d


@pytest.fixture
def few_rows(monkeypatch):
    """A function that lets rows be one from so many on."""
    return lambda rows: monkeypatch.setattr(equal_rows, "MIN_ROWS", rows)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("name", MODELS)
def test_answers_are_those_of_the_rows(data, few_rows, name, weights):
    rows = MODELS[name](data, weights=weights)
    few_rows(1000)
    cells = MODELS[name](data, weights=weights)
    assert cells._cell_source.nrows < 300
    assert rows._cell_source.nrows == cells._rows_source.nrows == 2990
    np.testing.assert_allclose(cells.coefficients, rows.coefficients, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(cells.vcov(), rows.vcov(), rtol=1e-8, atol=1e-12)
    assert float(cells.logLik()) == pytest.approx(float(rows.logLik()), rel=1e-13)
    assert cells.nobs() == rows.nobs()
    pd.testing.assert_frame_equal(cells.glance(), rows.glance(), rtol=1e-8)
    fitted = [np.asarray(fit.fitted_values) for fit in (cells, rows)]
    np.testing.assert_allclose(*fitted, rtol=1e-8)


@pytest.mark.parametrize("name", ["polr", "zip", "betabinomial"])
def test_profiles_and_null_models_take_the_cells(data, few_rows, name):
    rows = MODELS[name](data)
    few_rows(1000)
    cells = MODELS[name](data)
    pd.testing.assert_frame_equal(
        cells.confint(method="profile"), rows.confint(method="profile"), rtol=1e-6
    )
    assert cells._null_loglik == pytest.approx(rows._null_loglik, rel=1e-12)


def test_robust_errors_see_the_rows(data, few_rows):
    rows = MODELS["zip"](data)
    few_rows(1000)
    cells = MODELS["zip"](data)
    np.testing.assert_allclose(cells.vcov(type="HC0"), rows.vcov(type="HC0"), rtol=1e-7)


def test_separated_levels_are_still_found(few_rows):
    few_rows(100)
    d = pd.DataFrame({"f": np.repeat(["a", "b"], 200), "y": [0, 1, 2, 1] * 50 + [2] * 200})
    with pytest.warns(UserWarning, match="no finite estimate: fb"):
        fit = polr("ordered(y) ~ f", d)
    assert fit._cell_source.nrows == 4


def test_rows_that_were_written_to_are_refused(few_rows):
    d = pd.DataFrame({"x": np.arange(60.0) % 7, "y": np.arange(60) % 3})
    fit = polr("ordered(y) ~ x", d)
    fit.confint()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(fit._source), "check", _refuse)
        with pytest.raises(ValueError, match="written to"):
            fit.confint(method="profile")


def _refuse(source):
    raise ValueError("written to")


@pytest.mark.parametrize("name", ["polr", "zinb", "hurdle", "betabinomial"])
def test_equal_rows_of_files_are_those_in_memory(data, few_rows, tmp_path, monkeypatch, name):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(learn_grouped, "MIN_ROWS", 1000)
    few_rows(1000)
    data.to_parquet(tmp_path / "data.parquet", row_group_size=1000)
    ours = MODELS[name](parquet(tmp_path / "data.parquet"), weights="w")
    theirs = MODELS[name](data, weights="w")
    assert ours._cell_source.nrows == theirs._cell_source.nrows
    np.testing.assert_allclose(ours.coefficients, theirs.coefficients, rtol=1e-9)
    np.testing.assert_allclose(ours.vcov(), theirs.vcov(), rtol=1e-9, atol=1e-14)


def test_rows_that_all_differ_are_left(data, few_rows):
    few_rows(1000)
    d = data.assign(x=np.random.default_rng(1).normal(size=len(data)))
    fit = polr("ordered(o) ~ f + x", d)
    assert fit._cell_source is fit._source
