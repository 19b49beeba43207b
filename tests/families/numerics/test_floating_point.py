"""Limits of floating point numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rglm.families.numerics.floating_point import all_between

EXTREME = [np.inf, -np.inf, np.nan, 800.0, -800.0, 0.0, -0.0, 5e-324, -5e-324, 1.79e308, -1.79e308]
LIMITS = [30.0, -30.0, 36.1, -36.1, -36.0, 3.6, 8.2, 40.5, 700.5, 709.9, 1e16]
anything = st.one_of(st.floats(), st.floats(-50, 50), st.sampled_from(EXTREME + LIMITS))


@given(values=arrays(float, st.integers(0, 5), elements=anything), low=st.sampled_from([-1, 0.0]))
def test_all_between_excludes_the_bounds_and_nan(values, low):
    assert all_between(values, low, np.inf) == bool(np.all((values > low) & (values < np.inf)))
