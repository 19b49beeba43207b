"""Which points are drawn where there are many."""

import io

import numpy as np
import pytest

from rglm import lm
from rglm.plots import style

pytest.importorskip("matplotlib")
RNG = np.random.default_rng(5)
N = 40_000
X, Y = RNG.normal(size=N), RNG.standard_t(4, size=N)


def test_the_largest_and_the_smallest_are_drawn_and_the_rest_evenly():
    kept = style.points_shown(X, Y)
    assert 5000 <= len(kept) < 6000
    for values in (X, Y):
        order = np.argsort(values)
        assert np.isin(order[:20], kept).all()
        assert np.isin(order[-20:], kept).all()
        shares = [np.isin(part, kept).mean() for part in np.array_split(order, 10)[1:-1]]
        assert max(shares) < 1.25 * min(shares)


def test_the_points_are_those_of_the_values_whatever_the_order_of_the_rows():
    mixed = RNG.permutation(N)
    kept, again = style.points_shown(X, Y), mixed[style.points_shown(X[mixed], Y[mixed])]
    np.testing.assert_array_equal(kept, np.sort(again))
    tied = np.round(X)
    kept, again = style.points_shown(tied, Y), style.points_shown(tied[mixed], Y[mixed])
    np.testing.assert_array_equal(np.sort(Y[kept]), np.sort(Y[mixed][again]))


def test_few_points_are_all_drawn_without_a_note():
    ax = style.axes()
    style.points(ax, X[:100], Y[:100])
    assert len(ax.collections[0].get_offsets()) == 100
    assert ax.get_title(loc="right") == ""


def test_sizes_and_strengths_are_those_of_the_points_drawn():
    ax = style.axes()
    marks = style.points(ax, X, Y, np.where(X > 0, 1.0, 0.5), s=1 + np.arange(N), color=(0, 0, 1))
    kept = style.points_shown(X, Y)
    np.testing.assert_array_equal(marks.get_sizes(), 1 + kept)
    np.testing.assert_array_equal(marks.get_offsets()[:, 0], X[kept])
    assert ax.get_title(loc="right") == f"{len(kept):,} of 40,000 points"


def test_a_picture_of_many_rows_is_small_and_labels_have_their_points():
    data = {"x": X, "y": X + Y}
    data["x"][17] = 9.0  # of large leverage
    fit = lm("y ~ x", data)
    panels = fit.plot()
    page = io.BytesIO()
    panels.figure.savefig(page, format="svg")
    assert page.tell() < 4e6
    places = fit.cooks_distance().nlargest(3).index
    drawn = np.concatenate([c.get_offsets() for c in panels[1, 1].collections])
    leverages = fit.hatvalues()[places].to_numpy()
    assert np.isin(leverages.round(12), drawn[:, 0].round(12)).all()
