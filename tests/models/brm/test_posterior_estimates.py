"""Estimates, errors and quantiles of draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rglm.models.brm.posterior_estimates import posterior_estimates


@given(st.integers(2, 30), st.lists(st.floats(0, 1), min_size=1, max_size=4), st.integers(0, 99))
def test_quantiles_are_those_of_numpy(count, probs, seed):
    draws = np.random.default_rng(seed).standard_t(2, (count, 3))
    found = posterior_estimates(draws, probs)
    np.testing.assert_allclose(found[:, 2:].T, np.quantile(draws, probs, axis=0), atol=1e-12)
    np.testing.assert_allclose(found[:, 0], draws.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(found[:, 1], draws.std(axis=0, ddof=1), rtol=1e-12)


def test_robust_estimates():
    draws = np.array([[1.0, 2.0, 3.0, 10.0]]).T
    assert posterior_estimates(draws, (), robust=True)[0].tolist() == [2.5, 1.4826]


@pytest.mark.parametrize("robust", [False, True])
def test_missing_and_infinite_draws(robust):
    draws = np.array([[1.0, np.nan, -np.inf], [2.0, 3.0, np.inf], [4.0, 3.0, np.inf]])
    found = posterior_estimates(draws, (0.0, 0.25, 1.0), robust)
    assert np.isnan(found[1]).all()
    assert found[0, 2:].tolist() == [1.0, 1.5, 4.0]
    assert found[2, [2, 4]].tolist() == [-np.inf, np.inf]
