"""Means of a posterior: emmeans of the same draws, pages and errors."""

import json

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import binomial, brm, poisson
from rglm.bayes import bernoulli, categorical, hurdle_poisson
from rglm.datasets import load

GOLDEN = json.loads((oracle.HERE / "brm/verbs/emmeans.json").read_text(encoding="utf-8"))
BREAKS, MTCARS = load("warpbreaks"), load("mtcars")
SHOWN = ["lower.HPD", "upper.HPD"]


def with_draws(fit, rows):
    """The fit at draws that R had too."""
    theta = np.array([list(row.values()) for row in rows]).T
    draws = pd.DataFrame(theta.T, columns=list(fit.names))
    index = pd.RangeIndex(1, len(rows) + 1)
    kind = type("Given", (type(fit),), {"_draws_index": index})
    given = fit._replace(_theta=theta, draws=draws)
    given.__class__ = kind
    return given


@pytest.fixture(scope="module")
def counts():
    fit = brm("breaks ~ wool * tension", BREAKS, family=poisson(), seed=1, draws=100)
    return with_draws(fit, GOLDEN["draws"])


@pytest.fixture(scope="module")
def binary():
    fit = brm("am ~ wt + vs", MTCARS, family=bernoulli(), seed=1, draws=100)
    return with_draws(fit, GOLDEN["two"])


@pytest.fixture(scope="module")
def two_factors():
    return brm("breaks ~ wool + tension", BREAKS, family=poisson(), seed=1, draws=400)


def same(means, name):
    table = means.table
    column = [c for c in table if pd.api.types.is_float_dtype(table[c])]
    np.testing.assert_allclose(table[column[-3:]], GOLDEN[name], rtol=1e-9)


def test_the_numbers_of_emmeans(counts, binary):
    same(counts.emmeans("tension"), "tension")
    same(counts.emmeans("~ wool * tension"), "both")
    same(counts.emmeans(["tension"], type="response"), "response")
    same(counts.emmeans("pairwise ~ tension | wool").contrasts, "pairs")
    same(counts.emmeans("wool", type="response").pairs(), "ratios")
    same(binary.emmeans("wt", at={"wt": [2, 3]}, type="response", level=0.9), "wt")
    same(binary.emmeans("vs", type="response", contr="pairwise").contrasts, "odds")


def test_the_page_of_emmeans(two_factors):
    means = two_factors.emmeans("pairwise ~ tension | wool", type="response")
    lines = repr(means).split("\n")
    assert lines[:3] == ["$emmeans", "wool = A:", " tension rate lower.HPD upper.HPD"]
    assert lines[3].startswith(" L       ")
    assert " contrast ratio lower.HPD upper.HPD" in lines
    assert lines[-3:] == [
        "Point estimate displayed: median",
        "Results are back-transformed from the log scale",
        "HPD interval probability: 0.95",
    ]
    assert "averaged" not in repr(means)
    page = repr(two_factors.emmeans("tension"))
    assert "Results are averaged over the levels of: wool\n" in page
    assert "Results are given on the log (not the response) scale." in page
    assert "<table" in means._repr_html_()


def test_numbers_are_at_their_mean_and_factors_at_all_levels():
    fit = brm("mpg ~ wt + factor(cyl) + am", MTCARS, seed=1, draws=200)
    means = fit.emmeans("cyl", level=0.9)
    assert means.table["cyl"].tolist() == [4, 6, 8]
    new = pd.DataFrame({"wt": MTCARS["wt"].mean(), "cyl": 6, "am": [0, 1]})
    expected = fit.posterior_linpred(newdata=new).mean(axis=1)
    np.testing.assert_allclose(means.draws["6"], expected)
    assert means.pairs().table["contrast"].tolist() == [
        "cyl4 - cyl6",
        "cyl4 - cyl8",
        "cyl6 - cyl8",
    ]
    reverse = means.contrast("trt.vs.ctrl").table
    assert reverse["contrast"].tolist() == ["cyl6 - cyl4", "cyl8 - cyl4"]
    overall = repr(fit.emmeans("1"))
    assert " overall " in overall
    assert "averaged over the levels of: cyl, am" in overall
    assert "scale" not in overall


def test_means_over_interactions_are_noted(counts):
    assert "misleading due to involvement in interactions" in repr(counts.emmeans("tension"))


def test_parts_and_expectations():
    rows = load("galaxies").head(100)
    fit = brm("n_gc ~ logmass | logmass", rows, family=hurdle_poisson(), seed=1, draws=200)
    zeros = fit.emmeans("logmass", dpar="hu", type="response").table
    assert zeros["prob"].between(0, 1).all()
    mean = fit.emmeans("1", epred=True)
    at = {"logmass": [rows["logmass"].mean()]}
    expected = fit.posterior_epred(newdata=at).median()
    np.testing.assert_allclose(mean.table["emmean"], expected)


def test_proportions_have_no_need_of_trials():
    data = pd.DataFrame({"dead": [1, 4, 9], "n": [10, 10, 10], "dose": [1.0, 2.0, 3.0]})
    fit = brm("cbind(dead, n - dead) ~ dose", data, family=binomial(), seed=1, draws=200)
    shares = fit.emmeans("dose", at={"dose": [1, 3]}, type="response").table["prob"]
    assert shares.is_monotonic_increasing
    drawn = fit.emmeans("dose", at={"dose": [1, 3]}, epred=True).table["emmean"]
    np.testing.assert_allclose(drawn, shares, atol=0.01)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"specs": "tensoin"}, "did you mean 'tension'"),
        ({"specs": "tension", "at": {"wool": "C"}}, "its levels are A, B"),
        ({"specs": "tension", "at": {"w": "A"}}, "the grid has wool, tension"),
        ({"specs": "tension", "contr": "tuky"}, "contr='tuky'.*did you mean 'tukey'"),
        ({"specs": "tension", "dpar": "hu"}, "dpar='hu'"),
        ({"specs": "tension", "type": "mean"}, "type='mean'"),
        ({"specs": "tension", "level": 95}, "level=95"),
    ],
)
def test_what_emmeans_refuses(two_factors, arguments, message):
    with pytest.raises(ValueError, match=message):
        two_factors.emmeans(**arguments)


def test_categories_need_a_predictor():
    fit = brm("factor(gear) ~ wt", MTCARS, family=categorical(), seed=1, draws=200)
    with pytest.raises(ValueError, match="dpar= 'mu4', 'mu5'"):
        fit.emmeans("wt")
    assert fit.emmeans("wt", dpar="mu4").table.shape == (1, 4)


def test_a_stripped_fit_has_the_same_means(two_factors):
    stripped = two_factors.strip().emmeans("tension")
    assert stripped.table.equals(two_factors.emmeans("tension").table)
