"""Tables of texts as R prints a matrix of them: to the left, under their names."""

from __future__ import annotations

import pandas as pd


def left_lines(cells: pd.DataFrame) -> list[str]:
    """The lines of a table of texts."""
    labels = [str(label) for label in cells.index]
    parts = [["", *labels], *([str(name), *cells[name].tolist()] for name in cells)]
    widths = [max(map(len, part)) for part in parts]
    rows = zip(*parts, strict=True)
    return [" ".join(f"{a:<{w}}" for a, w in zip(row, widths, strict=True)) for row in rows]


def right_aligned(texts: list[str]) -> list[str]:
    """Texts of one width, with blanks before them."""
    width = max(map(len, texts))
    return [text.rjust(width) for text in texts]
