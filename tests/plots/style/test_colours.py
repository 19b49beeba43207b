"""Greys can be seen on a dark ground, and texts of all pictures have the same sizes."""

import numpy as np
import pytest

from rglm import aov, binomial, boxcox, glm, lm
from rglm.datasets import load
from rglm.plots import style

pytest.importorskip("matplotlib")
LOOMS = load("warpbreaks")


def axes_on(ground):
    from matplotlib.figure import Figure

    return Figure(facecolor=ground).subplots(subplot_kw={"facecolor": ground})


@pytest.mark.parametrize("grey", [style.INK, style.POINT, style.NOTE])
def test_greys_are_turned_round_on_a_dark_ground(grey):
    assert style.ink(axes_on("white"), grey) == grey
    dark = axes_on("black")
    assert int(style.ink(dark, grey)[1:3], 16) == 255 - int(grey[1:3], 16)
    dark.set_facecolor("none")  # the figure's is seen
    assert style.ink(dark, grey) != grey


def test_points_lines_and_notes_of_pictures_on_a_dark_ground_are_light():
    ax = lm("breaks ~ wool", LOOMS).plot(which=4, ax=axes_on("black"))
    assert all(c.get_edgecolor()[0][0] > 0.5 for c in ax.collections[:1])
    assert ax.collections[-1].get_facecolor()[0][0] > 0.5
    ax = aov("breaks ~ wool", LOOMS).TukeyHSD().plot(ax=axes_on("black"))
    assert ax.collections[0].get_edgecolor()[0][0] > 0.5
    ax = boxcox("breaks ~ wool", LOOMS).plot(ax=axes_on("black"))
    assert int(ax.texts[0].get_color()[1:3], 16) > 127


def test_texts_have_the_sizes_of_all_pictures():
    pictures = [
        boxcox("breaks ~ wool", LOOMS).plot(),
        aov("breaks ~ wool", LOOMS).TukeyHSD().plot(),
        glm("has_gc ~ logmass", load("galaxies"), binomial()).plot_roc(),
    ]
    for ax in pictures:
        assert {ax.xaxis.label.get_size(), ax.yaxis.label.get_size()} == {style.font_size("label")}
        ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
        assert {text.get_size() for text in ticks} == {style.font_size("tick")}
        assert np.isin([text.get_size() for text in ax.texts], [style.font_size("note")]).all()
