"""Effective sample sizes of importance draws beside the spread of repeated samples."""

import numpy as np
import pytest

from rglm.bayes.distributions.location_scale import Normal
from rglm.bayes.distributions.positive import Gamma
from rglm.bayes.importance import importance_sample
from rglm.bayes.mode import find_mode
from rglm.bayes.parameter_diagnostics import importance_diagnostics
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import prior_sample, resampled

REPEATS = 200
RTOL = 0.25  # of a standard deviation from so many repeats, squared


@pytest.fixture(scope="module")
def skewed():
    """A shape that has a gamma distribution, sampled as its logarithm, and a normal number."""
    space = ParameterSpace(np.eye(2), np.ones(2), np.array([True, False]))
    return Posterior(None, None, space, [Gamma(6.0, 2.0), Normal(1, 2)])


@pytest.fixture(scope="module")
def repeats(skewed):
    posterior, out = skewed, []
    mode = find_mode(posterior, np.zeros(2))
    for seed in range(REPEATS):
        rng = np.random.default_rng(seed)
        out.append(resampled(importance_sample(posterior, mode, 600, rng), rng))
    return out


def harmonic_mean(sizes):
    """The size that belongs to the mean variance."""
    return 1 / np.mean(1 / np.array(sizes), axis=0)


def test_the_effective_sizes_are_those_of_repeated_samples(repeats, skewed):
    space = skewed.space
    shown = np.array([space.shown(one.points) for one in repeats])
    diagnostics = [one.diagnostics(space) for one in repeats]
    mean, sd = shown.mean(axis=2), shown.std(axis=2).mean(axis=0)
    bulk = harmonic_mean([one.bulk_ess for one in diagnostics])
    np.testing.assert_allclose(bulk, sd**2 / mean.var(axis=0), rtol=RTOL)
    mcse = np.mean([one.mcse for one in diagnostics], axis=0)
    np.testing.assert_allclose(mcse, sd / np.sqrt(bulk), rtol=0.02)
    limits = np.quantile(shown.transpose(1, 0, 2).reshape(2, -1), [0.05, 0.95], axis=1)
    shares = [(shown <= limit[:, None]).mean(axis=2).var(axis=0) for limit in limits]
    tail = harmonic_mean([one.tail_ess for one in diagnostics])
    np.testing.assert_allclose(tail, 0.0475 / np.maximum(*shares), rtol=RTOL)
    assert (np.median([one.scale for one in diagnostics], axis=0) < 0.5).all()
    assert not diagnostics[0].is_rhat


def test_equal_weights_are_independent_draws():
    values = np.random.default_rng(0).standard_normal((1000, 2))
    diagnostics = importance_diagnostics(values, np.arange(1000), np.zeros(1000))
    np.testing.assert_allclose(diagnostics.bulk_ess, 1000)
    np.testing.assert_allclose(diagnostics.tail_ess, 1000)
    np.testing.assert_allclose(diagnostics.mcse, values.std(axis=0) / np.sqrt(1000))
    assert (diagnostics.scale < 0.5).all()


def test_a_constant_has_no_effective_size():
    diagnostics = importance_diagnostics(np.ones((50, 1)), np.arange(50), np.zeros(50))
    assert np.isnan(diagnostics.bulk_ess).all()


def test_draws_of_the_prior_are_independent(galaxies_posterior):
    sample = prior_sample(galaxies_posterior, np.random.default_rng(1).normal(size=(2, 100)))
    diagnostics = sample.diagnostics(galaxies_posterior.space)
    assert diagnostics.bulk_ess.tolist() == diagnostics.tail_ess.tolist() == [100, 100]
    assert np.isnan(diagnostics.scale).all()
