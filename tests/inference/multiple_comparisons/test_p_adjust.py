"""p_adjust, against R's."""

import numpy as np
import oracle
import pytest

from rglm.inference.multiple_comparisons.p_adjust import p_adjust

THEIRS = oracle.saved("multiple_comparisons")["p_adjusts"]


def test_adjusted_p_values_are_those_of_r():
    for case in THEIRS:
        for method, expected in case["given"].items():
            np.testing.assert_allclose(p_adjust(case["p"], method), expected, rtol=1e-12)
        for method, expected in case["more"].items():
            found = p_adjust(case["p"], method, len(case["p"]) + 4)
            np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_missing_p_values_stay_missing():
    found = p_adjust([0.01, np.nan, 0.04], "holm")
    np.testing.assert_allclose(found, [0.02, np.nan, 0.04])
    assert np.isnan(p_adjust([np.nan], "BH")).all()
    assert p_adjust([], "BH").size == 0


def test_what_is_no_adjustment():
    with pytest.raises(ValueError, match="did you mean 'holm'"):
        p_adjust([0.1], "holmes")
    with pytest.raises(ValueError, match="count=1: there are 2"):
        p_adjust([0.1, 0.2], "holm", 1)
