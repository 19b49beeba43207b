"""plot_terms: what each term adds, as predict(type="terms") has it."""

import numpy as np
import oracle
import pytest

from rglm import glm, poisson, polr
from rglm.datasets import load

CARS = oracle.data("mtcars")
FIT = glm("mpg ~ poly(wt, 2) + factor(cyl) + log(hp)", CARS)


def test_curves_are_the_terms():
    panels = FIT.plot_terms(rug=False)
    table = FIT.predict(type="terms", se_fit=True)
    ax = panels[0, 0]
    x, y = ax.lines[0].get_data()
    order = np.argsort(CARS["wt"].to_numpy(), kind="stable")
    found = dict(zip(CARS["wt"].iloc[order], table["fit"]["poly(wt, 2)"].iloc[order], strict=True))
    np.testing.assert_allclose(y, [found[value] for value in x])
    assert [a.get_ylabel() for a in panels.ravel()[:3]] == [
        "partial for poly(wt, 2)",
        "partial for factor(cyl)",
        "partial for log(hp)",
    ]


def test_a_factor_has_steps_with_bars():
    ax = FIT.plot_terms("factor(cyl)")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["4.0", "6.0", "8.0"] or [
        t.get_text() for t in ax.get_xticklabels()
    ] == ["4", "6", "8"]
    steps = [path.vertices[0, 1] for path in ax.collections[0].get_paths()]
    table = FIT.predict(type="terms")["factor(cyl)"]
    np.testing.assert_allclose(steps, [table[CARS["cyl"] == c].iloc[0] for c in (4, 6, 8)])


def test_partial_residuals_and_no_bands():
    ax = FIT.plot_terms("log(hp)", partial=True, se=False, rug=False)
    drawn = np.asarray(ax.collections[0].get_offsets())
    expected = FIT.residuals("partial")["log(hp)"]
    np.testing.assert_allclose(np.sort(drawn[:, 1]), np.sort(expected))
    assert len(ax.collections) == 1


def test_missing_rows():
    gaps = CARS.assign(hp=CARS["hp"].where(CARS.index > 3))
    fit = glm("mpg ~ wt + hp", gaps, na_action="na_exclude")
    assert len(fit.plot_terms("hp", partial=True).collections[0].get_offsets()) == len(CARS) - 4


def test_what_is_refused():
    with pytest.raises(ValueError, match="the terms of one variable are.*did you mean 'log"):
        FIT.plot_terms("log(hq)")
    with pytest.raises(ValueError, match=r"is for glm\(\) and glm_nb\(\), not polr\(\)"):
        polr("ordered(tension) ~ breaks", load("warpbreaks")).plot_terms()
    with pytest.raises(ValueError, match="are none"):
        glm("breaks ~ wool:tension", load("warpbreaks"), poisson()).plot_terms()
