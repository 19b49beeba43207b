"""Columns of terms: their number is limited before they are made."""

import numpy as np
import pandas as pd
import pytest

import rglm


def test_a_term_of_too_many_columns_is_refused_before_any_is_made():
    n = 3000
    data = pd.DataFrame({"y": np.arange(n) % 7, "a": np.arange(n), "c": np.arange(n)[::-1]})
    data = data.astype({"a": str, "c": str})
    with pytest.raises(ValueError, match=r"'a:c' has 3,000 x 3,000 = 9,000,000 columns"):
        rglm.glm("y ~ a:c", data)
    with pytest.raises(ValueError, match=r"2,999 x 2,999.*interaction\(a, c\)"):
        rglm.glm("y ~ a * c", data)
