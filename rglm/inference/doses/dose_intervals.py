"""Intervals of doses, and Fieller's of a ratio, which may have no ends."""

from __future__ import annotations

import numpy as np

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.text.printable import printable


class DoseIntervals(MatrixFrame):
    """A table of intervals that prints as R's matrix, with a note where one has no end."""

    def _missing_texts(self) -> str:
        return "NaN"

    @property
    def notes(self) -> list[str]:
        """What is to be said of intervals without an end."""
        if not self._is_matrix or len(self.attrs.get("outside", [])) != len(self):
            return []
        out = []
        for label, ends, outside in zip(
            self.index, self.to_numpy(), self.attrs["outside"], strict=True
        ):
            name = str(label).rstrip(":")
            if np.isfinite(outside).all():
                low, high = (text.strip() for text in format_numbers(np.array(outside)))
                said = f"all doses but those from {low} to {high}"
            elif np.isinf(ends).all():
                said = "every dose"
            elif np.isinf(ends).any():
                said = "no end on one side"
            else:
                continue
            out.append(f"{name}: {said}; the slope may be 0")
        return out

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.notes])

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        table = super()._repr_html_()
        if table is None or not self.notes:
            return table
        return table + "".join(f"<p>{printable(note)}</p>" for note in self.notes)


def fieller_regions(
    constant: np.ndarray, slope: float, covariance: np.ndarray, q: float
) -> np.ndarray:
    """The x at which a + b x is not q of its standard errors or more from 0, (k, 4).

    An interval about -a / b; where b is not q standard errors from 0 all but the numbers between
    two, the last two columns; or every number. The first two columns are then the part about
    -a / b.

    Parameters
    ----------
    constant : (k,) float array
        a.
    slope : float
        b.
    covariance : (2, 2) float array
        Of a and b.
    q : float
    """
    (va, c), (_, vb) = covariance
    square, half = slope**2 - q * q * vb, constant * slope - q * q * c
    rest = constant**2 - q * q * va
    with np.errstate(all="ignore"):
        middle = -constant / slope
        root = np.sqrt(half * half - square * rest)
        # two stable roots of square x^2 + 2 half x + rest
        far = -(half + np.copysign(root, half))
        ends = np.sort(np.column_stack([far / square, rest / far]), axis=1)
    out = np.full((len(constant), 4), np.nan)
    out[:, :2] = ends
    if square < 0:
        is_below = middle < ends.mean(axis=1)
        out[:, 2:] = ends
        out[:, 0] = np.where(is_below, -np.inf, ends[:, 1])
        out[:, 1] = np.where(is_below, ends[:, 0], np.inf)
        out[np.isnan(root), :2] = -np.inf, np.inf
        out[np.isnan(root), 2:] = np.nan
    out[np.isnan(middle)] = np.nan
    return out
