"""Averages of the rows of a reference grid, or of means."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import RankWarning, glm, lm, poisson
from rglm.datasets import load
from rglm.generics import emmeans

LOOMS = load("warpbreaks")
DRUGS = pd.DataFrame({"drug": list("abcde") * 3, "x": np.repeat(["u", "v", "w"], 5)})
DRUGS["route"] = np.where(DRUGS["drug"] < "c", "in", "out")
DRUGS["y"] = np.sin(np.arange(15.0) ** 2)
COUNTS = glm("breaks ~ wool * tension", LOOMS, poisson())


def test_means_of_the_grid_are_those_of_the_fit() -> None:
    grid = COUNTS.ref_grid()
    for specs in ("tension", "wool * tension", "pairwise ~ wool | tension", "1"):
        given, expected = (
            grid.emmeans(specs, type="response"),
            COUNTS.emmeans(specs, type="response"),
        )
        assert str(given) == str(expected)
    only = COUNTS.ref_grid(at={"wool": "A"}).emmeans("tension", adjust="sidak")
    assert str(only) == str(COUNTS.emmeans("tension", at={"wool": "A"}, adjust="sidak"))


def test_means_of_means_of_the_response() -> None:
    given = emmeans(COUNTS.ref_grid().regrid(), "tension")
    np.testing.assert_allclose(
        given["rate"], LOOMS.groupby("tension", observed=True).breaks.mean()
    )
    expected = COUNTS.emmeans("tension", regrid="response")
    np.testing.assert_allclose(given["SE"], expected["SE"], rtol=1e-12)


def test_all_that_was_averaged_over_is_noted() -> None:
    emm = COUNTS.emmeans("tension").emmeans("1")
    assert "averaged over the levels of: wool, tension" in str(emm)


def test_nested_means_keep_their_nests() -> None:
    with pytest.warns(RankWarning):
        fit = lm("y ~ x + route + drug", DRUGS)
    grid = fit.ref_grid()
    for specs in ("drug", "route", "~ drug | route", "~ x | drug"):
        assert str(grid.emmeans(specs)) == str(fit.emmeans(specs))


def test_contrasts_are_not_averaged() -> None:
    with pytest.raises(ValueError, match="average them first"):
        COUNTS.emmeans("tension").pairs().emmeans("contrast")
    with pytest.raises(ValueError, match="'wool' is no variable"):
        COUNTS.emmeans("tension").emmeans("wool")
