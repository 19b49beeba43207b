"""Given the same residuals and simulations the tests give what base R gives."""

import numpy as np
import oracle
import pytest

from rglm.inference.model_checks.normality import normality_verdict
from rglm.inference.simulated_residuals.dispersion import dispersion_ratios
from rglm.inference.simulated_residuals.outliers import outlier_test, simulated_outliers
from rglm.inference.simulated_residuals.quantile_curves import QuantileCurves
from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses
from rglm.inference.simulated_residuals.simulation_p_value import p_text, simulation_p_value
from rglm.inference.simulated_residuals.uniformity import kolmogorov_smirnov
from rglm.inference.simulated_residuals.zeros import zero_counts

R = oracle.saved("simulated_residuals")
X, MU, U = (np.array(R[name]) for name in ("x", "mu", "u"))


def responses(observed, drawn, is_discrete):
    observed = np.array(observed, dtype=float)
    n = len(observed)
    return SimulatedResponses(
        places=np.arange(n),
        observed=observed,
        mean=MU,
        scale=1 / np.sqrt(MU),
        expected_squares=np.ones(n),
        scores=np.zeros(n),
        residuals=U,
        simulations=np.array(drawn, dtype=float).T,
        predicted=MU,
        df_correction=n / (n - 2),
        is_discrete=is_discrete,
        is_binary=False,
        is_amount=True,
    )


COUNTS = responses(R["y"], R["drawn"], True)


def test_uniformity():
    statistic, p = kolmogorov_smirnov(U)
    np.testing.assert_allclose([statistic, p], [R["ks"]["statistic"], R["ks"]["p_value"]], 1e-10)


def test_dispersion():
    ratios, expected = dispersion_ratios(COUNTS), R["dispersion"]
    np.testing.assert_allclose(ratios.observed, expected["ratio"], 1e-12)
    np.testing.assert_allclose(ratios.simulated, expected["ratios"], 1e-12)
    assert simulation_p_value(ratios.observed, ratios.simulated) == expected["p_value"] == 0.02


def test_zeros():
    count, simulated = zero_counts(COUNTS)
    assert count == R["zeros"]["observed"]
    assert simulated.tolist() == R["zeros"]["simulated"]
    p = simulation_p_value(count, simulated)
    np.testing.assert_allclose(p, R["zeros"]["p_value"], 1e-12)


def test_outliers_of_counts():
    count, expected, p = outlier_test(COUNTS)
    assert count == R["outliers"]["observed"]
    assert simulated_outliers(COUNTS).tolist() == R["outliers"]["simulated"]
    assert expected == np.mean(R["outliers"]["simulated"])
    np.testing.assert_allclose(p, R["outliers"]["p_value"], 1e-12)


def test_outliers_of_amounts():
    count, expected, p = outlier_test(responses(R["normal"], R["normal_drawn"], False))
    assert (count, expected) == (R["normal_outliers"]["observed"], 60 * 0.02)
    np.testing.assert_allclose(p, R["normal_outliers"]["p_value"], 1e-10)


def test_quartiles_along_a_variable():
    statistic, df, p = QuantileCurves(X, U).test()
    assert df == 12
    found = [R["score"]["statistic"], R["score"]["p_value"]]
    np.testing.assert_allclose([statistic, p], found, 1e-8)


def test_normal_shape():
    verdict = normality_verdict(np.array(R["shapiro"]["values"]), True)
    np.testing.assert_allclose(verdict.statistic, R["shapiro"]["statistic"], 1e-6)
    np.testing.assert_allclose(verdict.p_value, R["shapiro"]["p_value"], 1e-3)  # single precision
    assert verdict.text.startswith("The residuals are not normal: skewed to the right")


@pytest.mark.parametrize(
    ("p", "smallest", "text"),
    [
        (0.5, 0.001, "p = 0.50"),
        (0.012, 0.001, "p = 0.012"),
        (0.0031, 0.001, "p = 0.0031"),
        (1e-9, 0.001, "p < 0.001"),
        (2 / 251, 2 / 251, "p < 0.01"),
        (2 / 21, 2 / 21, "p < 0.1"),
    ],
)
def test_p_values_in_words(p, smallest, text):
    assert p_text(p, smallest) == text
