"""Pictures of marginal effects."""

from __future__ import annotations

import numpy as np
import pytest

from rglm import glm, multinom
from rglm.datasets import load

pytest.importorskip("matplotlib")

LOOMS = load("warpbreaks")
FIT = glm("breaks ~ wool * tension", LOOMS, "poisson")


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def test_estimates_and_intervals():
    effects = FIT.avg_comparisons("tension", by="wool")
    ax = effects.plot()
    assert labels(ax)[:3] == ["tension: M - L, A", "tension: M - L, B", "tension: H - L, A"]
    np.testing.assert_allclose(ax.lines[-1].get_xdata(), effects.table["estimate"])
    ends = np.array([segment[:, 0] for segment in ax.collections[0].get_segments()])
    np.testing.assert_allclose(ends, effects.table[["conf_low", "conf_high"]])
    assert ax.lines[0].get_xdata() == [0, 0]
    assert ax.get_xlabel() == "response, 95% interval"


def test_predictions_far_from_zero_have_no_line():
    ax = FIT.avg_predictions(by="tension", conf_level=0.9).plot()
    assert len(ax.lines) == 1
    assert labels(ax) == ["L", "M", "H"]
    assert ax.get_xlabel() == "response, 90% interval"
    overall = FIT.avg_predictions().plot(ax=ax)
    assert labels(overall) == ["overall"]


def test_levels_of_a_response_and_estimates_without_errors():
    fit = multinom("tension ~ breaks", LOOMS)
    ax = fit.avg_slopes("breaks").plot()
    assert labels(ax) == [f"breaks: dY/dX, {level}" for level in "LMH"]
    bare = FIT.avg_predictions(by="wool", vcov=False).plot()
    assert bare.get_xlabel() == "response"


def test_estimates_of_many_rows_are_refused():
    data = {"y": np.arange(70) % 5, "x": np.arange(70.0)}
    with pytest.raises(ValueError, match="draws up to 60 estimates, and there are 70: average"):
        glm("y ~ x", data, "poisson").predictions().plot()
