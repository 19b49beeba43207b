"""Comparison arrows: they overlap where means do not differ, and R's where margins are equal."""

from __future__ import annotations

import numpy as np
import pytest

from rglm.plots.means.arrow_lengths import arrow_lengths

# the example of emmeans' page on comparison arrows
MEANS = np.array([6.1, 4.5, 5.4, 6.3, 5.5, 6.7])
ERRORS = np.array([0.3, 0.4, 0.37, 0.41, 0.23, 0.48])
CRITICAL = 2.8497  # Tukey's, of six means


def overlaps(means, arrows):
    """Whether the arrow up from the lower of two means meets the arrow down from the higher."""
    up, down = means + np.nan_to_num(arrows.right), means - np.nan_to_num(arrows.left)
    lower = means[:, None] <= means[None, :]
    meets = up[:, None] >= down[None, :] - 1e-9
    return np.where(lower, meets, meets.T)


def correlated(rho):
    """The margins of Tukey's intervals, with a correlation in the first and the last three."""
    group = np.repeat([0, 1], 3)
    correlation = np.where(group[:, None] == group, rho, 0.0)
    np.fill_diagonal(correlation, 1)
    covariance = correlation * np.outer(ERRORS, ERRORS)
    variance = np.diag(covariance)
    spread = np.maximum(variance[:, None] + variance - 2 * covariance, 0)
    return CRITICAL * np.sqrt(spread)


@pytest.mark.parametrize("rho", [0, 0.3, 0.6])
def test_arrows_show_every_decision_where_some_can(rho):
    """At 0.6 emmeans warns that its arrows mislead."""
    margins = correlated(rho)
    distance = np.abs(MEANS[:, None] - MEANS)
    arrows = arrow_lengths(MEANS, margins, distance > margins)
    assert arrows.misleading == []
    off = ~np.eye(6, dtype=bool)
    assert (overlaps(MEANS, arrows) != (distance > margins))[off].all()
    assert np.isnan(arrows.left[1])  # of the lowest mean
    assert np.isnan(arrows.right[5])
    assert (np.nan_to_num(arrows.left) >= 0).all()


def test_pairs_that_no_arrows_show_are_named():
    """At 0.8 emmeans stops: arrows of a length below 0."""
    margins = correlated(0.8)
    distance = np.abs(MEANS[:, None] - MEANS)
    arrows = arrow_lengths(MEANS, margins, distance > margins)
    wrong = overlaps(MEANS, arrows) == (distance > margins)
    np.fill_diagonal(wrong, False)
    assert arrows.misleading == [(0, 2)]
    assert np.argwhere(np.triu(wrong)).tolist() == [[0, 2]]


def test_arrows_of_equal_margins_are_half_of_them():
    means, margins = np.array([3.0, 1.0, 2.0, np.nan, 1.0]), np.full((5, 5), 0.8)
    differs = np.abs(means[:, None] - means) > margins
    arrows = arrow_lengths(means, margins, differs)
    np.testing.assert_allclose(arrows.left, [0.4, np.nan, 0.4, np.nan, np.nan], atol=1e-12)
    np.testing.assert_allclose(arrows.right, [np.nan, 0.4, 0.4, np.nan, 0.4], atol=1e-12)
    nothing = arrow_lengths(np.array([1.0, 1.0]), np.ones((2, 2)), np.zeros((2, 2), bool))
    assert np.isnan([nothing.left, nothing.right]).all()
    assert nothing.misleading == []


@pytest.mark.parametrize("k", [2, 5, 15])
def test_arrows_of_random_means(k):
    random = np.random.default_rng(k)
    means, errors = random.normal(size=k), random.uniform(0.2, 0.4, k)
    margins = 2.5 * np.hypot(errors[:, None], errors)
    differs = np.abs(means[:, None] - means) > margins
    arrows = arrow_lengths(means, margins, differs)
    wrong = overlaps(means, arrows) == differs
    np.fill_diagonal(wrong, False)
    assert [tuple(map(int, pair)) for pair in np.argwhere(np.triu(wrong))] == arrows.misleading
    scaled = arrow_lengths(1000 * means - 3, 1000 * margins, differs)
    np.testing.assert_allclose(scaled.left, 1000 * arrows.left, rtol=1e-4, atol=1e-2)


def test_a_test_that_says_other_than_the_interval():
    """Holm's tests find more differences than the intervals beside them."""
    means, margins = np.array([0.0, 1.0]), np.full((2, 2), 1.2)
    arrows = arrow_lengths(means, margins, np.ones((2, 2), bool))
    assert arrows.misleading == []
    assert arrows.right[0] + arrows.left[1] < 1
