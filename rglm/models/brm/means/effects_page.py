"""Averages of predictions and of their changes on marginaleffects' page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.html import html_tables
from rglm.inference.marginal_effects.page import effect_cells, page_lines, shown_rows
from rglm.models.brm.tables.tidy import interval_ends

LIMITS = ("conf_low", "conf_high")


@dataclass(frozen=True, repr=False)
class PosteriorEffects(ColumnTable):
    """Averages draw by draw, with their medians and intervals of equal tails.

    Attributes
    ----------
    labels : DataFrame (k, ...)
        What each is of.
    draws : DataFrame (S, k)
        The draws of each.
    conf_level : float
    type : str
        "response" or "link".
    """

    labels: pd.DataFrame
    draws: pd.DataFrame
    conf_level: float
    type: str

    @property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """What each is of, the median, and the ends of the interval."""
        values = self.draws.to_numpy()
        out = self.labels.copy()
        out["estimate"] = np.median(values, axis=0)
        out[list(LIMITS)] = interval_ends(values, self.conf_level)
        return out

    def _shown(self) -> tuple[pd.DataFrame, str, list[str]]:
        """The texts of the table, the line on rows that are left out, and the notes."""
        shown, omitted = shown_rows(self.table)
        cells = effect_cells(shown, list(map(str, self.labels)), self.conf_level)
        return cells, omitted, [f"Type: {self.type}"]

    def __repr__(self) -> str:
        return "\n".join(page_lines(*self._shown()))

    def _repr_html_(self) -> str:
        cells, omitted, notes = self._shown()
        return html_tables("", {"": cells}, [omitted, *notes] if omitted else notes)
