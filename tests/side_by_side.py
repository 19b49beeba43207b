"""The cells of the two columns of "From R to Python", and the names that they use."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "vignettes" / "from-r-to-python.md"
TEXT = PAGE.read_text(encoding="utf-8")
TABLES = TEXT.partition("<!-- side by side")[2].partition("## An analysis")[0]


def codes(cell: str) -> list[str]:
    """The pieces of code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def rows() -> list[tuple[list[str], list[str]]]:
    """The codes of R and of Python, row by row."""
    lines = [line.strip("| ").split(" | ") for line in TABLES.splitlines() if line[:3] == "| `"]
    return [(codes(left), codes(right)) for left, right in lines]


def names() -> dict[str, object]:
    """What the first block of the page makes."""
    found: dict[str, object] = {}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], found)
    return found
