"""Effects of lm and glm beside the Python package marginaleffects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm
from rglm.datasets import load

me = pytest.importorskip("marginaleffects")
CARS = load("mtcars").assign(gear=lambda d: d["gear"].map({3: "three", 4: "four", 5: "five"}))
FITS = {
    "lm": lm("mpg ~ log(hp) * am + gear + wt", CARS),
    "logit": glm("am ~ wt + hp", CARS, "binomial"),
    "poisson": glm("carb ~ hp * gear + vs", CARS, "poisson"),
}
SPREAD = ("iqr", "minmax", "sd")
CASES: dict[str, Callable[[Any], Any]] = {
    "predictions": lambda of: of("predictions"),
    "mean": lambda of: of("predictions", newdata="mean"),
    "by": lambda of: of("avg_predictions", by="cyl"),
    "null": lambda of: of("avg_predictions", by="cyl", hypothesis=0.2),
    "equation": lambda of: of("avg_predictions", by="cyl", hypothesis="b1 = b2"),
    "equivalence": lambda of: of("avg_predictions", by="cyl", equivalence=[0.1, 0.4]),
    **{
        f"hp {how}": lambda of, how=how: of("avg_comparisons", variables={"hp": how})
        for how in SPREAD
    },
    **{
        kind: lambda of, kind=kind: of(
            "avg_comparisons", variables={"hp": [100, 150]}, comparison=kind
        )
        for kind in ("ratio", "lnratio")
    },
    "rows": lambda of: of("comparisons", variables={"hp": [100, 150]}, comparison="ratio"),
    "groups": lambda of: of("avg_comparisons", variables={"hp": "sd"}, by="cyl"),
}
NUMBERS = ["estimate", "std_error", "statistic", "conf_low", "conf_high"]


@pytest.fixture(autouse=True, scope="module")
def by_differences() -> Iterator[None]:
    """Its standard errors by differences: jax compiles a second for each kind of call."""
    me.autodiff(False)
    yield
    me.autodiff(True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize(("case", "name"), [*zip(CASES, cycle(FITS), strict=False)])
def test_numbers_are_those_of_marginaleffects(case: str, name: str) -> None:
    fit = FITS[name]

    def theirs(verb: str, **given: Any) -> pd.DataFrame:
        if given.get("hypothesis") == "b1 = b2":  # it counts from 0
            given["hypothesis"] = "b0 = b1"
        table = getattr(me, verb)(fit, **given)
        return getattr(table, "data", table).to_pandas()

    expected, found = CASES[case](theirs), CASES[case](lambda v, **a: getattr(fit, v)(**a)).table
    names = [n for n in (*NUMBERS, "p_value_equiv") if n in expected]
    np.testing.assert_allclose(found[names], expected[names], rtol=2e-5, atol=1e-9)
    if "contrast" in expected:
        assert found["contrast"].tolist() == expected["contrast"].tolist()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("how", ["sequential", "all"])
def test_contrasts_of_levels_are_those_of_marginaleffects(how: str) -> None:
    fit = FITS["poisson"]
    table = me.avg_comparisons(fit, variables={"gear": how})
    expected = getattr(table, "data", table).to_pandas()
    found = fit.avg_comparisons({"gear": how}).table
    both = [t.set_index("contrast")[NUMBERS].sort_index() for t in (found, expected)]
    assert list(both[0].index) == list(both[1].index)
    np.testing.assert_allclose(*both, rtol=2e-5)
