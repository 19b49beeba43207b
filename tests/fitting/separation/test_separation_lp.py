"""The directions that separate rows, on designs whose answer is known."""

import numpy as np
import pytest

from rglm import binomial, poisson
from rglm.design.block import Rows
from rglm.design.columns import Columns
from rglm.fitting.separation.separation_directions import infinite_bounds, infinite_sides
from rglm.fitting.separation.separation_lp import SeparationProblem
from rglm.sources.memory import MemorySource


def source_of(x, y, weights=None):
    n, p = x.shape
    one, w = np.ones(n), np.ones(n) if weights is None else np.asarray(weights, dtype=float)
    columns = Columns(n, tuple("abcd"[:p]), np.arange(p), tuple(x.T.copy()), np.arange(p))
    return MemorySource(columns, Rows(np.asarray(y, dtype=float), w, 0 * one, one, 0 * one))


def recession_of(x, y, family):
    return SeparationProblem(source_of(x, y), family, np.arange(x.shape[1])).recession()


def test_the_bounds_of_a_mean_are_those_that_the_link_makes_infinite():
    assert infinite_bounds(binomial()) == {0.0: -1.0, 1.0: 1.0}
    assert infinite_bounds(poisson()) == {0.0: -1.0}
    assert infinite_bounds(poisson("sqrt")) == {}
    rows = source_of(np.ones((4, 1)), [0, 1, 0.5, 1], [1, 1, 1, 0]).rows
    np.testing.assert_array_equal(infinite_sides(binomial(), rows), [-1, 1, 0, np.nan])


def test_complete_separation_makes_every_row_certain():
    x = np.column_stack([np.ones(6), [1.0, 2, 3, 4, 5, 6]])
    recession = recession_of(x, [0, 0, 0, 1, 1, 1], binomial())
    assert (recession.separated, recession.upper, recession.rows) == (6, 3, 6)
    assert recession.free.all()
    assert recession.signs.tolist() == [-1, 1]
    eta = x @ recession.direction
    assert (eta[:3] < 0).all()
    assert (eta[3:] > 0).all()


def test_overlapping_outcomes_have_no_direction():
    x = np.column_stack([np.ones(6), [1.0, 2, 3, 4, 5, 6]])
    recession = recession_of(x, [0, 1, 0, 1, 0, 1], binomial())
    assert recession.separated == 0
    assert not recession.free.any()
    assert not recession.direction.any()


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_a_group_of_zero_counts_has_an_infinite_coefficient(scale):
    group = np.array([0.0, 0, 0, 1, 1]) * scale
    recession = recession_of(np.column_stack([np.ones(5), group]), [1, 2, 3, 0, 0], poisson())
    assert recession.separated == 2
    assert recession.free.tolist() == [False, True]
    assert recession.signs.tolist() == [0, -1]
