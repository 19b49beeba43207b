"""How often each value occurs."""

import numpy as np
import pytest

from rglm.fitting.value_counts import ValueCounts


def test_counts_of_two_chunks_add_up():
    one, two = (
        ValueCounts.of(np.array([1.0, 3, 1]), np.array([1.0, 2, 3])),
        ValueCounts.of(np.array([3.0, 0]), np.array([0.5, 1])),
    )
    one += two
    assert one.values.tolist() == [0, 1, 3]
    assert one.totals.tolist() == [1, 4, 2.5]
    assert one.mean == pytest.approx(11.5 / 7.5)
