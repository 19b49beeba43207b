"""The mode: exact for a normal posterior, found from anywhere, and honest where there is none."""

import numpy as np
import pytest

from rglm.bayes.mode import find_mode
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior


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


@pytest.mark.parametrize("prior", ["NormalPrior", "CauchyPrior"])
def test_separated_and_aliased_columns_have_a_mode(models, prior):
    x = np.linspace(-2, 2, 20)
    priors = [models["NormalPrior"](0, 2.5), *(models[prior](scale=2.5) for _ in range(2))]
    two = np.column_stack([x, 2 * x])
    posterior = models["posterior_of"](models["Logistic"](), two, (x > 0) * 1.0, priors)
    mode = find_mode(posterior, np.array([0, 1e5, 1e5]))
    assert np.isfinite(mode.u).all()
    if prior == "NormalPrior":
        assert mode.converged
        np.testing.assert_allclose(mode.u[2], 2 * mode.u[1], rtol=1e-4)


def test_without_a_mode_the_factor_is_finite(models):
    class Improper:
        def log_density(self, x):
            return 0 * x

        def derivatives(self, x):
            return 0.0, 0.0, 0.0

    x = np.linspace(-2, 2, 20)[:, None]
    y = (x[:, 0] > 0) * 1.0
    posterior = models["posterior_of"](models["Logistic"](), x, y, [Improper(), Improper()])
    mode = find_mode(posterior, np.array([0.0, 1.0]))
    assert np.isfinite(mode.cholesky).all()


def test_a_saddle_is_left(models):
    """Two modes, and a start near the lowest point between them."""
    space = ParameterSpace(np.eye(1), np.ones(1), np.zeros(1, dtype=bool))

    class Two:
        def log_density(self, x):
            return np.logaddexp(-((x - 3) ** 2), -((x + 3) ** 2))

        def derivatives(self, x):
            tilt = np.tanh(6 * x)
            return self.log_density(x), -2 * x + 6 * tilt, -2 + 36 * (1 - tilt**2)

    mode = find_mode(Posterior(None, None, space, [Two()]), np.array([0.01]))
    assert mode.converged
    assert abs(mode.u[0]) == pytest.approx(3, abs=1e-3)


def test_an_impossible_start_is_refused(models):
    space = ParameterSpace(np.eye(1), np.ones(1), np.zeros(1, dtype=bool))

    class Nowhere:
        def log_density(self, x):
            return np.full(np.shape(x), -np.inf)

    with pytest.raises(FloatingPointError, match="density is 0 at the start"):
        find_mode(Posterior(None, None, space, [Nowhere()]), np.zeros(1))
