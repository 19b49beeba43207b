"""plot_profile: the traces and the intervals."""

import numpy as np
import pytest

from rglm import betabinomial, binomial, glm, hurdle, multinom, polr
from rglm.datasets import load

LOOMS = load("warpbreaks")
FIT = glm("has_gc ~ logmass", load("galaxies"), binomial())


def test_it_draws_trace_wald_lines_and_intervals():
    ax = FIT.plot_profile("logmass", level=(0.8, 0.95))
    wald, trace, peak, *intervals = ax.lines
    expected = FIT.profile("logmass", alpha=0.025)["logmass"]
    np.testing.assert_allclose(trace.get_xdata(), expected["logmass"])
    np.testing.assert_allclose(trace.get_ydata(), expected["z"].abs())
    assert peak.get_xdata() == pytest.approx(FIT.coefficients["logmass"])
    slope = np.diff(wald.get_ydata()[1:]) / np.diff(wald.get_xdata()[1:])
    assert slope[0] == pytest.approx(1 / np.sqrt(FIT._unscaled_variances[1]))
    for line, level in zip(intervals, (0.8, 0.95), strict=True):
        np.testing.assert_allclose(line.get_xdata(), FIT.confint("logmass", level=level).iloc[0])
    assert [text.get_text() for text in ax.texts] == ["80%", "95%"]


def test_each_coefficient_has_a_panel():
    assert [ax.get_xlabel() for ax in FIT.plot_profile()[0]] == ["(Intercept)", "logmass"]


def test_unknown_names_levels_and_fits_without_profile_are_errors():
    with pytest.raises(ValueError, match="lie between 0 and 1"):
        FIT.plot_profile(level=95)
    with pytest.raises(ValueError, match="did you mean 'logmass'"):
        FIT.plot_profile("logmas")
    with pytest.raises(ValueError, match="is at no maximum"):
        glm("has_gc ~ logmass", load("galaxies"), binomial(), method="brglm").plot_profile()


@pytest.mark.parametrize(
    ("fit", "names"),
    [
        (polr("ordered(tension) ~ breaks", LOOMS), ["breaks"]),
        (multinom("tension ~ breaks", LOOMS), None),
        (hurdle("n_gc ~ logmass", load("galaxies")), None),
        (betabinomial("cbind(dead, alive) ~ ldose", load("budworm")), None),
    ],
)
def test_fits_by_maximum_likelihood_have_profiles(fit, names):
    panels = [ax for ax in np.ravel(fit.plot_profile()) if ax.axison]
    assert [ax.get_xlabel() for ax in panels] == (names or list(fit.names))
    (_, trace, peak, *intervals), name = panels[-1].lines, panels[-1].get_xlabel()
    assert peak.get_xdata() == pytest.approx(fit._estimates[name])
    assert trace.get_ydata().max() > 1.96
    ends = fit.confint(name, method="profile").iloc[0]
    np.testing.assert_allclose(intervals[-1].get_xdata(), ends)


def test_a_cut_point_has_a_profile():
    fit = polr("ordered(tension) ~ breaks", LOOMS)
    assert fit.plot_profile("L|M").get_xlabel() == "L|M"


@pytest.mark.filterwarnings("ignore::rglm.SeparationWarning", "ignore::rglm.RankWarning")
def test_coefficients_without_a_maximum_are_left_out():
    data = LOOMS.assign(
        many=(LOOMS["breaks"] > 25) | (LOOMS["tension"] == "L"), twice=LOOMS["wool"].eq("B") * 2
    )
    fit = glm("many ~ wool + twice + tension", data, binomial())
    assert fit.separation().infinite.index.tolist() == ["(Intercept)", "tensionM", "tensionH"]
    assert fit.plot_profile().get_xlabel() == "woolB"
    with pytest.raises(ValueError, match="aliased or infinite"):
        fit.plot_profile(["tensionM", "twice"])
