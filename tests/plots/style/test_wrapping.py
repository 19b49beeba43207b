"""Long labels, many rows, small figures and large letters stay readable."""

from itertools import pairwise

import numpy as np
import pytest

from rglm import aov, binomial, glm, lm, plot_coefs, polr
from rglm.datasets import load
from rglm.plots import style
from rglm.plots.style.wrapping import wrap_text

matplotlib = pytest.importorskip("matplotlib")
CARS, LOOMS = load("mtcars"), load("warpbreaks")
LOGIT = glm("has_gc ~ logmass", load("galaxies"), binomial())
LONG = "a_quantity_with_a_very_long_name_of_many_letters"


def test_lines_are_broken_after_signs_and_spaces():
    assert wrap_text("one two three", 7) == "one two\nthree"
    assert wrap_text("factor(a)2:factor(b)3", 12) == "factor(a)2:\nfactor(b)3"
    assert wrap_text("indivisible", 4) == "indivisible"
    assert wrap_text("", 4) == ""


def texts_inside(figure):
    """Whether labels, titles and ticks of a figure are inside it, and those of axes apart."""
    figure.draw_without_rendering()
    for ax in (ax for ax in figure.axes if ax.axison):
        labels = [ax.xaxis.label, ax.yaxis.label, ax._left_title]
        boxes = [text.get_window_extent() for text in labels if text.get_text()]
        for box in boxes:
            assert figure.bbox.x0 - 1 <= box.x0 < box.x1 <= figure.bbox.x1 + 1
            assert figure.bbox.y0 - 1 <= box.y0 < box.y1 <= figure.bbox.y1 + 1
        assert not any(a.overlaps(b) for a, b in pairwise(boxes))


TINY = {
    "roc": LOGIT.plot_roc,
    "calibration": LOGIT.plot_calibration,
    "probs": polr("ordered(tension) ~ breaks + wool", LOOMS).plot_probs,
    "terms": lm("mpg ~ log(hp)", CARS).plot_terms,
    "qq": lambda figsize: lm("mpg ~ hp", CARS).plot(which=2, figsize=figsize),
    "profile": lambda figsize: LOGIT.plot_profile("logmass", figsize=figsize),
    "rootogram": glm("breaks ~ wool", LOOMS, "poisson").rootogram,
}


@pytest.mark.parametrize("name", TINY)
def test_texts_of_tiny_figures_are_inside(name):
    ax = TINY[name](figsize=(3, 2))
    texts_inside(ax.figure)


@pytest.mark.parametrize("name", TINY)
def test_with_large_letters_the_figure_is_larger(name):
    small = TINY[name](figsize=None).figure.get_size_inches()
    with matplotlib.rc_context({"font.size": 18}):
        figure = TINY[name](figsize=None).figure
        np.testing.assert_allclose(figure.get_size_inches(), 1.8 * small)
        texts_inside(figure)


def test_long_names_stand_in_several_lines():
    data = CARS.rename(columns={"hp": LONG, "wt": LONG + "2"})
    fit = lm(f"mpg ~ {LONG} + {LONG}2 + {LONG}:{LONG}2", data)
    panels = fit.plot_added()
    texts_inside(panels.figure)
    assert "\n" in panels[1, 0].get_xlabel()


def test_names_of_many_rows_do_not_overlap():
    rng = np.random.default_rng(3)
    data = {f"x{i}": rng.normal(size=90) for i in range(40)}
    fit = lm("y ~ " + " + ".join(data), data | {"y": rng.normal(size=90)})
    pictures = [plot_coefs(fit, figsize=(4, 3)), plot_coefs(fit)]
    comparisons = aov("breaks ~ wool * tension", LOOMS).TukeyHSD()
    pictures.append(comparisons.plot("wool:tension", figsize=(4, 2)))
    for ax in pictures:
        ax.figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
        boxes = sorted(boxes, key=lambda box: box.y0)
        assert all(a.y0 + 0.7 * a.height < b.y0 for a, b in pairwise(boxes))


def test_a_legend_is_as_narrow_as_the_axes():
    ax = style.axes(figsize=(2.5, 2))
    ax.plot([0, 1], [0, 1], label="a long explanation of what this line is for the reader")
    style.legend(ax)
    assert "\n" in ax.get_legend().get_texts()[0].get_text()


@pytest.mark.parametrize("count", [3, 8, 20, 40, 150])
def test_names_of_many_levels_do_not_overprint(count):
    rng = np.random.default_rng(1)
    level = np.repeat([f"level number {i:03d}" for i in range(count)], 3)
    fit = lm("y ~ level", {"y": rng.normal(size=3 * count), "level": level})
    ax = fit.plot_terms()
    ax.figure.draw_without_rendering()
    labels = ax.get_xticklabels()
    assert len(labels) == count or count == 150
    boxes = sorted((label.get_window_extent() for label in labels), key=lambda box: box.x0)
    angle = labels[0].get_rotation()
    if angle == 30:  # slanted lines of text are apart when their distance is more than a line
        size = labels[0].get_size() / 72 * ax.figure.dpi
        assert all((b.x1 - a.x1) / 2 > size for a, b in pairwise(boxes))
    else:
        assert all(a.x0 + 0.8 * a.width < b.x0 for a, b in pairwise(boxes))
    texts_inside(ax.figure)


def test_sizes_of_ticks_that_the_user_set_are_kept():
    ax = style.axes()
    ax.tick_params(labelsize=5)
    lm("mpg ~ wt", CARS).plot(which=1, ax=ax)
    assert ax.get_yticklabels()[0].get_size() == 5
