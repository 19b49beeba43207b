"""A factor of many levels: the same fit as by filling in its columns."""

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.fitting.least_squares import least_squares
from rglm.linalg.partialled_out import PartialledOutSystem
from rglm.linalg.pivot import PivotedSystem

FORMULA = "y ~ x + z + factor(g) + h + offset(o)"


def simulated(n=1500, levels=130):
    rng = np.random.default_rng(5)
    data = pd.DataFrame({"x": rng.normal(size=n) + 50, "z": rng.exponential(size=n)})
    data["g"], data["h"] = rng.permutation(np.arange(n) % levels), rng.choice(list("abc"), n)
    data["o"], data["w"] = rng.normal(size=n), rng.integers(0, 3, n) / 2
    return data.assign(y=data["x"] + data["g"] + data["o"] + data["z"] * rng.normal(size=n))


@pytest.fixture
def eliminates(monkeypatch):
    monkeypatch.setattr(least_squares, "MAX_CODED_WORK", 0)


def numbers(fit):
    sums = [fit.deviance, fit.null_deviance, fit._fitted_sum_of_squares, fit.r_squared, fit.aic]
    errors = np.sqrt(np.diag(fit.vcov()))
    return np.r_[fit.coef(), errors, sums, fit.fstatistic, fit.df_residual, fit.rank]


@pytest.mark.parametrize("weights", [None, "w"])
def test_the_numbers_are_those_of_all_columns(monkeypatch, weights):
    data = simulated()
    dense = lm(FORMULA, data, weights=weights)
    assert isinstance(dense._solution.system, PivotedSystem)
    monkeypatch.setattr(least_squares, "MAX_CODED_WORK", 0)
    fit = lm(FORMULA, data, weights=weights)
    assert isinstance(fit._solution.system, PartialledOutSystem)
    np.testing.assert_allclose(numbers(fit), numbers(dense), rtol=1e-8)


def test_three_passes_over_chunks(eliminates):
    data, passes = simulated(), []

    def chunks():
        passes.append("pass")
        return iter([data.iloc[:600], data.iloc[600:]])

    fit = lm(FORMULA, chunks, weights="w")
    assert len(passes) == 2 + 3  # names and levels; equations, correction, sums
    np.testing.assert_allclose(numbers(fit), numbers(lm(FORMULA, data, weights="w")), rtol=1e-8)
    assert fit.summary().sigma == fit.sigma
    fit.glance()
    assert len(passes) == 2 + 3


def test_a_far_mean_is_left_to_the_triangle(eliminates):
    """Its column is too near to those of the factor for normal equations."""
    data = simulated()
    fit = lm("y ~ x + z + factor(g)", data.assign(x=data["x"] + 1e6))
    assert isinstance(fit._solution.system, PivotedSystem)
    np.testing.assert_allclose(
        fit.coef().iloc[1], lm("y ~ x + z + factor(g)", data).coef().iloc[1]
    )


def test_aliased_columns_are_found(eliminates):
    data = simulated().assign(coarse=lambda d: d["g"] % 10)
    with pytest.warns(match="10 coefficient"):
        fit = lm("y ~ x + factor(g) + factor(coarse) + I(2 * x)", data)
    alone = lm("y ~ x + factor(g)", data)
    assert fit.rank == alone.rank
    assert fit.deviance == pytest.approx(alone.deviance, rel=1e-10)
    np.testing.assert_allclose(fit.coef().dropna(), alone.coef(), rtol=1e-7)


def test_terms_are_compared_by_fits_to_the_rows(monkeypatch, eliminates):
    data = simulated()
    table = lm(FORMULA, data).anova().table
    monkeypatch.undo()
    dense = lm(FORMULA, data).anova().table
    pd.testing.assert_frame_equal(table, dense, rtol=1e-6)


def test_many_numeric_columns_need_no_triangle(monkeypatch):
    data = simulated()
    fit = lm("y ~ x + z + h + o", data, weights="w")
    monkeypatch.setattr(least_squares, "MAX_QR_COLUMNS", 3)
    gram = lm("y ~ x + z + h + o", data, weights="w")
    assert gram._sums.triangle is None
    np.testing.assert_allclose(numbers(gram), numbers(fit), rtol=1e-8)
