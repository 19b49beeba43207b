"""The header of a text, and the lines below it, which pandas reads."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

import pandas as pd

from rglm.cli.separators import WHITE_SPACE, records
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import warn

TRUE, FALSE = ["T", "TRUE", "true", "True"], ["F", "FALSE", "false", "False"]
NO_NAME = ""
FIRST_ROWS = 100  # by which a mark at the end of lines is known


@dataclass(frozen=True)
class SeparatedText:
    """The names of columns, and the lines below them."""

    name: str
    separator: str
    names: list[str]  # those of the header, as it has them
    columns: list[str]  # one for each field of a line, all different; `NO_NAME` of names of rows
    body: str
    lines_before: int  # the body

    @classmethod
    def of(cls, text: str, start: int, separator: str, name: str) -> SeparatedText:
        """The parts of a text from a place on.

        Raises ValueError: it has no names of columns, or no rows.
        """
        lines = StringIO(text[start:])
        names, count = next(records(lines, separator))
        place, body = lines.tell(), lines.read()
        lines.seek(place)
        first_rows = [row for row, _ in islice(records(lines, separator), FIRST_ROWS)]
        if all(_is_number(one) for one in names):
            raise DataError(f"{name}: the first line has numbers, and no names of columns")
        if not first_rows:
            raise DataError(f"{name} has names of columns and no rows: {', '.join(names)}")
        is_marked = separator != WHITE_SPACE and all(row[-1] == "" for row in first_rows)
        columns = _distinct_names(_names_of_fields(names, len(first_rows[0]), is_marked), name)
        table = cls(name, separator, names, columns, body, text[:start].count("\n") + count)
        if len(first_rows[0]) > len(columns):
            raise DataError(table._too_long())
        return table

    def read(self, decimal: str, missing: Sequence[str]) -> pd.DataFrame:
        """The table.

        Raises ValueError: a line has too many fields, or a quote does not end.
        """
        try:
            frame = pd.read_csv(
                StringIO(self._header() + self.body),
                sep=self.separator,
                decimal=decimal,
                engine="c",
                low_memory=False,
                keep_default_na=False,
                na_values=list(missing),
                skipinitialspace=True,
                true_values=TRUE,
                false_values=FALSE,
            )
        except pd.errors.ParserError as error:
            raise DataError(self._parser_message(str(error))) from None
        if frame.iloc[:, -1].isna().any():
            self._warn_of_short_lines()
        frame = frame.set_axis(self.columns, axis=1)
        if self._ends_with_mark and frame.iloc[:, -1].isna().all():
            frame = frame.iloc[:, :-1]
        has_row_names = self.columns[0] == NO_NAME and frame.shape[1] > 1
        return frame.set_index(NO_NAME).rename_axis(None) if has_row_names else frame

    @property
    def _ends_with_mark(self) -> bool:
        """Whether the last field of a line has no name."""
        is_added = len(self.columns) > len(self.names) and self.columns[0] != NO_NAME
        return is_added or (len(self.names) > 1 and self.names[-1] == "")

    def _header(self) -> str:
        """A first line with a name for each field, so that pandas need not guess."""
        out = StringIO()
        mark = " " if self.separator == WHITE_SPACE else self.separator
        names = [name or "row names" for name in self.columns]
        csv.writer(out, delimiter=mark, lineterminator="\n").writerow(names)
        return out.getvalue()

    def _lines(self) -> Iterator[tuple[int, int]]:
        """The number of fields of each row of the body, and its line."""
        for fields, line in records(StringIO(self.body), self.separator):
            yield len(fields), line + self.lines_before

    def _parser_message(self, error: str) -> str:
        """The message for a line that pandas cannot read."""
        if "EOF inside string" in error:
            return f"{self.name}: a quote opens and does not close"
        return self._too_long() or f"{self.name} cannot be read: {error.strip()}"

    def _too_long(self) -> str:
        """The message for the first line with too many fields; "" if there is none."""
        for fields, line in self._lines():
            if fields > len(self.columns):
                return f"{self.name}, line {line} {self._has_other_than(fields)}"
        return ""

    def _has_other_than(self, fields: int) -> str:
        return f"has {fields} field{'s' * (fields != 1)}, and the header {len(self.names)}"

    def _warn_of_short_lines(self) -> None:
        short = [(n, line) for n, line in self._lines() if n < len(self.columns)]
        if short:
            fields, line = short[0]
            more = f" (the first of {len(short)} such lines)" if len(short) > 1 else ""
            message = f"{self.name}, line {line} {self._has_other_than(fields)}{more}"
            warn(f"{message}; the rest is read as missing", UserWarning)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _names_of_fields(names: Sequence[str], fields: int, ends_with_mark: bool) -> list[str]:
    """The names of the header, and of what lines have besides.

    A line with one field more begins with the name of its row, or ends with a separator.
    """
    if fields != len(names) + 1:
        return list(names)
    return [*names, NO_NAME] if ends_with_mark else [NO_NAME, *names]


def _distinct_names(names: Sequence[str], where: str) -> list[str]:
    """The names, of which each is given once: a second ``x`` is ``x.1``, as in R's ``read.csv``.

    Fields without a name, but the first, are ``V3`` by their number.
    """
    out: list[str] = []
    for place, name in enumerate(names):
        new = name or (f"V{place + 1}" if place else NO_NAME)
        number = 0
        while new in out:
            number += 1
            new = f"{name or f'V{place + 1}'}.{number}"
        out.append(new)
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            others = ", ".join(new for new, old in zip(out, names, strict=True) if old == name)
            warn(f"{where} has {count} columns named {name!r}: they are {others}", UserWarning)
    return out
