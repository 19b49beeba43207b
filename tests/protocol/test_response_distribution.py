"""The response distributions of all models keep what the interface promises."""

import numpy as np
import pytest

from rglm import betabinomial, binomial, glm, glm_nb, hurdle, multinom, poisson, polr, zeroinfl
from rglm.datasets import load

GALAXIES, WARP, BUDWORM = load("galaxies"), load("warpbreaks"), load("budworm")
FITS = {
    "poisson": glm("breaks ~ wool", WARP, poisson()),
    "binomial": glm("cbind(dead, alive) ~ sex", BUDWORM, binomial()),
    "glm_nb": glm_nb("n_gc ~ logmass", GALAXIES),
    "zeroinfl": zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "hurdle": hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "betabinomial": betabinomial("cbind(dead, alive) ~ sex", BUDWORM),
    "polr": polr("ordered(tension) ~ breaks", WARP),
    "multinom": multinom("tension ~ breaks", WARP),
}
DISTRIBUTIONS = {name: fit._response_distribution() for name, fit in FITS.items()}
COUNTS = ("poisson", "glm_nb", "zeroinfl", "hurdle")


@pytest.mark.parametrize("name", FITS)
def test_log_densities_add_up_to_the_log_likelihood(name):
    total = DISTRIBUTIONS[name].log_density().sum()
    np.testing.assert_allclose(total, float(FITS[name].logLik()), rtol=1e-10)


@pytest.mark.parametrize("name", FITS)
def test_residuals_and_fitted_values_are_those_of_the_fit(name):
    fit, distribution = FITS[name], DISTRIBUTIONS[name]
    np.testing.assert_array_equal(distribution.mean(), fit.fitted_values)
    np.testing.assert_array_equal(distribution.response_residuals(), fit.residuals("response"))
    np.testing.assert_array_equal(distribution.pearson_residuals(), fit.residuals("pearson"))
    assert (distribution.variance() > 0).all()


@pytest.mark.parametrize("name", FITS)
def test_quantile_residuals_lie_between_the_normal_scores(name):
    distribution = DISTRIBUTIONS[name]
    low, high = distribution.normal_scores()
    drawn = distribution.quantile_residuals(np.random.default_rng(1))
    assert ((low < drawn) & (drawn < high)).all()


@pytest.mark.parametrize("name", COUNTS)
def test_probabilities_of_counts_have_the_mean_of_the_distribution(name):
    distribution, counts = DISTRIBUTIONS[name], np.arange(60)
    chances = distribution.count_probabilities(counts)
    np.testing.assert_allclose(chances[:, 0], distribution.zero_probability(), rtol=1e-12)
    near = chances.sum(axis=1) > 1 - 1e-12  # rows whose counts are below 60
    np.testing.assert_allclose((chances @ counts)[near], distribution.mean()[near], rtol=1e-8)


def test_only_counts_have_count_probabilities():
    distribution = DISTRIBUTIONS["multinom"]
    assert distribution.zero_probability() is None
    with pytest.raises(ValueError, match="no count"):
        distribution.count_probabilities(np.arange(2))
