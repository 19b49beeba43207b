"""Pictures of means: intervals, comparison arrows, contrasts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import oracle
import pytest
from matplotlib.colors import to_hex

from rglm import glm, lm
from rglm.datasets import load
from rglm.plots import style
from rglm.plots.means.arrow_tips import arrow_tips
from rglm.warnings import RankWarning

LOOMS = load("warpbreaks")
FITS = {
    "loom": lambda: lm("breaks ~ wool * tension", LOOMS),
    "counts": lambda: glm("breaks ~ wool * tension", LOOMS, "poisson"),
    "quine": lambda: glm("Days ~ Eth * Sex * Lrn + Age", oracle.data("quine"), "quasipoisson"),
    "lm": lambda: lm("mpg ~ hp * factor(cyl)", load("mtcars")),
    "quasi": lambda: glm(
        "visits ~ school * health + log(1 + chronic)", oracle.data("nmes"), "quasipoisson"
    ),
}
CASES = oracle.saved("emtrends")["arrows"]


@cache
def fit_of(name: str) -> Any:
    return FITS[name]()


def arrows(ax: Any) -> list[tuple[Any, Any]]:
    """The start and the tip of each arrow of some axes."""
    drawn = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
    return [(text.xyann, text.xy) for text in drawn]


@pytest.mark.parametrize("place", range(len(CASES)))
def test_arrows_meet_where_r_s_tests_are_not_significant(place: int) -> None:
    """And they are R's, as long as the margins of all pairs are the same."""
    case = CASES[place]
    given = dict(case["options"] or {})
    df = None if case["fit"] in ("loom", "lm") else np.inf
    emm = fit_of(case["fit"]).emmeans(case["specs"], df=df)
    shown = emm.summary(True, type=given.get("type"))
    tips = arrow_tips(shown, None, 0.95)
    assert "not show" not in tips.note
    values = shown.tidy()["estimate"].to_numpy()
    p = iter(oracle.numbers(case["p"]))
    for rows in shown.places:
        for a in range(len(rows)):
            for b in range(a + 1, len(rows)):
                low, high = sorted((rows[a], rows[b]), key=lambda i: values[i])
                meets = tips.tips[low, 1] >= tips.tips[high, 0]
                assert meets == (next(p) >= 0.05)
    if case["fit"] == "loom":
        ends = [[None if x == "NA" else x for x in case[k]] for k in ("lower", "upper")]
        theirs = np.column_stack([oracle.numbers(end) for end in ends])
        np.testing.assert_allclose(tips.tips, theirs, rtol=1e-7)


def test_points_intervals_and_arrows() -> None:
    emm = fit_of("loom").emmeans("tension")
    ax = emm.plot(comparisons=True)
    points = ax.lines[-1]
    np.testing.assert_allclose(points.get_xdata(), emm.table["emmean"])
    ends = np.array([segment[:, 0] for segment in ax.collections[0].get_segments()])
    np.testing.assert_allclose(ends, emm.table[["lower.CL", "upper.CL"]])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["L", "M", "H"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first one is above
    assert len(arrows(ax)) == 4  # of the lowest and the highest mean one
    assert to_hex(ax.texts[0].arrow_patch.get_edgecolor()).upper() == style.COLOURS[1]
    assert ax.get_xlabel().startswith("emmean, 95% interval")
    note = ax.figure._supxlabel.get_text()
    assert note == "Arrows that do not meet: means differ (adjust: tukey, 0.05)"
    assert not arrows(emm.plot())


def test_upright_and_in_one_panel() -> None:
    emm = fit_of("counts").emmeans("~ tension | wool")
    panels = emm.plot(type="response", horizontal=False, CIs=False)
    assert [one.get_title(loc="left") for one in panels.ravel()] == ["wool = A", "wool = B"]
    assert len({one.get_ylim() for one in panels.ravel()}) == 1
    assert panels.ravel()[0].get_ylabel() == "rate"
    one = emm.plot(by=(), comparisons=True, adjust="none", alpha=0.1)
    assert [label.get_text() for label in one.get_yticklabels()][:2] == ["L A", "M A"]
    assert "(adjust: none, 0.1)" in one.figure._supxlabel.get_text()
    stacked = emm.plot(level=0.8)
    assert [panel.get_xlabel() for panel in stacked.ravel()] == ["", "emmean, 80% interval"]


def test_many_groups_stand_on_a_grid() -> None:
    emm = fit_of("quine").emmeans("~ Age | Eth * Sex * Lrn")
    panels = emm.plot()
    assert panels.shape == (3, 3)
    title = panels[0, 0].get_title(loc="left")
    assert " ".join(title.split()) == "Eth = A, Sex = F, Lrn = AL"


def test_contrasts_have_a_line_of_no_effect() -> None:
    pairs = fit_of("counts").emmeans("tension").contrast("pairwise")
    assert pairs.plot().lines[0].get_xdata() == [0, 0]
    ratios = pairs.plot(type="response")
    assert ratios.lines[0].get_xdata() == [1, 1]
    assert ratios.get_xscale() == "log"
    assert ratios.get_xlabel() == "ratio, 95% interval"
    with pytest.raises(
        ValueError, match="comparisons=True compares means, and these are contrasts"
    ):
        pairs.plot(comparisons=True)


def test_a_mean_that_cannot_be_estimated() -> None:
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "H"))]
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool * tension", data)
    panels = fit.emmeans("~ tension | wool").plot(comparisons=True).ravel()
    assert "nonEst" in [text.get_text() for text in panels[0].texts]
    assert len(arrows(panels[0])) == 2
    assert len(arrows(panels[1])) >= 3


def test_arrows_that_mislead_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from rglm.plots.means import arrow_lengths, arrow_tips

    def wrong(means: np.ndarray, margins: np.ndarray, differs: np.ndarray) -> Any:
        half = np.full(3, 1.0)
        pairs = [(0, 1), (0, 2), (1, 2)]
        return arrow_lengths.ArrowLengths(half, half, pairs + pairs)

    monkeypatch.setattr(arrow_tips, "arrow_lengths", wrong)
    note = fit_of("loom").emmeans("tension").plot(comparisons=True).figure._supxlabel.get_text()
    text = " ".join(note.split())
    assert text.endswith("They do not show the tests of L and M; L and H; M and H; 3 more pairs")


def test_what_is_refused() -> None:
    emm = fit_of("loom").emmeans("tension")
    with pytest.raises(ValueError, match="by='wol'"):
        emm.plot(by="wol")
    with pytest.raises(ValueError, match="type='prob'"):
        emm.plot(type="prob")
    with pytest.raises(TypeError, match="did you mean 'comparisons'"):
        emm.plot(comparison=True)
