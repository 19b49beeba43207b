"""The right-hand cells of "From R to Python" run, without a warning."""

from __future__ import annotations

import pytest
import side_by_side

CELLS = [code for _, right in side_by_side.rows() for code in right]


@pytest.fixture(scope="module")
def names():
    return side_by_side.names()


def test_there_are_cells():
    assert len(CELLS) > 60


@pytest.mark.parametrize("code", CELLS)
def test_a_cell_runs(code, names):
    eval(code, dict(names))
