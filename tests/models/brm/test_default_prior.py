"""The priors of a model without a fit."""

import warnings

import numpy as np
import pytest

from rglm import Gamma, brm, gaussian, glm, inverse_gaussian
from rglm.bayes import (
    bernoulli,
    beta_binomial,
    categorical,
    hurdle_gamma,
    hurdle_poisson,
    negbinomial,
    poisson,
    zero_inflated_negbinomial,
    zero_inflated_poisson,
)
from rglm.datasets import load
from rglm.models.brm.page.prior_frame import prior_frame
from rglm.priors import default_prior, normal, prior
from rglm.warnings import ConvergenceWarning


@pytest.fixture(scope="module")
def galaxies():
    return load("galaxies")


def test_they_are_those_of_the_fit(galaxies):
    fit = brm("has_gc ~ logmass", galaxies, family=bernoulli(), seed=1)
    table = default_prior("has_gc ~ logmass", galaxies, bernoulli())
    assert table.equals(prior_frame(fit._priors))


def test_parts_and_auxiliaries_are_named(galaxies):
    table = default_prior("n_gc ~ logmass | logmass", galaxies, zero_inflated_negbinomial())
    assert table["class"].tolist() == ["Intercept", "b", "Intercept", "b", "shape"]
    assert table["dpar"].tolist() == ["", "", "zi", "zi", ""]
    assert set(table["source"]) == {"default"}


def test_given_priors_stand_among_the_others(galaxies):
    k, name = 3, "poly(logmass, k)2"  # k is found where the call stands
    given = prior(normal(0, 1), coef=name)
    table = default_prior("n_gc ~ poly(logmass, k)", galaxies, negbinomial(), prior=given)
    row = table.set_index("coef").loc[name]
    assert (row["prior"], row["source"]) == ("normal(0, 1)", "user")
    assert (table["class"] == "b").sum() == k


def test_mistakes_are_those_of_brm(galaxies):
    with pytest.raises(ValueError, match="did you mean 'binomial'"):
        default_prior("has_gc ~ logmass", galaxies, "binomal")
    with pytest.raises(TypeError, match=r"default_prior\(\) has no argument 'fam'"):
        default_prior("has_gc ~ logmass", galaxies, fam="binomial")


@pytest.mark.parametrize("family", [Gamma("log"), inverse_gaussian("log"), gaussian()])
def test_the_unit_of_the_response_makes_no_difference(family):
    data = load("mtcars")
    miles = brm("mpg ~ wt", data, family=family, seed=1, algorithm="importance").draws
    inches = brm("I(63360 * mpg) ~ wt", data, family=family, seed=1, algorithm="importance").draws
    unit = 63360 if family.link.has_unit_of_response else 1
    assert inches["wt"].mean() == pytest.approx(unit * miles["wt"].mean(), rel=1e-4)
    assert inches["wt"].std() == pytest.approx(unit * miles["wt"].std(), rel=1e-3)


def test_precise_responses_are_not_blurred():
    """The coefficient of variation is 1%: a prior of the shape must let it be 10,000."""
    data = load("mtcars")
    noise = np.random.default_rng(1).gamma(1e4, 1e-4, len(data))
    data["y"] = np.exp(1 + 0.1 * data["wt"]) * noise
    fit = brm("y ~ wt", data, family=Gamma("log"), seed=1)
    by_ml = glm("y ~ wt", data, family=Gamma("log")).summary().coefficients["Std. Error"]
    np.testing.assert_allclose(fit.draws[["Intercept", "wt"]].std(), by_ml, rtol=0.12)


OFFSET = " + offset(log(exposure))"


@pytest.mark.parametrize(
    ("response", "parts", "family"),
    [
        ("n_gc", 1, poisson()),
        ("n_gc", 1, negbinomial()),
        ("cbind(n_gc, 9)", 1, beta_binomial()),
        ("n_gc", 2, zero_inflated_poisson()),
        ("n_gc", 2, hurdle_poisson()),
        ("n_gc", 2, hurdle_gamma()),
        ("factor(has_gc)", 1, categorical()),
    ],
)
def test_a_constant_offset_moves_the_intercept_alone(galaxies, response, parts, family):
    """The prior of the intercept moves with it, however large the unit of exposure is."""
    data, options = galaxies.assign(exposure=1e5), {"seed": 1, "draws": 100}
    options |= {"family": family, "algorithm": "importance"}
    with warnings.catch_warnings():  # of k-hat of so few draws
        warnings.simplefilter("ignore", ConvergenceWarning)
        plain, moved = (
            brm(f"{response} ~ {' | '.join([side] * parts)}", data, **options).draws
            for side in ("logmass", "logmass" + OFFSET)
        )
    is_intercept = np.array(["Intercept" in name for name in plain])
    moves = np.abs(plain - moved).to_numpy().mean(axis=0)
    np.testing.assert_allclose(moves, np.where(is_intercept, np.log(1e5), 0), atol=1e-6)
