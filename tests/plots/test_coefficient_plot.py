"""plot_coefs: estimates and intervals, as they are drawn."""

import numpy as np
import oracle
import pytest

import rglm
from rglm.datasets import load
from rglm.plots import style

QUINE, GALAXIES, LOOMS = oracle.data("quine"), load("galaxies"), load("warpbreaks")
POISSON, NEGBIN = (
    f("Days ~ Sex + Age", QUINE)
    for f in (lambda a, d: rglm.glm(a, d, rglm.poisson()), rglm.glm_nb)
)


def test_it_draws_estimates_and_intervals():
    ax = rglm.plot_coefs(NEGBIN)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["SexM", "AgeF1", "AgeF2", "AgeF3"]
    marks = ax.lines[1]
    np.testing.assert_allclose(marks.get_xdata(), NEGBIN.coefficients[names])
    ends = np.array([path.vertices[:, 0] for path in ax.collections[0].get_paths()])
    np.testing.assert_allclose(ends, NEGBIN.confint(names))
    assert ax.get_xlabel() == "estimate, 95% interval"


def test_two_models_have_different_heights_and_markers():
    ax = rglm.plot_coefs(POISSON, NEGBIN, names=["Poisson", "negative binomial"], method="wald")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Poisson",
        "negative binomial",
    ]
    one, two = (line.get_ydata() for line in ax.lines[1:])
    assert (one < two).all()
    assert ax.lines[1].get_marker() != ax.lines[2].get_marker()


def test_the_legend_has_formulas_or_families():
    small = rglm.glm("Days ~ Sex", QUINE, rglm.poisson())
    texts = rglm.plot_coefs(POISSON, small).get_legend().get_texts()
    assert [t.get_text() for t in texts] == ["Days ~ Sex + Age", "Days ~ Sex"]
    texts = rglm.plot_coefs(POISSON, NEGBIN).get_legend().get_texts()
    assert texts[0].get_text() == "poisson (log)"


def test_odds_ratios_are_drawn_on_a_log_axis():
    fit = rglm.glm("has_gc ~ logmass", GALAXIES, rglm.binomial())
    ax = rglm.plot_coefs(fit, exponentiate=True, intercept=True)
    assert ax.get_xscale() == "log"
    np.testing.assert_allclose(ax.lines[1].get_xdata(), np.exp(fit.coefficients))
    assert ax.lines[0].get_xdata()[0] == 1


def test_coefficients_of_parts_and_levels_have_prefixed_names():
    ax = rglm.plot_coefs(rglm.hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"))
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels == ["count_logmass", "zero_logmass"]
    ax = rglm.plot_coefs(rglm.multinom("tension ~ breaks", LOOMS))
    assert [t.get_text() for t in ax.get_yticklabels()] == ["M:breaks", "H:breaks"]


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("exponentiate", [False, True])
def test_arrows_at_the_edge_stand_for_infinite_values(exponentiate):
    fit = rglm.glm("am ~ wt + factor(gear)", oracle.data("mtcars"), rglm.binomial())
    ax = rglm.plot_coefs(fit, exponentiate=exponentiate)
    low, high = ax.get_xlim()
    assert np.isfinite([low, high]).all()
    ends = [path.vertices[:, 0] for path in ax.collections[0].get_paths()]
    assert [np.isclose(a, low) for a, _ in ends] == [True, False, False]
    assert [np.isclose(b, high) for _, b in ends] == [False, True, True]
    _, marks, left, right = ax.lines
    assert len(marks.get_xdata()) == 0
    assert (left.get_marker(), right.get_marker()) == ("<", ">")
    assert (left.get_ydata().tolist(), right.get_ydata().tolist()) == ([0], [1, 2])


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_infinite_estimates_have_no_marker_and_aliased_ones_no_line():
    fit = rglm.zeroinfl("Days ~ Sex", QUINE, dist="negbin")
    ax = rglm.plot_coefs(fit, parm=["count_SexM", "zero_SexM"])
    assert ax.lines[1].get_ydata().tolist() == [0]
    arrow = ax.lines[2]
    assert (arrow.get_marker(), arrow.get_ydata().tolist()) == (">", [1])
    assert arrow.get_xdata() == ax.get_xlim()[1]
    with pytest.warns(rglm.RankWarning):
        fit = rglm.glm("mpg ~ wt + I(2 * wt) + hp", oracle.data("mtcars"))
    assert [t.get_text() for t in rglm.plot_coefs(fit).get_yticklabels()] == ["wt", "hp"]


def test_long_names_of_models_stand_in_separate_lines():
    names = ["the first model, of Poisson counts", "the second model, negative binomial"]
    legend = rglm.plot_coefs(POISSON, NEGBIN, names=names).get_legend()
    assert legend._ncols == 1
    assert [t.get_text() for t in legend.get_texts()] == names


def test_wrong_arguments_are_errors():
    with pytest.raises(ValueError, match="needs a model"):
        rglm.plot_coefs()
    with pytest.raises(TypeError, match="one by one.*got list"):
        rglm.plot_coefs([POISSON, NEGBIN])
    with pytest.raises(ValueError, match="names= has 1 names for 2 models"):
        rglm.plot_coefs(POISSON, NEGBIN, names=["a"])
    with pytest.raises(ValueError, match="did you mean 'SexM'"):
        rglm.plot_coefs(POISSON, parm="SexN")


def test_ticks_of_a_wide_axis_are_powers_of_ten():
    ax = rglm.plot_coefs(POISSON, parm=["SexM"], exponentiate=True)
    ax.set_xlim(1e-3, 1e3)
    style.plain_ticks(ax.xaxis)
    assert not {0.02, 0.05} & set(np.round(ax.get_xticks(), 9))
    ax.set_xlim(0.4, 3)
    style.plain_ticks(ax.xaxis)
    assert {0.5, 1.0, 2.0} <= set(np.round(ax.get_xticks(), 9))


def test_each_model_may_have_its_own_covariance():
    fit = rglm.glm("has_gc ~ logmass", load("galaxies"), rglm.binomial())
    ax = rglm.plot_coefs(fit, fit, vcov=[None, "HC3"], names=["model", "HC3"])
    widths = [np.ptp(c.get_segments()[0][:, 0]) for c in ax.collections[:2]]
    intervals = [fit.confint(method="profile"), fit.confint(vcov="HC3")]
    np.testing.assert_allclose(widths, [np.ptp(t.loc["logmass"]) for t in intervals])


def test_models_that_share_no_term_stand_close():
    fits = [rglm.lm(f"mpg ~ {name}", load("mtcars")) for name in ("wt", "hp", "qsec", "disp")]
    ax = rglm.plot_coefs(*fits)
    heights = [float(line.get_ydata()[0]) for line in ax.lines[1:]]
    assert heights == [0, 1, 2, 3]
    assert ax.figure.get_figheight() < 2.5
