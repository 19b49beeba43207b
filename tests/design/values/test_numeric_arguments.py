"""Numbers that a function of a formula is given: missing, infinite, of the wrong shape."""

from __future__ import annotations

import numpy as np
import pytest

from rglm.design.values.numeric_arguments import nonmissing_values


def test_missing_values_are_left_out():
    assert nonmissing_values([1.0, np.nan, 3.0], "poly").tolist() == [1.0, 3.0]
    assert nonmissing_values([np.nan, np.nan], "poly").size == 0
    with pytest.raises((TypeError, ValueError), match="poly"):
        nonmissing_values(np.zeros((3, 2)), "poly")
