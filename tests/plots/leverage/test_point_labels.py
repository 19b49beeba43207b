"""Labels of points cover no other label, and stay inside the axes."""

import pandas as pd
import pytest

from rglm import lm
from rglm.datasets import load

pytest.importorskip("matplotlib")


def boxes(ax):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(ax.figure).draw()
    names = set(load("mtcars").index)
    return [text.get_window_extent() for text in ax.texts if text.get_text() in names]


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
