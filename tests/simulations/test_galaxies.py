"""The docstring of `galaxies`: a negative binomial regression finds the second line again."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from rglm import glm_nb, hurdle
from rglm.datasets.simulate_galaxies import simulate


def test_a_negative_binomial_regression_finds_the_line_of_a_hurdle():
    data = pd.read_csv(io.StringIO(simulate(seed=2, rows=40_000)))
    fit = glm_nb("n_gc ~ logmass", data)
    assert fit.coefficients["logmass"] == pytest.approx(1.509, abs=0.001)
    assert fit.theta == pytest.approx(1.24, abs=0.005)
    # the hurdle is the truth, and has its coefficients
    truth = hurdle("n_gc ~ logmass", data, dist="negbin")
    assert truth.coefficients.tolist() == pytest.approx([-10.3, 1.51, -10.5, 1.55], abs=0.12)
    assert truth.theta == pytest.approx(1.3, abs=0.03)
    assert float(truth.logLik()) - float(fit.logLik()) > 20
