"""What separates the columns of a text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from rglm.errors import DataError

MARKS = (",", ";", "\t", "|")
WHITE_SPACE = r"\s+"
NAMES = {"tab": "\t", r"\t": "\t", "space": WHITE_SPACE, " ": WHITE_SPACE, "comma": ","}
QUOTED = re.compile(r'"(?:[^"]|"")*"')


def given_separator(text: str) -> str:
    """The separator that ``--sep`` says.

    Raises ValueError: it is longer than a character.
    """
    separator = NAMES.get(text, text)
    if separator != WHITE_SPACE and (len(separator) != 1 or separator in "\r\n\"'"):
        raise DataError(f"--sep {text!r}: give one character, or tab or space")
    return separator


def find_separator(lines: list[str], spaces: bool) -> str:
    """The mark that stands in each line as often as in the first, which has the names.

    Lines may also have one more, before which stand the names of rows (R's ``write.table``).

    Parameters
    ----------
    lines : list of str
        The first lines of the text.
    spaces : bool
        Whether white space may separate columns.
    """
    plain = QUOTED.sub("q", "\n".join(lines)).split("\n")
    counts = {mark: [line.count(mark) for line in plain] for mark in MARKS}
    if spaces:
        counts[WHITE_SPACE] = [len(line.split()) - 1 for line in plain]
    for more in (0, 1):
        for mark, (first, *rest) in counts.items():
            if first > 0 and all(count == first + more for count in rest):
                return mark
    by_name = (mark for mark, (first, *_) in counts.items() if first > 0)
    return next(by_name, ",")


def records(lines: Iterable[str], separator: str) -> Iterator[tuple[list[str], int]]:
    """The fields of each row, and the number of lines up to it (a quoted field may have several).

    Empty lines are left out.
    """
    if separator == WHITE_SPACE:
        lines, separator = (" ".join(line.split()) for line in lines), " "
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    for fields in reader:
        if fields:
            yield [field.strip() for field in fields], reader.line_num


def has_decimal_commas(lines: list[str], separator: str) -> bool:
    """Whether a field of the lines is a number with a decimal comma."""
    mark = r"\s" if separator == WHITE_SPACE else re.escape(separator)
    number = re.compile(rf"(?:^|{mark})\s*[-+]?\d*,\d+\s*(?={mark}|$)")
    return separator != "," and any(number.search(line) for line in lines)
