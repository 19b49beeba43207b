"""plot_profile: the traces and the intervals."""

from itertools import pairwise

import numpy as np
import pytest

from rglm import betabinomial, binomial, glm, hurdle, multinom, poisson, polr, zeroinfl
from rglm.datasets import load

LOOMS = load("warpbreaks")
FIT = glm("has_gc ~ logmass", load("galaxies"), binomial())


def test_it_draws_trace_wald_lines_and_intervals():
    ax = FIT.plot_profile("logmass", level=(0.8, 0.95))
    wald, trace, peak, *intervals = ax.lines
    expected = FIT.profile("logmass", alpha=0.025)["logmass"]
    drawn = np.interp(expected["logmass"], *trace.get_data())
    np.testing.assert_allclose(drawn, expected["z"].abs(), atol=1e-9)
    assert peak.get_xdata() == pytest.approx(FIT.coefficients["logmass"])
    slope = np.diff(wald.get_ydata()[1:]) / np.diff(wald.get_xdata()[1:])
    assert slope[0] == pytest.approx(1 / np.sqrt(FIT._unscaled_variances[1]))
    for line, level in zip(intervals, (0.8, 0.95), strict=True):
        np.testing.assert_allclose(line.get_xdata(), FIT.confint("logmass", level=level).iloc[0])
    assert [text.get_text() for text in ax.texts] == ["80%", "95%"]


def test_each_coefficient_has_a_panel():
    assert [ax.get_title(loc="left") for ax in FIT.plot_profile()[0]] == ["(Intercept)", "logmass"]


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
    assert [ax.get_title(loc="left") for ax in panels] == (names or list(fit.names))
    (_, trace, peak, *intervals), name = panels[-1].lines, panels[-1].get_title(loc="left")
    assert peak.get_xdata() == pytest.approx(fit._estimates[name])
    assert trace.get_ydata().max() > 1.96
    ends = fit.confint(name, method="profile").iloc[0]
    np.testing.assert_allclose(intervals[-1].get_xdata(), ends)


def test_a_cut_point_has_a_profile():
    fit = polr("ordered(tension) ~ breaks", LOOMS)
    assert fit.plot_profile("L|M").get_title(loc="left") == "L|M"


@pytest.mark.filterwarnings("ignore::rglm.SeparationWarning", "ignore::rglm.RankWarning")
def test_coefficients_without_a_maximum_are_left_out():
    data = LOOMS.assign(
        many=(LOOMS["breaks"] > 25) | (LOOMS["tension"] == "L"), twice=LOOMS["wool"].eq("B") * 2
    )
    fit = glm("many ~ wool + twice + tension", data, binomial())
    assert fit.separation().infinite.index.tolist() == ["(Intercept)", "tensionM", "tensionH"]
    assert fit.plot_profile().get_title(loc="left") == "woolB"
    with pytest.raises(ValueError, match="aliased or infinite"):
        fit.plot_profile(["tensionM", "twice"])


def test_the_lines_are_explained_and_the_label_is_the_estimate_with_its_interval():
    panels = FIT.plot_profile()
    first = panels[0, 0]
    assert [text.get_text() for text in first.figure.legends[0].get_texts()] == ["Wald", "profile"]
    low, high = FIT.confint("logmass").iloc[0]
    expected = f"{FIT.coefficients['logmass']:.3g} ({low:.3g} to {high:.3g})"
    assert panels[0, 1].get_xlabel() == expected


def test_an_infinite_limit_is_an_arrow_at_the_end_of_the_line():
    rng = np.random.default_rng(0)
    x = rng.normal(size=60)
    is_zero = rng.random(60) < 0.1
    y = np.where(is_zero, 0, rng.negative_binomial(1.5, 1.5 / (1.5 + np.exp(1.6 + 0.5 * x))))
    fit = zeroinfl("y ~ x | 1", {"x": x, "y": y}, dist="negbin")
    limits = fit.confint("zero_(Intercept)", method="profile").iloc[0]
    assert np.isinf(limits.iloc[0])
    ax = fit.plot_profile("zero_(Intercept)")
    arrows = [line for line in ax.lines if line.get_marker() == "<"]
    assert [line.get_xdata()[0] > ax.get_xlim()[0] for line in arrows] == [True]
    assert "(-∞ to" in ax.get_xlabel()


def overlaps(ax):
    """How many neighbouring tick labels of the x axis overlap."""
    low, high = ax.get_xlim()
    shown = [t for t in ax.get_xticklabels() if low <= t.get_position()[0] <= high]
    boxes = sorted((t.get_window_extent() for t in shown), key=lambda box: box.x0)
    return sum(a.x1 > b.x0 for a, b in pairwise(boxes))


def test_tick_labels_and_titles_of_many_panels_do_not_overprint():
    rng = np.random.default_rng(1)
    data = {f"x{i}": rng.normal(size=80) * 10.0 ** (5 - i) for i in range(12)}
    fit = glm("y ~ " + " + ".join(data), data | {"y": rng.poisson(3, 80)}, poisson())
    panels = fit.plot_profile()
    assert panels.shape == (4, 4)
    panels.figure.draw_without_rendering()
    shown = [ax for ax in panels.ravel() if ax.axison]
    assert len(shown) == 13
    assert [overlaps(ax) for ax in shown] == [0] * 13
    assert all(len(ax.get_xticks()) >= 2 for ax in shown)
    titles = [ax._left_title.get_window_extent() for ax in shown]
    for a, b in pairwise(titles):
        assert a.x1 < b.x0 or b.y1 < a.y0
