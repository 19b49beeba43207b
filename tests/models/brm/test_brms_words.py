"""What brms and rstanarm write, and brm() has in another form: messages say in which."""

import numpy as np
import pandas as pd
import pytest

from rglm import brm
from rglm.bayes import cumulative, negbinomial, zero_inflated_negbinomial
from rglm.priors import normal, prior

ROWS = pd.DataFrame({"y": [0, 1, 2, 1, 0, 3], "n": 4, "x": np.arange(6.0), "g": list("aabbcc")})


@pytest.fixture(scope="module")
def fit():
    return brm("y ~ x", ROWS, family="poisson", draws=400, seed=1)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("y | trials(n) ~ x", r"cbind\(s, n - s\) ~ x, or s/n ~ x with weights='n'"),
        ("y | weights(n) ~ x", "give the argument weights="),
        ("y | rate(n) ~ x", r"y ~ x \+ offset\(log\(exposure\)\)"),
        ("y | cens(n) ~ x", "censored responses are not modelled"),
        ("y ~ mo(x)", r"monotonic effects are not here; factor\(x\)"),
        ("y ~ x + t2(x, n)", r"write ns\(x, 3\)"),
        ("y ~ gp(x)", r"write ns\(x, 3\)"),
        ("y ~ me(x, 1)", "not modelled"),
        ("y ~ x + ar(p = 1)", "residuals that depend on each other are not modelled"),
        ("mvbind(y, n) ~ x", "a model has one response"),
        ("y ~ 0 + Intercept + x", "the intercept is no column: 'y ~ x' has it"),
        ("y ~ x + (1 | g)", r"random effects, as \(1 \| g\), are not in these models"),
    ],
)
def test_formulas(formula, message):
    with pytest.raises(ValueError, match=message):
        brm(formula, ROWS, family="poisson")


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("backend", "needs none: no Stan program is compiled; leave it out"),
        ("refresh", r"here it is progress=False"),
        ("silent", r"here it is progress=False"),
        ("adapt_delta", r"control=\{'adapt_delta'"),
        ("inits", r"here it is init=\)"),
        ("file", r"pickle\.dump\(fit, file\)"),
        ("prior_intercept", r"class_='Intercept'"),
        ("prior_PD", "sample_prior='only'"),
        ("ziformula", r"y ~ x \| z"),
        ("familly", "did you mean 'family'"),
    ],
)
def test_arguments(argument, message):
    with pytest.raises(TypeError, match=rf"brm\(\) has no argument '{argument}'.*{message}"):
        brm("y ~ x", ROWS, **{argument: 1})


def test_arguments_of_priors():
    with pytest.raises(TypeError, match="'group', and needs none: there are no random effects"):
        prior(normal(0, 1), class_="sd", group="g")
    with pytest.raises(TypeError, match="'nlpar', and needs none"):
        prior(normal(0, 1), nlpar="a")


@pytest.mark.parametrize(
    ("verb", "message"),
    [
        ("nuts_params", r"as_arviz\(\)"),
        ("pairs", r"mcmc_plot\(type='pairs'\)"),
        ("reloo", r"kfold\(\)"),
        ("get_prior", r"prior_summary\(\)"),
        ("prior_draws", "sample_prior='only'"),
        ("make_stancode", "no Stan program"),
    ],
)
def test_verbs(fit, verb, message):
    with pytest.raises(AttributeError, match=rf"BrmFit has no '{verb}': .*{message}"):
        getattr(fit, verb)


def test_arguments_of_verbs(fit):
    with pytest.raises(TypeError, match="not needed: there are no random effects"):
        fit.fitted(re_formula=None)
    with pytest.raises(TypeError, match=r"here it is kfold\(\)"):
        fit.loo(moment_match=True)


def test_arguments_of_families():
    for make in (negbinomial, zero_inflated_negbinomial):
        with pytest.raises(TypeError, match="'link_shape', and needs none: it has no predictor"):
            make(link_shape="log")
    with pytest.raises(TypeError, match="'threshold', and needs none: the cut points"):
        cumulative(threshold="flexible")


@pytest.mark.parametrize("family", [3, None, ("poisson", "log")])
def test_what_is_no_family(family):
    with pytest.raises(
        TypeError, match=r"brm: family= takes a family .*; families: .*bernoulli, negbin"
    ):
        brm("y ~ x", ROWS, family=family)
