"""Densities of linear combinations, where they are known."""

import numpy as np
from scipy import stats

from rglm.bayes.densities.linear_combination import linear_combination_density
from rglm.bayes.densities.marginal_density import PlaneDensity, log_integral, log_marginal_density
from rglm.bayes.distributions.location_scale import Normal, StudentT
from rglm.bayes.distributions.positive import Exponential


class NormalDensity:
    """exp(3) times a normal density."""

    def __init__(self, mean, covariance):
        self.mean, self.precision = mean, np.linalg.inv(covariance)
        self.constant = 3 - 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]

    def log_density(self, u):
        z = u - self.mean[:, None]
        return self.constant - 0.5 * np.einsum("ps,pq,qs->s", z, self.precision, z)

    def derivatives(self, u):
        value = self.log_density(u[:, None])[0]
        return value, -self.precision @ (u - self.mean), -self.precision


def test_a_normal_density_is_integrated_over_a_plane():
    rng = np.random.default_rng(1)
    mean, root = np.array([1.0, -2.0, 50.0]), rng.standard_normal((3, 3))
    covariance, normal = root @ root.T, np.array([2.0, 1.0, 0.1])
    density = NormalDensity(mean, covariance)
    points = rng.multivariate_normal(mean, covariance, 500).T
    exact = stats.norm(normal @ mean, np.sqrt(normal @ covariance @ normal))
    for value in (normal @ mean, normal @ mean + 20):
        found, error = log_marginal_density(density, normal, value, points, 1000, rng)
        np.testing.assert_allclose(found, 3 + exact.logpdf(value), 0, 3 * error)
        assert error < 0.03
    whole, error = log_integral(density, mean, 1000, rng)
    np.testing.assert_allclose(whole, 3, 0, 3 * error)


def test_points_of_a_plane_are_on_it():
    density = NormalDensity(np.zeros(3), np.eye(3))
    normal = np.array([1.0, 2.0, -3.0])
    plane = PlaneDensity(density, normal, 4.0)
    s = np.random.default_rng(1).standard_normal((2, 5))
    np.testing.assert_allclose(normal @ (plane.origin[:, None] + plane.basis @ s), 4.0)
    value, gradient, hessian = plane.derivatives(s[:, 0])
    np.testing.assert_allclose(value, plane.log_density(s)[0])
    np.testing.assert_allclose(gradient, -s[:, 0], atol=1e-12)
    np.testing.assert_allclose(hessian, -np.eye(2), atol=1e-12)


def test_one_parameter_has_its_own_density():
    density = NormalDensity(np.array([1.0]), np.array([[4.0]]))
    found = log_marginal_density(density, np.array([2.0]), 6.0, np.ones((1, 9)), 100, None)
    np.testing.assert_allclose(found[0], 3 + stats.norm(2, 4).logpdf(6))


def test_sums_of_independent_quantities():
    rng = np.random.default_rng(1)
    weights = np.array([2.0, -1.0, 3.0])
    normals = [Normal(1.0, 1.0), Normal(0.0, 2.0), Normal(-1.0, 0.5)]
    exact = stats.norm(-1, np.sqrt(4 + 4 + 2.25)).pdf(1.5)
    np.testing.assert_allclose(linear_combination_density(normals, weights, 1.5, rng, 10), exact)
    one = linear_combination_density([Exponential(2.0)], np.array([-0.5]), -1.0, rng, 10)
    np.testing.assert_allclose(one, stats.expon(scale=0.25).pdf(1.0))
    mixed = [Normal(1.0, 1.0), StudentT(4.0, 0.0, 1.0)]
    found = linear_combination_density(mixed, np.array([1.0, 1.0]), 2.0, rng, 20_000)
    t = np.linspace(-60, 60, 240_001)
    exact = (stats.t(4).pdf(t) * stats.norm(1, 1).pdf(2 - t)).sum() * (t[1] - t[0])
    np.testing.assert_allclose(found, exact, 0.02)
