"""Long tables shortened to their first and last rows, as pandas shortens them."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["outer_rows", "shorten", "table_size", "with_gap"]

MAX_ROWS, MAX_COLUMNS = 60, 20  # pandas' own limits in a notebook
MAX_CELLS = MAX_ROWS * MAX_COLUMNS  # a table of few rows may have more columns
ELLIPSIS = "..."


def shorten(cells: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the first and the last rows and columns of a long table of text, and its size.

    pandas' options ``display.max_rows`` and ``display.max_columns`` are the limits, None for no
    limit; between the first half and the last half of the limit stands a row of dots. A table of
    few rows may have more columns.

    Returns
    -------
    DataFrame
        `cells` itself where it is short.
    str
        ``12800 rows × 8 columns``; empty where nothing is left out.

    Examples
    --------
    >>> short, size = shorten(pd.DataFrame({"p": ["1"] * 200}))
    >>> short.index[28:33].tolist(), size
    ([28, 29, '...', 170, 171], '200 rows × 1 columns')
    """
    shown = _with_outer_rows(cells, outer_rows(len(cells)))
    shown = _with_outer_rows(shown.T, _outer_columns(shown.shape[1], len(shown))).T
    return shown, "" if shown.shape == cells.shape else table_size(*cells.shape)


def outer_rows(count: int) -> np.ndarray | None:
    """The places of the first and the last of `count` rows; None if they are few.

    Examples
    --------
    >>> outer_rows(61)
    >>> outer_rows(62)[[0, 29, 30, -1]].tolist()
    [0, 29, 32, 61]
    """
    return _outer_places(count, _limit("display.max_rows", MAX_ROWS))


def with_gap(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of outer rows with a row of dots in their middle."""
    half = len(cells) // 2
    gap = pd.DataFrame([[ELLIPSIS] * cells.shape[1]], index=[ELLIPSIS], columns=cells.columns)
    parts = [part.astype(object) for part in (cells[:half], gap, cells[half:])]
    labels = [*cells.index[:half], ELLIPSIS, *cells.index[half:]]
    return pd.concat(parts).set_axis(pd.Index(labels, name=cells.index.name), axis=0)


def table_size(rows: int, columns: int) -> str:
    """``12800 rows × 8 columns``."""
    return f"{rows} rows × {columns} columns"


def _outer_columns(count: int, rows: int) -> np.ndarray | None:
    limit = _limit("display.max_columns", MAX_COLUMNS)
    return _outer_places(count, limit and max(limit, MAX_CELLS // max(rows, 1)))


def _limit(option: str, auto: int) -> int | None:
    """A limit of pandas; 0, by which it follows the terminal, is that of a notebook."""
    limit = pd.get_option(option)
    return auto if limit == 0 else limit


def _outer_places(count: int, limit: int | None) -> np.ndarray | None:
    if limit is None or count <= limit + 1:  # the dots take the place of one
        return None
    half = max(limit // 2, 1)
    return np.r_[:half, count - half : count]


def _with_outer_rows(cells: pd.DataFrame, places: np.ndarray | None) -> pd.DataFrame:
    return cells if places is None else with_gap(cells.iloc[places])
