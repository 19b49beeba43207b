"""Data that come in parts, some of them odd: one without a row that is fitted, one empty."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

ROWS, SIZE = 2400, 400


def make():
    """One row in a hundred misses `x`, and all of the third part do; a level comes last."""
    rng = np.random.default_rng(1)
    x, g = rng.normal(size=ROWS), rng.choice(list("abcd"), ROWS)
    g[-200:][rng.random(200) < 0.3] = "a new one"
    mean = np.exp(0.3 * x - 0.5 * (g == "b") + 0.3)
    data = pd.DataFrame({"x": x, "g": g, "z": rng.gamma(2, size=ROWS)})
    data["h"] = rng.integers(0, 24, ROWS).astype(float)
    data["w"] = rng.integers(0, 3, ROWS).astype(float)
    data["cl"], data["c2"] = rng.integers(0, 40, ROWS), rng.choice(["u", "v", "w"], ROWS)
    data["y"] = rng.negative_binomial(1.5, 1.5 / (1.5 + mean))
    data["b"] = (data["y"] > 0).astype(int)
    data["zi"] = np.where(rng.random(ROWS) < 0.2, 0, data["y"])
    data["amount"] = np.where(data["zi"] > 0, rng.gamma(2, mean), 0.0)
    steps = [-np.inf, -1, 0, 1.5, np.inf]
    data["o"] = pd.cut(x + rng.logistic(size=ROWS), steps, labels=list("LMNH"))
    data["m"] = rng.choice(["p", "q", "r"], ROWS)
    trials = rng.integers(0, 9, ROWS)
    data["s"] = rng.binomial(trials, rng.beta(2, 3, ROWS))
    data["f"] = trials - data["s"]
    data.loc[::97, "x"] = np.nan
    data.loc[2 * SIZE : 3 * SIZE - 1, "x"] = np.nan
    return data


def split(data, size=SIZE):
    """A function that gives the rows in parts, an empty one among them."""

    def parts():
        yield data.iloc[:0]
        for start in range(0, len(data), size):
            yield data.iloc[start : start + size]

    return parts


@pytest.fixture(scope="session")
def data():
    return make()


@pytest.fixture(scope="session")
def parts(data):
    return split(data)


@pytest.fixture(scope="session")
def both(data, parts):
    """A model of the data in memory and by parts, fitted once."""
    known = {}

    def fits(function, *args, **kwargs):
        key = function.__name__, args, tuple((k, repr(v)) for k, v in kwargs.items())
        if key not in known:
            formula, *rest = args
            known[key] = tuple(function(formula, d, *rest, **kwargs) for d in (data, parts))
        return known[key]

    return fits


@pytest.fixture(scope="session")
def splitter():
    return split
