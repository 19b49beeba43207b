"""The posterior of each parameter, beside its chains or its prior."""

import numpy as np
import pytest

from rglm import brm
from rglm.bayes import negbinomial
from rglm.bayes.densities.kernel_density import density_curve, kernel_density
from rglm.datasets import load
from rglm.plots.posterior.densities import prior_density, prior_range
from rglm.priors import flat, normal, prior

matplotlib = pytest.importorskip("matplotlib")
RED = matplotlib.colors.to_rgba("#D55E00")


def labels(ax):
    return [line.get_label() for line in ax.lines if not line.get_label().startswith("_")]


def test_importance_draws_are_beside_their_prior(cars):
    panels = cars.plot()
    assert panels.shape == (4, 2)
    assert [ax.get_title(loc="left") for ax in panels[:, 0]] == list(cars.names)
    assert labels(panels[0, 1]) == ["posterior", "prior"]
    low, high = panels[1, 1].get_xlim()
    assert (low, high) == pytest.approx(prior_range(cars, 1))  # wider than the posterior


def test_chains_are_beside_their_traces_with_red_divergences(chains):
    panels = chains.plot("wt", combo="hist")
    assert panels.shape == (1, 2)
    assert labels(panels[0, 1]) == ["chain 1", "chain 2", "diverged"]
    (marks,) = panels[0, 1].collections
    assert tuple(marks.get_color()[0]) == RED
    np.testing.assert_array_equal([s[0, 0] for s in marks.get_segments()], [6, 7])
    trace = panels[0, 1].lines[0].get_ydata()
    np.testing.assert_array_equal(trace, chains.draws.loc[1, "wt"])


def test_the_prior_of_a_slope_is_exact_and_that_of_an_intercept_of_draws(cars):
    x = np.linspace(-10, 10, 5)
    own = cars._priors.distributions[1]
    np.testing.assert_allclose(prior_density(cars, 1, x), np.exp(own.log_density(x)))
    x = np.linspace(-300, 300, 400)
    assert prior_density(cars, 0, x).sum() * (x[1] - x[0]) == pytest.approx(1, abs=0.02)


def test_a_prior_of_a_long_tail_is_drawn_as_far_as_the_posterior_shows():
    fit = brm("breaks ~ wool", load("warpbreaks"), family=negbinomial(), seed=1, draws=200)
    ax = fit.plot("shape")[0, 1]
    draws, (low, high) = fit.draws["shape"], ax.get_xlim()
    assert high == pytest.approx(draws.max() + 15 * (draws.max() - draws.min()))
    assert 0 < low < draws.min()
    assert labels(ax) == ["posterior", "prior"]


def test_a_flat_prior_is_named():
    fit = brm("mpg ~ wt", load("mtcars"), prior=prior(flat()), seed=1, draws=100)
    panels = fit.plot("wt")
    assert panels[0, 1].get_title(loc="right") == "flat prior"
    assert prior_density(fit, 1, np.zeros(2)) is None
    assert prior_density(fit, 0, np.zeros(2)) is None  # the intercept has the slope in it


def test_draws_of_the_prior_alone_are_drawn():
    fit = brm("mpg ~ wt", load("mtcars"), prior=normal(0, 1), sample_prior="only", draws=200)
    assert labels(fit.plot("wt")[0, 1]) == ["prior"]


def test_of_many_parameters_the_first_are_drawn():
    fit = brm("mpg ~ factor(carb) * wt + hp + qsec + drat", load("mtcars"), seed=1, draws=100)
    panels = fit.plot()
    assert panels.shape == (12, 2)
    assert panels.figure._supxlabel.get_text() == f"the first 12 of {len(fit.names)} parameters"
    assert fit.plot("sigma").figure._supxlabel is None


def test_names_may_be_regular_expressions(cars):
    assert cars.plot("w|h", regex=True).shape == (2, 2)
    with pytest.raises(ValueError, match="no parameter fits it: Intercept, wt, hp, sigma"):
        cars.plot("zz", regex=True)
    with pytest.raises(ValueError, match="combo='denz': use one of dens, hist"):
        cars.plot(combo="denz")
    with pytest.raises(ValueError, match="ax= has 1 axes for 2 panels"):
        cars.plot("wt", ax=cars.plot("hp")[0, :1])


def test_a_density_curve_is_that_of_its_points():
    draws = np.random.default_rng(1).gamma(3, 1, 500)
    x, density = density_curve(draws)
    assert (x[0], x[-1]) == (draws.min(), draws.max())
    some = slice(20, -20, 60)
    expected = [kernel_density(draws, one) for one in x[some]]
    np.testing.assert_allclose(density[some], expected, rtol=0.01)
    near = np.linspace(1.0, 1.0 + 1e-6, 3)
    np.testing.assert_allclose(
        density_curve(draws, near)[1], kernel_density(draws, 1.0), rtol=1e-4
    )


def test_draws_that_are_one_number_have_a_curve():
    for draws in (np.full(5, 0.8), np.zeros(3), 0.8 + 1e-16 * np.arange(4)):
        x, density = density_curve(draws)
        assert np.isfinite(density).all()
        assert x[0] < draws[0] < x[-1]
