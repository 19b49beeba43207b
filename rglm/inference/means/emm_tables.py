"""The tables and pages of means and contrasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.beside import beside
from rglm.formatting.tables.html import html_tables
from rglm.inference.estimate_column import LIMITS, TEST_COLUMNS, EstimateTable
from rglm.inference.means import page
from rglm.inference.multiple_comparisons.contrast_labels import level_text, level_texts

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

ADJUSTED = " adjustment: "
TIDY = ("estimate", "std_error", "df", *LIMITS, "statistic", "p_value")


class EmmTables(ColumnTable, EstimateTable):
    """Means or contrasts as tables: under broom's names, as a column of `regtable`, as a page."""

    def coef(self: EmmGrid) -> pd.Series:  # type: ignore[misc]
        """The estimates, on the scale of the link."""
        return pd.Series(self.estimated.value, level_texts(self.groups))

    def vcov(self: EmmGrid) -> pd.DataFrame:  # type: ignore[misc]
        """The covariance of the estimates, on the scale of the link."""
        labels = level_texts(self.groups)
        return pd.DataFrame(self.estimated.covariance, labels, labels)

    def tidy(self: EmmGrid, conf_int: bool = True) -> pd.DataFrame:  # type: ignore[misc]
        """The levels and estimates under broom's names, with intervals and tests.

        ``estimate std_error df conf_low conf_high statistic p_value``, on the scale that is shown.
        """
        out = beside(self.shown_groups, self._numbers(self.settings.level, None))
        return out if conf_int else out.drop(columns=list(LIMITS))

    def _numbers(self: EmmGrid, level: float, method: str | None) -> pd.DataFrame:  # type: ignore[misc]
        """The estimates with intervals and tests, (k, 7)."""
        full = replace(self, settings=self.settings.changed(True, level=level, method=method))
        table = full.table.iloc[:, self.groups.shape[1] :]
        return table.drop(columns="null", errors="ignore").set_axis(list(TIDY), axis=1)

    @property
    def _estimate_note(self: EmmGrid) -> str:  # type: ignore[misc]
        """How p-values and intervals were adjusted."""
        full = replace(self, settings=self.settings.changed((False, True)))
        shown = [note for note in page.notes(full, full.inferences) if ADJUSTED in note]
        return "; ".join(shown)

    def _named_estimates(self: EmmGrid, level: float, method: str | None) -> pd.DataFrame:  # type: ignore[misc]
        groups = self.shown_groups
        labels = level_texts(groups[[name for name in groups if name not in self.by]])
        for name in self.by:
            texts = map(level_text, groups[name])
            labels = [f"{a}, {name} = {b}" for a, b in zip(labels, texts, strict=True)]
        columns = [*TEST_COLUMNS, *LIMITS]
        return self._numbers(level, method)[columns].set_axis(labels, axis=0)

    def __len__(self: EmmGrid) -> int:  # type: ignore[misc]
        return len(self.groups)

    def __repr__(self: EmmGrid) -> str:  # type: ignore[misc]
        lines = page.page_lines(self)
        if self.contrasts is not None:
            lines = [
                f"${self.heading}",
                *lines,
                "",
                "$contrasts",
                *page.page_lines(self.contrasts),
            ]
        return "\n".join(lines).rstrip("\n")

    def _repr_html_(self: EmmGrid) -> str:  # type: ignore[misc]
        footer = page.notes(self, self.inferences)
        out = html_tables("", {"": page.html_cells(self)}, footer)
        if self.contrasts is None:
            return out
        contrasts = self.contrasts._repr_html_()
        return f"<p><b>{self.heading}</b></p>{out}<p><b>contrasts</b></p>{contrasts}"
