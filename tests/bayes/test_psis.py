"""Pareto-smoothed weights beside loo's, and weights at the edges."""

import json

import numpy as np
import oracle
import pytest

from rglm.bayes.generalized_pareto import fit_generalized_pareto, generalized_pareto_quantiles
from rglm.bayes.psis import log_sum, smooth_weights, tail_length

CASES = json.loads((oracle.HERE / "psis.json").read_text(encoding="utf-8"))
RTOL = 1e-10  # the same formulas


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}-{case['r_eff']}")
def test_weights_and_k_hat_are_those_of_loo(case):
    log_weights, k_hat = smooth_weights(np.array(case["ratios"]), case["r_eff"])
    assert tail_length(len(log_weights), case["r_eff"]) == case["tail"]
    np.testing.assert_allclose(log_weights, case["log_weights"], rtol=RTOL, atol=RTOL)
    assert k_hat == pytest.approx(np.inf if case["k"] is None else case["k"], rel=RTOL)
    if case["r_eff"] == 1:
        assert np.exp(-log_sum(2 * log_weights)) == pytest.approx(case["ess"], rel=RTOL)


def test_equal_ratios_have_equal_weights_and_no_tail():
    log_weights, k_hat = smooth_weights(np.full(100, 3.0))
    np.testing.assert_allclose(log_weights, -np.log(100))
    assert k_hat == -np.inf


def test_impossible_proposals_have_no_weight():
    ratios = np.random.default_rng(0).standard_normal(1000)
    ratios[::3] = -np.inf
    log_weights, k_hat = smooth_weights(ratios)
    assert np.isneginf(log_weights[::3]).all()
    assert np.exp(log_weights).sum() == pytest.approx(1)
    assert np.isfinite(k_hat)
    assert np.isnan(smooth_weights(np.full(5, -np.inf))[1])


def test_few_possible_proposals_are_not_trusted():
    ratios = np.full(1000, -np.inf)
    ratios[:10] = np.arange(10.0)
    assert smooth_weights(ratios)[1] == np.inf


def test_the_shape_of_exact_quantiles_is_found():
    p = (np.arange(1, 5001) - 0.5) / 5000
    for shape in (-0.3, 0.0, 0.4, 0.9):
        k, sigma = fit_generalized_pareto(generalized_pareto_quantiles(p, shape, 2.0))
        assert k == pytest.approx(shape, abs=0.01)
        assert sigma == pytest.approx(2.0, rel=0.02)
