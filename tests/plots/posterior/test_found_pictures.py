"""Pictures of what other verbs of a posterior find."""

import numpy as np
import pytest

from rglm import brm
from rglm.datasets import load
from rglm.priors import flat, prior

matplotlib = pytest.importorskip("matplotlib")


def labels(ax):
    return [line.get_label() for line in ax.lines if not line.get_label().startswith("_")]


def test_a_hypothesis_has_its_posterior_and_its_prior(cars):
    one, two = cars.hypothesis(["wt = 0", "hp < -0.02"]).plot().ravel()
    assert labels(one) == ["posterior", "prior"]
    assert two.get_title(loc="left").endswith("< 0")
    low, high = one.get_xlim()
    assert low < 0 < high


def test_a_flat_prior_is_not_drawn():
    fit = brm("mpg ~ wt", load("mtcars"), prior=prior(flat()), seed=1, draws=100)
    assert labels(fit.hypothesis("wt < 0").plot()) == ["posterior"]


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_rows_with_a_large_k_are_red_and_have_their_labels(cars):
    found = cars.loo()
    ax = found.plot()
    red = ax.lines[0]
    np.testing.assert_array_equal(red.get_ydata(), found.pareto_k[found.pareto_k > found.k_limit])
    assert ax.lines[1].get_ydata()[0] == found.k_limit
    large = found.pareto_k[found.pareto_k > 0.5]
    assert {text.get_text() for text in ax.texts} == set(map(str, large.index[:8]))
