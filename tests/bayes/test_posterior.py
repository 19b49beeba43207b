"""The logarithm of the posterior density: its constants, its derivatives, impossible points."""

import pickle

import numpy as np
import pytest
from scipy.integrate import trapezoid

from rglm.bayes.distributions.location_scale import Cauchy, Normal
from rglm.bayes.distributions.positive import Exponential
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior
from rglm.families.likelihoods.glm.gaussian_density import GaussianDensity


@pytest.fixture(scope="module")
def with_sigma(make_posterior):
    rng = np.random.default_rng(2)
    x = rng.standard_normal((50, 2))
    priors = [Normal(0, 5), Cauchy(0, 1), Normal(0, 1), Exponential(1.5)]
    y = x @ [1, -1] + rng.standard_normal(50)
    return make_posterior(GaussianDensity(), x, y, priors, rng.integers(0, 3, 50))


def differences(function, u, h=1e-5):
    return np.array(
        [(function(u + h * e) - function(u - h * e)) / (2 * h) for e in np.eye(len(u))]
    )


def test_a_sum_of_exact_terms(known_variance):
    posterior, mean, covariance, log_evidence = known_variance
    points = mean[:, None] + np.random.default_rng(0).standard_normal((3, 5)) / 3
    rest = points - mean[:, None]
    squares = np.einsum("ij,ij->j", rest, np.linalg.solve(covariance, rest))
    normal = -(squares + np.linalg.slogdet(2 * np.pi * covariance)[1]) / 2
    np.testing.assert_allclose(posterior.log_density(points), normal + log_evidence, rtol=1e-12)


def test_derivatives_are_those_of_the_density(with_sigma):
    u = np.array([0.1, 0.7, -0.6, 0.2])
    value, gradient, hessian = with_sigma.derivatives(u)
    assert value == pytest.approx(with_sigma.log_density(u[:, None])[0], rel=1e-13)
    by_value = differences(lambda x: with_sigma.log_density(x[:, None])[0], u)
    np.testing.assert_allclose(gradient, by_value, rtol=1e-6, atol=1e-6)
    by_gradient = differences(lambda x: with_sigma.value_and_gradient(x)[1], u)
    np.testing.assert_allclose(hessian, by_gradient, rtol=1e-6, atol=1e-6)
    again, same = with_sigma.value_and_gradient(u)
    assert again == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(same, gradient, rtol=1e-12)


def test_the_density_of_the_prior_is_the_density_without_rows(with_sigma):
    u = np.random.default_rng(1).standard_normal((4, 7))
    alone = Posterior(None, None, with_sigma.space, with_sigma.distributions)
    np.testing.assert_allclose(alone.log_density(u), with_sigma.log_prior(u))
    total = with_sigma.log_prior(u) + with_sigma.log_likelihood(u)
    np.testing.assert_allclose(with_sigma.log_density(u), total)


def test_impossible_points_have_density_zero(with_sigma):
    u = np.zeros((4, 3))
    u[3] = 800, -800, 0
    u[0, 1] = np.nan
    assert np.isneginf(with_sigma.log_density(u)[:2]).all()
    assert np.isfinite(with_sigma.log_density(u)[2])
    value, gradient = with_sigma.value_and_gradient(u[:, 1])
    assert value == -np.inf
    assert not gradient.any()


def test_a_bounded_coefficient_integrates_to_one():
    space = ParameterSpace(
        np.eye(1), np.ones(1), np.zeros(1, dtype=bool), lower=np.zeros(1), upper=None
    )
    prior = Posterior(None, None, space, [Exponential(2.0)])
    u = np.linspace(-30, 6, 4001)
    assert trapezoid(np.exp(prior.log_density(u[None])), u) == pytest.approx(1, abs=1e-9)


def test_a_posterior_pickles_after_gradients(galaxies_posterior):
    u = np.array([0.5, 1.5])
    value, gradient = galaxies_posterior.value_and_gradient(u)
    again = pickle.loads(pickle.dumps(galaxies_posterior))
    assert again.value_and_gradient(u)[0] == value
    np.testing.assert_array_equal(again.value_and_gradient(u)[1], gradient)
    np.testing.assert_allclose(gradient, galaxies_posterior.derivatives(u)[1], rtol=1e-9)
