"""Plots of fits to chunked data."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, poisson, polr, zeroinfl

matplotlib = pytest.importorskip("matplotlib")

ROWS = 900
RNG = np.random.default_rng(18)
DATA = pd.DataFrame({"x": RNG.normal(size=ROWS), "z": RNG.gamma(2, size=ROWS)})
DATA["g"], DATA["y"] = RNG.choice(list("cab"), ROWS), RNG.poisson(np.exp(0.3 * DATA["x"]))
DATA["o"] = pd.cut(DATA["x"] + RNG.logistic(size=ROWS), [-99, -1, 1, 99], labels=list("LMH"))
DATA["zi"] = np.where(RNG.random(ROWS) < 0.3, 0, DATA["y"])
DATA.loc[::37, "x"] = np.nan
CASES = {
    "counts": (glm, "y ~ x + g", (poisson(),)),
    "two": (glm, "(y > 0) ~ x + z", (binomial(),)),
    "polr": (polr, "o ~ x + z", ()),
    "zip": (zeroinfl, "zi ~ x | z", ()),
}


def chunks(size=200):
    return lambda: (DATA.iloc[i : i + size] for i in range(0, ROWS, size))


@cache
def both_fits(name):
    function, formula, rest = CASES[name]
    return [function(formula, data, *rest) for data in (DATA, chunks())]


def drawn(fit, verb, given):
    """The numbers in a picture: of its lines, points and bars."""
    made = getattr(fit, verb)(**given)
    result = []
    for axes in made.figure.axes:
        result += [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines]
        result += [np.asarray(c.get_offsets(), dtype=float) for c in axes.collections]
        result += [np.array([p.get_x(), p.get_height()]) for p in axes.patches if _bar(p)]
    return result


def _bar(patch):
    return isinstance(patch, matplotlib.patches.Rectangle)


@pytest.mark.parametrize(
    ("name", "verb", "given"),
    [
        ("counts", "plot", {}),
        ("counts", "plot_fit", {"x": "x"}),
        ("counts", "plot_fit", {"x": "x", "by": "g"}),
        ("counts", "plot_fit", {"x": "x", "colour": "z"}),
        ("counts", "plot_terms", {}),
        ("counts", "plot_profile", {"parm": "x"}),
        ("counts", "rootogram", {}),
        ("two", "plot_calibration", {}),
        ("two", "plot_roc", {}),
        ("polr", "plot_probs", {"x": "x"}),
        ("zip", "rootogram", {}),
    ],
)
def test_every_plot_can_be_drawn(name, verb, given):
    one, two = (drawn(fit, verb, given) for fit in both_fits(name))
    assert len(one) == len(two) > 0
    for expected, result in zip(one, two, strict=True):
        # profiles end where a root search stops, the rest at 1e-10
        np.testing.assert_allclose(result, expected, rtol=1e-6, atol=1e-6)


def test_a_picture_of_many_rows_shows_evenly_spread_ones(monkeypatch):
    monkeypatch.setattr("rglm.models.base.row_sample.SAMPLE_ROWS", 100)
    _, fit = both_fits("counts")
    sizes = [len(points) for points in drawn(fit, "plot_fit", {"x": "x"})]
    assert any(80 <= size <= 110 for size in sizes)
    assert max(sizes) < 800  # there are 875 rows
