"""plot_fit: which curves by= and at= ask for, and what colours the points."""

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, lm, polr
from rglm.datasets import load
from rglm.plots import style

matplotlib = pytest.importorskip("matplotlib")
CARS, LOOMS = load("mtcars"), load("warpbreaks")
TWO = glm("mpg ~ hp * wt", CARS)
LEVELS = lm("mpg ~ wt + factor(cyl) + hp", CARS)


def style_sheet(name):
    from matplotlib.style import context

    return context(name)


def entries(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def places(ax):
    return np.concatenate([np.asarray(marks.get_offsets()) for marks in points(ax)])


def points(ax):
    return [c for c in ax.collections if type(c).__name__ == "PathCollection"]


def test_a_number_of_many_values_has_curves_at_its_mean_and_a_deviation_to_both_sides():
    ax = TWO.plot_fit("hp", by="wt")
    mean, sd = CARS["wt"].mean(), CARS["wt"].std()
    assert entries(ax) == ["2.239 (mean - sd)", "3.217 (mean)", "4.196 (mean + sd)"]
    assert ax.get_legend().get_title().get_text() == "wt"
    for line, value in zip(ax.lines, (mean - sd, mean, mean + sd), strict=True):
        x, y = line.get_data()
        assert (x.min(), x.max()) == (CARS["hp"].min(), CARS["hp"].max())
        np.testing.assert_allclose(y, TWO.predict({"hp": x, "wt": np.full(len(x), value)}))
    assert len(points(ax)) == 1  # no row belongs to a curve


def test_a_curve_stays_in_the_range_of_a_skewed_number():
    skewed = CARS.assign(k=np.exp(CARS["wt"]))
    ax = lm("mpg ~ hp + k", skewed).plot_fit("hp", by="k")
    assert entries(ax)[0] == f"{skewed['k'].min():.4g} (min)"


def test_at_gives_the_values_of_the_curves_with_by_or_without():
    for ax in (
        TWO.plot_fit("hp", by="wt", at={"wt": [2, 3.5]}),
        TWO.plot_fit("hp", at={"wt": np.array([2, 3.5])}),
        TWO.plot_fit("hp", at={"wt": pd.Series([2, 3.5])}),
    ):
        assert (
            entries(ax) == ["2", "3.5"] or entries(ax) == ["2.0", "3.5"] or entries(ax)[0] == "2"
        )
        x, y = ax.lines[1].get_data()
        np.testing.assert_allclose(y, TWO.predict({"hp": x, "wt": np.full(len(x), 3.5)}))


def test_at_gives_the_ends_of_the_curve_and_the_levels_of_the_axis():
    ax = TWO.plot_fit("hp", at={"hp": [400, 0]})
    assert ax.lines[0].get_xdata()[[0, -1]].tolist() == [0, 400]
    ax = LEVELS.plot_fit("cyl", at={"cyl": [4, 8]})
    assert [text.get_text() for text in ax.get_xticklabels()] == ["4", "8"]
    kept = CARS.loc[CARS["cyl"] != 6].sort_values(["cyl"])
    found = pd.DataFrame(places(ax), columns=["x", "y"]).dropna()
    assert len(found) == len(kept)
    np.testing.assert_allclose(
        sorted(found.loc[found["x"] > 0.5, "y"]), sorted(kept.loc[kept["cyl"] == 8, "mpg"])
    )


def test_some_levels_can_be_drawn_and_points_of_others_are_grey():
    ax = LEVELS.plot_fit("wt", by="cyl", at={"cyl": [4, 8]})
    assert entries(ax) == ["4", "8"]
    colours = [matplotlib.colors.to_hex(marks.get_facecolor()[0]) for marks in points(ax)]
    assert colours == [style.FAINT, *(c.lower() for c in style.COLOURS[:2])]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"at": {"cyl": 5}}, "at={'cyl': 5}: the levels of cyl are 4, 6, 8"),
        ({"at": {"cyl": [4, 5]}}, "at={'cyl': 5}: the levels of cyl are 4, 6, 8"),
        ({"at": {"hp": "high"}}, "at={'hp': 'high'}: hp takes a number"),
        (
            {"at": {"hp": [1, 2], "cyl": [4, 6]}},
            "several values of 'cyl', and 'hp' has the curves",
        ),
        ({"at": {"wt": 3}}, r"wt is on the axis; give the ends of the curve, \[low, high\]"),
        ({"at": {"wt": [3]}}, r"give the ends of the curve, \[low, high\]"),
        ({"at": {"hp": range(9)}}, "at= has 9 values of 'hp'; give 1 to 7"),
        ({"at": {"hp": []}}, "at= has 0 values of 'hp'"),
        ({"by": "wt"}, "by='wt' is on the axis already"),
        ({"interval": None, "vcov": "HC3"}, "vcov= is of the band, and interval=None draws none"),
        ({"colour": "weight"}, "colour='weight' is no column of the data; colour= takes a column"),
        ({"colour": [1, 2]}, "2 values where the data have 32 rows"),
    ],
)
def test_values_that_cannot_be_drawn_are_errors(options, message):
    with pytest.raises(ValueError, match=message):
        LEVELS.plot_fit("wt", **options)


def test_points_are_coloured_by_an_expression_a_series_or_an_array():
    many = CARS["hp"] > 120
    for colour, title in (("hp > 120", "hp > 120"), (many, "hp"), (many.to_numpy(), "")):
        ax = LEVELS.plot_fit("wt", colour=colour)
        assert [entry.upper() for entry in entries(ax)] == ["FALSE", "TRUE"]
        assert ax.get_legend().get_title().get_text() == title
        assert [len(marks.get_offsets()) for marks in points(ax)] == [(~many).sum(), many.sum()]
    assert LEVELS.plot_fit("wt", colour="log(hp)").figure.axes[1].get_ylabel() == "log(hp)"
    gaps = CARS.assign(hp=CARS["hp"].where(CARS["hp"] < 200))
    ax = lm("mpg ~ wt", gaps).plot_fit("wt", colour="hp")
    assert [len(marks.get_offsets()) for marks in points(ax)] == [7, 25]


def test_curves_and_points_of_different_variables_share_no_colour_and_have_their_own_titles():
    ax = LEVELS.plot_fit("wt", by="cyl", colour="gear")
    assert entries(ax) == ["cyl", "4", "6", "8", "gear", "3", "4", "5"]
    assert {line.get_color() for line in ax.lines} == {style.INK}
    assert len({line.get_linestyle() for line in ax.lines}) == 3
    own = LEVELS.plot_fit("wt", by="cyl", colour="cyl")
    assert entries(own) == ["4", "6", "8"]
    assert own.get_legend().get_title().get_text() == "cyl"
    assert [line.get_color() for line in own.lines] == list(style.COLOURS[:3])


def test_a_second_fit_on_the_same_axes_keeps_the_legend_of_the_first():
    ax = LEVELS.plot_fit("wt", by="cyl")
    TWO.plot_fit("wt", by="hp", at={"hp": [100]}, ax=ax, points=False)
    assert entries(ax) == ["4", "6", "8", "hp", "100"]


def test_the_band_has_the_covariance_that_is_asked_for():
    ax = LEVELS.plot_fit("wt", vcov="HC3", points=False)
    x = ax.lines[0].get_xdata()
    at = {"wt": x, "cyl": [8] * len(x), "hp": [CARS["hp"].mean()] * len(x)}
    expected = LEVELS.predict(at, interval="confidence", vcov="HC3")
    (path,) = ax.collections[0].get_paths()
    ends = {tuple(np.round(v, 9)) for v in path.vertices}
    assert (round(x[7], 9), round(expected["upr"].iloc[7], 9)) in ends
    fit = polr("ordered(tension) ~ breaks", LOOMS)
    one, other = (
        fit.plot_probs(vcov=vcov).collections[0].get_paths()[0].vertices for vcov in (None, "HC0")
    )
    assert not np.allclose(one, other)


def test_the_band_of_data_in_chunks_has_the_covariance_of_all_rows():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.normal(size=12_000), "g": rng.choice(list("ab"), 12_000)})
    data["y"] = data["x"] + rng.normal(size=12_000) * np.exp(data["x"])
    whole = lm("y ~ x", data)
    parts = lm("y ~ x", lambda: iter([data[:6000], data[6000:]]), progress=False)
    bands = [
        fit.plot_fit(vcov="HC3", at={"x": [-2, 2]}, points=False).collections[0].get_paths()[0]
        for fit in (whole, parts)
    ]
    np.testing.assert_allclose(bands[0].vertices, bands[1].vertices, rtol=1e-7, atol=1e-9)
    ax = parts.plot_fit(colour="g == 'a'")
    assert entries(ax) == ["FALSE", "TRUE"]
    with pytest.raises(ValueError, match="colour= takes names of columns where the data are not"):
        parts.plot_fit(colour=data["g"])


def test_the_picture_of_levels_takes_ends_of_its_axis_and_one_value_of_others():
    fit = polr("ordered(tension) ~ breaks + wool", LOOMS)
    assert fit.plot_probs(at={"breaks": [0, 100]}).lines[0].get_xdata()[-1] == 100
    with pytest.raises(ValueError, match="several values of 'wool': a picture of levels has one"):
        fit.plot_probs(at={"wool": ["A", "B"]})


@pytest.mark.parametrize(
    ("response", "label"),
    [
        ("cbind(dead, alive)", "proportion dead"),
        ("I(dead / (dead + alive))", "dead/(dead + alive)"),
        ("dead", "dead"),
        ("log(dead + 1)", "log(dead + 1)"),
        ("sex", "P(sex = M)"),
    ],
)
def test_the_response_is_named_as_people_say_it(response, label):
    data = load("budworm")
    family = "gaussian" if response in ("dead", "log(dead + 1)") else "binomial"
    weights = "dead + alive" if response.startswith("I(") else None
    right = "dead" if response == "sex" else "ldose"
    fit = glm(f"{response} ~ {right}", data, family, weights=weights)
    assert fit.plot_fit().get_ylabel() == label


def test_the_probability_of_a_condition_is_named_by_it():
    fit = glm("(breaks > 30) ~ tension", LOOMS, binomial())
    assert fit.plot_fit().get_ylabel() == "P(breaks > 30)"


def test_the_probability_axis_of_levels_is_named_by_their_column():
    fit = polr("ordered(tension) ~ breaks", LOOMS)
    assert fit.plot_probs().get_ylabel() == "P(tension)"


def test_seven_curves_can_be_told_apart_on_a_dark_ground():
    data = CARS.assign(k=list("abcdefg") * 4 + list("abcd"))
    with style_sheet("dark_background"):
        ax = glm("mpg ~ wt + k", data).plot_fit("wt", by="k")
    assert ax.lines[6].get_color() == "#ffffff"
    assert len({str(line.get_linestyle()) + str(line._dash_pattern) for line in ax.lines}) == 7


def test_the_colours_of_numbers_can_be_seen_on_the_ground():
    with style_sheet("dark_background"):
        dark = LEVELS.plot_fit("wt", colour="hp").collections
    light = LEVELS.plot_fit("wt", colour="hp").collections
    levels = [np.mean(points_of.get_cmap()(0.0)[:3]) for points_of in (light[0], dark[0])]
    assert levels[0] < 0.25 < levels[1]


def test_a_logistic_curve_by_a_number_of_two_values_has_both():
    fit = glm("am ~ wt + vs", CARS, binomial())
    assert entries(fit.plot_fit("wt", by="vs")) == ["0", "1"]


def test_whole_numbers_have_ticks_at_whole_numbers():
    ticks = lm("mpg ~ gear", CARS).plot_fit("gear").get_xticks()
    assert (ticks == np.rint(ticks)).all()


def test_lines_of_a_long_caption_end_after_a_comma():
    fit = lm("mpg ~ wt + hp + qsec + drat + disp + carb", CARS)
    lines = fit.plot_fit().get_title(loc="right").split("\n")
    assert len(lines) > 1
    assert all(line.endswith(",") for line in lines[:-1])
