"""Interpolation between two normal quantiles, against the probabilities themselves."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from rglm.families.numerics.score_interpolation import interpolate_scores


def test_interpolation_is_linear_in_the_probabilities():
    u = np.array([1e-9, 0.2, 0.5, 0.9])
    for low, high in ((-np.inf, -1.0), (-2.0, 0.5), (-0.5, 2.0), (1.0, np.inf), (-np.inf, np.inf)):
        z = interpolate_scores(np.full(4, low), np.full(4, high), u)
        expected = ndtri(ndtr(low) + u * (ndtr(high) - ndtr(low)))
        np.testing.assert_allclose(z, expected, rtol=1e-9)
    far = interpolate_scores(
        np.array([50.0, -51.0]), np.array([51.0, -50.0]), np.array([0.5, 0.5])
    )
    assert 50 < far[0] < 51
    assert far[1] == pytest.approx(-far[0], rel=1e-14)
