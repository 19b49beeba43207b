"""The words of the warnings of a glm."""

from __future__ import annotations

import numpy as np
import pytest

from rglm import BoundaryWarning, binomial, glm


def test_bias_reduced_estimates_are_not_called_infinite():
    rng = np.random.default_rng(1)
    for _ in range(6):  # the sixth sample has a fitted probability of 1 to rounding
        x, z, first = np.sort(rng.normal(size=20)), rng.normal(size=20), rng.integers(3, 17)
    data = {"x": x, "z": z, "y": np.arange(20) >= first}
    with pytest.warns(BoundaryWarning) as record:
        fit = glm("y ~ x + z", data, binomial(), method="brglm")
    assert [str(w.message) for w in record] == [
        "glm: fitted probabilities numerically 0 or 1 occurred"
    ]
    assert fit.converged
    assert np.abs(fit.coefficients).max() < 25
