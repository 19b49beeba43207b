"""Unconstrained parameters: inverses, derivatives and Jacobians beside finite differences."""

import numpy as np
import pytest

from rglm.bayes.parameter_space import ParameterSpace

CENTRING = np.eye(7)
CENTRING[0, 1:3] = 0.7, -0.4
SIGNS = np.array([1.0, 1, -1, 1, 1, 1, -1])
POSITIVE = np.array([False] * 6 + [True])
LOWER = np.array([-np.inf, 0.5, -np.inf, -np.inf, -np.inf, -np.inf, 0.0])
UPPER = np.array([3.0, 4.0, -1.0, np.inf, np.inf, np.inf, 2.5])
SPACES = {
    "plain": ParameterSpace(CENTRING, SIGNS, POSITIVE),
    "ordered": ParameterSpace(CENTRING, SIGNS, POSITIVE, slice(3, 6)),
    "bounded": ParameterSpace(CENTRING, SIGNS, POSITIVE, slice(3, 6), LOWER, UPPER),
}
U = np.array([0.3, -0.2, 0.8, -0.5, 0.1, -0.7, 0.4])


def jacobian(function, u, h=1e-6):
    return np.array(
        [(function(u + h * e) - function(u - h * e)) / (2 * h) for e in np.eye(len(u))]
    ).T


@pytest.mark.parametrize("name", SPACES)
def test_theta_is_inverted(name):
    space = SPACES[name]
    np.testing.assert_allclose(space.unconstrained(space.theta(U)), U, atol=1e-12)
    np.testing.assert_allclose(space.unconstrained_quantities(space.quantities(U)), U, atol=1e-12)


@pytest.mark.parametrize("name", SPACES)
def test_many_points_are_as_one(name):
    space, many = SPACES[name], np.column_stack([U, -U, U / 3])
    for function in (space.theta, space.quantities, space.shown):
        one_by_one = np.column_stack([function(u) for u in many.T])
        np.testing.assert_allclose(function(many), one_by_one, rtol=1e-14)
    jacobians = space.log_jacobian(many, space.bounded(many))
    ones = [space.log_jacobian(u, space.bounded(u)) for u in many.T]
    np.testing.assert_allclose(jacobians, ones, rtol=1e-14)


@pytest.mark.parametrize("name", SPACES)
def test_the_jacobian_is_that_of_the_quantities(name):
    space = SPACES[name]
    expected = np.linalg.slogdet(jacobian(space.quantities, U))[1]
    assert space.log_jacobian(U, space.bounded(U)) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("name", SPACES)
def test_derivatives_are_pulled_back(name):
    space, a = SPACES[name], np.linspace(-1, 2, 7)
    second = np.cos(np.add.outer(a, a))

    def value(u):
        v = space.bounded(u)
        return a @ v + v @ second @ v / 2 + space.log_jacobian(u, v)

    def pulled_back(u):
        v = space.bounded(u)
        return space.pull_back(u, v, a + second @ v, second)

    gradient, hessian = pulled_back(U)
    np.testing.assert_allclose(gradient, jacobian(value, U), rtol=1e-6, atol=1e-7)
    by_differences = jacobian(lambda u: pulled_back(u)[0], U)
    assert hessian is not None
    np.testing.assert_allclose(hessian, by_differences, rtol=1e-6, atol=1e-6)
    v = space.bounded(U)
    assert space.pull_back(U, v, a + second @ v)[1] is None


def test_quantities_are_in_order_and_within_bounds():
    q = SPACES["bounded"].quantities(np.random.default_rng(1).standard_normal((7, 50)) * 3)
    assert (np.diff(q[3:6], axis=0) > 0).all()
    assert (q > LOWER[:, None]).all()
    assert (q < UPPER[:, None]).all()


def test_what_is_shown_belongs_to_the_columns_as_they_are():
    space = SPACES["plain"]
    shown = space.shown(U)
    assert shown[0] == pytest.approx(U[0] + 0.7 * U[1] - 0.4 * U[2])
    assert shown[6] == pytest.approx(np.exp(U[6]))
    np.testing.assert_allclose(space.theta(U)[:6], SIGNS[:6] * shown[:6])
    assert space.theta(U)[6] == pytest.approx(-U[6])


def test_a_start_out_of_bounds_is_moved_inside():
    space = SPACES["bounded"]
    u = space.unconstrained_quantities(np.array([9.0, 9.0, 9.0, 3.0, 2.0, 1.0, 9.0]))
    assert np.isfinite(u).all()
    assert np.isfinite(space.quantities(u)).all()
