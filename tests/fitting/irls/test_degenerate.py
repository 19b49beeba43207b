"""Fits with nothing left to estimate: too few rows, no columns, columns that repeat each other."""

import numpy as np
import pandas as pd
import pytest

from rglm import RankWarning, glm, poisson

SMALL = pd.DataFrame({"x": [1.0, 2, 4], "z": [1.0, 5, 2], "u": [1.0, 0, 7], "y": [2.0, 3, 9]})


def test_fewer_rows_than_columns():
    # R: glm(y ~ x + z + u, data = SMALL): u is NA and 0 degrees of freedom are left
    with pytest.warns(RankWarning, match=r"1 coefficient\(s\) not defined.*'u'"):
        fit = glm("y ~ x + z + u", SMALL)
    assert fit.coef().isna().to_list() == [False, False, False, True]
    assert (fit.rank, fit.df_residual, fit.df_null) == (3, 0, 2)
    assert fit.deviance == pytest.approx(0, abs=1e-20)
    np.testing.assert_allclose(fit.fitted(), SMALL["y"])


def test_without_degrees_of_freedom_the_dispersion_is_unknown():
    fit = glm("y ~ x", SMALL.iloc[:2])
    assert np.isnan(fit.dispersion)
    table = fit.summary().coefficients
    # R: summary(glm(y ~ x)) gives the estimates, and NaN for the rest
    np.testing.assert_allclose(table["Estimate"], [1, 1])
    assert table.iloc[:, 1:].isna().all(axis=None)
    assert "NaN" in str(fit.summary())


def test_a_gaussian_fit_without_residuals():
    fit = glm("y ~ x", {"x": [1, 2, 3, 4, 5], "y": [2, 4, 6, 8, 10]})
    np.testing.assert_allclose(fit.coef(), [0, 2], atol=1e-14)
    assert fit.converged
    assert fit.deviance < 1e-25
    assert fit.df_residual == 3
    assert "Residual deviance" in str(fit.summary())


def test_a_zero_column_is_aliased():
    with pytest.warns(RankWarning, match="'zero'"):
        fit = glm("y ~ zero + x", SMALL.assign(zero=0.0))
    assert fit.coef().isna().to_list() == [False, True, False]
    np.testing.assert_allclose(fit.coef().dropna(), glm("y ~ x", SMALL).coef())


def test_a_repeated_column_is_aliased_and_the_first_is_kept():
    with pytest.warns(RankWarning, match="'again'"):
        fit = glm("y ~ x + again", SMALL.assign(again=SMALL["x"]))
    assert np.isnan(fit.coef()["again"])
    assert np.isfinite(fit.coef()["x"])


def test_a_constant_column_is_aliased_with_the_intercept():
    with pytest.warns(RankWarning, match="'one'"):
        fit = glm("y ~ one", SMALL.assign(one=3.0))
    assert fit.rank == 1


def test_many_aliased_columns_are_counted_and_the_first_ten_named():
    wide = pd.DataFrame({f"x{i}": SMALL["x"] for i in range(13)}).assign(y=SMALL["y"])
    with pytest.warns(RankWarning, match=r"12 coefficient\(s\).*'x1', .*, 'x10', \.\.\."):
        glm("y ~ .", wide)


def test_the_rank_warning_points_at_the_line_that_called():
    with pytest.warns(RankWarning) as said:
        glm("y ~ x + I(2 * x)", SMALL)
    assert said[0].filename == __file__


def test_nearly_equal_columns_are_told_apart_as_by_R():
    # R: glm(y ~ x + I(x + 1e-12 * z)) drops the last column, with 1e-6 it doesn't (tol = 1e-11)
    with pytest.warns(RankWarning):
        assert glm("y ~ x + I(x + 1e-12 * z)", SMALL).rank == 2
    assert glm("y ~ x + I(x + 1e-6 * z)", SMALL).rank == 3


def test_a_column_of_another_size_is_not_aliased():
    fit = glm("y ~ x", SMALL.assign(x=SMALL["x"] * 1e-150))
    assert fit.rank == 2
    np.testing.assert_allclose(fit.fitted(), glm("y ~ x", SMALL).fitted())


@pytest.mark.parametrize("formula", ["y ~ 0", "y ~ -1", "y ~ 1 - 1"])
def test_no_columns_at_all(formula):
    # R: glm(c(1, 2, 3) ~ 0, poisson): deviance 2 sum(y log y - y + 1) = 3.36..., 3 of 3 df
    fit = glm(formula, {"y": [1, 2, 3]}, family=poisson())
    y = np.array([1, 2, 3])
    assert fit.deviance == pytest.approx(2 * np.sum(y * np.log(y) - y + 1))
    assert fit.deviance == fit.null_deviance
    assert (fit.rank, fit.df_residual, fit.df_null, fit.iter) == (0, 3, 3, 0)
    assert len(fit.coef()) == 0
    assert "No coefficients" in str(fit)
    assert "No Coefficients" in str(fit.summary())
    assert fit.vcov().shape == (0, 0)
    assert fit.confint().shape == (0, 2)
    assert fit.model_matrix().shape == (3, 0)
    np.testing.assert_array_equal(fit.fitted(), 1)


def test_an_offset_and_no_columns():
    fit = glm("y ~ 0 + offset(log(t))", {"y": [1, 2, 3], "t": [1, 2, 5]}, family=poisson())
    np.testing.assert_allclose(fit.fitted(), [1, 2, 5])
    assert fit.deviance == pytest.approx(2 * (3 * np.log(3 / 5) + 2))
    assert len(fit.anova().table) == 1


def test_the_intercept_alone():
    fit = glm("y ~ 1", {"y": [1, 2, 3]}, family=poisson())
    assert fit.coef().to_dict() == pytest.approx({"(Intercept)": np.log(2)})
    assert fit.deviance == pytest.approx(fit.null_deviance)
    assert fit.terms == ()
    assert fit.anova().table.index.to_list() == ["NULL"]


def test_one_row():
    fit = glm("y ~ 1", {"y": [4]}, family=poisson())
    assert (fit.df_residual, fit.df_null) == (0, 0)
    assert fit.fitted().to_list() == pytest.approx([4])
