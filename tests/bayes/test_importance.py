"""Importance sampling beside exact posteriors, its evidence and its resampling."""

import numpy as np
import pytest

from rglm.bayes.distributions.location_scale import Normal
from rglm.bayes.distributions.positive import Exponential
from rglm.bayes.importance import importance_sample, systematic_places
from rglm.bayes.mode import find_mode
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import prior_sample, resampled
from rglm.families.likelihoods.glm.binomial_density import BinomialDensity

ERRORS = 4  # Monte Carlo standard errors
# of intercept and slope of the galaxies, on a grid of 400 x 400
EXACT_MEANS, EXACT_SDS = np.array([-10.1645, 1.4991]), np.array([1.3135, 0.1885])


def sample_of(posterior, start, draws=4000, seed=1):
    mode = find_mode(posterior, np.asarray(start, dtype=float))
    return importance_sample(posterior, mode, draws, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def galaxies(galaxies_posterior):
    return sample_of(galaxies_posterior, [0, 1])


def test_the_galaxies_are_as_on_a_grid(galaxies, galaxies_posterior):
    shown = galaxies_posterior.space.shown(galaxies.proposals)
    mean = shown @ galaxies.weights
    sd = np.sqrt((shown - mean[:, None]) ** 2 @ galaxies.weights)
    limit = ERRORS * EXACT_SDS / np.sqrt(galaxies.ess)
    assert (np.abs(mean - EXACT_MEANS) < limit).all()
    assert (np.abs(sd - EXACT_SDS) < limit).all()
    assert galaxies.k_hat < 0.2
    assert galaxies.ess > 3500
    assert galaxies.is_trusted


def test_the_evidence_of_a_normal_posterior(known_variance):
    posterior, mean, covariance, log_evidence = known_variance
    sample = sample_of(posterior, mean)
    assert 0 < sample.log_evidence_error < 0.01
    assert abs(sample.log_evidence - log_evidence) < ERRORS * sample.log_evidence_error
    average = sample.proposals @ sample.weights
    assert (np.abs(average - mean) < ERRORS * np.sqrt(np.diag(covariance) / sample.ess)).all()


def test_resampled_draws_are_equally_weighted(galaxies):
    sample = resampled(galaxies, np.random.default_rng(3))
    assert sample.u.shape == (1, 4000, 2)
    counts = np.bincount(galaxies.resample(np.random.default_rng(3)), minlength=4000)
    assert (np.abs(counts - 4000 * galaxies.weights) < 1).all()
    mean, sd = sample.points.mean(axis=1), sample.points.std(axis=1)
    exact = galaxies.proposals @ galaxies.weights
    assert (np.abs(mean - exact) < sd / np.sqrt(4000)).all()
    place = np.flatnonzero((galaxies.proposals[:, :] == sample.u[0, 7][:, None]).all(axis=0))[0]
    assert sample.log_density[0, 7] == galaxies.log_density[place]


def test_the_same_seed_gives_the_same_draws(galaxies_posterior, galaxies):
    again = sample_of(galaxies_posterior, [0, 1])
    assert np.array_equal(again.proposals, galaxies.proposals)
    first, second = (s.resample(np.random.default_rng(9)) for s in (galaxies, again))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, galaxies.resample(np.random.default_rng(10)))


def test_systematic_places_are_in_proportion():
    weights = np.array([0.1, 0.0, 0.45, 0.45])
    assert systematic_places(weights, 0.3, 4).tolist() == [0, 2, 3, 3]
    assert systematic_places(np.array([0.0, 1.0]), 0.999, 2).tolist() == [1, 1]


def test_a_skewed_posterior_is_adapted_to(make_posterior):
    """A separated logistic regression beside a grid."""
    x = np.linspace(-2, 2, 20)
    priors = [Normal(0, 100.0)] * 2
    posterior = make_posterior(BinomialDensity("logit"), x[:, None], (x > 0) * 1.0, priors)
    sample = sample_of(posterior, [0, 1])
    assert 1 < sample.stages <= 4
    assert sample.is_trusted
    grid = np.stack(np.meshgrid(np.linspace(-150, 150, 301), np.linspace(0.5, 500, 400)))
    density = np.exp(posterior.log_density(grid.reshape(2, -1)) - sample.log_density.max())
    exact = grid.reshape(2, -1) @ density / density.sum()
    draws = resampled(sample, np.random.default_rng(1))
    assert draws.u.shape == (1, 4000, 2)
    diagnostics = draws.diagnostics(posterior.space)
    assert (diagnostics.bulk_ess > 1000).all()
    assert (np.abs(draws.points.mean(axis=1) - exact) < ERRORS * diagnostics.mcse).all()


def test_what_cannot_be_adapted_to_is_not_trusted(make_posterior):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((30, 50)), (rng.random(30) < 0.5) * 1.0
    posterior = make_posterior(BinomialDensity("logit"), x, y, [Normal(0, 2.5)] * 51)
    sample = sample_of(posterior, np.zeros(51), draws=1000)
    assert not sample.is_trusted


def test_the_prior_is_drawn_from():
    space = ParameterSpace(
        np.eye(4), np.ones(4), np.array([False, False, False, True]), slice(0, 3)
    )
    priors = [Normal(0, 1)] * 3 + [Exponential(2.0)]
    posterior = Posterior(None, None, space, priors, np.log(6))
    rng = np.random.default_rng(1)
    drawn = np.array([one.sample(rng, 2000) for one in priors])
    drawn[:3] = np.sort(drawn[:3], axis=0)
    sample = prior_sample(posterior, drawn)
    q = space.quantities(sample.points)
    np.testing.assert_allclose(q, drawn, rtol=1e-9)
    np.testing.assert_allclose(sample.log_density[0], posterior.log_density(sample.points))
    weighted = sample_of(posterior, np.zeros(4))
    assert abs(weighted.log_evidence) < ERRORS * weighted.log_evidence_error
