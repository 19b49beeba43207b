"""logLik, AIC, BIC and nobs, as R counts rows and parameters."""

import pickle

import numpy as np
import pytest

from rglm import Gamma, binomial, gaussian, glm, negative_binomial, poisson, quasi, quasipoisson
from rglm.datasets import load

# sums of some rows of log densities, at R's epsilon
RTOL = 1e-9
WORMS = load("budworm")
CLOTS = load("clotting").assign(w=range(1, 10))
BREAKS = load("warpbreaks")


def test_binomial():
    # R: logLik(b); AIC(b); BIC(b)
    fit = glm("cbind(dead, alive) ~ sex + ldose", WORMS, family=binomial())
    assert float(fit.logLik()) == pytest.approx(-18.4337326168227, rel=RTOL)
    assert fit.AIC() == pytest.approx(42.8674652336454, rel=RTOL)
    assert fit.BIC() == pytest.approx(44.3221851830094, rel=RTOL)
    assert fit.aic == fit.AIC()
    # R: 'log Lik.' -18.43373 (df=3)
    assert str(fit.logLik()) == "'log Lik.' -18.43373 (df=3)"


def test_a_dispersion_is_a_parameter():
    # R: logLik(glm(lot1 ~ log(u), Gamma)); BIC
    fit = glm("lot1 ~ log(u)", CLOTS, family=Gamma())
    assert float(fit.logLik()) == pytest.approx(-15.9949619747773, rel=RTOL)
    assert fit.logLik().df == 3
    assert fit.BIC() == pytest.approx(38.5815976815633, rel=RTOL)
    # R: logLik(glm(lot1 ~ log(u), weights = 1:9))
    weighted = glm("lot1 ~ log(u)", CLOTS, family=gaussian(), weights="w").logLik()
    assert float(weighted) == pytest.approx(-33.2944901245934, rel=RTOL)


def test_rows_of_weight_zero_do_not_count():
    # R: glm(breaks ~ wool, poisson, weights = c(0, 0, rep(1, 52)))
    fit = glm("breaks ~ wool", BREAKS, poisson(), weights=[0, 0] + [1] * 52)
    # R: nobs(fit) is 52, but attr(logLik(fit), "nobs"), which BIC takes, is 54
    assert (fit.nobs(), fit.logLik().nobs) == (52, 54)
    assert float(fit.logLik()) == pytest.approx(-272.351192786026, rel=RTOL)
    assert fit.AIC() == pytest.approx(548.702385572052, rel=RTOL)
    assert fit.BIC() == pytest.approx(552.680353665180, rel=RTOL)
    assert (fit.df_null, fit.df_residual) == (51, 50)
    assert fit.null_deviance == pytest.approx(297.084631895123, rel=RTOL)


def test_gaussian_rows_of_weight_zero_have_the_density_of_R():
    # R: glm(dist ~ speed, data = cars, weights = c(0, 0, rep(1, 48))): logLik -Inf, AIC Inf
    fit = glm("lot1 ~ u", CLOTS, weights="w - 1")
    assert float(fit.logLik()) == -np.inf
    assert fit.AIC() == fit.BIC() == np.inf


def test_k_is_the_price_of_a_parameter():
    fit = glm("breaks ~ wool * tension", BREAKS, poisson())
    found = fit.logLik()
    assert fit.AIC(k=0) == pytest.approx(-2 * found)
    assert fit.AIC(k=10) == pytest.approx(-2 * found + 60)
    assert fit.BIC() == pytest.approx(fit.AIC(k=np.log(54)))


@pytest.mark.parametrize("family", [quasipoisson(), quasi("log", "mu")], ids=["poisson", "quasi"])
def test_quasi_families_have_none(family):
    # R: 'log Lik.' NA (df=2)
    fit = glm("breaks ~ wool", BREAKS, family=family)
    assert np.isnan(fit.aic)
    assert np.isnan(fit.AIC())
    assert np.isnan(fit.BIC())
    assert str(fit.logLik()) == "'log Lik.' NA (df=2)"
    assert "AIC: NA" in str(fit.summary())


def test_a_known_theta_is_no_parameter():
    # R: attr(logLik(glm(breaks ~ wool, negative.binomial(3))), "df") is 2
    assert glm("breaks ~ wool", BREAKS, negative_binomial(3)).logLik().df == 2


def test_aliased_coefficients_are_no_parameters():
    with pytest.warns(UserWarning, match="singularities"):
        fit = glm("breaks ~ wool + I(2 * (wool == 'B'))", BREAKS, poisson())
    assert fit.logLik().df == 2


def test_it_is_a_number_that_pickles():
    found = glm("breaks ~ wool", BREAKS, poisson()).logLik()
    assert isinstance(found, float)
    assert found + 0 == float(found)
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.df, again.nobs) == (found, 2, 54)
