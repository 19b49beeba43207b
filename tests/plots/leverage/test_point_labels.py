"""Labels of points cover no other label, and stay inside the axes."""

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.datasets import load

pytest.importorskip("matplotlib")


ALL = [1, 2, 3, 4, 5, 6]


def drawn(ax):
    """All texts of some axes, drawn, with the title."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(ax.figure).draw()
    return [*ax.texts, *([ax._left_title] if ax.get_title(loc="left") else [])]


def boxes(ax):
    names = set(load("mtcars").index)
    return [text.get_window_extent() for text in drawn(ax) if text.get_text() in names]


def check_apart(ax):
    found = [text.get_window_extent() for text in drawn(ax)]
    for i, one in enumerate(found):
        smaller = one.shrunk(0.85, 0.85)
        assert not any(smaller.overlaps(other) for other in found[:i])
        assert ax.figure.bbox.x0 <= one.x0 < one.x1 <= ax.figure.bbox.x1
        assert ax.figure.bbox.y0 <= one.y0 < one.y1 <= ax.figure.bbox.y1


def near_the_border():
    """Rows with long names, of which the largest residuals are at the right end."""
    n = 40
    x = np.arange(n) / n
    y = 3 * x + np.sin(np.arange(n)) / 3
    y[-3:] += [2.0, 2.1, 2.6]
    names = [f"a long name of row {i}" for i in range(n)]
    return pd.DataFrame({"y": y, "x": x, "z": np.cos(np.arange(n) ** 2)}, index=names)


@pytest.mark.parametrize("panel", range(6))
def test_labels_cover_no_title_and_no_other_text_and_are_inside_the_figure(panel):
    check_apart(lm("mpg ~ wt + hp", load("mtcars")).plot(which=ALL).ravel()[panel])
    check_apart(lm("y ~ x + z", near_the_border()).plot(which=panel + 1))


@pytest.mark.parametrize("panel", range(2))
def test_labels_of_added_variables_are_apart(panel):
    check_apart(lm("y ~ x + z", near_the_border()).plot_added().ravel()[panel])


def test_a_label_avoids_a_text_and_a_line_that_are_there_before():
    from matplotlib.figure import Figure

    from rglm.plots.leverage.point_labels import label_points, line_pieces, text_boxes

    ax = Figure().subplots()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    x = pd.Series([0.5], index=["a name"])
    ax.annotate("contour", (0.5, 0.5), xytext=(4, 0), textcoords="offset points", va="center")
    label_points(ax, x, x, [0])
    assert ax.texts[1].get_ha() == "right"
    ax.plot([0, 0.5], [0.5, 0.5])
    label_points(ax, x, x, [0])
    assert ax.texts[2].xyann[1] != 0
    assert len(text_boxes(ax)) == 3
    ax.axhline(0.2, linestyle="None")
    width = ax.bbox.width / ax.figure.dpi * 72
    assert line_pieces(ax)[:, 0].max() == pytest.approx(width / 2)


@pytest.mark.parametrize("panel", range(4))
def test_labels_of_near_points_do_not_overlap(panel):
    ax = lm("mpg ~ wt + hp", load("mtcars")).plot().ravel()[panel]
    shown = boxes(ax)
    assert len(shown) == 3
    for i, one in enumerate(shown):
        smaller = one.shrunk(0.9, 0.9)
        assert not any(smaller.overlaps(other) for other in shown[:i])


def test_a_label_at_the_right_end_stands_on_the_left():
    from matplotlib.figure import Figure

    from rglm.plots.leverage.point_labels import label_points

    ax = Figure().subplots()
    x = pd.Series([0.0, 1.0], index=["first", "a long label at the end"])
    ax.plot(x, x)
    label_points(ax, x, x, [0, 1])
    first, last = ax.texts
    assert (first.get_ha(), last.get_ha()) == ("left", "right")


def test_long_labels_are_short_and_leave_the_axes_their_width():
    data = near_the_border().rename(index=lambda name: f"in a table with long names {name}")
    panels = lm("y ~ x + z", data).plot()
    panels.figure.draw_without_rendering()
    assert all(ax.get_window_extent().width > 0.3 * panels.figure.bbox.width for ax in panels.flat)
    texts = [text.get_text() for text in panels[0, 0].texts]
    assert all(len(text) <= 28 and text.startswith("in a table wit") for text in texts)
    assert len(set(texts)) == len(texts)


def test_labels_of_days_and_of_several_levels():
    from rglm.plots.leverage.point_labels import label_text

    assert label_text(pd.Timestamp("2020-02-29")) == "2020-02-29"
    assert label_text(pd.Timestamp("2020-02-29 12:30")) == "2020-02-29 12:30:00"
    assert label_text((3, "b")) == "3, b"
    index = pd.MultiIndex.from_product([range(10), list("abcd")])
    fit = lm("y ~ x + z", near_the_border().set_index(index))
    assert "9, d" in [text.get_text() for text in fit.plot(which=1).texts]
