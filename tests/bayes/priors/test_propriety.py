"""Flat priors: where the data make up for them, and where they are refused."""

import numpy as np
import pytest

from rglm.bayes.distributions.flat import Flat
from rglm.bayes.distributions.location_scale import Normal
from rglm.bayes.distributions.positive import Exponential
from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.priors.prior_table import Parameter, resolve_priors
from rglm.bayes.priors.propriety import check_propriety
from rglm.datasets import load
from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.families import Gamma, binomial, gaussian, inverse_gaussian, poisson
from rglm.families.likelihoods.glm.glm_density import glm_density, negbin_density
from rglm.families.likelihoods.softmax import Softmax
from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.families.links.link_names import make_link
from rglm.fitting.newton.ordinal_likelihood import OrdinalLikelihood
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.priors import flat, normal, prior
from rglm.sources.memory import MemorySource

RNG = np.random.default_rng(7)
X = np.round(RNG.normal(size=20), 2)
BINARY = (RNG.random(20) < 0.5).astype(float)
COUNTS = RNG.poisson(2.0, 20).astype(float)
AMOUNTS = np.round(RNG.gamma(2.0, 1.0, 20), 2)


def check(density, y, *columns, flats=("x1",), parts=1, weights=None, bounds=None):
    """Check a model with an intercept x0 and columns x1 ... in each of its parts."""
    n, width = len(y), len(columns) + 1
    one = np.ones(n)
    names = tuple(f"x{j}" for j in range(width))
    design = Columns(n, names, np.arange(width), (one, *columns), np.arange(width))
    rows = Rows(y, one if weights is None else weights, 0 * one, one, 0 * one)
    likelihood = PredictorLikelihood(density, (np.arange(width),) * parts)
    parameters = [
        Parameter(f"{'z' * k}{name}", "b", name, "z" * k, Normal(0, 1))
        for k in range(parts)
        for name in names
    ]
    parameters += [
        Parameter(name, name, "", "", Exponential(1), 0, np.inf) for name in density.scalars
    ]
    given = [
        prior(flat(), one.class_, one.coef or None, one.dpar, **(bounds or {}))
        for one in parameters
        if one.name in flats
    ]
    centring = np.eye(len(parameters))
    for k in range(parts):
        centring[k * width, k * width + 1 : (k + 1) * width] = [-c.mean() for c in columns]
    positive = np.arange(len(parameters)) >= parts * width
    space = ParameterSpace(centring, np.ones(len(parameters)), positive)
    table = resolve_priors(given, parameters)
    check_propriety(likelihood, MemorySource(design, rows), table, space)


def refuses(match, *args, **kwargs):
    with pytest.raises(ValueError, match=match):
        check(*args, **kwargs)


ALL = ("x0", "x1")


@pytest.mark.parametrize("flats", [(), ("x1",), ALL])
@pytest.mark.parametrize("link", ["logit", "probit", "cloglog"])
def test_outcomes_that_overlap_bound_everything(flats, link):
    check(glm_density(binomial(link)), BINARY, X, flats=flats)


def test_separated_outcomes_do_not_bound_a_slope():
    message = (
        r"prior=: the posterior is improper: the prior of x1 is flat, and the likelihood does not "
        r"fall as it goes to infinity, as under separation; give a proper one, such as "
        r"prior\(normal\(0, 1\), class_='b', coef='x1'\)"
    )
    logit, y = glm_density(binomial()), (X.mean() < X).astype(float)
    refuses(message, logit, y, X)
    refuses("the prior of x0, x1 is flat", logit, y, X, flats=ALL)
    check(logit, y, X, flats=("x0",))
    refuses("the prior of x0 is flat", logit, np.ones(20), X, flats=("x0",))


def test_a_proper_intercept_that_holds_the_middle_may_bound_a_slope():
    """Of centred columns, so that no slope alone moves all rows to one side."""
    logit = glm_density(binomial())
    refuses("the prior of x0, x1 is flat", logit, np.ones(20), X, flats=ALL)
    check(logit, np.ones(20), X, flats=("x1",))


def test_a_bound_on_the_side_of_the_separation_is_enough():
    logit, y = glm_density(binomial()), (X.mean() < X).astype(float)
    check(logit, y, X, bounds={"ub": 3})
    refuses("the prior of x1 is flat", logit, y, X, bounds={"lb": 0})


def test_rows_without_weight_bound_nothing():
    logit = glm_density(binomial())
    y = (X.mean() < X).astype(float)
    y[0] = 1 - y[0]
    check(logit, y, X, flats=ALL)
    weights = np.ones(20)
    weights[0] = 0
    refuses("x1 is flat", logit, y, X, flats=ALL, weights=weights)


@pytest.mark.parametrize("family", [binomial(), gaussian(), poisson()])
def test_combinations_of_columns_are_not_bounded(family):
    both = {"flats": ("x1", "x2"), "weights": np.ones(20)}
    y = BINARY if family.name == "binomial" else COUNTS
    refuses(
        "the prior of x1, x2 is flat, and its column is a combination",
        *(glm_density(family), y, X, 3 * X + 1),
        **both,
    )
    check(glm_density(family), y, X, 3 * X + 1, flats=("x2",))


def test_counts_that_are_all_zero_in_a_group():
    group = (np.arange(20) < 5).astype(float)
    none = np.where(group == 1, 0.0, COUNTS + 1)
    for density in (glm_density(poisson()), negbin_density("log")):
        refuses(
            "the prior of x0, x1 is flat|the prior of x1 is flat", density, none, group, flats=ALL
        )
        check(density, none, X, flats=ALL)


def test_amounts_bound_what_their_mean_does():
    check(glm_density(Gamma("log")), AMOUNTS, X, flats=ALL)
    check(glm_density(gaussian()), AMOUNTS, X, flats=ALL)
    refuses("x0 is flat", glm_density(gaussian("log")), AMOUNTS, flats=("x0",))
    check(glm_density(gaussian("log")), AMOUNTS, X, flats=("x1",))
    refuses("x0 is flat", glm_density(inverse_gaussian("log")), AMOUNTS, flats=("x0",))
    refuses("x0 is flat", glm_density(inverse_gaussian("identity")), AMOUNTS, flats=("x0",))
    check(glm_density(inverse_gaussian("1/mu^2")), AMOUNTS, flats=("x0",))


def test_auxiliaries_have_to_be_bounded_above():
    refuses(
        r"the prior of Log\(theta\) is flat, and the likelihood does not fall as it goes to infin",
        *(negbin_density("log"), COUNTS, X),
        flats=("Log(theta)",),
    )
    check(glm_density(gaussian()), AMOUNTS, X, flats=("Log(sigma)", *ALL))
    check(glm_density(Gamma("log")), AMOUNTS, X, flats=("Log(shape)", *ALL))
    few, x = AMOUNTS[:3], X[:3]
    check(glm_density(gaussian()), few, x, flats=("Log(sigma)",))
    refuses("sigma", glm_density(gaussian()), few, x, flats=("Log(sigma)", *ALL))


def test_zero_inflation_may_vanish():
    density = ZeroInflated("poisson", "logit")
    check(density, COUNTS, X, parts=2, flats=ALL)
    refuses("the prior of zx0 is flat", density, COUNTS, X, parts=2, flats=("zx0",))
    check(density, COUNTS, X, parts=2, flats=("zx1",))
    zeros = (COUNTS == 0).astype(float)
    refuses("the prior of x1 is flat", density, COUNTS, zeros, parts=2, flats=("x1", "x0"))


def test_categories_in_and_out_of_order():
    labels = np.digitize(X, [-0.5, 0.5])
    mixed = RNG.permutation(labels)
    for y, is_separated in ((labels, True), (mixed, False)):
        shares = np.eye(3)[y]
        if is_separated:
            refuses("x1", Softmax(3), shares, X, parts=2, flats=("x1", "zx1", "x0", "zx0"))
        else:
            check(Softmax(3), shares, X, parts=2, flats=("x1", "zx1", "x0", "zx0"))
        likelihood = OrdinalLikelihood(make_link("logit"), np.array([1]), 3)
        one = np.ones(20)
        columns = Columns(20, ("x0", "x1"), np.arange(2), (one, X), np.arange(2))
        source = MemorySource(columns, Rows(y * 1.0, one, 0 * one, one, 0 * one))
        names = ["x1", "Intercept[1]", "Intercept[2]"]
        parameters = [Parameter("x1", "b", "x1", "", Flat())]
        parameters += [Parameter(n, "Intercept", n[-2], "", Flat()) for n in names[1:]]
        centring = np.eye(3)
        centring[1:, 0] = X.mean()
        space = ParameterSpace(centring, np.ones(3), np.zeros(3, dtype=bool), slice(1, 3))
        arguments = (likelihood, source, resolve_priors(None, parameters), space)
        if is_separated:
            with pytest.raises(ValueError, match="the prior of x1.* is flat"):
                check_propriety(*arguments)
        else:
            check_propriety(*arguments)


def test_proper_priors_need_no_data():
    check(glm_density(binomial()), np.ones(20), X, X, flats=())


def test_the_galaxies_bound_their_slope():
    data = load("galaxies")
    y = data["has_gc"].to_numpy(dtype=float)
    check(glm_density(binomial()), y, data["logmass"].to_numpy(), flats=ALL)
    assert normal(0, 1) == Normal(0, 1)
