"""Profile intervals beside confint() of models whose coefficient is the estimand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import glm, glm_nb, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.estimands.estimands import Combination, averages
from rglm.inference.estimands.profile.profile_intervals import profile_intervals

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")
RNG = np.random.default_rng(2)
DATA = pd.DataFrame(
    {"g": list("abc") * 20, "x": RNG.normal(2, 1, 60), "w": RNG.integers(1, 4, 60)}
)
DATA["t"] = RNG.uniform(1, 5, 60)
DATA["y"] = RNG.poisson(DATA["t"] * np.exp(0.1 * DATA["x"] + 0.3 * (DATA["g"] == "b")))
FORMULA = "y ~ g + x + offset(log(t))"


def at_mean(fit: Any, data: pd.DataFrame) -> Any:
    """The linear predictor of group b at x = 2 and t = 1."""
    rows = data.iloc[:1].assign(g="b", x=2.0, t=1.0)
    return averages(fit._design_rows(rows), fit._quantity("link"), np.ones((1, 1)))


@pytest.mark.parametrize("function", [glm, glm_nb])
def test_a_mean_is_the_intercept_about_it(function: Any) -> None:
    """With an offset and weights; in one piece, and in chunks."""
    given = ("poisson",) if function is glm else ()
    centred = DATA.assign(x=DATA["x"] - 2, g=DATA["g"].map({"a": "z", "b": "b", "c": "c"}))
    fit = function(FORMULA, DATA, *given, weights="w")
    expected = function(FORMULA, centred, *given, weights="w").confint("(Intercept)")
    found = profile_intervals(fit, at_mean(fit, DATA))
    np.testing.assert_allclose(found, expected.to_numpy(), rtol=1e-6)
    if function is glm:
        parts = [DATA.iloc[:25], DATA.iloc[25:]]
        chunked = glm(FORMULA, lambda: iter(parts), "poisson", weights="w")
        again = profile_intervals(chunked, at_mean(chunked, DATA))
        np.testing.assert_allclose(again, found, rtol=1e-7)


def test_cells_are_rows() -> None:
    """Means of a model whose rows are summed by cells."""
    many = pd.concat([LOOMS[["breaks", "wool", "tension"]]] * 40, ignore_index=True)
    fit = glm("breaks ~ wool * tension", many, "poisson")
    once = glm("breaks ~ wool * tension", LOOMS, "poisson", weights=np.full(54, 40))
    rows = LOOMS.iloc[[0, 20, 50]]
    found, expected = (
        profile_intervals(one, averages(one._design_rows(rows), one._quantity("link"), np.eye(3)))
        for one in (fit, once)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_contrasts_of_categories() -> None:
    """M less H of wool B beside A, of an ordered and of an unordered response."""
    ordered = polr("ordered(tension) ~ breaks + wool", LOOMS)
    rows = LOOMS.iloc[[0, 40]].assign(breaks=20)
    means = averages(ordered._design_rows(rows), ordered._quantity("link"), np.eye(2))
    found = profile_intervals(ordered, Combination(means, np.array([[-1.0, 1.0]])))
    np.testing.assert_allclose(found, ordered.confint("woolB").to_numpy(), rtol=1e-7)
    fit = multinom("tension ~ breaks + wool", LOOMS)
    logits = averages(fit._design_rows(rows), fit._quantity("link"), np.eye(2))
    # order: M against L of both rows, H against L of both rows
    found = profile_intervals(fit, Combination(logits, np.array([[-1.0, 1, 1, -1]])))
    names = LOOMS["tension"].cat.reorder_categories(["H", "L", "M"])
    other = multinom("tension ~ breaks + wool", LOOMS.assign(tension=names))
    expected = other.confint("M:woolB", method="profile")
    np.testing.assert_allclose(found, expected.to_numpy(), rtol=1e-6)


def test_a_ratio_of_means_of_two_parts() -> None:
    """The count part at two places is a coefficient times their distance."""
    fit = zeroinfl("n_gc ~ logmass | 1", GALAXIES, dist="negbin")
    rows = GALAXIES.iloc[:2].assign(logmass=[8.0, 10.0])
    counts = averages(fit._design_rows(rows), fit._quantity("link_count"), np.eye(2))
    found = profile_intervals(fit, Combination(counts, np.array([[-1.0, 1.0]])))
    expected = 2 * fit.confint("count_logmass", method="profile").to_numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-7)
