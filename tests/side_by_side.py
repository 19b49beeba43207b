"""The cells of the two columns of "From R to Python" and "From statsmodels", and their names."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).parents[1] / "vignettes"
R, STATSMODELS = PAGES / "from-r-to-python.md", PAGES / "from-statsmodels.md"


def codes(cell: str) -> list[str]:
    """The pieces of code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def rows(page: Path = R) -> list[tuple[list[str], list[str]]]:
    """The codes of the other language or package and of ours, row by row."""
    tables = (
        page.read_text(encoding="utf-8").partition("<!-- side by side")[2].partition("\n## ")[0]
    )
    lines = [line.strip("| ").split(" | ") for line in tables.splitlines() if line[:3] == "| `"]
    return [(codes(left), codes(right)) for left, right in lines]


def names(page: Path = R, fence: str = "python") -> dict[str, object]:
    """What the first block of the page makes that has this fence."""
    found: dict[str, object] = {}
    text = page.read_text(encoding="utf-8")
    exec(re.search(rf"```{fence}\n(.*?)```", text, re.DOTALL)[1], found)
    return found
