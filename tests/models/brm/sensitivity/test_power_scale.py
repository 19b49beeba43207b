"""Whether the prior matters, in numbers and in words."""

import numpy as np
import pytest

from rglm import brm, glm, power_scale
from rglm.bayes import power_scaling
from rglm.datasets import load
from rglm.priors import flat, normal, prior

MTCARS = load("mtcars")


def test_default_priors_hardly_matter():
    found = brm("mpg ~ wt", MTCARS, seed=1).power_scale()
    assert found.table["variable"].tolist() == ["Intercept", "wt", "sigma"]
    assert (found.table["prior"] < 0.05).all()
    assert (found.table["likelihood"] > 0.05).all()
    assert str(found).split("\n")[:5] == [
        "Sensitivity based on cjs_dist",
        "Prior selection: all priors",
        "Likelihood selection: all data",
        "",
        "  variable prior likelihood diagnosis",
    ]
    assert str(found).endswith("a similar one gives nearly the same posterior.")


def test_a_prior_far_from_the_data_is_in_conflict_with_them():
    fit = brm("mpg ~ wt + hp", MTCARS, prior=prior(normal(0, 0.2), coef="wt"), seed=1)
    found = power_scale(fit)
    table = found.table.set_index("variable")
    assert table.loc["wt", "diagnosis"] == power_scaling.CONFLICT
    assert table.loc["hp", "diagnosis"] == "-"
    assert found.words.startswith("The prior matters for wt: prior and data seem to say")
    assert max(map(len, str(found).split("\n"))) <= 80
    assert "cjs_dist" in found._repr_html_()
    some = fit.power_scale(["hp", "wt"]).table.set_index("variable")
    np.testing.assert_array_equal(some["prior"], table.loc[["hp", "wt"], "prior"])


def test_a_prior_that_says_all():
    fit = brm("mpg ~ wt + hp", MTCARS, prior=prior(normal(0, 0.01), coef="wt"), seed=1)
    found = fit.power_scale("wt")
    assert found.table["diagnosis"].tolist() == [power_scaling.STRONG_PRIOR]
    assert "the data say little there" in found.words


def test_a_flat_prior_has_no_power():
    priors = [prior(flat()), prior(flat(), class_="Intercept"), prior(flat(), class_="sigma")]
    found = brm("mpg ~ wt", MTCARS, prior=priors, seed=1).power_scale()
    assert (found.table["prior"] == 0).all()


def test_what_cannot_be_is_named():
    fit = brm("mpg ~ wt", MTCARS, sample_prior="only", seed=1)
    with pytest.raises(ValueError, match="power_scale.. needs draws of the posterior"):
        fit.power_scale()
    with pytest.raises(TypeError, match="takes a fit of brm"):
        power_scale(glm("mpg ~ wt", MTCARS))
    fit = brm("mpg ~ wt", MTCARS, seed=1)
    with pytest.raises(ValueError, match="give a power below 1"):
        fit.power_scale(lower_alpha=1.5)
    with pytest.raises(ValueError, match="variable='w' is no parameter"):
        fit.power_scale("w")
