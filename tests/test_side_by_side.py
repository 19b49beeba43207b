"""The right-hand cells of "From R to Python" run, without a warning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "vignettes" / "from-r-to-python.md"
TEXT = PAGE.read_text(encoding="utf-8")
TABLES = TEXT.partition("<!-- side by side")[2].partition("## An analysis")[0]
ROWS = [line.split(" | ") for line in TABLES.splitlines() if line.startswith("| `")]
CELLS = [code for _, right in ROWS for code in re.findall(r"`([^`]+)`", right)]


@pytest.fixture(scope="module")
def names():
    """What the first block of the page makes."""
    found: dict[str, object] = {}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], found)
    return found


def test_there_are_cells():
    assert len(CELLS) > 60


@pytest.mark.parametrize("code", CELLS)
def test_a_cell_runs(code, names):
    eval(code, dict(names))
