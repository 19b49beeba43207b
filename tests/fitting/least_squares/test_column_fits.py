"""Fits of some columns from the triangle of all: those of the same model on the rows."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm
from rglm.fitting.least_squares import least_squares, source_triangle

NAMES = ["a", "b", "c", "d"]


@pytest.fixture(params=["extended", "double"], autouse=True)
def precision(request, monkeypatch):
    if request.param == "double":
        monkeypatch.setattr(source_triangle, "MAX_EXTENDED_ROWS", 0)


def simulated(n=60):
    rng = np.random.default_rng(4)
    data = pd.DataFrame(rng.normal(size=(n, 4)), columns=NAMES)
    return data.assign(y=data["a"] - data["c"] + rng.normal(size=n) + 9, w=rng.random(n))


def test_every_subset_is_the_fit_of_its_columns():
    data = simulated()
    fits = lm("y ~ a + b + c + d", data, weights="w", offset="a")._column_fits
    for size in range(5):
        for chosen in combinations(range(1, 5), size):
            columns = [0, *chosen]
            right = " + ".join(["1", *(NAMES[i - 1] for i in chosen)])
            alone = lm(f"y ~ {right}", data, weights="w", offset="a")
            found = fits.fit(columns)
            np.testing.assert_allclose(found.beta, alone.coef(), rtol=1e-10)
            assert found.deviance == pytest.approx(alone.deviance, rel=1e-11)
            assert fits.residual_squares(columns) == pytest.approx((alone.deviance, size + 1))


def test_aliased_columns_lower_the_rank():
    data = simulated().assign(d=lambda t: t["a"] + t["b"], c=0.0)
    with pytest.warns(match="2 coefficient"):
        fits = lm("y ~ a + b + c + d", data)._column_fits
    alone = lm("y ~ a + b", data)
    for columns in ([0, 1, 2, 3, 4], [0, 1, 4], [0, 4, 2, 1], [0, 3, 2, 1]):
        squares, rank = fits.residual_squares(columns)
        assert rank == 3
        assert squares == pytest.approx(alone.deviance, rel=1e-11)
        assert fits.fit(columns).rank == 3


def test_columns_may_come_in_any_order():
    fit = lm("y ~ a + b + c + d", simulated())
    order = [3, 0, 4, 1, 2]
    np.testing.assert_allclose(fit._column_fits.fit(order).beta, fit.coef().iloc[order])


def test_without_residual_degrees_of_freedom_the_rest_is_zero():
    fits = lm("y ~ a + b", simulated(4))._column_fits
    assert fits.residual_squares([0, 1, 2])[0] > 0
    fits = lm("y ~ a + b", simulated(3))._column_fits
    assert fits.residual_squares([0, 1, 2]) == (0.0, 3)
    assert fits.fit([0, 1, 2]).deviance == 0.0


def test_of_other_rows_they_take_one_pass():
    data = simulated()
    fit = lm("y ~ a + b + c + d", data)
    source = fit._rows_source.select([0, 2, 3])
    fits = fit._estimator.column_fits(source, fit.family, fit.control)
    alone = lm("y ~ b + c", data)
    np.testing.assert_allclose(fits.fit([0, 1, 2]).beta, alone.coef())


def test_a_factor_that_was_partialled_out_has_none(monkeypatch):
    monkeypatch.setattr(least_squares, "MAX_CODED_WORK", 0)
    data = simulated(300).assign(g=np.arange(300) % 120)
    fit = lm("y ~ a + factor(g)", data)
    assert fit._column_fits is None
    squares = fit._refit_columns(np.array([0, 1])).deviance
    assert squares == pytest.approx(lm("y ~ a", data).deviance, rel=1e-11)


def test_glm_has_none():
    fit = glm("y ~ a", simulated())
    assert fit._column_fits is None
    assert fit._estimator.column_fits(fit._rows_source, fit.family, fit.control) is None
