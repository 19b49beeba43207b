"""The test of Hosmer and Lemeshow against R (binary_outcomes.R)."""

import numpy as np
import oracle
import pandas as pd
import pytest
from binary_outcomes_cases import CASES, fit_of

import rglm
from rglm.datasets import load
from rglm.warnings import FamilyWarning

GALAXIES = load("galaxies")


@pytest.mark.parametrize("name", [name for name in CASES if name != "few"])
def test_as_r(name):
    fit = fit_of(name)
    for theirs in CASES[name]["hoslem"]:
        ours = fit.hoslem_test(g=theirs["g"])
        assert ours.statistic["X-squared"] == pytest.approx(theirs["statistic"], rel=1e-7)
        assert ours.p_value == pytest.approx(theirs["p_value"], rel=1e-7)
        assert ours.parameter == {"df": theirs["df"]}
        assert list(ours.table.index) == theirs["groups"]
        np.testing.assert_allclose(ours.table[["y0", "y1"]], theirs["observed"])
        np.testing.assert_allclose(ours.table[["yhat0", "yhat1"]], theirs["expected"], atol=1e-9)
        page, response = repr(ours).splitlines(), fit._schema.parsed.response.name
        theirs["page"][3] = f"data:  {response}, fitted(glm)"
        assert page[: len(theirs["page"]) - 1] == theirs["page"][:-1]


def test_a_saturated_fit_has_nothing_left():
    ours = fit_of("few").hoslem_test()
    assert ours.parameter == {"df": CASES["few"]["hoslem"][0]["df"]}
    assert ours.statistic["X-squared"] < 1e-15
    assert "5 groups of 10 asked for: quantiles are equal." in repr(ours)


def test_counts_are_rows_of_zeros_and_ones():
    data = load("budworm")
    counts = rglm.glm("cbind(dead, alive) ~ sex + ldose", data, rglm.binomial()).hoslem_test(6)
    rows = pd.concat(
        [data.loc[data.index.repeat(data[n])].assign(y=y) for n, y in (("dead", 1), ("alive", 0))]
    )
    long = rglm.glm("y ~ sex + ldose", rows, rglm.binomial()).hoslem_test(6)
    assert counts.statistic["X-squared"] == pytest.approx(long.statistic["X-squared"])
    pd.testing.assert_frame_equal(counts.table, long.table, rtol=1e-6)


def test_chunked_weighted_missing_and_multinom():
    data = oracle.data("births")
    whole = fit_of("births").hoslem_test()
    parts = fit_of("births", lambda: (data.iloc[i : i + 40] for i in range(0, 189, 40)))
    pd.testing.assert_frame_equal(parts.hoslem_test().table, whole.table, rtol=1e-7)
    w = np.r_[np.zeros(20), np.ones(169)]
    some = rglm.glm("low ~ lwt", data, rglm.binomial(), weights=w).hoslem_test()
    pd.testing.assert_frame_equal(
        some.table, rglm.glm("low ~ lwt", data.iloc[20:], rglm.binomial()).hoslem_test().table
    )
    same = rglm.multinom("low ~ age + lwt + race + smoke", data).hoslem_test()
    assert same.statistic["X-squared"] == pytest.approx(whole.statistic["X-squared"], rel=1e-5)
    assert same.data_name == "low, fitted(multinom)"


@pytest.mark.parametrize(
    ("fit", "g", "said"),
    [
        (lambda: fit_of("births"), 2, "g=2: the test needs 3 groups"),
        (
            lambda: rglm.glm("has_gc ~ sample == 'field'", GALAXIES, rglm.binomial()),
            10,
            r"finds 1 group\(s\)",
        ),
        (
            lambda: rglm.glm("has_gc ~ logmass", GALAXIES, rglm.quasibinomial()),
            10,
            r"use binomial\(\)",
        ),
        (
            lambda: rglm.glm("n_gc ~ logmass", GALAXIES, rglm.poisson()),
            10,
            "is not binomial; rootogram",
        ),
        (lambda: fit_of("births").strip(), 10, "stripped of its rows"),
        (
            lambda: rglm.betabinomial("cbind(dead, alive) ~ ldose", load("budworm")),
            10,
            r"binomial fits of glm\(\), and multinom",
        ),
    ],
)
def test_errors(fit, g, said):
    with pytest.raises(ValueError, match=said):
        fit().hoslem_test(g=g)


def test_weights_that_are_no_counts():
    weights = np.full(232, 0.5)
    with pytest.warns(FamilyWarning):
        fit = rglm.glm("has_gc ~ logmass", GALAXIES, rglm.binomial(), weights=weights)
    with pytest.raises(ValueError, match="no whole numbers"):
        fit.hoslem_test()
