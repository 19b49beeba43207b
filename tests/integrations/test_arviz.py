"""A fit of `brm` as ArviZ has it: numbers, labels, and ArviZ's own answers from them."""

import sys

import numpy as np
import pytest

from rglm import brm
from rglm.bayes import bernoulli, categorical
from rglm.datasets import load

CARS = load("mtcars")


@pytest.fixture(autouse=True)
def _needs_arviz():
    pytest.importorskip("arviz")


@pytest.fixture(scope="module")
def chains():
    pytest.importorskip("nutpie")
    arguments = {"algorithm": "sampling", "iter": 800, "chains": 2, "seed": 1}
    rows = load("galaxies").iloc[::4]
    return brm("has_gc ~ logmass", rows, family=bernoulli(), sample_prior="yes", **arguments)


@pytest.fixture(scope="module")
def tree(chains):
    return chains.as_arviz()


def test_draws_and_statistics_are_the_fits(chains, tree):
    for name, values in chains.draws.items():
        assert (tree.posterior[name].to_numpy().ravel() == values).all()
        assert np.isfinite(tree.prior[name]).all()
    report, statistics = chains._sample.sampling, tree.sample_stats
    assert (statistics["lp"].to_numpy() == chains._sample.log_density).all()
    assert (statistics["energy"].to_numpy() == report.energy).all()
    assert int(statistics["diverging"].sum()) == report.divergence_count


def test_rows_are_labelled_and_whole(chains, tree):
    rows = load("galaxies").iloc[::4]
    observed = tree.observed_data["has_gc"]
    assert observed.to_numpy().tolist() == rows["has_gc"].tolist()
    assert observed["obs"].to_numpy().tolist() == rows.index.tolist()
    predicted = tree.posterior_predictive["has_gc"]
    assert predicted.shape == (2, 400, 58)
    assert predicted.dtype.kind == "i"
    assert (predicted.to_numpy().reshape(-1, 58) == chains.posterior_predict()).all().all()


def test_arvizs_cross_validation_is_ours(chains, tree):
    import arviz

    found = chains.loo()
    theirs = arviz.loo(tree, pointwise=True)
    elpd = getattr(theirs, "elpd", None) or theirs.elpd_loo
    assert float(elpd) == pytest.approx(found.elpd, rel=1e-3)  # other r_eff, other tails


def test_categories_are_their_places_and_parts_can_be_left_out():
    fit = brm("factor(cyl) ~ wt", CARS, family=categorical(), seed=1, draws=200)
    tree = fit.as_arviz(log_likelihood=False)
    observed = tree.observed_data["factor(cyl)"]
    assert observed.to_numpy().tolist() == ((CARS["cyl"] - 4) // 2).tolist()
    assert observed["obs"].to_numpy().tolist() == CARS.index.tolist()
    assert set(np.unique(tree.posterior_predictive["factor(cyl)"])) == {0, 1, 2}
    groups = tree.groups() if callable(tree.groups) else [g.strip("/") for g in tree.groups]
    assert "log_likelihood" not in groups
    assert "prior" not in groups


def test_without_arviz_the_extra_is_told(chains, monkeypatch):
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(ImportError, match=r'as_arviz needs ArviZ: pip install "rglm\[bayes\]"'):
        chains.as_arviz()
