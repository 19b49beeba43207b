"""Quantities of rows as functions of the parameters: of every model, beside predict()."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.estimands.estimands import averages
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.warnings import RankWarning

LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
MODELS = {
    "lm": lambda: lm("breaks ~ wool * tension", LOOMS),
    "poisson": lambda: glm("breaks ~ wool * tension", LOOMS, "poisson"),
    "gamma": lambda: glm("breaks ~ wool * tension", LOOMS, "Gamma"),
    "glm_nb": lambda: glm_nb("breaks ~ wool * tension", LOOMS),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", BUDWORM),
    "polr": lambda: polr("ordered(tension) ~ breaks + wool", LOOMS),
    "multinom": lambda: multinom("tension ~ breaks + wool", LOOMS),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "hurdle": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
}
TYPES = [
    *(
        (model, type)
        for model in ("lm", "poisson", "gamma", "glm_nb")
        for type in ("link", "response")
    ),
    ("betabinomial", "response"),
    ("polr", "link"),
    ("polr", "probs"),
    ("multinom", "link"),
    ("multinom", "probs"),
    *((model, type) for model in ("zeroinfl", "hurdle") for type in ("response", "count", "zero")),
]


@cache
def fit_of(name: str) -> Any:
    return MODELS[name]()


def rows_of(fit: Any) -> pd.DataFrame:
    return fit.data.iloc[[0, 7, 11]]


@pytest.mark.parametrize(("name", "type"), TYPES)
def test_quantities_are_those_of_predict(name: str, type: str) -> None:
    fit = fit_of(name)
    given = {} if name == "lm" else {"type": type}
    rows = rows_of(fit)
    expected = fit.predict(rows, se_fit=True, **given)
    design = fit._design_rows(rows)
    quantity = fit._quantity(type)
    found = Estimated(averages(design, quantity, np.eye(3)), Parameters.of(fit))
    values = np.asarray(expected["fit"]).reshape(3, -1).T.ravel()
    errors = np.asarray(expected["se_fit"]).reshape(3, -1).T.ravel()
    np.testing.assert_allclose(found.value, values, rtol=1e-12)
    np.testing.assert_allclose(found.errors, errors, rtol=1e-8)


def test_what_is_not_estimable() -> None:
    """A cell without rows has no mean; other cells and their differences have."""
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "H"))]
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool * tension", data)
    rows = pd.DataFrame({"wool": ["A", "A", "B"], "tension": ["H", "L", "H"]})
    means = averages(fit._design_rows(rows), fit._quantity("link"), np.eye(3))
    assert means.is_estimable.tolist() == [False, True, True]
    found = Estimated(means, Parameters.of(fit))
    assert np.isnan(found.value[0])
    assert np.isfinite(found.value[1:]).all()
    contrast = found.combined(np.array([[0, 1, -1.0], [1, 0, -1.0]]))
    assert contrast.is_estimable.tolist() == [True, False]
