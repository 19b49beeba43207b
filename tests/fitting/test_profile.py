"""Points on a profile, against constrained fits with the coefficient in the offset."""

import numpy as np
import pytest

from rglm import glm, poisson
from rglm.fitting.profile import held_target, limit_target, profile_origin, profile_point

DATA = {"x": np.linspace(0, 2, 12), "y": np.array([1, 0, 2, 1, 3, 2, 5, 4, 6, 5, 9, 8.0])}


@pytest.fixture
def origin():
    fit = glm("y ~ x", DATA, poisson())
    system = fit._solution.system
    variances = np.zeros(2)
    variances[system.estimable] = system.variances()
    return profile_origin(fit._source, fit.family, 1e-11, fit._solution, 1.0, variances)


def deviance_at(slope):
    """The deviance of the best fit with that slope."""
    offset = slope * DATA["x"]
    fit = glm("y ~ 1", DATA, poisson(), offset=offset, control={"epsilon": 1e-14})
    return fit.deviance


@pytest.mark.parametrize("z", [-2.0, -0.5, 1.0, 3.0])
def test_the_deviance_has_risen_by_the_square_of_z_at_a_limit(origin, z):
    point = profile_point(origin, limit_target(origin, 1, z))
    assert np.sign(point.beta[1] - origin.beta[1]) == np.sign(z)
    assert deviance_at(point.beta[1]) - origin.deviance == pytest.approx(z * z, rel=1e-6)


@pytest.mark.parametrize("slope", [0.2, 1.0, 2.5])
def test_a_constrained_fit_is_the_best_with_that_coefficient(origin, slope):
    point = profile_point(origin, held_target(origin, 1, slope, origin.beta))
    assert point.beta[1] == pytest.approx(slope)
    assert point.deviance == pytest.approx(deviance_at(slope), rel=1e-10)
