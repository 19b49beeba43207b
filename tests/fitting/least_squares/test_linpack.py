"""R's coefficients and residuals to the last bit, by LINPACK's order of sums."""

import numpy as np
import oracle
import pytest

from rglm.fitting.least_squares.linpack import linpack_fit

# R 4.2.2 with the reference BLAS: sprintf("%.17g", coef(m)), and of head(residuals(m), 3)
TOOTH = [9.2724999999999902, -3.7000000000000077, 9.7635714285714386]
TOOTH_RESIDUALS = [-6.2542857142857269, 1.045714285714276, -3.1542857142857468]
CARS = [34.30304166353239, -3.3370268810068802, -4.1239239360366566, -5.7852090368779958]
CARS_RESIDUALS = [-0.43610729925766428, 0.41483455539905273, -3.761139299596429]


def tooth():
    """lm(len ~ supp + dose, ToothGrowth)."""
    data = oracle.data("tooth")
    columns = [np.ones(60), np.asarray(data["supp"] == "VC") * 1.0, data["dose"], data["len"]]
    return np.column_stack(columns)


def cars():
    """lm(mpg ~ wt + factor(cyl), mtcars, weights = qsec)."""
    data = oracle.data("mtcars")
    columns = [np.ones(32), data["wt"], data["cyl"] == 6, data["cyl"] == 8, data["mpg"]]
    return np.column_stack(columns).astype(float), np.sqrt(data["qsec"].to_numpy())


def test_a_fit_without_weights():
    fit = linpack_fit(tooth())
    assert fit.coefficients.tolist() == TOOTH
    assert fit.residuals[:3].tolist() == TOOTH_RESIDUALS


def test_a_fit_with_weights():
    rows, root = cars()
    fit = linpack_fit(rows * root[:, None])
    assert fit.coefficients.tolist() == CARS
    assert (fit.residuals / root)[:3].tolist() == CARS_RESIDUALS


@pytest.mark.parametrize("n", [3, 4, 9])
def test_it_is_a_least_squares_fit(n):
    rng = np.random.default_rng(n)
    x, y = rng.normal(size=(n, 3)), rng.normal(size=n)
    fit = linpack_fit(np.column_stack([x, y]))
    expected = np.linalg.lstsq(x, y, rcond=None)[0]
    np.testing.assert_allclose(fit.coefficients, expected, rtol=1e-10)
    np.testing.assert_allclose(fit.residuals, y - x @ expected, atol=1e-12)
