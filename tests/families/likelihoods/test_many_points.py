"""Densities at many points at once are those of each point."""

import numpy as np
import pytest

from rglm.families.likelihoods.beta_binomial import BetaBinomial
from rglm.families.likelihoods.count_distribution import count_distribution
from rglm.families.likelihoods.hurdle import hurdle_density
from rglm.families.likelihoods.interval_probability import interval_probabilities
from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.families.likelihoods.row_density import RowDensity
from rglm.families.likelihoods.softmax import Softmax, draw_categories
from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.families.links.link_names import make_link

Y, POINTS = np.array([0.0, 1, 2, 17, 0, 400, 1]), 6
DRAWS, ERRORS = 30_000, 4.0
COUNT_DENSITIES = {
    **{name: count_distribution(name) for name in ("poisson", "negbin", "geometric")},
    **{f"zero-inflated {n}": ZeroInflated(n) for n in ("poisson", "negbin", "geometric")},
    **{f"hurdle {n}": hurdle_density(n) for n in ("poisson", "negbin", "geometric")},
    "zero-inflated probit": ZeroInflated("negbin", "probit"),
    "zero-inflated log": ZeroInflated("poisson", "log"),
    "hurdle lognormal": hurdle_density("lognormal"),
    "hurdle gamma": hurdle_density("gamma", link="cloglog"),
    "hurdle negbin negbin": hurdle_density("negbin", "negbin"),
    "hurdle poisson poisson": hurdle_density("poisson", "poisson"),
}
DENSITIES = {name: (density, Y) for name, density in COUNT_DENSITIES.items()}
TRIALS = np.stack([np.minimum(Y, 40), np.minimum(Y + 5, 40)], axis=1)
DENSITIES["beta-binomial"] = BetaBinomial(), TRIALS
DENSITIES["beta-binomial cloglog"] = BetaBinomial("cloglog", "probit"), TRIALS
DENSITIES["softmax"] = Softmax(3), np.eye(3)[[0, 1, 2, 2, 1, 0, 0]] * 2


def points(density, spread):
    rng = np.random.default_rng(7)
    eta = [rng.normal(size=(len(Y), POINTS)) * spread for _ in range(density.predictors)]
    return eta, rng.normal(size=(len(density.scalars), POINTS)) * spread


@pytest.mark.parametrize("spread", [1.0, 12.0, 200.0])
@pytest.mark.parametrize("name", DENSITIES)
def test_values_at_are_the_loop(name, spread):
    density, y = DENSITIES[name]
    eta, scalars = points(density, spread)
    values = density.values_at(y, eta, scalars)
    loop = RowDensity.values_at(density, y, eta, scalars)
    # sums of terms as large as count times |eta|, each rounded
    atol = 1e-13 * (1 + Y.max() * spread) + 1e-12
    np.testing.assert_allclose(values, loop, rtol=1e-11, atol=atol)
    weights = np.linspace(0.5, 2, len(Y))
    sums = density.weighted_sums_at(y, weights, eta, scalars)
    finite = np.isfinite(loop).all(axis=0)
    np.testing.assert_array_equal(np.isfinite(sums), finite)
    expected = weights @ loop[:, finite]
    np.testing.assert_allclose(sums[finite], expected, rtol=1e-10, atol=10 * atol)


@pytest.mark.parametrize("spread", [1.0, 6.0, 200.0])
@pytest.mark.parametrize("name", DENSITIES)
def test_first_terms_are_those_of_all_terms(name, spread):
    density, y = DENSITIES[name]
    eta, scalars = points(density, spread)
    first_terms_of = density.first_terms_of(y)
    for s in range(POINTS):
        at = [part[:, s] for part in eta]
        terms, first = density.terms(y, at, scalars[:, s]), first_terms_of(at, scalars[:, s])
        assert not first.second
        size = 1e-12 * (1 + Y.max() * spread)
        np.testing.assert_allclose(first.value, terms.value, rtol=1e-11, atol=size)
        # the derivative by log(theta) is good to the rounding of the mean
        rounding = size + 1e-14 * np.exp(np.minimum(at[0], 700)).max()
        for mine, theirs in zip(first.first, terms.first, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=rounding)


@pytest.mark.parametrize("name", [n for n in DENSITIES if " " in n or n == "softmax"])
def test_draws_have_the_mean_of_each_point(name):
    density, y = DENSITIES[name]
    rng = np.random.default_rng(11)
    n, shift = (len(y), POINTS), -2.0 if name == "zero-inflated log" else 0.0
    eta, scalars = points(density, 0.5)
    eta = [part - abs(shift) for part in eta]
    trials = y[:, 1] if y.shape == (7, 2) else np.ones(len(y))
    mean = density.mean_at(eta, scalars, trials)
    wide = [np.repeat(part[:2, :1], DRAWS, axis=1) for part in eta]
    drawn = density.sample_at(wide, np.repeat(scalars[:, :1], DRAWS, axis=1), trials[:2], rng)
    if mean.ndim == 3:
        assert mean.shape == (*n, 3)
        np.testing.assert_allclose(mean.sum(axis=-1), 1, rtol=1e-14)
        drawn, expected = (drawn == 1).astype(float), mean[:2, 0, 1]
    else:
        assert mean.shape == n
        expected = mean[:2, 0] * trials[:2]
    errors = (drawn.mean(axis=1) - expected) / (drawn.std(axis=1) / np.sqrt(DRAWS))
    assert (np.abs(errors) < ERRORS).all()


@pytest.mark.parametrize("name", [n for n in COUNT_DENSITIES if n.count(" ")])
def test_means_are_those_of_one_point(name):
    density = COUNT_DENSITIES[name]
    assert isinstance(density, ResponseDensity)
    eta, scalars = points(density, 0.7)
    eta = [part - 2 for part in eta]
    ones = np.ones(len(Y))
    mean = density.mean_at(eta, scalars, ones)
    np.testing.assert_allclose(
        mean, ResponseDensity.mean_at(density, eta, scalars, ones), rtol=1e-12
    )


@pytest.mark.parametrize("link", ["logit", "probit", "cloglog", "cauchit"])
def test_ordered_categories(link):
    rng = np.random.default_rng(3)
    eta, cuts = rng.normal(size=(3, 2)), np.array([[-1.0, -0.3], [0.2, 1.0], [1.5, 1.1]])
    z = make_link(link)
    p = interval_probabilities(z, eta, cuts)
    assert p.shape == (3, 2, 4)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)
    below = np.cumsum(p, axis=-1)
    for k in range(3):
        np.testing.assert_allclose(below[..., k], z.linkinv(cuts[k] - eta), rtol=1e-12)
    drawn = draw_categories(np.repeat(p[:, :1], DRAWS, axis=1), rng)
    for k in range(4):
        share, expected = (drawn == k).mean(axis=1), p[:, 0, k]
        limit = ERRORS * np.sqrt(expected * (1 - expected) / DRAWS)
        assert (np.abs(share - expected) < limit).all()
