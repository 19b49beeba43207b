"""A text of separated columns as a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from itertools import islice

import pandas as pd

from rglm.cli.column_types import convert_columns
from rglm.cli.separated_text import SeparatedText
from rglm.cli.separators import find_separator, given_separator, has_decimal_commas
from rglm.errors import DataError

FIRST_LINES = 100  # by which separator and decimal mark are found
MISSING = ("", "NA")  # R's; what else is missing among numbers, `convert_columns` finds
HEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")  # lines that are empty or comments

EXCEL_SEPARATOR = re.compile(r'"?sep=(?P<mark>[^\n])"?\n')


@dataclass(frozen=True)
class TextOptions:
    """How a text is read: what ``--sep``, ``--encoding`` and ``--na`` say."""

    sep: str | None = None
    encoding: str | None = None
    na: tuple[str, ...] = ()


DEFAULTS = TextOptions()


def read_text_table(
    text: str, name: str, options: TextOptions = DEFAULTS, spaces: bool = True
) -> pd.DataFrame:
    """The table of a text whose first line has the names of the columns.

    Missing values are NA and empty cells, and marks such as ``.`` among numbers. A first column
    without a name has the names of the rows, as R's ``write.csv`` writes them.

    Parameters
    ----------
    text : str
    name : str
        What messages call the text.
    options : TextOptions
    spaces : bool
        Whether white space may separate columns, where ``--sep`` does not say.

    Raises
    ------
    ValueError
        The text is empty, or has no rows or no names of columns; a line has too many fields.

    Warns
    -----
    UserWarning
        Lines with too few fields; two columns of one name; marks read as missing values.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start, marked = _start(text)
    lines = [line.rstrip("\n") for line in islice(StringIO(text[start:]), FIRST_LINES)]
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise DataError(f"{name} is empty")
    given = options.sep or marked
    separator = given_separator(given) if given else find_separator(lines, spaces)
    decimal = "," if has_decimal_commas(lines[1:], separator) else "."
    separated = SeparatedText.of(text, start, separator, name)
    frame = separated.read(decimal, [*MISSING, *options.na])
    return convert_columns(frame, decimal_commas=separator != ",")


def _start(text: str) -> tuple[int, str | None]:
    """Where the names of columns stand, and the separator that a first line of Excel says."""
    head = HEAD.match(text)
    start = head.end() if head else 0
    marked = EXCEL_SEPARATOR.match(text, start)
    return (marked.end(), marked["mark"]) if marked else (start, None)
