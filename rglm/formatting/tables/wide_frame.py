"""A DataFrame whose print has all of its columns."""

from __future__ import annotations

from shutil import get_terminal_size

import pandas as pd

from rglm.formatting.options import DEFAULT_WIDTH, settings
from rglm.formatting.text.text_layout import display_width

__all__ = ["WideFrame"]

MIN_PRECISION = 3  # decimals that are left at least to make a table fit the page
MAX_WRAPPED_COLUMNS = 50  # of more the blocks would flood the terminal
UNLIMITED = 1_000_000  # a width that no table has
PANDAS_WIDTH = 80  # pandas' default, whatever the terminal


class WideFrame(pd.DataFrame):
    """A DataFrame whose print has all columns, where pandas puts dots in the place of some.

    A table that is wider than the page has fewer decimals, three at least; if it is too wide then,
    its columns go on in blocks below, as in R. Of more than 50 columns some are hidden. The page
    is as wide as `options` or pandas' ``display.width`` say, or else the terminal. A limit
    ``display.max_columns`` of one's own is kept.

    Examples
    --------
    >>> frame = WideFrame({f"column_{i}": [i + 1 / 3] for i in range(8)})
    >>> print(frame.round(1).iloc[:, :7])
       column_0  column_1  column_2  column_3  column_4  column_5  column_6
    0       0.3       1.3       2.3       3.3       4.3       5.3       6.3
    """

    @classmethod
    def of(cls, frame: pd.DataFrame) -> WideFrame:
        """The same frame, ``attrs`` and all."""
        out = cls(frame)
        out.attrs.update(frame.attrs)
        return out

    @property
    def _constructor(self) -> type[WideFrame]:
        return WideFrame

    def __repr__(self) -> str:
        hides = pd.get_option("display.max_columns") == 0  # what the terminal has no room for
        if not hides or self.shape[1] > MAX_WRAPPED_COLUMNS:
            return super().__repr__()
        width, precision = _page_width(), pd.get_option("display.precision")
        for decimals in range(precision, MIN_PRECISION - 1, -1):
            page = self._page(UNLIMITED, decimals)
            if max(map(display_width, page.splitlines())) <= width:
                return page
        return self._page(width, precision)

    __str__ = __repr__

    def _page(self, width: int, precision: int) -> str:
        """The page that pandas makes of all columns."""
        limits = ("display.max_columns", None, "display.width", width)
        with pd.option_context(*limits, "display.precision", precision):
            return super().__repr__()


def _page_width() -> int:
    """The width that was asked for, or that of the terminal."""
    if settings.width != DEFAULT_WIDTH:
        return settings.width
    given = pd.get_option("display.width")
    return given if given and given != PANDAS_WIDTH else get_terminal_size().columns
