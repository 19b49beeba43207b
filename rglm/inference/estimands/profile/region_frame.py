"""Tables of intervals that may have no ends, with a note where one has none."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.text.printable import printable


class RegionFrame(MatrixFrame):
    """A table of intervals that prints as R's matrix, with a note where one has no end.

    ``attrs["outside"]`` has for each row the two numbers between which lies what a region leaves
    out that goes through infinity; NaN of others.
    """

    _nouns: ClassVar[tuple[str, str]]
    """What the numbers are: one, several."""
    _reason: ClassVar[str] = ""
    """Why there may be no end, as notes end."""

    def _missing_texts(self) -> str:
        return "NaN"

    @property
    def notes(self) -> list[str]:
        """What is to be said of intervals without an end."""
        if not self._is_matrix or len(self.attrs.get("outside", [])) != len(self):
            return []
        one, several = self._nouns
        out = []
        for label, ends, outside in zip(
            self.index, self.to_numpy(), self.attrs["outside"], strict=True
        ):
            name = str(label).rstrip(":")
            if np.isfinite(outside).all():
                low, high = (text.strip() for text in format_numbers(np.array(outside)))
                said = f"all {several} but those from {low} to {high}"
            elif np.isinf(ends).all():
                said = f"every {one}"
            elif np.isinf(ends).any():
                said = "no end on one side"
            else:
                continue
            out.append(f"{name}: {said}{self._reason}")
        return out

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.notes])

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        table = super()._repr_html_()
        if table is None or not self.notes:
            return table
        return table + "".join(f"<p>{printable(note)}</p>" for note in self.notes)
