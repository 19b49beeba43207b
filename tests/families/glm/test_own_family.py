"""A family of one's own: the defaults of the base class, and how `glm` takes it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import numpy as np
import pytest

import rglm
from rglm import families, glm
from rglm.datasets import load
from rglm.families.numerics.unit_deviance import integrate_unit_deviance

# The tanh-sinh rule of 113 nodes, for means up to 10^4 times nearer to a zero of V than y.
RTOL_INTEGRAL = 1e-10
DRAWS = 40_000
LOG, LOGIT = families.make_link("log"), families.make_link("logit")


@dataclass(frozen=True, repr=False)
class Geometric(families.Family):
    """The number of failures before a success."""

    link: families.Link = LOG
    name = "geometric"
    mean_range = response_range = (0.0, np.inf)
    boundary_means = (0.0,)
    dispersion = 1.0
    is_count = True

    def variance(self, mu: np.ndarray) -> np.ndarray:
        return mu + mu**2

    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        return wt * (y * np.log(mu / (1 + mu)) - np.log1p(mu))


@dataclass(frozen=True, repr=False)
class Wedderburn(families.Family):
    """Wedderburn's (1974) quasi-likelihood of proportions."""

    link: families.Link = LOGIT
    name = "wedderburn"
    mean_range = (0.0, 1.0)
    response_range = (1e-5, 1 - 1e-5)

    def variance(self, mu: np.ndarray) -> np.ndarray:
        return (mu * (1 - mu)) ** 2


@pytest.mark.parametrize(
    ("family", "y", "mu"),
    [
        (families.gaussian(), [1.0, 2.0, 2.0], [-1e5, 3.0, 2.0]),
        (families.poisson(), [0.0, 1.0, 1e6, 3.0], [1e-3, 2.0, 3e5, 1e-4]),
        (families.binomial(), [0.0, 1.0, 0.5, 1e-5], [1e-9, 1e-3, 0.2, 0.9]),
        (families.Gamma(), [1e-4, 1.0, 50.0], [1.0, 1e-3, 2e5]),
        (families.inverse_gaussian(), [0.1, 5.0], [4.0, 0.01]),
        (families.negative_binomial(2), [0.0, 3.0, 500.0], [5.0, 1e-4, 7.0]),
    ],
    ids=str,
)
def test_the_integral_of_the_variance_is_the_deviance(family, y, mu):
    y, mu = np.array(y), np.array(mu)
    integral = integrate_unit_deviance(y, mu, family.variance)
    formula = family.dev_resids(y, mu, np.ones(len(y)))
    np.testing.assert_allclose(integral, formula, rtol=RTOL_INTEGRAL)


def test_a_count_of_ones_own_is_the_same_as_a_known_one():
    data = load("warpbreaks")
    own = glm("breaks ~ wool * tension", data, family=Geometric())
    known = glm("breaks ~ wool * tension", data, family=families.negative_binomial(1))
    np.testing.assert_allclose(own.coefficients, known.coefficients, rtol=1e-12)
    assert own.deviance == pytest.approx(known.deviance, rel=1e-12)
    assert own.aic == pytest.approx(known.aic, rel=1e-12)
    for kind in ("deviance", "pearson", "working", "response"):
        np.testing.assert_allclose(own.residuals(kind), known.residuals(kind), rtol=1e-9)
    scores = (fit.residuals("quantile", seed=3) for fit in (own, known))
    np.testing.assert_allclose(*scores, rtol=1e-10)
    assert 'family = Geometric(link = "log")' in str(own)
    assert pickle.loads(pickle.dumps(own.family)) == own.family


def test_draws_of_a_count_have_its_mean_and_variance():
    mu = np.full(DRAWS, 2.0)
    y = Geometric().simulate(mu, np.ones(DRAWS), np.random.default_rng(1), 1.0)
    # four standard errors; the kurtosis of a geometric count is below 10
    assert abs(y.mean() - 2) < 4 * np.sqrt(6 / DRAWS)
    assert abs(y.var() - 6) < 4 * 6 * np.sqrt(10 / DRAWS)
    with pytest.warns(families.FamilyWarning, match="geometric: simulate ignores prior weights"):
        Geometric().simulate(np.ones(2), np.full(2, 3.0), np.random.default_rng(1), 1.0)


def test_a_count_of_ones_own_is_checked():
    with pytest.raises(
        families.ResponseError, match=r"geometric: y must be whole, got 0\.5 at row 1"
    ):
        Geometric().prepare([1.0, 0.5])
    with pytest.raises(
        families.ResponseError, match=r"geometric: y must lie in 0\.\.inf, got -1 at row 0"
    ):
        Geometric().prepare([-1.0, 0.5])
    ready = Geometric().prepare([0, 3])
    assert ready.mustart.tolist() == [0.1, 3.0]


def test_a_variance_alone_is_a_quasi_likelihood():
    x = np.linspace(-2, 2, 30)
    y = 1 / (1 + np.exp(-(x + np.sin(7 * x))))
    fit = glm("y ~ x", {"x": x, "y": y}, family=Wedderburn())
    assert np.isnan(fit.aic)
    # McCullagh and Nelder (1989), section 9.2.4
    mu, ones = fit.fitted_values.to_numpy(), np.ones(30)
    log_odds = np.log(y / (1 - y)) - np.log(mu / (1 - mu))
    exact = 2 * ((2 * y - 1) * log_odds - 2 + y / mu + (1 - y) / (1 - mu))
    np.testing.assert_allclose(fit.family.dev_resids(y, mu, ones), exact, rtol=1e-9)
    with pytest.raises(ValueError, match="the wedderburn family has no distribution function"):
        fit.residuals("quantile")
    with pytest.raises(ValueError, match="the wedderburn family has no distribution to simulate"):
        fit.simulate(1)
    with pytest.raises(ValueError, match="no bias-reduced dispersion for the wedderburn family"):
        glm("y ~ x", {"x": x, "y": y}, family=Wedderburn(), method="brglm")


class SteepPoisson(type(rglm.poisson())):
    """Poisson means with V = mu^1.5."""

    def variance(self, mu):
        return mu**1.5


class SteepNegativeBinomial(type(rglm.negative_binomial(1.0))):
    """The same by another class, of which each family has a step of its own."""

    def variance(self, mu):
        return mu**1.5


class SteepQuasi(type(rglm.quasi("log", "mu"))):
    """The same."""

    def variance(self, mu):
        return mu**1.5


class SteepGaussian(type(rglm.gaussian())):
    """The same, of a family with a fit of one step."""

    def variance(self, mu):
        return mu**1.5


class TwiceLog(type(families.make_link("log"))):
    """eta = log(mu) / 2."""

    def linkfun(self, mu):
        return np.log(mu) / 2

    def linkinv(self, eta):
        return np.exp(2 * eta)

    def mu_eta(self, eta):
        return 2 * np.exp(2 * eta)


@pytest.mark.parametrize(
    "steep",
    [
        SteepPoisson(LOG),
        SteepNegativeBinomial(1.0, LOG),
        SteepQuasi(LOG, "mu"),
        SteepGaussian(LOG),
    ],
)
def test_a_family_derived_from_one_of_rglm_has_its_own_variance(steep):
    data = load("warpbreaks")
    fit, beside = (
        glm("breaks ~ wool * tension", data, f) for f in (steep, rglm.tweedie(1.5, 0.0))
    )
    found, expected = fit.vcov() / fit.dispersion, beside.vcov() / beside.dispersion
    np.testing.assert_allclose(found, expected, rtol=1e-4)


@pytest.mark.parametrize("family", [rglm.quasipoisson, rglm.Gamma, rglm.binomial])
def test_a_link_derived_from_one_of_rglm_has_its_own_means(family):
    data = load("warpbreaks").assign(part=lambda data: data["breaks"] / 100)
    fit, beside = (
        glm("part ~ wool + tension", data, f, weights=np.full(54, 100.0))
        for f in (family(TwiceLog()), family("log"))
    )
    np.testing.assert_allclose(2 * fit.coef(), beside.coef(), rtol=1e-5)


def test_shortcuts_of_another_class_are_left():
    identity = type(families.make_link("identity"))

    class Doubled(identity):
        def linkinv(self, eta):
            return 2 * eta

    assert not SteepGaussian(identity()).has_constant_variance
    assert not SteepQuasi(LOG, "constant").has_constant_variance
    assert not Doubled().is_identity
