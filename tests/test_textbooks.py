"""Every figure of a book on the page of the textbooks is ours, to the book's last digit."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "vignettes" / "textbooks.md"
ROW = re.compile(r"^.+?  +(-?[\d.]+)  +(-?[\d.]+)$")  # a label, the book's figure and ours
FIGURES = 68  # on the page: one less means a row that ROW does not read


def test_figures_of_the_books_are_ours():
    shown = re.findall(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    rows = [found for block in shown for line in block.splitlines() if (found := ROW.match(line))]
    assert len(rows) == FIGURES
    assert [row.group(0) for row in rows if row.group(1) != row.group(2)] == []
