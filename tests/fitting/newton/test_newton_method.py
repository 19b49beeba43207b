"""Newton's method: exact on a quadratic, safe where the likelihood is not concave or unbounded."""

import numpy as np
import pytest

from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.newton_system import NewtonSystem
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.fitting.solver_result import SolverStatus


def quadratic(theta, derivatives):
    """Maximum 3 at (1, -2)."""
    h, d = np.array([[4.0, 1.0], [1.0, 2.0]]), theta - [1.0, -2.0]
    return LogLikelihood(3 - d @ h @ d / 2, -h @ d, -h)


def separated(theta, derivatives):
    """A logistic log-likelihood that rises to 0 as theta goes to infinity."""
    p = 1 / (1 + np.exp(-theta))
    return LogLikelihood(float(np.log(p).sum()), 1 - p, -np.diag(p * (1 - p)))


def test_a_quadratic_takes_one_step():
    result = maximise(quadratic, np.array([50.0, 50.0]))
    assert result.status is SolverStatus.CONVERGED
    assert result.converged
    np.testing.assert_allclose(result.theta, [1, -2])
    assert result.value == pytest.approx(3)
    inverse = result.inverse_information @ [[4.0, 1.0], [1.0, 2.0]]
    np.testing.assert_allclose(inverse, np.eye(2), atol=1e-14)


def test_a_step_from_a_convex_place_goes_up():
    def bell(theta, derivatives):
        value = np.exp(-(theta[0] ** 2))
        slope, curvature = -2 * theta * value, (4 * theta**2 - 2) * value
        return LogLikelihood(float(value), slope, curvature[:, None])

    assert not NewtonSystem.of(bell(np.array([1.5]), True).hessian).is_concave
    result = maximise(bell, np.array([1.5]))
    assert result.converged
    assert result.theta[0] == pytest.approx(0, abs=1e-6)


def test_an_unbounded_likelihood_has_an_infinite_step():
    result = maximise(separated, np.zeros(1))
    assert result.status is SolverStatus.UNBOUNDED
    assert result.infinite_step is not None
    assert result.infinite_step[0] > 0
    assert result.value == pytest.approx(0, abs=1e-8)


def test_too_few_iterations_are_reported():
    result = maximise(separated, np.zeros(1), maxit=2)
    assert result.status is SolverStatus.MAX_ITERATIONS
    assert not result.converged
    assert result.message == "the iterations were used up before they converged"


def test_a_start_without_a_likelihood_is_refused():
    with pytest.raises(FloatingPointError, match="not finite at the start"):
        maximise(lambda theta, derivatives: LogLikelihood(-np.inf), np.zeros(1))
