"""Cut points in order: the normalising constant and the draws, beside simulation."""

from math import factorial, log

import numpy as np
import pytest
from scipy import stats

from rglm.bayes.distributions.location_scale import Cauchy, Laplace, Normal, StudentT
from rglm.bayes.priors.ordered_priors import (
    _OrderProbabilities,
    log_order_probability,
    sample_ordered,
)

UNEQUAL = [StudentT(3, 0, 2.5), Normal(1, 1), Cauchy(0, 1), Laplace(0.5, 2)]


def rejection(priors, draws):
    rng = np.random.default_rng(1)
    drawn = np.array([one.sample(rng, draws) for one in priors])
    return drawn[:, (np.diff(drawn, axis=0) > 0).all(axis=0)]


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_equal_priors_are_in_order_once_in_all_permutations(count):
    priors = [StudentT(3, 0, 2.5)] * count
    assert log_order_probability(priors) == pytest.approx(-log(factorial(count)))
    assert _OrderProbabilities(priors).total == pytest.approx(1 / factorial(count), rel=1e-11)


def test_two_normals_are_in_order_with_the_probability_of_their_difference():
    exact = stats.norm.logcdf((1 - 2) / np.hypot(1, 3))
    assert log_order_probability([Normal(2, 1), Normal(1, 3)]) == pytest.approx(exact, rel=1e-11)


def test_no_cut_points_are_in_order():
    assert log_order_probability([]) == 0


def test_unequal_priors_agree_with_rejection():
    accepted = rejection(UNEQUAL, 200_000)
    probability = np.exp(log_order_probability(UNEQUAL))
    error = np.sqrt(probability / 200_000)
    assert accepted.shape[1] / 200_000 == pytest.approx(probability, abs=4 * error)
    ours = sample_ordered(UNEQUAL, 4000, np.random.default_rng(2))
    assert (np.diff(ours, axis=0) > 0).all()
    for mine, theirs in zip(ours, accepted, strict=True):
        assert stats.ks_2samp(mine, theirs).pvalue > 1e-3
    gaps = [np.log(np.diff(one, axis=0)).sum(axis=0) for one in (ours, accepted)]
    assert stats.ks_2samp(*gaps).pvalue > 1e-3


def test_equal_priors_are_sorted_draws():
    priors = [Normal(0, 1)] * 3
    drawn = sample_ordered(priors, 2000, np.random.default_rng(3))
    middle = stats.beta(2, 2)  # of the median of three uniform numbers
    assert stats.kstest(stats.norm.cdf(drawn[1]), middle.cdf).pvalue > 1e-3


def test_priors_that_contradict_the_order_are_refused():
    with pytest.raises(ValueError, match=r"leave no probability for points in order"):
        log_order_probability([Normal(100, 1), Normal(-100, 1)])
