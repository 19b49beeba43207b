"""``summary``: the table of coefficients, its tests, the dispersion, the correlation."""

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, RankWarning, glm, poisson, quasipoisson
from rglm.datasets import load

# R 4.2.2 at its own epsilon: what its stopping rule leaves in weights and so in standard errors
RTOL = 1e-6
CLOTS = load("clotting")
BREAKS = load("warpbreaks")
NAMES = ["(Intercept)", "log(u)"]


@pytest.fixture(scope="module")
def gamma():
    return glm("lot1 ~ log(u)", CLOTS, family=Gamma())


def test_tests_are_of_t_where_the_dispersion_is_estimated(gamma):
    # R: summary(glm(lot1 ~ log(u), Gamma))$coefficients
    table = gamma.summary().coefficients
    assert table.columns.to_list() == ["Estimate", "Std. Error", "t value", "Pr(>|t|)"]
    assert table.index.to_list() == NAMES
    theirs = [
        [-0.0165543817278490, 0.000927546606725723, -17.8474931694124, 4.27914938879109e-07],
        [0.0153431149107214, 0.000414959642560023, 36.9749569284971, 2.75119090438194e-09],
    ]
    np.testing.assert_allclose(table, theirs, RTOL)
    assert gamma.summary().dispersion == pytest.approx(0.00244605933349558, rel=RTOL)


def test_tests_are_of_z_where_the_dispersion_is_given(gamma):
    # R: summary(g, dispersion = 0.01)$coefficients
    summary = gamma.summary(dispersion=0.01)
    table = summary.coefficients
    assert table.columns.to_list() == ["Estimate", "Std. Error", "z value", "Pr(>|z|)"]
    theirs = [
        [-0.0165543817278490, 0.001875435995658491, -8.82695104827424, 1.07567852600117e-18],
        [0.0153431149107214, 0.000839020103959877, 18.28694549547425, 1.05144143655978e-74],
    ]
    np.testing.assert_allclose(table.iloc[:, :3], np.array(theirs)[:, :3], RTOL)
    np.testing.assert_allclose(np.log(table.iloc[:, 3]), np.log(np.array(theirs)[:, 3]), RTOL)
    assert "taken to be 0.01)" in str(summary)


def test_tests_are_of_z_where_the_family_knows_the_dispersion():
    table = glm("breaks ~ wool", BREAKS, poisson()).summary().coefficients
    assert table.columns.to_list()[2:] == ["z value", "Pr(>|z|)"]


def test_an_overdispersed_table():
    # R: summary(glm(breaks ~ wool * tension, quasipoisson))
    summary = glm("breaks ~ wool * tension", BREAKS, quasipoisson()).summary()
    assert summary.dispersion == pytest.approx(3.76389047223141, rel=RTOL)
    last = [0.188363173690409, 0.2520065933603695, 0.747453355004285, 4.58436151487173e-01]
    np.testing.assert_allclose(summary.coefficients.loc["woolB:tensionH"], last, RTOL)
    assert summary.df == (6, 48, 6)


def test_the_correlation_of_coefficients(gamma):
    # R: summary(g, correlation = TRUE)$correlation
    ours = gamma.summary(correlation=True)
    assert ours.correlation.loc["(Intercept)", "log(u)"] == pytest.approx(
        -0.936998976267126, rel=RTOL
    )
    np.testing.assert_allclose(np.diag(ours.correlation), 1)
    assert "Correlation of Coefficients:" in str(ours)
    assert gamma.summary().correlation is None
    assert "Correlation" not in str(gamma.summary())


def test_the_covariance_is_phi_times_the_unscaled(gamma):
    summary = gamma.summary()
    np.testing.assert_allclose(summary.cov_scaled, summary.dispersion * summary.cov_unscaled)
    pd.testing.assert_frame_equal(gamma.vcov(), summary.cov_scaled)
    se = np.sqrt(np.diag(gamma.vcov()))
    np.testing.assert_allclose(summary.coefficients["Std. Error"], se)


def test_aliased_coefficients_are_a_row_of_nan():
    data = BREAKS.assign(b=(BREAKS["wool"] == "B") * 2.0)
    with pytest.warns(RankWarning, match="'b'"):
        fit = glm("breaks ~ wool + b + tension", data, family=poisson())
    summary = fit.summary(correlation=True)
    assert summary.coefficients.loc["b"].isna().all()
    assert summary.df == (4, 50, 5)
    assert "b" not in summary.cov_scaled.index
    assert summary.correlation.shape == (4, 4)
    # R: Coefficients: (1 not defined because of singularities)
    assert "Coefficients: (1 not defined because of singularities)" in str(summary)


def test_aliased_coefficients_are_nan_in_vcov():
    data = BREAKS.assign(b=(BREAKS["wool"] == "B") * 2.0)
    with pytest.warns(RankWarning, match="'b'"):
        fit = glm("breaks ~ wool + b + tension", data, family=poisson())
    vcov = fit.vcov()
    assert vcov.index.equals(fit.coef().index)
    assert vcov.columns.equals(fit.coef().index)
    assert vcov["b"].isna().all()
    assert vcov.loc["b"].isna().all()
    rest = vcov.drop(index="b", columns="b")
    pd.testing.assert_frame_equal(fit.update(". ~ . - b").vcov(), rest, rtol=1e-9)


def test_a_summary_is_data():
    summary = glm("breaks ~ wool", BREAKS, poisson()).summary()
    p = summary.coefficients.loc["woolB", "Pr(>|z|)"]
    assert 0 < p < 1e-4


def test_a_dispersion_that_is_no_number_is_refused(gamma):
    with pytest.raises((TypeError, ValueError), match="dispersion"):
        gamma.summary(dispersion="a")
