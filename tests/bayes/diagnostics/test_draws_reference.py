"""R-hat, effective sample sizes, LOO and WAIC are those of R's posterior and loo."""

import json

import numpy as np
import oracle
import pytest

from rglm.bayes.diagnostics import convergence
from rglm.bayes.diagnostics.loo import log_mean_density, pointwise_waic, psis_loo
from rglm.bayes.diagnostics.loo import relative_efficiency as efficiency_of

R = json.loads((oracle.HERE / "draws.json").read_text())
NAMES = list(R["values"])
VALUES = np.array([R["values"][name] for name in NAMES]).transpose(2, 1, 0)  # chains, draws, k
LOG_LIKELIHOOD = np.array(R["log_lik"]).T  # (n, S), a chain after the other
STATISTICS = ("rhat", "ess_bulk", "ess_tail", "ess_mean", "mcse_mean", "mcse_sd")
RTOL = 1e-9  # the same sums in another order


def check(values, expected):
    for name in STATISTICS:
        found = getattr(convergence, name)(values)
        np.testing.assert_allclose(
            found, np.array([one[name] for one in expected], dtype=float), rtol=RTOL, err_msg=name
        )
    found = convergence.mcse_quantile(values, 0.1)
    np.testing.assert_allclose(found, [one["mcse_quantile"] for one in expected], rtol=RTOL)


@pytest.fixture(autouse=True)
def _needs_arviz_stats():
    pytest.importorskip("arviz_stats")


def test_four_chains_are_as_rs():
    check(VALUES, [R["all_chains"][name] for name in NAMES])


def test_one_chain_is_as_rs():
    check(VALUES[:1], [R["one_chain"][name] for name in NAMES])


def test_an_odd_number_of_draws_is_as_rs():
    check(VALUES[:, :59, [NAMES.index("white")]], [R["odd"]])


def test_chains_apart_are_told():
    found = convergence.chain_diagnostics(VALUES)
    lines = convergence.convergence_problems(found, NAMES, 4)
    assert "of 'apart'; take more iterations" in lines[0]
    assert lines[1].startswith("the effective sample size is below 100 a chain for 5 of 5")


@pytest.mark.parametrize(("chains", "name"), [(4, "loo"), (None, "loo_independent")])
def test_leave_one_out_is_as_loos(chains, name):
    found = psis_loo(LOG_LIKELIHOOD, chains and efficiency_of(LOG_LIKELIHOOD, chains))
    np.testing.assert_allclose(found.elpd, R[name]["elpd"], rtol=RTOL)
    np.testing.assert_allclose(found.p_loo, R[name]["p_loo"], rtol=1e-7)
    np.testing.assert_allclose(found.k_hat, R[name]["k"], rtol=1e-7)


def test_relative_efficiencies_are_as_loos():
    np.testing.assert_allclose(efficiency_of(LOG_LIKELIHOOD, 4), R["r_eff"], rtol=RTOL)


def test_waic_is_as_loos():
    elpd, p = pointwise_waic(LOG_LIKELIHOOD)
    np.testing.assert_allclose(elpd, R["waic"]["elpd"], rtol=RTOL)
    np.testing.assert_allclose(p, R["waic"]["p"], rtol=RTOL)
    np.testing.assert_allclose(log_mean_density(LOG_LIKELIHOOD), elpd + p, rtol=RTOL)


def test_constant_and_infinite_quantities_have_no_diagnostics():
    values = np.random.default_rng(1).standard_normal((4, 50, 3))
    values[..., 0], values[0, 0, 1] = 1, np.inf
    assert np.isnan(convergence.rhat(values)[:2]).all()
    assert np.isnan(convergence.ess_bulk(values)).tolist() == [True, True, False]
    assert np.isnan(convergence.rhat(values[:, :6])).all()


def test_leave_one_out_of_a_normal_mean_is_exact():
    rng = np.random.default_rng(2)
    y, draws = rng.standard_normal(20), 4000
    mean = rng.normal(y.mean(), np.sqrt(1 / 20), draws)
    log_density = -((y[:, None] - mean) ** 2) / 2 - np.log(2 * np.pi) / 2
    rest = (y.sum() - y) / 19
    variance = 1 + 1 / 19
    exact = -((y - rest) ** 2) / 2 / variance - np.log(2 * np.pi * variance) / 2
    found = psis_loo(log_density)
    assert (np.abs(found.elpd - exact) < 4 * found.mcse).all()
    assert (found.k_hat < 0.5).all()
