"""Data of the tests of model frames, a fit of them, and whether two fits agree."""

import numpy as np
import pandas as pd

import rglm

# the same numbers in another dtype or order: only sums may round differently
TOL = 1e-12

N = 30
RNG = np.random.default_rng(3)
DATA = pd.DataFrame(
    {
        "y": RNG.normal(size=N),
        "x": RNG.normal(size=N).round(6),
        "w": RNG.integers(1, 5, N),
        "g": np.tile(["a", "b", "c"], 10),
        "b": np.tile([True, False], 15),
    },
    index=[f"r{i}" for i in range(N)],
)
MASK = DATA["x"] > 0
GAPS = DATA.assign(
    x=DATA["x"].where(DATA.index != "r3"), g=DATA["g"].where(DATA.index != "r9", None)
)


def fit(formula="y ~ x + g", data=DATA, **arguments):
    return rglm.glm(formula, data, **arguments)


def assert_same_coefficients(one, other):
    """Check that two fits have the same coefficients under the same names."""
    assert list(one.coef().index) == list(other.coef().index)
    np.testing.assert_allclose(one.coef(), other.coef(), rtol=TOL, atol=TOL)
