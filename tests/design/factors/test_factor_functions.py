"""Functions of a formula that make factors."""

import pandas as pd
import pytest

import rglm


def test_relevel_refuses_ordered_factors():
    data = pd.DataFrame({"g": pd.Categorical(["a", "b", "c"] * 4, ordered=True), "y": range(12)})
    with pytest.raises(ValueError, match="without an order"):
        rglm.glm("y ~ relevel(g, ref='b')", data)
    fit = rglm.glm("y ~ relevel(factor(g, ordered=FALSE), ref='b')", data)
    assert next(iter(fit.xlevels.values())) == ["b", "a", "c"]
