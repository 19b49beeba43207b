"""The distributions of proposals beside scipy's, and their adaptation."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t

from rglm.bayes.proposal import Proposal, adapted_proposal

CENTER = np.array([1.0, -2.0, 0.5])
FACTOR = np.array([[2.0, 0, 0], [0.5, 1.0, 0], [-0.3, 0.2, 0.1]])
SHAPE = FACTOR @ FACTOR.T


def test_the_density_is_that_of_a_mixture():
    proposal = Proposal(CENTER, FACTOR)
    u = proposal.draw(50, np.random.default_rng(0))
    parts = 0.8 * multivariate_normal(CENTER, SHAPE).pdf(u.T)
    parts = parts + 0.2 * multivariate_t(CENTER, SHAPE, df=5).pdf(u.T)
    np.testing.assert_allclose(proposal.log_density(u), np.log(parts), rtol=1e-10)


def test_one_of_the_mixture_alone():
    proposal = Proposal(CENTER, FACTOR, wide_share=1.0, df=2)
    u = proposal.draw(50, np.random.default_rng(0))
    expected = multivariate_t(CENTER, SHAPE, df=2).logpdf(u.T)
    np.testing.assert_allclose(proposal.log_density(u), expected, rtol=1e-10)


def test_an_adapted_proposal_has_the_weighted_moments():
    rng = np.random.default_rng(1)
    u, weights = 1e6 * rng.standard_normal((3, 500)) + CENTER[:, None], rng.random(500)
    proposal = adapted_proposal(u, np.log(weights / weights.sum()))
    np.testing.assert_allclose(proposal.center, np.average(u, axis=1, weights=weights))
    covariance = np.cov(u, aweights=weights, ddof=0)
    np.testing.assert_allclose(proposal.cholesky @ proposal.cholesky.T, covariance, rtol=1e-10)


def test_a_proposal_is_not_adapted_to_one_point():
    u = np.random.default_rng(1).standard_normal((2, 500))
    log_weights = np.full(500, -1000.0)
    log_weights[3] = 0
    proposal = adapted_proposal(u, log_weights)
    assert (np.diag(proposal.cholesky) > 0.1).all()
    with pytest.raises(np.linalg.LinAlgError):
        adapted_proposal(np.ones((2, 10)), np.log(np.full(10, 0.1)))
