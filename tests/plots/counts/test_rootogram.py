"""The rootogram: observed and expected frequencies, and what is drawn of them."""

from itertools import pairwise

import numpy as np
import oracle
import pytest
from scipy.special import gammaln, pdtr

from rglm import binomial, glm, glm_nb, hurdle, negative_binomial, poisson, zeroinfl
from rglm.datasets import load
from rglm.plots.counts.rootogram import binned_frequencies, rootogram_table

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


def test_large_counts_stand_in_bins_of_one_width_and_none_is_lost():
    fit = glm("n_gc ~ logmass", GALAXIES, poisson())
    bins, table = binned_frequencies(fit, None, None)
    assert table.index[:2].tolist() == ["0", "1-20"]
    assert table.index[-1] == f">{bins.high[bins.regular][-1]:g}"
    assert set((bins.high - bins.low + 1)[bins.regular]) == {20}
    assert table["observed"].sum() == table["expected"].sum().round(9) == len(GALAXIES)
    mu = fit.fitted_values.to_numpy()
    np.testing.assert_allclose(table.loc["21-40", "expected"], (pdtr(40, mu) - pdtr(20, mu)).sum())
    assert "bars of 20 counts; largest: 1,229" in fit.rootogram().get_xlabel()


def wide_counts(kind, n=400):
    rng = np.random.default_rng(4)
    x = rng.normal(size=n)
    y = rng.negative_binomial(3, 3 / (3 + np.exp(3.6 + 0.3 * x)))
    if kind == "zeros":
        y = np.where(rng.random(n) < 0.3, 0, y)
    if kind == "far":
        y = rng.poisson(700, n)
    if kind == "tail":
        y = np.append(rng.poisson(np.exp(1 + 0.3 * x))[1:], 900)
    return {"x": x, "y": y}


@pytest.mark.parametrize("kind", ["dispersed", "zeros", "far", "tail"])
def test_the_curve_has_no_leap_and_no_half_of_the_axis_is_empty(kind):
    data = wide_counts(kind)
    ax = (
        glm_nb("y ~ x", data).rootogram()
        if kind != "zeros"
        else zeroinfl("y ~ x", data, dist="negbin").rootogram()
    )
    line = ax.lines[0].get_xydata()
    steps = np.diff(line[:, 0])
    assert np.ptp(steps) < 1e-9
    assert {round(bar.get_width(), 9) for bar in ax.patches} == {round(0.85 * steps[0], 9)}
    bends = np.abs(np.diff(line[:, 1], 2))  # a bin of another width would leave a corner
    assert bends.max() < 0.25 * np.ptp(line[:, 1])
    ends = np.array([(b.get_x(), b.get_x() + b.get_width()) for b in ax.patches if b.get_height()])
    gaps = np.maximum(np.diff(np.sort(ends[:, 0])), 0)
    assert gaps.max() < 0.35 * np.diff(ax.get_xlim())[0]
    centres = np.sort(ends.mean(axis=1))
    assert (np.diff(centres) >= steps[0] - 1e-9).all()  # no bar covers another
    assert ("largest: 900" in ax.get_xlabel()) == (kind == "tail")


def test_ticks_of_the_ends_do_not_overprint():
    rng = np.random.default_rng(3)
    large = {"x": np.arange(50) / 50, "y": rng.poisson(np.exp(rng.normal(12, 1, 50)))}
    some = {"x": np.arange(50) / 50, "y": np.where(np.arange(50) % 2, 0, rng.poisson(60, 50))}
    fits = [glm_nb("y ~ x", wide_counts(kind)) for kind in ("dispersed", "zeros", "far", "tail")]
    fits += [glm_nb("y ~ x", large), zeroinfl("y ~ x", some)]
    fits += [glm("y ~ 1", {"y": [100] * 10}, poisson())]
    for fit in fits:
        ax = fit.rootogram()
        ax.figure.draw_without_rendering()
        boxes = [t.get_window_extent() for t in ax.get_xticklabels()]
        boxes = sorted(boxes, key=lambda box: box.x0)
        texts = [t.get_text() for t in ax.get_xticklabels()]
        is_lower = any(text.startswith("\n") for text in texts)
        assert is_lower or all(a.x1 < b.x0 for a, b in pairwise(boxes)), texts
        assert len(set(texts)) == len(texts)


def test_the_width_and_the_end_may_be_given():
    fit = glm("n_gc ~ logmass", GALAXIES, poisson())
    table = rootogram_table(fit, most=100, width=25)
    assert table.index.tolist() == ["0", "1-25", "26-50", "51-75", "76-100", ">100"]
    assert rootogram_table(fit, most=3).index.tolist() == ["0", "1", "2", "3", ">3"]
    assert rootogram_table(fit, most=5, width=3).index.tolist() == ["0", "1-3", "4-6", ">6"]
    assert rootogram_table(fit, most=0).index.tolist() == ["0", ">0"]
    with pytest.raises(ValueError, match="width=0: give a whole number of 1 or more"):
        fit.rootogram(width=0)
    with pytest.raises(ValueError, match="most=-1: give a whole number of 0 or more"):
        fit.rootogram(most=-1)


def test_of_many_rows_some_stand_for_all(monkeypatch):
    data = wide_counts("dispersed", 3000)
    for fit in (glm_nb("y ~ x", data), hurdle("y ~ x", data, dist="negbin")):
        table = rootogram_table(fit)["expected"]
        with monkeypatch.context() as patch:
            patch.setattr("rglm.plots.counts.rootogram.MAX_ROWS", 500)
            np.testing.assert_allclose(
                rootogram_table(fit)["expected"], table, rtol=0.01, atol=0.1
            )


def test_far_counts_and_rows_without_weight():
    data = wide_counts("far")
    weights = np.where(np.arange(400) < 200, 0.0, 1.0)
    table = rootogram_table(glm("y ~ x", data, poisson(), weights=weights))
    assert table["observed"].sum() == 200
    np.testing.assert_allclose(table["expected"].sum(), 200)
    one = glm("y ~ 1", {"y": [5e6, 5.003e6, 4.99e6] * 10}, poisson())
    assert len(one.rootogram().patches) < 50


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
