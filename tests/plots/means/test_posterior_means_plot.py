"""Pictures of means of a posterior."""

import numpy as np
import pytest

from rglm import brm
from rglm.datasets import load

pytest.importorskip("matplotlib")


def test_medians_and_hpd_intervals():
    fit = brm("breaks ~ wool * tension", load("warpbreaks"), "poisson", seed=1, draws=400)
    means = fit.emmeans("pairwise ~ tension | wool", type="response")
    panels = means.plot()
    assert [panel.get_title(loc="left") for panel in panels.ravel()] == ["wool = A", "wool = B"]
    np.testing.assert_allclose(panels.ravel()[0].lines[-1].get_xdata(), means.table["rate"][:3])
    segments = panels.ravel()[1].collections[0].get_segments()
    ends = np.array([segment[:, 0] for segment in segments])
    np.testing.assert_allclose(ends, means.table.iloc[3:, -2:])
    assert panels.ravel()[1].get_xlabel() == "rate, 95% HPD interval"
    ratios = means.contrasts.plot().ravel()[0]
    assert ratios.get_xscale() == "log"
    assert ratios.lines[0].get_xdata() == [1, 1]
    assert [label.get_text() for label in ratios.get_yticklabels()] == ["L / M", "L / H", "M / H"]
    upright = fit.emmeans("tension").pairs().plot(horizontal=False)
    assert upright.lines[0].get_ydata() == [0, 0]
