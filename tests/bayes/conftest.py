"""Small posteriors, for tests of sampling."""

from dataclasses import dataclass

import numpy as np
import pytest

from rglm.bayes.distributions.location_scale import Normal
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.posterior import Posterior
from rglm.datasets import load
from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.families.likelihoods.glm.binomial_density import BinomialDensity
from rglm.families.likelihoods.row_density import ModelDensity, RowTerms
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.sources.memory import MemorySource


@dataclass(frozen=True)
class KnownVariance(ModelDensity):
    """A normal response with a standard deviation that is known."""

    sigma: float

    def terms(self, y, eta, scalars=(), derivatives=True):
        s = self.sigma
        z = (y - eta[0]) / s
        value = -z * z / 2 - np.log(s * np.sqrt(2 * np.pi))
        return RowTerms(value, [z / s], {(0, 0): -np.ones(len(y)) / s**2})

    def constraints(self, y, moved):
        return []

    def mean_at(self, eta, scalars, trials):
        return eta[0]

    def sample_at(self, eta, scalars, trials, rng):
        return rng.normal(eta[0], self.sigma)


def rows_of(x, y, weights=None):
    """The source of a design with an intercept."""
    n, p = len(y), x.shape[1] + 1
    one = np.ones(n)
    names = tuple(f"x{i}" for i in range(p))
    columns = Columns(n, names, np.arange(p), (one, *np.asarray(x, float).T), np.arange(p))
    weights = one if weights is None else weights
    return MemorySource(columns, Rows(np.asarray(y, dtype=float), weights, 0 * one, one, 0 * one))


def posterior_of(density, x, y, priors, weights=None):
    """The posterior with priors on the coefficients of centred columns, then on sigma."""
    source = rows_of(x, y, weights)
    count, p = len(priors), x.shape[1] + 1
    likelihood = PredictorLikelihood(density, (np.arange(p),))
    centring = np.eye(count)
    centring[0, 1:p] = -x.mean(axis=0)
    space = ParameterSpace(centring, np.ones(count), np.arange(count) >= p)
    return Posterior(likelihood, source, space, priors)


@pytest.fixture(scope="session")
def make_posterior():
    """The function `posterior_of`."""
    return posterior_of


@pytest.fixture(scope="session")
def galaxies_posterior():
    """Has a galaxy globular clusters? With the default priors, for which a grid is exact."""
    data = load("galaxies")
    x, y = data[["logmass"]].to_numpy(), data["has_gc"].to_numpy(dtype=float)
    at_mean = np.log(y.mean() / (1 - y.mean()))
    priors = [Normal(at_mean, 2.5), Normal(0, 2.5 / x.std(ddof=1))]
    return posterior_of(BinomialDensity("logit"), x, y, priors)


@pytest.fixture(scope="session")
def known_variance():
    """A linear model with sigma = 0.8 known, and its exact posterior and evidence."""
    rng = np.random.default_rng(5)
    x = rng.normal([2, -1], 1, (40, 2))
    y = 1 + x @ [0.5, -0.3] + 0.8 * rng.standard_normal(40)
    scales, locs = np.array([2.0, 0.4, 0.6]), np.array([0.3, 0.1, 0.0])
    priors = [Normal(a, s) for a, s in zip(locs, scales, strict=True)]
    design = np.column_stack([np.ones(40), x - x.mean(axis=0)])
    precision = design.T @ design / 0.8**2 + np.diag(1 / scales**2)
    mean = np.linalg.solve(precision, design.T @ y / 0.8**2 + locs / scales**2)
    marginal = 0.8**2 * np.eye(40) + design @ np.diag(scales**2) @ design.T
    rest = y - design @ locs
    quadratic = rest @ np.linalg.solve(marginal, rest)
    log_evidence = -(quadratic + np.linalg.slogdet(2 * np.pi * marginal)[1]) / 2
    posterior = posterior_of(KnownVariance(0.8), x, y, priors)
    return posterior, mean, np.linalg.inv(precision), log_evidence
