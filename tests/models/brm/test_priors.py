"""Priors of `brm`, from the call to the posterior."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import log_expit

from rglm import brm
from rglm.bayes import bernoulli, negbinomial, zero_inflated_poisson
from rglm.datasets import load
from rglm.priors import exponential, flat, normal, prior, student_t

SEPARATED = pd.DataFrame({"y": [0, 0, 0, 1, 1, 1], "x": [1.0, 2, 3, 4, 5, 6]})


@pytest.fixture(scope="module")
def galaxies():
    return load("galaxies")


def grid_means(data, log_prior):
    """The exact posterior means of intercept and slope, up to a grid."""
    x, y = data["logmass"].to_numpy(), data["has_gc"].to_numpy(dtype=float)
    a, b = np.linspace(-1.5, 2.5, 201)[:, None], np.linspace(0.3, 3.2, 201)[None, :]
    eta = a[..., None] + b[..., None] * (x - x.mean())
    log_density = log_expit(np.where(y == 1, eta, -eta)).sum(axis=-1)
    log_density = log_density + log_prior(a, b, np.log(y.mean() / (1 - y.mean())))
    weights = np.exp(log_density - log_density.max())
    means = [(weights * part).sum() / weights.sum() for part in (a - b * x.mean(), b + 0 * a)]
    return np.array(means)


@pytest.mark.parametrize(
    ("given", "log_prior"),
    [
        ([flat(), prior(flat(), class_="Intercept")], lambda a, b, at: 0 * a * b),
        (exponential(5), lambda a, b, at: -5 * b - ((a - at) / 2.5) ** 2 / 2),
        (
            prior(student_t(4, 0, 0.3), coef="logmass") + prior("normal(0, 1)", "Intercept"),
            lambda a, b, at: -2.5 * np.log1p((b / 0.3) ** 2 / 4) - a * a / 2,
        ),
    ],
    ids=["flat", "exponential", "student_t"],
)
def test_posteriors_are_those_of_a_grid(galaxies, given, log_prior):
    fit = brm("has_gc ~ logmass", galaxies, family=bernoulli(), prior=given, seed=1)
    error = fit.draws.std().to_numpy() / np.sqrt(3000)  # an ESS of 3000 or more
    exact = grid_means(galaxies, log_prior)
    np.testing.assert_allclose(fit.draws.mean().to_numpy() - exact, 0, atol=4 * error.max())
    assert abs(fit.draws["logmass"].mean() - exact[1]) < 4 * error[1]


def test_a_bound_holds_for_every_draw():
    data = load("mtcars")
    given = prior("normal(0, 1)", class_="sigma", lb=2.5, ub=2.9)
    sigma = brm("mpg ~ wt", data, prior=given, seed=1).draws["sigma"]
    assert sigma.between(2.5, 2.9).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("y ~ x", SEPARATED, bernoulli(), flat()), "the prior of x is flat, and the likelihood"),
        (
            ("y ~ x + I(2 * x)", SEPARATED, bernoulli(), flat()),
            r"the prior of x, I\(2 \* x\) is flat, and its column is a combination of others",
        ),
        (
            ("carb ~ wt", load("mtcars"), negbinomial(), prior(flat(), class_="shape")),
            "the prior of shape is flat.*such as prior.inv_gamma.0.4, 0.3., class_='shape'",
        ),
        (
            (
                *("n_gc ~ logmass | logmass", load("galaxies"), zero_inflated_poisson()),
                prior(flat(), class_="Intercept", dpar="zi"),
            ),
            "the prior of zi_Intercept is flat.*class_='Intercept', dpar='zi'",
        ),
    ],
    ids=["separated", "aliased", "shape", "zi"],
)
def test_improper_posteriors_are_refused(arguments, message):
    formula, data, family, given = arguments
    with pytest.raises(ValueError, match=f"the posterior is improper: {message}"):
        brm(formula, data, family=family, prior=given)


def test_a_prior_of_nothing_is_refused(galaxies):
    with pytest.raises(ValueError, match=r"\(did you mean 'logmass'\?\)"):
        brm(
            "has_gc ~ logmass",
            galaxies,
            family=bernoulli(),
            prior=prior(normal(0, 1), coef="mass"),
        )
