"""``tol=``: which columns are combinations of others."""

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.warnings import RankWarning


def nearly_aliased(gap):
    """Three columns, the last of which differs by `gap` of its length from the second."""
    x = np.linspace(-1, 1, 40)
    square = x**2 - (x**2).mean()
    z = x + gap * square * np.sqrt((x @ x) / (square @ square))
    return pd.DataFrame({"x": x, "z": z, "y": x + z + np.sin(9 * x)})


def test_a_column_is_kept_that_differs_by_more():
    assert lm("y ~ x + z", nearly_aliased(2e-7)).rank == 3
    with pytest.warns(RankWarning, match="z differs from a combination by up to 5e-08"):
        assert lm("y ~ x + z", nearly_aliased(5e-8)).rank == 2
    assert lm("y ~ x + z", nearly_aliased(5e-8), tol=1e-8).rank == 3
    with pytest.warns(RankWarning):
        assert lm("y ~ x + z", nearly_aliased(2e-4), tol=1e-3).rank == 2


def test_refits_have_the_tolerance_of_the_fit():
    fit = lm("y ~ x + z", nearly_aliased(5e-8), tol=1e-9)
    assert fit._refit_columns(np.array([1, 2])).rank == 2
    assert fit.update(". ~ . + 1").rank == 3
    assert "tol = 1e-09" in fit.call


def test_an_exact_combination_has_no_advice():
    with pytest.warns(RankWarning) as said:
        lm("y ~ x + I(2 * x)", nearly_aliased(0.5))
    assert "tol=" not in str(said[0].message)


@pytest.mark.parametrize("tol", [0, 1, -1e-7, True, np.nan])
def test_other_numbers_are_refused(tol):
    with pytest.raises(ValueError, match="between 0 and 1"):
        lm("y ~ x", nearly_aliased(1.0), tol=tol)
