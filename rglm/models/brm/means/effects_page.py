"""Averages of predictions and of their changes on marginaleffects' page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import html_tables
from rglm.inference.intervals.confint import percent_labels
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.models.brm.tables.tidy import interval_ends

DIGITS = 3
HEADS = {"term": "Term", "contrast": "Contrast", "group": "Group", "estimate": "Estimate"}
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

    def _cells(self) -> pd.DataFrame:
        tail = 50 * (1 - self.conf_level)
        heads = HEADS | dict(zip(LIMITS, percent_labels([tail, 100 - tail]), strict=True))
        out = {}
        for name, column in self.table.items():
            is_number = name in ("estimate", *LIMITS)
            out[heads.get(str(name), str(name))] = (
                format_numbers(column.to_numpy(), DIGITS)
                if is_number
                else [level_text(value) for value in column]
            )
        return pd.DataFrame(out)

    def __repr__(self) -> str:
        cells = self._cells()
        names = [str(name) for name in cells]
        widths = [max(len(name), *map(len, cells[name])) for name in names]
        rows = [names, *cells.to_numpy().tolist()]
        texts = ("".join(f" {t.rjust(w)}" for t, w in zip(r, widths, strict=True)) for r in rows)
        return "\n".join([*texts, "", f"Type: {self.type}"])

    def _repr_html_(self) -> str:
        return html_tables("", {"": self._cells()}, [f"Type: {self.type}"])
