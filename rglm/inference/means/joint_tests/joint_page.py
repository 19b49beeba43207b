"""The table and the page of joint tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.beside import beside
from rglm.formatting.tables.html import html_tables
from rglm.inference.means.joint_tests.joint_test import JointTest
from rglm.inference.means.level_groups import group_lines, level_cells
from rglm.inference.means.page import column_cells

NOTES = {
    "d": "d: df1 reduced due to linear dependence",
    "e": "e: df1 reduced due to non-estimability",
}
NUMBERS = ("df1", "df2", "F.ratio", "p.value")


@dataclass(frozen=True, repr=False)
class JointTests(ColumnTable):
    """F tests that several contrasts or means are 0 together.

    Attributes
    ----------
    table : DataFrame
        ``df1``, ``df2``, ``F.ratio`` and ``p.value``, beside the levels of groups and, of the
        terms of a model, ``model term``. ``note`` has d where tests follow from each other, and e
        where the data do not determine some.
    by : tuple of str
        The columns whose levels make groups of the page.
    """

    table: pd.DataFrame
    by: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, groups: pd.DataFrame, tests: Sequence[JointTest], by: Sequence[str] = ()
    ) -> JointTests:
        """A row for each test."""
        columns = {
            "df1": [test.df1 for test in tests],
            "df2": [test.df2 for test in tests],
            "F.ratio": [test.statistic for test in tests],
            "p.value": [test.p_value for test in tests],
            "note": [test.note for test in tests],
        }
        table = beside(groups, pd.DataFrame(columns, index=groups.index))
        own = dict(zip(groups, map(str, table), strict=False))
        return cls(table, tuple(own[name] for name in by))

    @property
    def _groups(self) -> pd.DataFrame:
        return self.table.drop(columns=[*NUMBERS, "note"])

    def _cells(self) -> dict[str, list[str]]:
        cells = column_cells(self.table[list(NUMBERS)])
        if self._footer():
            cells["note"] = list(self.table["note"])
        return cells

    def _footer(self) -> list[str]:
        said = set("".join(self.table["note"]))
        return [text for letter, text in NOTES.items() if letter in said]

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        lines = [*group_lines(self._groups, self.by, self._cells()), *self._footer()]
        return "\n".join(lines).rstrip("\n")

    def _repr_html_(self) -> str:
        cells = pd.DataFrame(level_cells(self._groups) | self._cells())
        return html_tables("", {"": cells.set_axis([""] * len(cells))}, self._footer())
