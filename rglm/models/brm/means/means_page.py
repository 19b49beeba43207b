"""Means of a posterior on emmeans' page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.bayes.highest_density import highest_density_intervals
from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import ignore_float_errors
from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import html_tables
from rglm.inference.reference_grid.contrasts import (
    contrast_matrix,
    contrast_pairs,
    level_text,
    mean_labels,
)

DIGITS = 3
LIMITS = ("lower.HPD", "upper.HPD")


@dataclass(frozen=True)
class Scale:
    """The scale of means: the link, and whether they are shown through its inverse.

    Attributes
    ----------
    link : Link or None
        None where means have no other scale.
    is_response : bool
    name : str
        Of the back-transformed column: prob, rate or response.
    """

    link: Link | None
    is_response: bool
    name: str

    @property
    def has_ratios(self) -> bool:
        """Whether exp of a difference is a ratio: of log means, or of odds."""
        return self.link is not None and self.link.name in ("log", "logit")


@dataclass(frozen=True, repr=False)
class PosteriorMeans(ColumnTable):
    """Means, or differences of them, as ``emmeans`` returns them: medians and HPD intervals.

    Attributes
    ----------
    draws : DataFrame (S, k)
        The draws of each, on the scale that is shown.
    table : DataFrame (k, ...)
        The levels, the median, and the ends of the shortest interval.
    contrasts : PosteriorMeans or None
        The differences that were asked for.
    """

    groups: pd.DataFrame
    linear: np.ndarray
    index: pd.Index
    variables: tuple[str, ...]
    by: tuple[str, ...]
    scale: Scale
    level: float
    notes: tuple[str, ...]
    contrasts: PosteriorMeans | None = None
    is_contrast: bool = False

    @property
    def draws(self) -> pd.DataFrame:
        """The draws (S, k), on the scale that is shown."""
        labels = [" ".join(map(level_text, row)) for row in self.groups.to_numpy()]
        return pd.DataFrame(self._shown(), index=self.index, columns=labels)

    @property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """Levels, medians and the ends of the shortest intervals."""
        shown = self._shown()
        ends = highest_density_intervals(shown, self.level)
        out = self.groups.copy()
        out[self._estimate_name] = np.median(shown, axis=0)
        out[list(LIMITS)] = ends
        return out

    def pairs(self, reverse: bool = False) -> PosteriorMeans:
        """The differences of all pairs, on the response scale ratios of log means and odds."""
        return self.contrast("revpairwise" if reverse else "pairwise")

    def contrast(self, method: str = "pairwise") -> PosteriorMeans:
        """Differences within each group: "pairwise", "revpairwise" or "trt.vs.ctrl"."""
        tables, draws = [], []
        sign = " / " if self.scale.is_response and self.scale.has_ratios else " - "
        for key, places in self._parts():
            labels = mean_labels(self.groups.iloc[places][list(self.variables) or ["1"]])
            pairs = contrast_pairs(len(places), method)
            texts = [f"{labels[i]}{sign}{labels[j]}" for i, j in pairs]
            tables.append(pd.DataFrame({"contrast": texts}).assign(**key))
            draws.append(self.linear[:, places] @ contrast_matrix(pairs, len(places)).T)
        return replace(
            self,
            groups=pd.concat(tables, ignore_index=True),
            linear=np.concatenate(draws, axis=1),
            variables=("contrast",),
            is_contrast=True,
            contrasts=None,
        )

    @ignore_float_errors
    def _shown(self) -> np.ndarray:
        link = self.scale.link
        if link is None or not self.scale.is_response:
            return self.linear
        if not self.is_contrast:
            values: np.ndarray = link.linkinv(self.linear)
            return values
        return np.exp(self.linear) if self.scale.has_ratios else self.linear

    @property
    def _estimate_name(self) -> str:
        is_response, link = self.scale.is_response, self.scale.link
        if not self.is_contrast:
            return self.scale.name if is_response and link is not None else "emmean"
        if is_response and link is not None and self.scale.has_ratios:
            return "ratio" if link.name == "log" else "odds.ratio"
        return "estimate"

    def _scale_notes(self) -> list[str]:
        link, is_response = self.scale.link, self.scale.is_response
        if link is None or link.name == "identity":
            return []
        if not is_response:
            return [f"Results are given on the {link.name} (not the response) scale."]
        if self.is_contrast and not self.scale.has_ratios:
            return [f"Note: contrasts are still on the {link.name} scale"]
        name = "log odds ratio" if self.is_contrast and link.name == "logit" else link.name
        return [f"Results are back-transformed from the {name} scale"]

    def footer(self) -> list[str]:
        """The lines below the table."""
        last = f"HPD interval probability: {self.level:g}"
        return [*self.notes, "Point estimate displayed: median", *self._scale_notes(), last]

    def _parts(self) -> Iterator[tuple[dict[str, Any], np.ndarray]]:
        """The values of `by`, and the places of its rows."""
        if not self.by:
            yield {}, np.arange(len(self.groups))
            return
        keys = self.groups[list(self.by)].drop_duplicates()
        for values in keys.itertuples(index=False, name=None):
            key = dict(zip(self.by, values, strict=True))
            member = np.all([self.groups[n] == value for n, value in key.items()], axis=0)
            yield key, np.flatnonzero(member)

    def _cells(self) -> pd.DataFrame:
        table, out = self.table.drop(columns=list(self.by)), {}
        for name, column in table.items():
            is_number = pd.api.types.is_float_dtype(column)
            texts = (
                format_numbers(column.to_numpy(), DIGITS)
                if is_number
                else [level_text(value) for value in column]
            )
            out[str(name)] = texts
        return pd.DataFrame(out)

    def _lines(self) -> list[str]:
        cells, lines = self._cells(), []
        names = [str(name) for name in cells]
        left = {n for n in names if not pd.api.types.is_numeric_dtype(self.table[n])}
        widths = {n: max(len(n), *map(len, cells[n])) for n in names}

        def line(texts: Sequence[str]) -> str:
            pairs = zip(names, texts, strict=True)
            parts = [t.ljust(widths[n]) if n in left else t.rjust(widths[n]) for n, t in pairs]
            return (" " + " ".join(parts)).rstrip()

        for key, places in self._parts():
            if key:
                lines.append(", ".join(f"{n} = {level_text(v)}" for n, v in key.items()) + ":")
            lines.append(line(names))
            lines += [line(row) for row in cells.iloc[places].to_numpy().tolist()]
            lines.append("")
        return [*lines, *self.footer()]

    def __repr__(self) -> str:
        lines = self._lines()
        if self.contrasts is not None:
            lines = ["$emmeans", *lines, "", "$contrasts", *self.contrasts._lines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        shown = self._cells()
        tables = {"": pd.concat([self.groups[list(self.by)].astype(str), shown], axis=1)}
        out = html_tables("", tables, self.footer())
        return out if self.contrasts is None else out + self.contrasts._repr_html_()
