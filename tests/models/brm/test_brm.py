"""`brm`: which parameters a model has, what its arguments do, and what it refuses."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import binomial, brm, glm, poisson, quasipoisson, tweedie
from rglm.bayes import (
    bernoulli,
    beta_binomial,
    categorical,
    cumulative,
    hurdle_gamma,
    hurdle_negbinomial,
    negbinomial,
    zero_inflated_poisson,
)
from rglm.datasets import load
from rglm.errors import DataError
from rglm.priors import flat
from rglm.warnings import FitWarning

GALAXIES = load("galaxies")
MTCARS = load("mtcars").assign(disp0=lambda data: data["disp"].round())


@pytest.fixture(scope="module")
def fit():
    return brm("has_gc ~ logmass", GALAXIES, family=bernoulli(), seed=1)


@pytest.fixture(scope="module")
def levels():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(80)
    latent = x + rng.logistic(size=80)
    codes = np.digitize(latent, [-1, 1])
    ordered = pd.Categorical.from_codes(codes, ["low", "mid", "high"], ordered=True)
    return pd.DataFrame({"x": x, "y": ordered, "kind": np.asarray(ordered, dtype=str)})


def test_the_posterior_of_a_logistic_model(fit):
    # exact by quadrature (issue 19): means -10.1645, 1.4991, sds 1.3135, 0.1885; 4,000 draws
    np.testing.assert_allclose(fit.draws.mean(), [-10.1645, 1.4991], atol=4 * 1.3135 / 3000**0.5)
    np.testing.assert_allclose(fit.draws.std(), [1.3135, 0.1885], rtol=0.06)
    assert fit.algorithm == "importance"
    assert fit.k_hat < 0.5


@pytest.mark.parametrize(
    ("formula", "family", "names"),
    [
        ("mpg ~ wt", "gaussian", ["Intercept", "wt", "sigma"]),
        ("mpg ~ 0 + wt", rglm.Gamma(), ["wt", "shape"]),
        ("mpg ~ wt", rglm.inverse_gaussian("log"), ["Intercept", "wt", "shape"]),
        ("carb ~ wt", poisson(), ["Intercept", "wt"]),
        ("hp ~ wt", negbinomial(), ["Intercept", "wt", "shape"]),
        ("cbind(gear, carb) ~ wt", binomial("probit"), ["Intercept", "wt"]),
        ("cbind(hp, disp0) ~ wt", beta_binomial(), ["Intercept", "wt", "phi"]),
    ],
)
def test_names_of_parameters(formula, family, names):
    found = brm(formula, MTCARS, family=family, draws=1000, seed=1)
    assert list(found.names) == list(found.draws.columns) == names


def test_names_of_categories(levels):
    ordered = brm("y ~ x", levels, family=cumulative(), draws=1000, seed=1)
    assert list(ordered.names) == ["Intercept[1]", "Intercept[2]", "x"]
    unordered = brm("kind ~ x", levels, family=categorical(refcat="mid"), draws=1000, seed=1)
    assert list(unordered.names) == ["muhigh_Intercept", "mulow_Intercept", "muhigh_x", "mulow_x"]


def test_a_hurdle_is_the_probability_of_zero(recwarn):
    found = brm("n_gc ~ logmass | logmass", GALAXIES, family=hurdle_negbinomial(), seed=1)
    assert list(found.names) == ["Intercept", "hu_Intercept", "logmass", "hu_logmass", "shape"]
    other = rglm.hurdle("n_gc ~ logmass", GALAXIES, dist="negbin").coefficients
    # pscl's coefficients are of a count above zero
    assert abs(found.draws["hu_logmass"].mean() + other["zero_logmass"]) < 0.1


def test_the_same_seed_gives_the_same_draws(fit):
    again = brm("has_gc ~ logmass", GALAXIES, family="bernoulli", seed=1)
    pd.testing.assert_frame_equal(again.draws, fit.draws)
    other = brm("has_gc ~ logmass", GALAXIES, family=bernoulli, seed=2)
    assert (other.draws.to_numpy() != fit.draws.to_numpy()).any()


def test_a_row_of_weight_2_counts_twice():
    weighted = MTCARS.assign(w=np.where(MTCARS["cyl"] == 4, 2, 1))
    doubled = pd.concat([MTCARS, MTCARS[MTCARS["cyl"] == 4]])
    priors = [
        rglm.priors.prior(rglm.priors.normal(0, 5), class_="Intercept"),
        rglm.priors.prior(rglm.priors.normal(0, 1), class_="b"),
    ]
    options = {"prior": priors, "seed": 1, "draws": 1000}
    centred = "carb ~ I(wt - 3)"  # the centre of the columns counts rows, and not weights
    one = brm(centred, weighted, poisson(), weights="w", **options)
    two = brm(centred, doubled, poisson(), **options)
    np.testing.assert_allclose(one.draws.mean(), two.draws.mean(), atol=0.05)


def test_an_offset_is_added_to_the_linear_predictor():
    exposed = MTCARS.assign(exposure=1000.0)
    plain = brm("carb ~ wt", MTCARS, poisson(), seed=1)
    rate = brm("carb ~ wt + offset(log(exposure))", exposed, poisson(), seed=1)
    difference = plain.draws["Intercept"] - rate.draws["Intercept"]
    np.testing.assert_allclose(difference, np.log(1000), atol=1e-6)


@pytest.mark.parametrize(
    ("family", "message"),
    [
        (quasipoisson(), "quasipoisson family has no likelihood"),
        (tweedie(1.5), "has no likelihood"),
        ("negbinomal", "did you mean 'negbinomial'"),
        ("quasibinomial", "has no likelihood"),
    ],
)
def test_families_that_are_refused(family, message):
    with pytest.raises(ValueError, match=message):
        brm("carb ~ wt", MTCARS, family=family)


@pytest.mark.parametrize(
    ("formula", "family", "message"),
    [
        ("mpg ~ wt", bernoulli(), "bernoulli\\(\\) takes 0 and 1, 'mpg' is 21 in the row"),
        ("cbind(gear, carb) ~ wt", bernoulli(), "two columns; use family=binomial"),
        ("mpg ~ wt", cumulative(), "^brm: the response 'mpg' is not a factor"),
        ("mpg ~ wt", zero_inflated_poisson(), "^brm: the response 'mpg' has to be a count"),
        ("hp ~ wt", hurdle_gamma(), "^brm: .*no zeros"),
        ("mpg ~ wt", beta_binomial(), "^brm: the response 'mpg' has to be two columns"),
        ("mpg ~ wt", negbinomial(), "^brm: the response 'mpg' has to be a count of 0, 1, 2"),
    ],
)
def test_errors_of_responses_name_brm(formula, family, message):
    with pytest.raises(DataError, match=message):
        brm(formula, MTCARS, family=family)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 10}, "draws=10: give a whole number of 100 or more"),
        ({"chains": 0}, "chains=0"),
        ({"formula": "cyl | trials(gear) ~ wt"}, r"written cbind\(s, n - s\)"),
        ({"formula": "vs ~ 0", "family": bernoulli()}, "nothing to estimate"),
        ({"warmup": 0}, "warmup=0: give a whole number of 1 or more"),
        ({"iter": 3, "thin": 2}, "of which thin=2 keeps fewer than 2"),
        ({"iter": 100, "warmup": 100}, "warmup=100 leaves 0 of iter=100"),
        ({"algorithm": "nuts"}, "algorithm='nuts'"),
        ({"sample_prior": "maybe"}, "sample_prior='maybe'"),
    ],
)
def test_options_are_checked(options, message):
    with pytest.raises(ValueError, match=message):
        brm(**{"formula": "mpg ~ wt", "data": MTCARS, **options})


def test_a_family_is_a_family_of_brm():
    with pytest.raises(TypeError, match="family= takes a family such as bernoulli.*categorical"):
        brm("mpg ~ wt", MTCARS, family=None)


def test_the_prior_alone():
    found = brm("mpg ~ wt", MTCARS, sample_prior="only", draws=2000, seed=1)
    assert found.algorithm == "prior"
    rows = found.draws["wt"]
    assert abs(rows.std() / (2.5 * MTCARS["mpg"].std() / MTCARS["wt"].std()) - 1) < 0.1
    with pytest.raises(ValueError, match="sample_prior='only': the prior of wt is flat"):
        brm("mpg ~ wt", MTCARS, sample_prior="only", prior=flat())


def test_a_fit_pickles_and_strips(fit):
    other = pickle.loads(pickle.dumps(fit))
    pd.testing.assert_frame_equal(other.draws, fit.draws)
    assert repr(fit.strip()) == repr(fit)


def test_the_posterior_is_near_the_likelihood_of_many_rows():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.standard_normal(3000)})
    data["y"] = rng.poisson(np.exp(0.5 + 0.3 * data["x"]))
    likely = glm("y ~ x", data, poisson())
    found = brm("y ~ x", data, poisson(), seed=1, draws=1000)
    np.testing.assert_allclose(found.draws.mean(), likely.coefficients, atol=0.005)


def test_small_errors_are_shown_with_more_digits():
    page = repr(brm("mpg ~ I(1000 * hp)", MTCARS, seed=1))
    assert "0.00  " not in page
    assert "-0.000068" in page


def test_warnings_of_the_rows_name_brm(levels):
    one_more = levels.assign(y=levels["y"].cat.add_categories("top"))
    with pytest.warns(FitWarning, match="^brm: group 'top' is empty"):
        brm("y ~ x", one_more, cumulative(), seed=1, draws=400)
    with pytest.warns(FitWarning, match="^brm: group 'top' is empty"):
        brm("y ~ x", one_more, categorical(), seed=1, draws=400)


def test_rows_without_trials_are_no_data():
    with pytest.raises(DataError, match="^brm: no row takes part"):
        brm("cbind(0 * vs, 0 * vs) ~ wt", MTCARS, binomial(), seed=1)
