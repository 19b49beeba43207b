"""Grids of a posterior as those of all models: weights, nesting, offsets, slopes; pictures."""

import numpy as np
import pandas as pd
import pytest

from rglm import brm, generics, glm, poisson
from rglm.bayes import hurdle_poisson
from rglm.datasets import load

BREAKS, MTCARS = load("warpbreaks").iloc[:50], load("mtcars")


@pytest.fixture(scope="module")
def counts():
    return brm("breaks ~ wool * tension", BREAKS, family=poisson(), seed=1, draws=200)


@pytest.fixture(scope="module")
def linear():
    return brm("mpg ~ log(hp) * factor(cyl) + am", MTCARS, seed=1, draws=200)


@pytest.fixture(scope="module")
def rates():
    data = BREAKS.assign(time=np.arange(50) + 1.0)
    return brm("breaks ~ wool + offset(log(time))", data, family=poisson(), seed=1, draws=100)


CELLS = pd.DataFrame({"wool": ["A", "B"] * 3, "tension": ["L", "L", "M", "M", "H", "H"]})


@pytest.mark.parametrize("weights", ["equal", "proportional", "outer", "cells", "flat", [1, 3]])
def test_weights_are_those_of_all_models(counts, weights):
    """Averages of the draws of the linear predictor, as glm averages its one."""
    found = counts.emmeans("tension", weights=weights)
    n = pd.crosstab(BREAKS["tension"], BREAKS["wool"]).loc[["L", "M", "H"]].to_numpy()
    of_words = {"proportional": n.sum(axis=0), "outer": n.sum(axis=0), "cells": n}
    given = of_words.get(weights, 1) if isinstance(weights, str) else weights
    w = np.broadcast_to(given, (3, 2))
    eta = counts.posterior_linpred(newdata=CELLS).to_numpy().reshape(-1, 3, 2)
    np.testing.assert_allclose(found.draws, (eta * w).sum(axis=2) / w.sum(axis=1), rtol=1e-12)
    other = glm("breaks ~ wool * tension", BREAKS, poisson()).emmeans("tension", weights=weights)
    assert (found.table["emmean"] - other.table["emmean"]).abs().max() < 0.05


def test_means_on_the_scale_of_the_response(counts):
    mu = counts.posterior_epred(newdata=CELLS).to_numpy().reshape(-1, 3, 2).mean(axis=2)
    found = counts.emmeans("pairwise ~ tension", regrid="response")
    np.testing.assert_allclose(found.draws, mu, rtol=1e-12)
    np.testing.assert_allclose(found.contrasts.draws["L - H"], mu[:, 0] - mu[:, 2], rtol=1e-12)
    assert found.table.columns[1] == "rate"
    np.testing.assert_allclose(counts.emmeans("tension", epred=True).draws, mu, rtol=1e-12)
    logs = counts.emmeans("tension", epred=True).regrid("log")
    np.testing.assert_allclose(logs.draws, np.log(mu), rtol=1e-12)
    cells = counts.ref_grid()
    np.testing.assert_allclose(cells.regrid().draws, np.exp(cells.draws), rtol=1e-12)
    assert cells.table.columns[:3].tolist() == ["wool", "tension", "prediction"]
    assert counts.ref_grid(at={"wool": "A"}, type="response").table.shape == (3, 5)
    with pytest.raises(ValueError, match="before they are compared"):
        found.contrasts.regrid()


def test_offsets(rates):
    """Their mean, what is given, or that at the rows of the grid, as in all models."""
    own = rates.draws["Intercept"].to_numpy()
    mean = np.log(np.arange(50) + 1).mean()
    for given, offset in (({}, mean), ({"offset": 2}, 2.0), ({"at": {"time": 3}}, np.log(3))):
        drawn = rates.emmeans("wool", **given).draws["A"]
        np.testing.assert_allclose(drawn, own + offset, rtol=1e-12)


def test_nesting():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"drug": list("abcd") * 8, "route": list("iioo") * 8})
    fit = brm("y ~ route + drug", data.assign(y=rng.normal(size=32)), seed=1, draws=100)
    page = repr(fit.emmeans("drug"))
    assert "NOTE: A nesting structure was detected in the fitted model: drug %in% route" in page
    routes = fit.emmeans("route")
    eta = fit.posterior_linpred(newdata=data.iloc[:4]).to_numpy()
    np.testing.assert_allclose(routes.draws["i"], eta[:, :2].mean(axis=1), rtol=1e-12)
    assert len(fit.emmeans("drug", nesting=None).table) == 4
    assert "averaged over" in repr(fit.emmeans("drug", nesting=None))
    assert len(fit.ref_grid().table) == 4


def test_numbers_of_the_grid(linear):
    low, high = MTCARS["hp"].min(), MTCARS["hp"].max()
    ends = linear.emmeans("hp", cov_reduce="range")
    assert ends.table["hp"].tolist() == [low, high]
    median = linear.emmeans("cyl", cov_reduce={"hp": "median"}, cov_keep="am", by="am")
    at = linear.emmeans("cyl", at={"hp": MTCARS["hp"].median()}, by="am")
    assert median.table.equals(at.table)
    assert at.summary(by=None).by == ()
    assert at.summary(by=["cyl", "am"]).tidy()["cyl"].tolist() == [4, 6, 8] * 2


def test_slopes_are_exact(linear, counts):
    """d/dhp of b log(hp) is b / hp, in each draw."""
    b, hp = linear.draws, MTCARS["hp"].mean()
    found = linear.emtrends("pairwise ~ cyl", "hp")
    slope = b["log(hp)"] + b["log(hp):factor(cyl)8"]
    np.testing.assert_allclose(found.draws["8"], slope / hp, rtol=1e-12)
    expected = -b["log(hp):factor(cyl)8"] / hp
    np.testing.assert_allclose(found.contrasts.draws["cyl4 - cyl8"], expected, rtol=1e-9)
    by_log = linear.emtrends("cyl", "log(hp)")
    np.testing.assert_allclose(by_log.draws["8"], slope, rtol=1e-12)
    assert by_log.estimate_name == "log(hp).trend"
    np.testing.assert_allclose(
        linear.emtrends("cyl", "hp", epred=True).draws["8"], slope / hp, rtol=1e-8
    )
    assert repr(found).startswith("$emtrends\n cyl hp.trend lower.HPD upper.HPD\n")
    assert len(linear.emtrends(None, "hp").table) == 6
    with pytest.raises(ValueError, match="no slope of 'tension'"):
        counts.emtrends("wool", "tension")


def test_slopes_of_parts_and_of_the_response():
    rows = load("galaxies").head(100)
    fit = brm("n_gc ~ logmass | logmass", rows, family=hurdle_poisson(), seed=1, draws=100)
    b = fit.draws["hu_logmass"].to_numpy()
    zero = fit.emtrends("1", "logmass", dpar="hu")
    np.testing.assert_allclose(zero.draws["overall"], b, rtol=1e-12)
    p = fit.emmeans("1", dpar="hu", type="response").draws["overall"].to_numpy()
    share = fit.emtrends("1", "logmass", dpar="hu", type="response").draws["overall"]
    np.testing.assert_allclose(share, b * p * (1 - p), rtol=1e-12)
    x = rows["logmass"].mean()
    up, down = (fit.posterior_epred({"logmass": [x + h]})[0] for h in (1e-4, -1e-4))
    mean = fit.emtrends("1", "logmass", epred=True).draws["overall"]
    np.testing.assert_allclose(mean, (up - down) / 2e-4, rtol=1e-6)


def test_intervals_and_tables(counts):
    means = counts.emmeans("pairwise ~ tension", level=0.9)
    wide = means.confint(0.99).table
    assert (wide["lower.HPD"] <= means.table["lower.HPD"]).all()
    assert means.tidy().columns[-3:].tolist() == ["estimate", "conf_low", "conf_high"]
    response = means.summary(type="response")
    assert response.contrasts.table["contrast"].tolist() == ["L / M", "L / H", "M / H"]
    assert len(means) == 3


def test_pictures(counts, linear):
    pytest.importorskip("matplotlib")
    means = counts.emmeans("~ tension | wool", type="response")
    titles = [panel.get_title(loc="left") for panel in means.plot().ravel()]
    assert titles == ["wool = A", "wool = B"]
    labels = means.pairs().plot(by=()).get_yticklabels()
    assert labels[0].get_text() == "L / M A"
    assert generics.emmip(counts, "wool ~ tension", CIs=True).get_xlabel() == "tension"
    table = linear.emmip("cyl ~ hp", CIs=True, plotit=False)
    assert table.columns.tolist() == ["cyl", "hp", "yvar", "LCL", "UCL", "tvar", "xvar"]
    assert means.emmip("wool ~ tension").get_ylabel() == "predicted rate"
    with pytest.raises(ValueError, match=r"pairs\(\).plot\(\)"):
        means.plot(comparisons=True)


@pytest.mark.parametrize("verb", ["test", "cld", "pwpp", "joint_tests", "eff_size", "rbind"])
def test_what_needs_tests_says_what_to_use(counts, verb):
    with pytest.raises(AttributeError, match=f"PosteriorMeans has no '{verb}': .*"):
        getattr(counts.emmeans("tension"), verb)


def test_joint_tests_say_what_to_use(counts):
    with pytest.raises(AttributeError, match=r"no F tests; .*bayes_factor"):
        counts.joint_tests()
