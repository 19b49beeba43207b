"""Texts of the pictures: their sizes are the user's, and long labels are broken."""

import pytest

from rglm import glm, lm
from rglm.datasets import load
from rglm.plots import style

matplotlib = pytest.importorskip("matplotlib")
CARS = load("mtcars")


def test_sizes_follow_the_font_of_the_user():
    assert [style.font_size(kind) for kind in ("title", "label", "tick", "mark")] == [10, 9, 8, 7]
    with matplotlib.rc_context(
        {"font.size": 20, "axes.titlesize": 11, "legend.fontsize": "large"}
    ):
        sizes = [style.font_size(kind) for kind in ("title", "label", "tick", "note")]
        assert sizes == pytest.approx([11, 18, 16, 16])
        ax = glm("mpg ~ wt", CARS).plot(which=1)
        assert (ax.xaxis.label.get_size(), ax.texts[0].get_size()) == (18, 14)


def test_the_label_of_a_long_response_stays_in_the_figure():
    long = CARS.rename(columns={"mpg": "miles_per_gallon_of_petrol_in_the_city_as_measured"})
    ax = lm(f"log({long.columns[0]}) ~ wt", long).plot_fit()
    ax.figure.canvas.draw()
    box = ax.yaxis.label.get_window_extent()
    assert "\n" in ax.get_ylabel()
    assert box.y0 >= 0
    assert box.y1 <= ax.figure.bbox.height


def test_a_style_sheet_keeps_its_ticks_and_borders():
    with matplotlib.rc_context(
        {"axes.edgecolor": "red", "xtick.major.size": 9, "xtick.color": "b"}
    ):
        ax = lm("mpg ~ wt", CARS).plot_fit()
    assert ax.spines["left"].get_edgecolor()[:3] == (1, 0, 0)
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 9
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_color() == "b"


@pytest.mark.parametrize("title", ["Clusters by mass", "Clusters\nby mass"])
def test_a_title_of_the_caller_stands_below_what_a_curve_is_drawn_at(title):
    ax = lm("mpg ~ wt + hp + qsec", CARS).plot_fit("wt")
    caption = ax.get_title(loc="right")
    ax.set_title(title)
    ax.figure.canvas.draw()
    texts = [one for one in ax.get_children() if isinstance(one, matplotlib.text.Text)]
    (written,) = [one for one in texts if one.get_text().startswith(caption)]
    lines = written.get_text().split("\n")
    box, own = written.get_window_extent(), ax.title.get_window_extent()
    foot = box.y0 + box.height * lines.count("") / len(lines)
    assert foot > own.y0 + 0.9 * own.height
    ax.set_title("")
    assert ax.get_title(loc="right") == caption
    ax.set_title("", loc="right")
    ax.set_title(title)
    assert ax.get_title(loc="right") == ""
