"""The data of a `brm` with fitted values, its model frame and its model matrices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import brm, poisson
from rglm.bayes import categorical, cumulative, hurdle_poisson
from rglm.datasets import load

BREAKS, CARS = load("warpbreaks"), load("mtcars")
OPTIONS = {"seed": 1, "draws": 400}


@pytest.fixture(scope="module")
def cars():
    return brm("mpg ~ wt", CARS, **OPTIONS)


def test_columns_beside_the_data(cars):
    table = cars.augment(interval="confidence", level=0.9)
    assert table.columns.tolist() == [
        "mpg",
        "wt",
        ".fitted",
        ".se_fit",
        ".lower",
        ".upper",
        ".resid",
    ]
    expected = cars.fitted(probs=(0.05, 0.95))
    np.testing.assert_allclose(table.iloc[:, 2:6], expected)
    np.testing.assert_allclose(table[".fitted"] + table[".resid"], CARS["mpg"])
    whole = cars.augment(CARS, se_fit=False)
    assert whole.columns.tolist() == [*CARS.columns, ".fitted", ".resid"]


def test_new_rows_have_no_residual(cars):
    new = cars.augment(newdata={"wt": [2.0, 3.0]}, interval="prediction")
    assert new.columns.tolist() == ["wt", ".fitted", ".se_fit", ".lower", ".upper"]
    expected = cars.predict({"wt": [2.0, 3.0]})[["Q2.5", "Q97.5"]]
    np.testing.assert_allclose(new[[".lower", ".upper"]], expected)
    with pytest.raises(ValueError, match="give one"):
        cars.augment(CARS, CARS)
    with pytest.raises(ValueError, match="interval='both'"):
        cars.augment(interval="both")


def test_a_polars_frame_stays_one(cars):
    polars = pytest.importorskip("polars")
    found = cars.augment(newdata=polars.DataFrame({"wt": [2.0]}))
    assert found.columns == ["wt", ".fitted", ".se_fit"]


def test_rows_that_were_left_out():
    data = CARS.assign(wt=CARS["wt"].where(CARS["wt"] > 2))
    fit = brm("mpg ~ wt", data, na_action="na_exclude", **OPTIONS)
    assert len(fit.augment()) == data["wt"].notna().sum()
    assert (fit.augment(data)[".fitted"].isna() == data["wt"].isna()).all()


def test_chunks(cars):
    chunked = brm("mpg ~ wt", lambda: iter([CARS[:20], CARS[20:]]), **OPTIONS)
    pd.testing.assert_frame_equal(chunked.augment().collect(), cars.augment())


def test_levels_have_columns_of_their_own():
    data = BREAKS.assign(high=pd.Categorical(BREAKS["tension"], ["L", "M", "H"], ordered=True))
    fit = brm("high ~ breaks", data, cumulative(), **OPTIONS)
    assert fit.augment(se_fit=False).columns[2:].tolist() == [f".fitted_{k}" for k in "LMH"]
    assert fit.model_matrix().columns.tolist() == ["breaks"]
    with pytest.raises(ValueError, match="categories have no interval"):
        fit.augment(interval="prediction")
    unordered = brm("tension ~ breaks", BREAKS, categorical(), **OPTIONS)
    assert unordered.model_matrix("muM").columns.tolist() == ["(Intercept)", "breaks"]


def test_the_columns_of_each_predictor():
    galaxies = load("galaxies")
    fit = brm("n_gc ~ logmass | sample", galaxies, hurdle_poisson(), **OPTIONS)
    assert fit.model_matrix().columns.tolist() == ["(Intercept)", "logmass"]
    names = fit.model_matrix("hu").columns.tolist()
    assert names == ["(Intercept)", "samplefield", "samplecluster"]
    assert fit.model_frame().columns.tolist() == ["n_gc", "logmass", "sample"]
    with pytest.raises(ValueError, match="dpar='zi'"):
        fit.model_matrix("zi")


def test_the_formula_s_own_functions():
    fit = brm("breaks ~ wool:tension", BREAKS, poisson(), **OPTIONS)
    np.testing.assert_allclose(
        fit.posterior_linpred().T.to_numpy(), fit.model_matrix() @ fit.draws.to_numpy().T
    )
