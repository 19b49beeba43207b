"""The mode: exact for a normal posterior, found from anywhere, and honest where there is none."""

import numpy as np
import pytest

from rglm.bayes.distributions.bounded import Uniform
from rglm.bayes.distributions.flat import Flat
from rglm.bayes.distributions.location_scale import Cauchy, Normal
from rglm.bayes.mode import find_mode
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior
from rglm.families.likelihoods.glm.binomial_density import BinomialDensity


def test_a_normal_posterior_takes_one_step(known_variance):
    posterior, mean, covariance, log_evidence = known_variance
    mode = find_mode(posterior, np.array([30.0, -20.0, 9.0]))
    assert mode.converged
    np.testing.assert_allclose(mode.u, mean, rtol=1e-10)
    np.testing.assert_allclose(mode.cholesky @ mode.cholesky.T, covariance, rtol=1e-12, atol=1e-15)
    assert np.array_equal(mode.cholesky, np.tril(mode.cholesky))
    height = log_evidence - np.linalg.slogdet(2 * np.pi * covariance)[1] / 2
    assert mode.value == pytest.approx(height)


@pytest.mark.parametrize("start", [[-10, 2], [1e6, -1e7], [np.inf, -np.inf], [np.nan, 3e300]])
def test_the_mode_is_found_from_anywhere(galaxies_posterior, start):
    mode = find_mode(galaxies_posterior, np.array(start, dtype=float))
    assert mode.converged
    gradient = galaxies_posterior.value_and_gradient(mode.u)[1]
    assert np.abs(mode.cholesky.T @ gradient).max() < 1e-4


@pytest.mark.parametrize("prior", [Normal, Cauchy])
def test_separated_and_aliased_columns_have_a_mode(make_posterior, prior):
    x = np.linspace(-2, 2, 20)
    priors = [Normal(0, 2.5), prior(0, 2.5), prior(0, 2.5)]
    two = np.column_stack([x, 2 * x])
    posterior = make_posterior(BinomialDensity("logit"), two, (x > 0) * 1.0, priors)
    mode = find_mode(posterior, np.array([0, 1e5, 1e5]))
    assert np.isfinite(mode.u).all()
    if prior is Normal:
        assert mode.converged
        np.testing.assert_allclose(mode.u[2], 2 * mode.u[1], rtol=1e-4)


def test_without_a_mode_the_factor_is_finite(make_posterior):
    x = np.linspace(-2, 2, 20)[:, None]
    y = (x[:, 0] > 0) * 1.0
    posterior = make_posterior(BinomialDensity("logit"), x, y, [Flat(), Flat()])
    mode = find_mode(posterior, np.array([0.0, 1.0]))
    assert np.isfinite(mode.cholesky).all()


def test_a_saddle_is_left():
    """Two modes, and a start near the lowest point between them."""
    space = ParameterSpace(np.eye(1), np.ones(1), np.zeros(1, dtype=bool))

    class TwoModes(Normal):
        def _terms(self, x):
            value, tilt = np.logaddexp(-((x - 3) ** 2), -((x + 3) ** 2)), np.tanh(6 * x)
            return value, -2 * x + 6 * tilt, -2 + 36 * (1 - tilt**2)

    mode = find_mode(Posterior(None, None, space, [TwoModes(0, 1)]), np.array([0.01]))
    assert mode.converged
    assert abs(mode.u[0]) == pytest.approx(3, abs=1e-3)


def test_an_impossible_start_is_refused():
    space = ParameterSpace(np.eye(1), np.ones(1), np.zeros(1, dtype=bool))

    with pytest.raises(FloatingPointError, match="density is 0 at the start"):
        find_mode(Posterior(None, None, space, [Uniform(3, 4)]), np.zeros(1))
