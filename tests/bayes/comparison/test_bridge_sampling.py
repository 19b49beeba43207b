"""Bridge sampling against exact evidence, and weights of models."""

import numpy as np
import pytest

from rglm.bayes.comparison.bridge_sampling import bridge_sampled_evidence
from rglm.bayes.comparison.model_weights import (
    bootstrapped_pseudo_bma_weights,
    pseudo_bma_weights,
    stacking_weights,
)
from rglm.bayes.importance import importance_sample
from rglm.bayes.mode import find_mode
from rglm.bayes.posterior_sample import PosteriorSample


def drawn(posterior, mean, covariance, seed, draws=300):
    rng = np.random.default_rng(seed)
    u = rng.multivariate_normal(mean, covariance, (4, draws))
    log_density = posterior.log_density(u.reshape(-1, len(mean)).T).reshape(4, draws)
    return PosteriorSample(u, log_density, "sampling"), rng


def test_the_evidence_is_exact_within_its_error(known_variance):
    pytest.importorskip("arviz_stats")
    posterior, mean, covariance, exact = known_variance
    found = [
        bridge_sampled_evidence(posterior, *drawn(posterior, mean, covariance, seed))
        for seed in range(15)
    ]
    z = np.array([(one.value - exact) / one.error for one in found])
    assert 0.5 < np.sqrt((z**2).mean()) < 1.5
    assert found[0].method == "bridge"
    assert found[0].error < 0.02


def test_a_posterior_that_is_not_normal_has_the_evidence_of_importance_sampling(
    galaxies_posterior,
):
    pytest.importorskip("arviz_stats")
    rng = np.random.default_rng(3)
    mode = find_mode(galaxies_posterior, np.zeros(2))
    one = importance_sample(galaxies_posterior, mode, 4000, rng)
    places = one.resample(rng)
    u, log_density = one.proposals.T[places], one.log_density[places]
    sample = PosteriorSample(u.reshape(4, -1, 2), log_density.reshape(4, -1), "sampling")
    two = bridge_sampled_evidence(galaxies_posterior, sample, rng)
    assert abs(one.log_evidence - two.value) < 4 * np.hypot(one.log_evidence_error, two.error)


def test_stacking_is_the_optimum_of_a_concave_problem():
    elpd = np.random.default_rng(1).normal(-2, 1, (60, 4)) + np.array([0, 0.3, -0.5, -3])
    weights = stacking_weights(elpd)
    densities = np.exp(elpd)
    slopes = (densities / (densities @ weights)[:, None]).mean(axis=0)
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(slopes[weights > 1e-6], 1, atol=1e-6)
    assert (slopes < 1 + 1e-6).all()


def test_stacking_of_models_that_are_the_same():
    elpd = np.full((5, 3), -1.0)
    np.testing.assert_allclose(stacking_weights(elpd), 1 / 3)


def test_pseudo_bma_weights():
    elpd = np.array([[-1.0, -1.5], [-2.0, -1.8]])
    odds = np.exp(0.5 - 0.2)
    np.testing.assert_allclose(pseudo_bma_weights(elpd), [odds / (1 + odds), 1 / (1 + odds)])
    found = bootstrapped_pseudo_bma_weights(elpd, np.random.default_rng(1))
    assert found.sum() == pytest.approx(1)
    assert 0.5 < found[0] < odds / (1 + odds)


def test_few_draws_make_no_bridge(known_variance):
    posterior, mean, covariance, _ = known_variance
    sample, rng = drawn(posterior, mean, covariance, seed=1, draws=1)
    few = PosteriorSample(sample.u[:3], sample.log_density[:3], "sampling")
    with pytest.raises(ValueError, match="more than 3 draws .* got 0: take more iter"):
        bridge_sampled_evidence(posterior, few, rng)
