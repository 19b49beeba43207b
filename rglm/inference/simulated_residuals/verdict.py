"""What a test says in words, and a table of such tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Literal, TypeAlias

import pandas as pd

from rglm.formatting.options import settings
from rglm.formatting.text.deparse_lines import INDENT

Status: TypeAlias = Literal["ok", "minor", "problem"]
SIGNIFICANCE_LEVEL = 0.05
STATUS_MARKS: dict[Status, str] = {"ok": "ok", "minor": "?", "problem": "!!"}
NO_BREAK = re.compile(r"\b(p|W) ([=<]) ")  # and a number
LEGEND = "ok: nothing against the model; ?: a small departure; !!: look into it"


@dataclass(frozen=True)
class Verdict:
    """One question to a fit, the statistic that answers it, and the answer in words.

    Attributes
    ----------
    question : str
        What is looked at: ``"dispersion"``.
    statistic, p_value : float
        NaN where there is no test.
    status : {"ok", "minor", "problem"}
        minor: too small a departure to matter, significant though it may be.
    text : str
    title : str
        The same in a few words, above a picture.
    """

    question: str
    statistic: float
    p_value: float
    status: Status
    text: str
    title: str


class VerdictTable(pd.DataFrame):
    """A row for each question: ``statistic p_value status verdict``; prints as a page."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> VerdictTable:
        """The table of some verdicts, in their order."""
        rows = [
            (v.question, float(v.statistic), float(v.p_value), v.status, v.text) for v in verdicts
        ]
        names = ["question", "statistic", "p_value", "status", "verdict"]
        return cls(pd.DataFrame(rows, columns=names).set_index("question"))

    def __repr__(self) -> str:
        return "\n".join(verdict_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return verdict_html(self)


def heading_html(lines: Iterable[str]) -> str:
    """The lines above a table, of which those that R's page breaks are whole."""
    return "<br>".join(map(escape, "\n".join(lines).replace(f"\n{INDENT}", "").split("\n")))


def verdict_lines(table: pd.DataFrame) -> list[str]:
    """The lines of a table of verdicts: question, mark, and the words."""
    width = max([len(str(name)) for name in table.index], default=0) + 2
    gap = " " * (width + 4)
    lines = []
    for name, status, text in zip(table.index, table["status"], table["verdict"], strict=True):
        unbroken = NO_BREAK.sub("\\1\xa0\\2\xa0", text)
        words = wrap(unbroken, max(settings.width - len(gap), 30), break_on_hyphens=False)
        first, *rest = [line.replace("\xa0", " ") for line in words] or [""]
        lines.append(f"{name:<{width}}{STATUS_MARKS[status]:<4}{first}")
        lines += [gap + line for line in rest]
    return [*lines, "---", *wrap(LEGEND, settings.width)]


def verdict_html(table: pd.DataFrame) -> str:
    """A table of verdicts for a notebook."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(str(name))}</th><td>{STATUS_MARKS[status]}</td>"
        f"<td style='text-align:left'>{escape(text)}</td></tr>"
        for name, status, text in zip(table.index, table["status"], table["verdict"], strict=True)
    )
    return f"<table>{rows}</table><p>{escape(LEGEND)}</p>"
