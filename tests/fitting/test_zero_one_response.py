"""Sums of 0/1 responses without a pass over the columns, beside the sums of all rows' terms."""

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, quasibinomial
from rglm.fitting.irls.fit_statistics import loglik_statistic, null_statistic
from rglm.fitting.zero_one_response import zero_one_weights

N = 20_000


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(20)
    x, z = rng.normal(size=(2, N))
    y = (rng.random(N) < 1 / (1 + np.exp(0.5 - x))).astype(float)
    return pd.DataFrame({"y": y, "x": x, "z": z, "w": rng.integers(0, 4, N)})


def _summed(fit):
    """AIC and null deviance by the terms of all rows."""
    source, family = fit._rows_source, fit.family
    loglik = source.total(loglik_statistic(family, fit._predictor, fit.deviance, fit._row_sums))
    return -2 * loglik + 2 * fit.rank, source.total(null_statistic(source, family, True))


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_unit_weights(data, link):
    fit = glm("y ~ x + z", data, binomial(link))
    assert zero_one_weights(fit._rows_source, fit.family).is_unit
    assert [fit.aic, fit.null_deviance] == pytest.approx(_summed(fit), rel=1e-13)
    assert float(fit.logLik()) == pytest.approx(-fit.deviance / 2, rel=1e-13)


@pytest.mark.parametrize("arguments", [{"weights": "w"}, {"offset": "z"}])
def test_weights_and_offsets(data, arguments):
    fit = glm("y ~ x", data, binomial(), **arguments)
    if "offset" in arguments:
        shifted = glm("y ~ 1 + offset(z)", data, binomial())
        assert fit.null_deviance == pytest.approx(shifted.deviance, rel=1e-12)
        assert fit.aic == pytest.approx(fit.deviance + 4, rel=1e-13)
    else:
        assert [fit.aic, fit.null_deviance] == pytest.approx(_summed(fit), rel=1e-13)


def test_no_likelihood(data):
    fit = glm("y ~ x + z", data, quasibinomial())
    assert np.isnan(fit.aic)
    assert fit.null_deviance == pytest.approx(_summed(fit)[1], rel=1e-13)


def test_proportions_are_summed(data):
    half = data.assign(y=data["y"].where(data.index != N - 1, 0.5))
    fit = glm("y ~ x + z", half, quasibinomial())
    assert zero_one_weights(fit._rows_source, fit.family) is None
    assert fit.null_deviance == pytest.approx(_summed(fit)[1], rel=1e-15)
