"""Posteriors of two modes: both are found, and importance sampling has the mass of both."""

import numpy as np
import pytest

from rglm.bayes.distributions.location_scale import Cauchy, Normal
from rglm.bayes.distributions.positive import Exponential, InvGamma
from rglm.bayes.importance import importance_sample
from rglm.bayes.modes import find_modes, log_mass
from rglm.bayes.posterior_sample import resampled
from rglm.families.likelihoods.glm.gaussian_density import GaussianDensity

X = np.linspace(-1, 1, 20)
NOISE = np.tile([0.4, -1.1, 0.9, -0.2], 5)


def log_sum_of_grid(posterior, *axes):
    """The logarithm of the integral over a grid."""
    points = np.array(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)
    steps = np.prod([one[1] - one[0] for one in axes])
    return float(np.logaddexp.reduce(posterior.log_density(points)) + np.log(steps))


def sample_of(posterior, modes, seed=1):
    rng = np.random.default_rng(seed)
    return importance_sample(posterior, modes[0], 4000, rng, modes[1:])


@pytest.fixture(scope="module")
def contradicted(make_posterior):
    """Six numbers about 0 whose mean was held to be 10 +- 1: either it is, or sigma is large."""
    y = np.array([-0.1, 0.2, 0, 0.1, -0.2, 0.1])
    priors = [Normal(10, 1), Exponential(1 / y.std(ddof=1))]
    return make_posterior(GaussianDensity(), np.empty((6, 0)), y, priors)


def test_a_prior_that_the_data_contradict_leaves_two_modes(contradicted):
    modes = find_modes(contradicted, np.zeros(2))
    assert len(modes) == 2
    assert log_mass(modes[0]) >= log_mass(modes[1])
    of_data, of_prior = sorted(one.u[0] for one in modes)
    assert of_data < 1
    assert of_prior > 4
    # from one of them alone half of the mass would be missing, and weights would not say so
    alone = sample_of(contradicted, modes[:1])
    sample = sample_of(contradicted, modes)
    exact = log_sum_of_grid(contradicted, np.linspace(-2, 11, 600), np.linspace(-5, 5, 600))
    assert sample.is_trusted
    assert abs(sample.log_evidence - exact) < 4 * sample.log_evidence_error
    assert abs(alone.log_evidence - exact) > 0.5


def test_the_same_column_twice_has_a_mode_for_each(make_posterior):
    """Cauchy priors rather have one slope of 5 and one of 0 than two of 2.5."""
    y = 5 * X + NOISE
    priors = [Normal(0, 5), Cauchy(0, 0.1), Cauchy(0, 0.1), Exponential(1)]
    posterior = make_posterior(GaussianDensity(), np.column_stack([X, X]), y, priors)
    modes = find_modes(posterior, np.zeros(4))
    slopes = sorted(tuple(one.u[1:3].round(1)) for one in modes[:2])
    assert slopes[0] == pytest.approx((0, 5), abs=0.3)
    assert slopes[1] == pytest.approx((5, 0), abs=0.3)
    sample = resampled(sample_of(posterior, modes), np.random.default_rng(2))
    assert sample.importance.is_trusted
    assert (sample.points[1] > sample.points[2]).mean() == pytest.approx(0.5, abs=0.05)


def test_three_columns_that_say_the_same_have_three_modes(make_posterior):
    priors = [Normal(0, 5), *[Cauchy(0, 0.1)] * 3, Exponential(1)]
    x = np.column_stack([X, X, X])
    posterior = make_posterior(GaussianDensity(), x, 5 * X + NOISE, priors)
    modes = find_modes(posterior, np.zeros(5))
    assert sorted(int(np.argmax(one.u[1:4])) for one in modes) == [0, 1, 2]
    np.testing.assert_allclose([log_mass(one) for one in modes], log_mass(modes[0]), atol=1e-3)


def test_the_larger_mode_is_first_wherever_the_search_begins(make_posterior):
    """A slope of 5 with the prior cauchy(0, 0.001): a needle at 0 has less mass than the data."""
    priors = [Normal(0, 5), Cauchy(0, 0.001), Exponential(1)]
    posterior = make_posterior(GaussianDensity(), X[:, None], 5 * X + NOISE, priors)
    for slope in (0.0, 5.0):
        modes = find_modes(posterior, np.array([0, slope, 0]))
        assert modes[0].u[1] == pytest.approx(5, abs=0.3)


def test_where_prior_and_data_agree_one_start_is_enough(
    galaxies_posterior, make_posterior, monkeypatch
):
    y, far = 5 * X + NOISE, [Normal(0, 5), Normal(0, 5), InvGamma(0.4, 3e-4)]  # below sigma
    precise = make_posterior(GaussianDensity(), X[:, None], y, far)
    monkeypatch.setattr("rglm.bayes.modes.climb", None)
    for posterior, start in ((galaxies_posterior, [0.0, 1.0]), (precise, [0.0, 5.0, 0.0])):
        modes = find_modes(posterior, np.array(start))
        assert len(modes) == 1
        assert modes[0].converged
