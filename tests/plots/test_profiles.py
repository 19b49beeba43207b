"""plot_profile: the traces and the intervals."""

import numpy as np
import pytest

from rglm import binomial, glm, multinom
from rglm.datasets import load

FIT = glm("has_gc ~ logmass", load("galaxies"), binomial())


def test_trace_wald_lines_and_intervals():
    ax = FIT.plot_profile("logmass", level=(0.8, 0.95))
    wald, trace, peak, *intervals = ax.lines
    expected = FIT.profile("logmass", alpha=0.025)["logmass"]
    np.testing.assert_allclose(trace.get_xdata(), expected["logmass"])
    np.testing.assert_allclose(trace.get_ydata(), expected["z"].abs())
    assert peak.get_xdata() == pytest.approx(FIT.coefficients["logmass"])
    slope = np.diff(wald.get_ydata()[1:]) / np.diff(wald.get_xdata()[1:])
    assert slope[0] == pytest.approx(1 / np.sqrt(FIT.variances[1]))
    for line, level in zip(intervals, (0.8, 0.95), strict=True):
        np.testing.assert_allclose(line.get_xdata(), FIT.confint("logmass", level=level).iloc[0])
    assert [text.get_text() for text in ax.texts] == ["80%", "95%"]


def test_a_panel_for_each_coefficient():
    assert [ax.get_xlabel() for ax in FIT.plot_profile()[0]] == ["(Intercept)", "logmass"]


def test_what_is_refused():
    with pytest.raises(ValueError, match="lie between 0 and 1"):
        FIT.plot_profile(level=95)
    with pytest.raises(ValueError, match=r"not multinom\(\)"):
        multinom("tension ~ breaks", load("warpbreaks")).plot_profile()
