"""Many priors at once are each of them."""

import numpy as np

from rglm.bayes.distributions.flat import Flat
from rglm.bayes.distributions.location_scale import Normal, StudentT
from rglm.bayes.distributions.positive import Exponential
from rglm.bayes.priors.independent_priors import IndependentPriors

PRIORS = [
    Normal(0, 1),
    Exponential(2),
    Normal(3, 0.5),
    StudentT(3, 0, 2),
    Flat(),
    Normal(0, 1).truncated(0, np.inf),
    Normal(1, 2).truncated(-1, 5),
]


def test_the_joint_density_is_the_sum():
    q = np.random.default_rng(1).uniform(0.1, 3, (len(PRIORS), 5))
    q[1, 2] = -1
    expected = sum(prior.log_density(row) for prior, row in zip(PRIORS, q, strict=True))
    np.testing.assert_allclose(IndependentPriors(PRIORS).log_density(q), expected, rtol=1e-14)


def test_the_derivatives_are_those_of_each():
    q = np.random.default_rng(2).uniform(0.1, 3, len(PRIORS))
    value, first, second = IndependentPriors(PRIORS).derivatives(q)
    each = np.array([prior.derivatives(x) for prior, x in zip(PRIORS, q, strict=True)])
    np.testing.assert_allclose(value, each[:, 0].sum(), rtol=1e-14)
    np.testing.assert_allclose(first, each[:, 1], rtol=1e-14)
    np.testing.assert_allclose(second, each[:, 2], rtol=1e-14)


def test_no_parameters_have_a_density_of_one():
    none = IndependentPriors([])
    assert none.log_density(np.zeros((0, 3))).tolist() == [0, 0, 0]
    assert none.derivatives(np.zeros(0))[0] == 0
