"""The likelihoods of glm's families: derivatives, values, many points at once, draws."""

import itertools

import numpy as np
import pytest
from scipy import stats

from rglm.families import (
    Gamma,
    binomial,
    gaussian,
    inverse_gaussian,
    make_link,
    negative_binomial,
    poisson,
    power,
    quasipoisson,
    tweedie,
)
from rglm.families.likelihoods.glm.binomial_density import BinomialDensity, binomial_response
from rglm.families.likelihoods.glm.glm_density import glm_density, negbin_density
from rglm.families.links.loglog import Loglog

# Central differences of a step of 1e-5 are good to about 1e-10 of the values beside them
STEP, DIFFERENCE_RTOL, DIFFERENCE_ATOL = 1e-5, 1e-6, 1e-6
DRAWS, ERRORS = 40_000, 4.0
POSITIVE = [0.3, 0.6, 1.1, 2.0, 0.4, 0.9]
REAL = [-1.7, -0.4, 0.2, 0.9, 1.8, -0.1]
BELOW_0 = [-2.0, -0.6, -0.1, -1.1, -0.3, -3.0]
COUNTS, AMOUNTS = [0.0, 1.0, 2.0, 7.0, 0.0, 3.0], [0.2, 0.7, 1.3, 2.9, 4.0, 0.1]
PAIRS = np.array([[0.0, 1], [1, 1], [2, 5], [5, 5], [0, 3], [3, 9]])
ETAS = {"identity": POSITIVE, "sqrt": POSITIVE, "inverse": POSITIVE, "1/mu^2": POSITIVE}
CASES = {
    **{f"gaussian {name}": (gaussian(name), AMOUNTS) for name in ("identity", "log", "inverse")},
    **{f"Gamma {name}": (Gamma(name), AMOUNTS) for name in ("inverse", "identity", "log")},
    **{
        f"inverse gaussian {name}": (inverse_gaussian(name), AMOUNTS)
        for name in ("1/mu^2", "inverse", "identity", "log")
    },
    **{
        f"binomial {name}": (binomial(name), PAIRS)
        for name in ("logit", "probit", "cauchit", "log", "cloglog")
    },
    **{f"poisson {name}": (poisson(name), COUNTS) for name in ("log", "identity", "sqrt")},
    **{
        f"negbin {name}": (negative_binomial(1.7, name), COUNTS)
        for name in ("log", "identity", "sqrt")
    },
    "binomial loglog": (binomial(Loglog()), PAIRS),
    "Gamma power": (Gamma(power(1 / 3)), AMOUNTS),
    "binomial 0/1": (binomial(), np.array([0.0, 1, 1, 0, 1, 0])),
}
DENSITIES = {name: (glm_density(family), np.array(y)) for name, (family, y) in CASES.items()}
DENSITIES |= {
    f"free theta {name}": (negbin_density(name), np.array(COUNTS))
    for name in ("log", "identity", "sqrt")
}


def at_of(name, density):
    """Linear predictors that the link accepts, and scalars."""
    link = make_link(density.link)
    if name == "binomial log":
        eta = BELOW_0
    else:
        eta = ETAS.get(link.name, POSITIVE if "power" in name else REAL)
    return np.array(eta), np.array([0.4])[: len(density.scalars)]


@pytest.mark.parametrize("name", DENSITIES)
def test_derivatives_are_those_of_the_values(name):
    density, y = DENSITIES[name]
    eta, scalars = at_of(name, density)
    terms, k = density.terms(y, [eta], scalars), len(density.scalars)

    def at(i, step):
        moved = scalars + step * (i == 1)
        return density.terms(y, [eta + step * (i == 0)], moved)

    for i in range(1 + k):
        up, down = at(i, STEP), at(i, -STEP)
        slope = (up.value - down.value) / (2 * STEP)
        near = {"rtol": DIFFERENCE_RTOL, "atol": DIFFERENCE_ATOL}
        np.testing.assert_allclose(terms.first[i], slope, **near)
        for j in range(i, 1 + k):
            curve = (up.first[j] - down.first[j]) / (2 * STEP)
            np.testing.assert_allclose(terms.second[i, j], curve, **near)
    first = density.first_terms_of(y)([eta], scalars)
    assert not first.second
    np.testing.assert_allclose(first.value, terms.value, rtol=1e-13)
    np.testing.assert_allclose(first.first, terms.first, rtol=1e-11)
    only = density.terms(y, [eta], scalars, derivatives=False)
    np.testing.assert_allclose(only.value, terms.value, rtol=1e-13)


@pytest.mark.parametrize("name", DENSITIES)
def test_many_points_are_the_loop(name):
    density, y = DENSITIES[name]
    eta, scalars = at_of(name, density)
    rng = np.random.default_rng(1)
    at = [eta[:, None] * rng.uniform(0.8, 1.2, 5)]
    points = scalars[:, None] + rng.normal(size=(len(scalars), 5))
    values = density.values_at(y, at, points)
    loop = [density.terms(y, [at[0][:, s]], points[:, s], False).value for s in range(5)]
    np.testing.assert_allclose(values, np.stack(loop, axis=1), rtol=1e-12, atol=1e-13)
    weights = np.linspace(0.5, 2, len(y))
    for w in (weights, np.ones(len(y))):
        sums = density.weighted_sums_at(y, w, at, points)
        np.testing.assert_allclose(sums, w @ values, rtol=1e-12)


def test_values_are_scipys():
    y, eta = np.array(AMOUNTS), np.array(POSITIVE)
    mu, shape, sigma = np.exp(eta), np.exp(0.4), np.exp(0.4)
    k = np.array(COUNTS)
    expected = {
        "gaussian identity": stats.norm(eta, sigma).logpdf(y),
        "Gamma log": stats.gamma(shape, scale=mu / shape).logpdf(y),
        "inverse gaussian log": stats.invgauss(mu / shape, scale=shape).logpdf(y),
        "poisson log": stats.poisson(mu).logpmf(k),
        "free theta log": stats.nbinom(shape, shape / (shape + mu)).logpmf(k),
        "negbin log": stats.nbinom(1.7, 1.7 / (1.7 + mu)).logpmf(k),
        "binomial logit": stats.binom(PAIRS[:, 1], 1 / (1 + np.exp(-eta))).logpmf(PAIRS[:, 0]),
        "binomial 0/1": stats.bernoulli(mu / (1 + mu)).logpmf(np.array([0, 1, 1, 0, 1, 0])),
    }
    for name, values in expected.items():
        density, response = DENSITIES[name]
        terms = density.terms(response, [eta], np.full(len(density.scalars), 0.4))
        np.testing.assert_allclose(terms.value, values, rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", [n for n in CASES if "binomial" not in n])
def test_values_are_those_of_the_family(name):
    family, y = CASES[name]
    density = glm_density(family)
    eta, scalars = at_of(name, density)
    # the precision is exp(-2 log sigma), or the shape
    power_of_scale = {"Log(sigma)": 2.0, "Log(shape)": -1.0}
    dispersion = np.exp(sum(power_of_scale[s] * 0.4 for s in density.scalars))
    one, mu = np.ones(len(y)), family.link.linkinv(eta)
    expected = family.log_density(np.array(y), mu, one, one, dispersion)
    values = density.terms(np.array(y), [eta], scalars).value
    np.testing.assert_allclose(values, expected, rtol=1e-12)


def test_binomial_rows_count_as_in_glm():
    y, weights = np.array([0.5, 1.0, 0.25, 0.0]), np.array([2.0, 1.0, 8.0, 0.0])
    for trials, times in ((np.ones(4), np.ones(4)), (np.array([2.0, 1, 4, 0]), [1, 1, 2, 0])):
        response, counted = binomial_response(y, weights, trials)
        np.testing.assert_array_equal(counted[:3], times[:3])
        assert counted[3] == 0
        eta = np.array([0.3, -1.0, 0.2, 0.0])
        values = BinomialDensity().terms(response, [eta]).value
        p = 1 / (1 + np.exp(-eta))
        expected = binomial().log_density(y, p, weights, trials, 1.0)
        np.testing.assert_allclose(counted[:3] * values[:3], expected[:3], rtol=1e-12)
        short = BinomialDensity().terms(response[:3, :2], [eta[:3]]).value
        np.testing.assert_allclose(short, values[:3], rtol=1e-14)


@pytest.mark.parametrize("link", ["logit", "probit", "cauchit", "cloglog"])
def test_probabilities_keep_their_tails(link):
    y, eta = np.array([0.0, 1.0]), np.array([40.0, -40.0])
    density = BinomialDensity(link)
    terms = density.terms(y, [eta])
    tails = make_link(link).log_tails(eta)
    np.testing.assert_array_equal(terms.value, [tails.log_q[0], tails.log_p[1]])
    values = density.values_at(y, [np.stack([eta, -eta], axis=1)], np.zeros((0, 2)))
    np.testing.assert_allclose(values[:, 0], terms.value, rtol=1e-14)
    assert (values[:, 1] > -0.01 * (link == "cauchit") - 1e-15).all()
    if link == "logit":
        np.testing.assert_array_equal(terms.value, -40.0)
        np.testing.assert_allclose(terms.first[0], [-1, 1], rtol=1e-15)
        sums = density.weighted_sums_at(
            np.ones(1), np.ones(1), [np.full((1, 1), -800.0)], np.zeros((0, 1))
        )
        assert sums.tolist() == [-800.0]


@pytest.mark.parametrize(
    ("name", "eta"),
    [
        ("Gamma inverse", -1.0),
        ("Gamma identity", 0.0),
        ("inverse gaussian 1/mu^2", -2.0),
        ("poisson sqrt", -1.0),
        ("poisson identity", -1.0),
        ("free theta sqrt", -0.5),
        ("gaussian inverse", 0.0),
        ("binomial log", 0.2),
        ("Gamma power", -1.0),
    ],
)
def test_a_predictor_without_a_mean_is_impossible(name, eta):
    density, y = DENSITIES[name]
    scalars = np.zeros((len(density.scalars), 1))
    bad = np.full(len(y), eta)
    terms = density.terms(y, [bad], scalars[:, 0])
    assert np.isneginf(terms.value).all()
    for part in [*terms.first, *terms.second.values()]:
        assert not part.any()
    assert np.isneginf(density.values_at(y, [bad[:, None]], scalars)).all()
    ones = np.ones(len(y))
    assert np.isneginf(density.weighted_sums_at(y, ones, [bad[:, None]], scalars)).all()


@pytest.mark.parametrize("name", DENSITIES)
def test_extreme_points_are_numbers_or_impossible(name):
    density, y = DENSITIES[name]
    sizes = [-800.0, -300.0, -40.0, -1e-9, 1e-9, 40.0, 300.0, 800.0]
    points = list(itertools.product(sizes, [-900.0, -30.0, 30.0, 900.0]))
    for eta, scalar in points:
        at, scalars = [np.full(len(y), eta)], np.full(len(density.scalars), scalar)
        terms = density.terms(y, at, scalars)
        assert not np.isnan(terms.value).any()
        assert not np.isposinf(terms.value).any()
        for part in terms.first:
            assert not np.isnan(part).any()
        values = density.values_at(y, [at[0][:, None]], scalars[:, None])
        assert not np.isnan(values).any()
        sums = density.weighted_sums_at(y, np.ones(len(y)), [at[0][:, None]], scalars[:, None])
        assert not np.isnan(sums).any()


@pytest.mark.parametrize("name", DENSITIES)
def test_draws_have_the_mean(name):
    density, _ = DENSITIES[name]
    rng = np.random.default_rng(4)
    eta = np.array([[-0.4 if name == "binomial log" else 0.7]] * 2)
    scalars, trials = np.full((len(density.scalars), 1), 1.2), np.array([1.0, 6.0])
    wide = [np.broadcast_to(eta, (2, DRAWS))]
    at = np.broadcast_to(scalars, (len(scalars), DRAWS))
    drawn = density.sample_at(wide, at, trials, rng)
    assert drawn.shape == (2, DRAWS)
    mean = density.mean_at([eta], scalars, trials)[:, 0]
    if "binomial" in name:
        mean = mean * trials
    errors = (drawn.mean(axis=1) - mean) / (drawn.std(axis=1) / np.sqrt(DRAWS))
    assert (np.abs(errors) < ERRORS).all()


def test_families_without_a_likelihood_are_refused():
    for family in (quasipoisson(), tweedie(1.5, 0)):
        with pytest.raises(TypeError, match=family.name):
            glm_density(family)
