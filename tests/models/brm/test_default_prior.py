"""The priors of a model without a fit."""

import pytest

from rglm import brm
from rglm.bayes import bernoulli, negbinomial, zero_inflated_negbinomial
from rglm.datasets import load
from rglm.models.brm.page.prior_frame import prior_frame
from rglm.priors import default_prior, normal, prior


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
