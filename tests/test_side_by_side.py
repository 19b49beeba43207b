"""The right-hand cells of "From R to Python" and "From statsmodels" run without a warning."""

from __future__ import annotations

import pytest
import side_by_side

PAGES = (side_by_side.R, side_by_side.STATSMODELS)
CELLS = [(page, code) for page in PAGES for _, right in side_by_side.rows(page) for code in right]


@pytest.fixture(scope="module")
def names():
    return {page: side_by_side.names(page) for page in PAGES}


def test_there_are_cells():
    assert len([code for page, code in CELLS if page == side_by_side.R]) > 60
    assert len([code for page, code in CELLS if page != side_by_side.R]) > 60


@pytest.mark.parametrize(("page", "code"), CELLS)
def test_a_cell_runs(page, code, names):
    is_formula = code.startswith("mpg ~")
    eval(f"lm({code!r}, cars)" if is_formula else code, dict(names[page]))
