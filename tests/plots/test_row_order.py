"""The order of the rows changes no picture."""

import numpy as np
import pandas as pd
import pytest

from rglm import gaussian, glm, glm_nb, poisson
from rglm.plots.counts.rootogram import rootogram_table
from rglm.plots.fitted.observed_points import MAX_POINTS, observed_points
from rglm.plots.lowess import lowess

RNG = np.random.default_rng(11)
N = 1200
DATA = pd.DataFrame(
    {
        "a": RNG.choice(list("uvw"), N),
        "x": RNG.integers(0, 5, N) / 4,
        "y": RNG.poisson(3, N),
        "z": RNG.integers(0, 2, N),
    }
)
SHUFFLED = DATA.iloc[np.random.default_rng(5).permutation(N)]


def points(ax):
    """The points of an axes, sorted."""
    offsets = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
    return offsets[np.lexsort(np.round(offsets.T, 9))]


@pytest.mark.parametrize("which", [1, 2, 3, 4, 5])
def test_diagnostic_pictures(which):
    panels = [glm("y ~ a + x", data, gaussian()).plot(which=which) for data in (DATA, SHUFFLED)]
    if which != 4:  # whose axis is the row
        np.testing.assert_allclose(*map(points, panels), atol=1e-9)
        for one, two in zip(*(ax.lines for ax in panels), strict=True):
            np.testing.assert_allclose(one.get_xydata(), two.get_xydata(), atol=1e-9)
    labels = [sorted(text.get_text() for text in ax.texts) for ax in panels]
    assert labels[0] == labels[1]


def test_lowess_of_many_points_with_equal_x():
    x, y = DATA["x"].to_numpy(), DATA["y"].to_numpy().astype(float)
    at, line = lowess(x, y)
    again = lowess(SHUFFLED["x"].to_numpy(), SHUFFLED["y"].to_numpy().astype(float))
    np.testing.assert_allclose((at, line), again, atol=1e-12)
    assert at.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert np.abs(line - y.mean()).max() < 0.3


@pytest.mark.parametrize(("formula", "x"), [("y ~ a + x", "x"), ("z ~ a + x", "a")])
def test_jittered_points(formula, x):
    tables = [
        observed_points(glm(formula, data, poisson()), x).sort_values(["x", "y"]).to_numpy()
        for data in (DATA, SHUFFLED)
    ]
    np.testing.assert_allclose(*tables)


def test_thinned_points():
    data = pd.concat([DATA] * 9, ignore_index=True)
    axes = [
        glm("y ~ x", part, poisson()).plot_fit("x")
        for part in (data, data.sample(frac=1, random_state=1))
    ]
    offsets = [np.asarray(ax.collections[0].get_offsets()) for ax in axes]
    assert len(offsets[0]) <= 2 * MAX_POINTS
    np.testing.assert_allclose(*(one[np.lexsort(one.T)] for one in offsets))


def test_partial_residuals():
    panels = [
        glm("y ~ a + x", data, poisson()).plot_terms(partial=True) for data in (DATA, SHUFFLED)
    ]
    for one, two in zip(*map(np.ravel, panels), strict=True):
        np.testing.assert_allclose(*(points(ax)[:, 1] for ax in (one, two)), rtol=1e-6, atol=1e-9)


def test_rootogram():
    tables = [rootogram_table(glm_nb("y ~ a", data)) for data in (DATA, SHUFFLED)]
    pd.testing.assert_frame_equal(*tables, rtol=1e-6)
