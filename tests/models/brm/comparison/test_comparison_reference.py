"""LOO, WAIC, their comparison, stacking and R2 are those of R's loo and rstantools."""

import json
from dataclasses import replace

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import brm
from rglm.bayes import bernoulli

R = json.loads((oracle.HERE / "brm/verbs/comparison.json").read_text())
ONE, TWO = R["said"]
pytestmark = pytest.mark.filterwarnings("ignore::rglm.FitWarning")


def with_draws(formula, theta):
    """A fit whose draws are those of the script: two chains."""
    pytest.importorskip("arviz_stats")
    data = pd.DataFrame({"x": R["x"], "y": R["y"]})
    fit = brm(formula, data, family=bernoulli(), seed=1, draws=200)
    u = np.linalg.solve(fit._space.centring, theta.reshape(len(R["two"]), -1).T).T
    u = u.reshape(2, -1, u.shape[1])
    fit._sample = replace(
        fit._sample,
        u=u,
        log_density=np.zeros(u.shape[:2]),
        algorithm="sampling",
        importance=None,
        places=None,
    )
    return fit


@pytest.fixture(scope="module")
def one():
    return with_draws("y ~ x", np.array(R["one"]))


@pytest.fixture(scope="module")
def two():
    return with_draws("y ~ 1", np.array(R["two"]))


def test_loo_is_as_loos(one):
    found, columns = one.loo(), ["elpd_loo", "p_loo", "looic", "influence_pareto_k"]
    np.testing.assert_allclose(found.estimates.to_numpy(), ONE["estimates"], rtol=1e-9)
    pointwise = np.array(ONE["pointwise"])[:, [0, 2, 3, 4]]
    np.testing.assert_allclose(found.pointwise[columns], pointwise, rtol=1e-7)
    np.testing.assert_allclose(found.pareto_k, ONE["k"], rtol=1e-7)
    np.testing.assert_allclose(found.diagnostics["n_eff"], ONE["n_eff"], rtol=1e-9)
    np.testing.assert_allclose(found.diagnostics["r_eff"], ONE["r_eff"], rtol=1e-9)


def test_waic_is_as_loos(one, two):
    np.testing.assert_allclose(one.waic().estimates.to_numpy(), ONE["waic"], rtol=1e-9)
    np.testing.assert_allclose(two.waic().estimates.to_numpy(), TWO["waic"], rtol=1e-9)


def test_differences_are_as_loos(one, two):
    table = one.loo_compare(two).table
    assert table.index.tolist() == ["two", "one"]
    np.testing.assert_allclose(table.iloc[1, :2], R["elpd_diff"], rtol=1e-9)


def test_weights_are_as_loos(one, two):
    np.testing.assert_allclose(one.loo_model_weights(two).weights, R["stacking"], atol=1e-4)
    found = one.loo_model_weights(two, method="pseudobma", BB=False)
    np.testing.assert_allclose(found.weights, R["pseudobma"], rtol=1e-7)
    assert found.method == "pseudo-BMA"


def test_bayes_r2_is_as_rstantools(one):
    draws = one.bayes_R2(summary=False)["R2"]
    np.testing.assert_allclose(draws, R["bayes_r2"], rtol=1e-9)
