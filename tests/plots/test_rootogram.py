"""The rootogram: observed and expected frequencies, and what is drawn of them."""

import numpy as np
import oracle
import pytest
from scipy.special import gammaln, pdtr

from rglm import binomial, glm, glm_nb, hurdle, negative_binomial, poisson, zeroinfl
from rglm.datasets import load
from rglm.plots.rootogram import rootogram_table

COUNTS, GALAXIES = oracle.data("biochemists"), load("galaxies")
FORMULA = "art ~ fem + ment"


def test_expected_frequencies_are_sums_of_probabilities():
    fit = glm(FORMULA, COUNTS, poisson())
    table, mu = rootogram_table(fit), fit.fitted_values.to_numpy()
    assert table["observed"].tolist() == np.bincount(COUNTS["art"]).tolist()
    k = np.arange(len(table))
    expected = np.exp(k * np.log(mu)[:, None] - mu[:, None] - gammaln(k + 1)).sum(axis=0)
    np.testing.assert_allclose(table["expected"], expected)


@pytest.mark.parametrize(
    "fit",
    [
        glm_nb(FORMULA, COUNTS),
        glm(FORMULA, COUNTS, negative_binomial(2)),
        zeroinfl(FORMULA, COUNTS, dist="negbin"),
        hurdle(FORMULA, COUNTS),
    ],
    ids=["glm_nb", "theta", "zeroinfl", "hurdle"],
)
def test_frequencies_sum_to_the_rows(fit):
    table = rootogram_table(fit)
    assert table["observed"].sum() == len(COUNTS)
    assert len(COUNTS) - 8 < table["expected"].sum() <= len(COUNTS) + 1e-9
    np.testing.assert_allclose(
        table["expected"].iloc[0], fit._response_distribution().zero_probability().sum()
    )


def test_a_row_of_weight_2_counts_twice():
    twice = glm(FORMULA, COUNTS.assign(w=2.0), poisson(), weights="w")
    once = glm(FORMULA, COUNTS, poisson())
    np.testing.assert_allclose(rootogram_table(twice), 2 * rootogram_table(once), rtol=1e-6)


def test_large_counts_stand_in_bins_and_none_is_lost():
    fit = glm("n_gc ~ logmass", GALAXIES, poisson())
    table = rootogram_table(fit)
    assert len(table) < 40
    assert table.index[9] == "9-12"
    assert table["observed"].sum() == len(GALAXIES)
    mu = fit.fitted_values.to_numpy()
    np.testing.assert_allclose(table.loc["9-12", "expected"], (pdtr(12, mu) - pdtr(8, mu)).sum())


@pytest.mark.parametrize("kind", ["hanging", "standing", "suspended"])
def test_bars_of_each_kind_have_their_heights(kind):
    fit = glm_nb(FORMULA, COUNTS)
    table, ax = rootogram_table(fit), fit.rootogram(kind)
    tops = np.array([bar.get_y() + bar.get_height() for bar in ax.patches])
    feet = np.array([bar.get_y() for bar in ax.patches])
    observed, expected = np.sqrt(table["observed"]), np.sqrt(table["expected"])
    if kind == "hanging":
        np.testing.assert_allclose(tops, expected)
        np.testing.assert_allclose(feet, expected - observed, atol=1e-12)
    elif kind == "standing":
        np.testing.assert_allclose(tops, observed)
    else:
        np.testing.assert_allclose(tops + feet, expected - observed, atol=1e-12)
    if kind != "suspended":
        np.testing.assert_allclose(ax.lines[0].get_ydata(), expected)
    assert ax.get_xlabel() == "art"


def test_other_responses_and_unknown_kinds_are_errors():
    with pytest.raises(ValueError, match=r"is for models of counts.*binomial \(logit\)"):
        glm("has_gc ~ logmass", GALAXIES, binomial()).rootogram()
    with pytest.raises(ValueError, match="hurdle"):
        hurdle("n_gc ~ logmass", GALAXIES, dist="gamma").rootogram()
    with pytest.raises(ValueError, match="did you mean 'hanging'"):
        glm_nb(FORMULA, COUNTS).rootogram("hangin")
