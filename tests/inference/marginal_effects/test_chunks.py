"""Averages over rows that are not in memory, and of fits without rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import glm
from rglm.errors import DataError
from rglm.warnings import FitWarning

RNG = np.random.default_rng(2)
N = 300
DATA = pd.DataFrame(
    {
        "x": RNG.normal(size=N),
        "z": RNG.integers(0, 2, N),
        "late": np.where(np.arange(N) < 100, np.arange(N) % 2, RNG.integers(0, 5, N)),
        "g": np.where(np.arange(N) < 150, "a", RNG.choice(list("abc"), N)),
        "w": RNG.uniform(0.5, 2, N),
    }
)
DATA["y"] = RNG.binomial(1, 1 / (1 + np.exp(-DATA["x"] / 2)))
READ: list[int] = []


def chunks() -> Iterator[pd.DataFrame]:
    for start in range(0, N, 100):
        READ.append(start)
        yield DATA.iloc[start : start + 100]


FORMULA = "y ~ x * z + late + g"
WHOLE, PARTS = (glm(FORMULA, data, family="binomial") for data in (DATA, chunks))
CALLS: dict[str, Callable[[Any], Any]] = {
    "slopes": lambda fit: fit.avg_slopes("x", by="g"),
    "all slopes": lambda fit: fit.avg_slopes(),
    "link": lambda fit: fit.avg_slopes("x", type="link", by=["z", "g"]),
    "weights": lambda fit: fit.avg_predictions(by="g", wts="w"),
    "ratios": lambda fit: fit.avg_comparisons(["z", "g"], comparison="ratio"),
    "spread": lambda fit: fit.avg_comparisons({"x": "iqr", "late": "sd"}),
    "other columns": lambda fit: fit.avg_predictions(by="w2" if "w2" in DATA else "z"),
}


@pytest.mark.parametrize("name", CALLS)
def test_chunks_give_the_same(name: str) -> None:
    one, two = (CALLS[name](fit) for fit in (WHOLE, PARTS))
    numbers = ["estimate", "std_error", "conf_low", "conf_high"]
    pd.testing.assert_frame_equal(one.labels, two.labels, check_dtype=False)
    np.testing.assert_allclose(one.table[numbers], two.table[numbers], rtol=1e-5)


def test_one_pass_gives_all_averages() -> None:
    """After a look at the first chunk; a second one where a number only looked like 0 and 1."""
    PARTS.vcov()
    READ.clear()
    PARTS.avg_comparisons(["x", "z", "g"], by="g")
    assert READ.count(200) == 1
    READ.clear()
    assert PARTS.avg_slopes("late")["contrast"].tolist() == ["dY/dX"]
    assert READ.count(200) == 2


def test_what_needs_rows() -> None:
    with pytest.raises(DataError, match=r"avg_slopes\(\), or give newdata="):
        PARTS.slopes()
    assert len(PARTS.slopes("x", newdata=DATA.head(4))) == 4
    stripped = WHOLE.strip()
    with pytest.raises(ValueError, match="stripped of its rows; give rows, newdata=table"):
        stripped.avg_slopes()
    found = stripped.avg_slopes(newdata=DATA)
    np.testing.assert_allclose(found["std_error"], WHOLE.avg_slopes()["std_error"], rtol=1e-12)


def test_rows_with_missing_values_take_no_part() -> None:
    new = DATA.head(9).assign(x=[np.nan, *DATA["x"][1:9]])
    with pytest.warns(FitWarning, match="1 row"):
        found = WHOLE.avg_predictions(newdata=new)
    expected = WHOLE.avg_predictions(newdata=new.dropna())
    np.testing.assert_allclose(found["estimate"], expected["estimate"])
    assert np.isnan(WHOLE.predictions(newdata=new)["estimate"][0])
