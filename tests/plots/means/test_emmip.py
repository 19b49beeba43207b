"""Interaction plots: R's numbers, what is drawn, and what is refused."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, lm, multinom
from rglm.datasets import load
from rglm.warnings import RankWarning

pytest.importorskip("matplotlib")

LOOMS, CARS = load("warpbreaks"), load("mtcars")
CONTROL = {"epsilon": 1e-13, "maxit": 100}
FITS = {
    "loom": lambda: lm("breaks ~ wool * tension", LOOMS),
    "counts": lambda: glm("breaks ~ wool * tension", LOOMS, "poisson", control=CONTROL),
    "quine": lambda: glm(
        "Days ~ Eth * Sex * Lrn + Age", oracle.data("quine"), "quasipoisson", control=CONTROL
    ),
    "lm": lambda: lm("mpg ~ hp * factor(cyl)", CARS),
    "multinom": lambda: multinom("health ~ school * gender", oracle.data("nmes")),
}
CASES = oracle.saved("emtrends")["plots"]
NUMBERS = {"yvar": "y", "SE": "SE", "LCL": "lower", "UCL": "upper"}


@cache
def fit_of(name: str) -> Any:
    return FITS[name]()


def options(case: dict[str, Any]) -> dict[str, Any]:
    given = {k: v for k, v in dict(case["options"] or {}).items() if k != "cov.keep"}
    return {k: v[0] if isinstance(v, list) else v for k, v in given.items()}


@pytest.mark.parametrize("place", range(len(CASES)))
def test_the_numbers_of_emmip(place: int) -> None:
    case = CASES[place]
    df = oracle.numbers(case["df"])[0]
    fit, given = fit_of(case["fit"]), options(case)
    found = fit.emmip(case["formula"], plotit=False, df=df, **given)
    expected = pd.DataFrame(case["levels"]).drop(columns="yvar", errors="ignore").astype(str)
    for ours, theirs in {"tvar": "trace", "xvar": "x"}.items():
        expected[ours] = case[theirs]
    for ours, theirs in NUMBERS.items():
        if case.get(theirs):
            expected[ours] = oracle.numbers(case[theirs])
    assert set(found) == {*expected, "df"}
    names = [name for name in expected if name not in NUMBERS]
    texts = {name: [str(v).removesuffix(".0") for v in found[name]] for name in names}
    found, expected = found.assign(**texts).sort_values(names), expected.sort_values(names)
    assert found[names].to_numpy().tolist() == expected[names].to_numpy().tolist()
    rtol = 1e-5 if case["fit"] == "multinom" else 1e-7
    for name in set(NUMBERS) & set(expected):
        np.testing.assert_allclose(found[name], expected[name], rtol=rtol)


def test_lines_of_levels() -> None:
    ax = fit_of("loom").emmip("wool ~ tension", CIs=True, dodge=0.2)
    table = fit_of("loom").emmip("wool ~ tension", plotit=False)
    assert [line.get_label() for line in ax.lines] == ["A", "B"]
    for line, (_, rows) in zip(ax.lines, table.groupby("tvar", observed=True), strict=True):
        np.testing.assert_allclose(line.get_ydata(), rows["yvar"])
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [-0.1, 0.9, 1.9])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["L", "M", "H"]
    assert ax.get_legend().get_title().get_text() == "wool"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("tension", "linear prediction, 95% interval")


def test_panels_share_their_limits() -> None:
    panels = fit_of("quine").emmip("Sex ~ Age | Eth", type="response")
    assert [one.get_title(loc="left") for one in panels.ravel()] == ["Eth = A", "Eth = N"]
    assert len({one.get_ylim() for one in panels.ravel()}) == 1
    (legend,) = panels.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["F", "M"]
    assert panels[0, 0].get_ylabel() == "predicted rate"
    given = panels.figure.subplots(1, 2)
    again = fit_of("quine").emmip("Sex ~ Age | Eth", ax=given)
    assert again[0].get_legend() is not None


def test_a_number_on_the_axis_is_a_scale() -> None:
    ax = fit_of("lm").emmip("cyl ~ hp", CIs=True)
    assert [line.get_label() for line in ax.lines] == ["4", "6", "8"]
    assert ax.lines[0].get_xdata()[[0, -1]].tolist() == [CARS["hp"].min(), CARS["hp"].max()]
    assert len(ax.collections) == 3  # bands
    places = fit_of("lm").emmip("cyl ~ hp", style="factor", at={"hp": [100, 150]})
    assert [label.get_text() for label in places.get_xticklabels()] == ["100", "150"]
    factor = fit_of("lm").emmip("~ cyl")  # a number of which the formula makes levels
    assert [label.get_text() for label in factor.get_xticklabels()] == ["4", "6", "8"]


def test_many_lines_differ_in_colour_or_dash() -> None:
    data = oracle.data("CO2")
    ax = lm("uptake ~ Plant * conc", data).emmip("Plant ~ conc")
    looks = {(line.get_color(), str(line._dash_pattern)) for line in ax.lines}
    assert len(ax.lines) == len(looks) == 12


def test_slopes_and_other_means() -> None:
    slopes = fit_of("lm").emtrends("cyl", "hp")
    ax = slopes.emmip("~ cyl", CIs=True)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), slopes.table["hp.trend"])
    assert ax.get_ylabel() == "hp.trend, 95% interval"
    classes = fit_of("multinom").emmip("health ~ gender")
    assert classes.get_ylabel() == "prob"


@pytest.mark.parametrize(
    ("formula", "given", "message"),
    [
        ("wool", {}, "write lines ~ axis | panels"),
        ("wool ~ tension ~ x", {}, "write lines"),
        ("wool ~", {}, "has no variable for the axis"),
        ("wool ~ wool", {}, "has a variable twice"),
        ("wool ~ tensio", {}, "did you mean 'tension'"),
        ("wool ~ tension", {"style": "number"}, "style='number'"),
        ("wool ~ tension", {"type": "prob"}, "type='prob'"),
    ],
)
def test_what_emmip_refuses(formula: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_of("loom").emmip(formula, **given)


def test_means_with_more_variables_than_the_picture() -> None:
    means = fit_of("loom").emmeans("~ wool * tension")
    with pytest.raises(ValueError, match="several means for a point.*levels of wool"):
        means.emmip("~ tension")
    with pytest.raises(ValueError, match="there is no 'wol'.*did you mean 'wool'"):
        means.emmip("wol ~ tension")


def test_a_mean_that_cannot_be_estimated_is_a_gap() -> None:
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "H"))]
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool * tension", data)
    ax = fit.emmip("wool ~ tension", CIs=True)
    assert np.isnan(pd.Series(ax.lines[0].get_ydata())).tolist() == [False, False, True]
