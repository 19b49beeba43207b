"""Options of the page of a posterior, on given draws."""

from copy import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rglm import brm
from rglm.bayes import negbinomial
from rglm.bayes.diagnostics.convergence import mcse_quantile
from rglm.datasets import load
from rglm.models.brm.page.summary import median_errors


@pytest.fixture
def independent_fit(given_fit):
    """The given draws, as if they were independent."""
    fit = copy(given_fit)
    fit._sample = replace(given_fit._sample, algorithm="prior")
    return fit


def test_monte_carlo_errors_are_a_column_as_in_brms(independent_fit):
    page = independent_fit.summary(mc_se=True)
    assert page.fixed.columns[:3].tolist() == ["Estimate", "MCSE", "Est.Error"]
    table = pd.concat([page.fixed, page.spec_pars])
    np.testing.assert_allclose(table["MCSE"], table["Est.Error"] / np.sqrt(400))
    robust = independent_fit.summary(mc_se=True, robust=True).fixed
    assert (
        robust["Estimate"].tolist() == independent_fit.draws[["Intercept", "wt"]].median().tolist()
    )
    ratio = robust["MCSE"] / table["MCSE"].iloc[:2]
    assert ((ratio > 0.8) & (ratio < 1.6)).all()  # sqrt(pi / 2) of many normal draws


def test_the_error_of_a_median_is_that_of_its_density():
    x = np.random.default_rng(1).standard_normal((40_000, 1))
    found = median_errors(x, np.array([400.0]))
    np.testing.assert_allclose(found, np.sqrt(np.pi / 2) / 20, 0.05)


def test_intervals_and_digits(independent_fit):
    page = independent_fit.summary(prob=0.8, digits=4, priors=False)
    assert page.fixed.columns[2:4].tolist() == ["l-80% CI", "u-80% CI"]
    ends = np.quantile(independent_fit.draws["wt"], [0.1, 0.9])
    np.testing.assert_allclose(page.fixed.loc["wt"].iloc[2:4].astype(float), ends)
    assert "Priors:" not in str(page)
    assert "Priors:" in str(independent_fit.summary())
    row = next(line for line in str(page).split("\n") if line.startswith("wt"))
    assert f"{ends[0]:.4f} {ends[1]:.4f}" in row.replace("  ", " ")
    assert "-0" not in str(independent_fit.summary(digits=0).print_tables())


def test_a_mean_that_does_not_exist_is_told_of():
    """Without overdispersion the shape's posterior has the tail of its prior, of infinite mean."""
    fit = brm("carb ~ wt", load("mtcars"), family=negbinomial(), seed=1)
    text = str(fit.summary()).replace("\n", " ")
    assert "k-hat is above 0.7 for shape: mean and Est.Error may be infinite" in text
    assert "infinite" not in str(fit.summary(robust=True))
    assert fit.summary(robust=True).spec_pars["Estimate"].iloc[0] < 1000


def test_wrong_options(independent_fit):
    with pytest.raises(ValueError, match="digits=-1"):
        independent_fit.summary(digits=-1)
    with pytest.raises(ValueError, match="prob=95"):
        independent_fit.summary(prob=95)


def test_medians_of_chains_have_errors_of_chains():
    pytest.importorskip("nutpie")
    fit = brm("mpg ~ wt", load("mtcars"), seed=1, algorithm="sampling", chains=2, iter=400)
    found = fit.summary(mc_se=True, robust=True).fixed["MCSE"]
    draws = fit.draws.to_numpy()[:, :2].reshape(2, 200, 2)
    np.testing.assert_allclose(found, mcse_quantile(draws, 0.5), rtol=1e-12)


def test_the_tables_print_all_their_columns(independent_fit):
    assert "..." not in repr(independent_fit.summary(mc_se=True).fixed)
