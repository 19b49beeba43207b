"""Estimates and intervals of parameters against brms, rstanarm and coda on the same draws."""

import numpy as np
import pandas as pd
import pytest

from rglm import brm
from rglm.bayes.highest_density import highest_density_intervals
from rglm.datasets import load
from rglm.priors import flat, normal, prior


def check(found, expected, rtol=1e-10):
    assert found.index.tolist() == expected["rows"]
    assert found.columns.tolist() == expected["columns"]
    np.testing.assert_allclose(found.to_numpy(), expected["values"], rtol)


def test_tables_are_those_of_brms(given_fit, expected):
    check(given_fit.posterior_summary(), expected["summary"])
    check(given_fit.posterior_summary(None, (0.05, 0.9), robust=True), expected["robust"])
    table = given_fit.fixef(pars=["wt"])
    pd.testing.assert_frame_equal(table, given_fit.posterior_summary("wt"))
    assert given_fit.fixef().index.tolist() == ["Intercept", "wt"]
    assert given_fit.fixef(probs=0.5).columns.tolist() == ["Estimate", "Est.Error", "Q50"]
    assert given_fit.coef().to_dict() == given_fit.fixef()["Estimate"].to_dict()


def test_draws_are_the_table_without_a_summary(given_fit):
    draws = given_fit.fixef(summary=False)
    pd.testing.assert_frame_equal(draws, given_fit.draws[["Intercept", "wt"]])


def test_intervals_are_those_of_rstanarm_and_coda(given_fit, expected):
    check(given_fit.posterior_interval(), expected["interval"])
    check(given_fit.posterior_interval(prob=0.5), expected["interval50"])
    check(given_fit.posterior_interval(method="hdi"), expected["hdi"])
    check(given_fit.posterior_interval(0.5, "hdi"), expected["hdi50"])
    found = given_fit.confint(level=0.9)
    np.testing.assert_allclose(found, expected["interval"]["values"][:2], 1e-10)
    assert found.columns.tolist() == ["5 %", "95 %"]


def test_covariance_is_that_of_the_draws(given_fit, expected):
    coefficients = ["Intercept", "wt"]
    for name, options in {"vcov": {}, "correlation": {"correlation": True}}.items():
        table = expected[name]
        whole = pd.DataFrame(table["values"], table["rows"], table["columns"])
        found = given_fit.vcov(**options)
        np.testing.assert_allclose(found, whole.loc[coefficients, coefficients], 1e-10)
    assert given_fit.vcov(pars="wt").shape == (1, 1)


def test_names_of_brms_are_known(given_fit):
    assert given_fit.posterior_interval(pars=["b_wt", "sigma"]).index.tolist() == ["wt", "sigma"]
    assert given_fit.confint("b_wt").index.tolist() == ["wt"]


@pytest.mark.parametrize(
    ("verb", "arguments", "message"),
    [
        ("fixef", {"pars": "sigma"}, "pars='sigma' is no coefficient; there are Intercept, wt"),
        ("posterior_summary", {"pars": "sigmo"}, "did you mean 'sigma'"),
        ("confint", {"parm": ["w"]}, "parm='w' is no coefficient"),
        ("confint", {"level": 95}, "a coverage lies between 0 and 1"),
        ("fixef", {"probs": (2.5, 97.5)}, "probs= takes probabilities between 0 and 1"),
        ("posterior_interval", {"method": "hpd"}, "use one of eti, hdi"),
        ("rhat", {}, "rhat.. compares Markov chains"),
    ],
)
def test_what_cannot_be_is_named(given_fit, verb, arguments, message):
    with pytest.raises(ValueError, match=message):
        getattr(given_fit, verb)(**arguments)


def test_counts(given_fit):
    assert (given_fit.ndraws(), given_fit.nchains(), given_fit.niterations()) == (400, 1, 400)
    assert given_fit.variables() == ["Intercept", "wt", "sigma"]


def test_effective_sizes_are_those_of_the_page():
    fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    page = fit.summary()
    sizes = pd.concat([page.fixed, page.spec_pars])["Bulk_ESS"]
    pd.testing.assert_series_equal(fit.neff_ratio(), sizes / 4000, check_names=False)


def test_priors_print_as_in_brms():
    priors = [prior(normal(0, 10)), prior(flat(), class_="Intercept")]
    fit = brm("mpg ~ wt + hp", load("mtcars"), prior=priors, seed=1)
    assert str(fit.prior_summary()).split("\n") == [
        "              prior     class coef dpar lb ub       source",
        "             (flat) Intercept                         user",
        "      normal(0, 10)         b                         user",
        "      normal(0, 10)         b   wt            (vectorized)",
        "      normal(0, 10)         b   hp            (vectorized)",
        " exponential(0.166)     sigma            0         default",
    ]
    assert fit.prior_summary()._repr_html_().count("<tr>") == 6


def test_a_highest_density_interval_is_the_shortest():
    x = np.random.default_rng(1).gamma(2, size=(501, 1))
    low, high = highest_density_intervals(x, 0.8)[0]
    inside = (x >= low) & (x <= high)
    assert inside.sum() == 402
    ordered = np.sort(x[:, 0])
    assert high - low == (ordered[401:] - ordered[:-401]).min()
    x[3] = np.nan
    assert np.isnan(highest_density_intervals(x, 0.8)).all()
    assert highest_density_intervals(np.array([[2.0]]), 0.8).tolist() == [[2, 2]]  # one draw
