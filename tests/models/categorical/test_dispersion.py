"""Goodness of fit and residuals of models of categories, against R (predict_likelihood.R)."""

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihood_fits import FITS, HOUSING, REFERENCE, SAT, WINE

from rglm import binomial, glm, multinom, polr


@pytest.mark.parametrize("test", ["pearson", "deviance"])
def test_housing_as_in_r(test):
    r, fit = REFERENCE["housing"], FITS["housing"]
    found = fit.gof(test)
    assert found.parameter == {"df": r["df"]}
    np.testing.assert_allclose(next(iter(found.statistic.values())), r[test], rtol=1e-6)
    assert found.note == ""
    written = polr(SAT, HOUSING.loc[HOUSING.index.repeat(HOUSING["Freq"])])
    assert written.gof(test).statistic == pytest.approx(found.statistic, rel=1e-8)


def test_a_multinomial_of_two_levels_is_a_binomial():
    wide = oracle.data("budworm").assign(numalive=lambda d: 20 - d["numdead"])
    one = multinom("cbind(numalive, numdead) ~ sex + ldose", wide)
    two = glm("cbind(numdead, numalive) ~ sex + ldose", wide, binomial())
    for test in ("pearson", "deviance"):
        ours, theirs = one.gof(test), two.gof(test)
        assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-6)
        assert ours.parameter == theirs.parameter
    residuals = one.residuals("pearson")
    np.testing.assert_allclose(residuals["numdead"], two.residuals("pearson"), rtol=1e-5)
    np.testing.assert_allclose(residuals.sum(axis=1), 0, atol=1e-10)


def test_a_level_is_a_row_of_weights():
    weighted = FITS["housing"].residuals("pearson")
    plain = FITS["housing"].residuals("response")
    p = FITS["housing"].fitted_values
    expected = plain.mul(np.sqrt(HOUSING["Freq"]), axis=0) / np.sqrt(p * (1 - p))
    pd.testing.assert_frame_equal(weighted, expected)


def test_single_observations_show_no_dispersion():
    fit = polr("rating ~ row", WINE.assign(row=np.arange(len(WINE))))
    assert "not chi-square" in fit.gof().note
    check = fit.check_overdispersion()
    assert check.verdict == "unknown"
    assert "Few observations, or none, have the same predictors" in str(check)
    assert "expected counts are below 5" in FITS["polr"].gof().note
