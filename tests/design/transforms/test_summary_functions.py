"""Summaries of a column in a formula: learned once, exact, the same from chunks."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm

R = oracle.saved("vocabulary")
DATA, NEW = pd.DataFrame(R["data"]).astype({"w": float}), pd.DataFrame(R["new"])
CASES = {f"{c['formula']} where {c['subset'] or 'all'}": c for c in R["cases"]}


@pytest.mark.parametrize("case", [c for c in CASES.values() if "predicted" not in c], ids=str)
def test_new_rows_take_the_summaries_of_the_rows_fitted(case):
    fit = glm(case["formula"], DATA, subset=case["subset"])
    rows = fit.fitted().index[[5, 2, 9]]
    np.testing.assert_allclose(fit.predict(DATA.loc[rows]), fit.fitted()[rows], rtol=1e-10)
    np.testing.assert_allclose(fit.predict(DATA.loc[rows[:1]]), fit.fitted()[rows[:1]], rtol=1e-10)


def test_quantiles_of_many_values_are_those_in_memory():
    rng = np.random.default_rng(8)
    d = pd.DataFrame({"x": rng.normal(size=40_000)})
    d["y"] = d["x"] + rng.normal(size=len(d))
    for formula in ("y ~ I(x - median(x))", "y ~ cut(x, quantile(x, c(0, .3, 1)), c('a', 'b'))"):
        one, two = (
            glm(formula, source)
            for source in (d, lambda: (d.iloc[i : i + 9000] for i in range(0, 40_000, 9000)))
        )
        np.testing.assert_allclose(two.coefficients, one.coefficients, rtol=1e-10)
        np.testing.assert_allclose(two.predict(d[:3]), one.predict(d[:3]), rtol=1e-10)


def test_the_order_of_new_rows_does_not_change_a_summary():
    fit = glm("y ~ I(x - mean(x)) + I(z > quantile(z, 0.5))", DATA)
    one, two = fit.predict(NEW), fit.predict(NEW.iloc[::-1]).iloc[::-1]
    assert one.equals(two)
    assert np.isclose(fit.predict(NEW[:1]).iloc[0], one.iloc[0], rtol=1e-14)


def test_min_and_max_of_long_integers_are_exact():
    big = 9007199254740992
    d = {"y": [1.0, 2, 3, 4, 6], "x": [1, 3, 2, 5, 4], "id": [big + i for i in (1, 0, 3, 4, 5)]}
    assert glm("y ~ x", d, subset="id != max(id)").nobs() == 4
    assert glm("y ~ x", d, subset="id > min(id)").nobs() == 4
    frame = pd.DataFrame(d)
    parts = [frame[:2], frame[2:]]
    assert glm("y ~ x", lambda: iter(parts), subset="id != max(id)").nobs() == 4
