"""The page of formula words: its tables get a last column, computed from their examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import rglm
from rglm import datasets

ROW = re.compile(r"^\| (?P<word>`.+?`) \| (?P<meaning>.+?) \| (?P<example>`.+`) \|$")
HEAD = re.compile(r"^\| Word \| .+ \| (?P<kind>[\w ]+) \|$")
Shown = Callable[[str], str]


@cache
def filled(text: str) -> str:
    """The page with the columns of each example."""
    return "\n".join(filled_lines(text.splitlines()))


def filled_lines(lines: list[str]) -> Iterator[str]:
    """The lines of the page, each row of a table with its last cell."""
    show: Shown = columns
    for line in lines:
        if head := HEAD.match(line):
            show = SHOWN[head["kind"]]
        row = ROW.match(line)
        yield f"{line} {show(code_of(row['example']))} |" if row else line


def code_of(cell: str) -> str:
    """The code in a cell of a table."""
    return cell.strip("` ") if not cell.startswith("``") else cell[2:-2].strip()


def words(text: str) -> set[str]:
    """The words in the first cells of the page."""
    rows = map(ROW.match, text.splitlines())
    return {code_of(row["word"]) for row in rows if row}


def examples(text: str) -> list[str]:
    """The examples of the page."""
    rows = map(ROW.match, text.splitlines())
    return [code_of(row["example"]) for row in rows if row]


def fit(example: str) -> Any:
    """The fit of an example: a formula of lm, or a whole call."""
    names = {name: datasets.load(name) for name in ("mtcars", "warpbreaks", "galaxies")}
    if re.match(r"\w+\(\"", example):
        return eval(example, {**vars(rglm), "hurdle": rglm.hurdle, **names})
    return rglm.lm(example, names["warpbreaks" if example.startswith("breaks") else "mtcars"])


def columns(example: str) -> str:
    """The names of the columns of the design."""
    return ", ".join(f"`{name}`" for name in fit(example).coefficients.index)


def first_row(example: str) -> str:
    """The columns beside the intercept, with their value in the first row."""
    row = fit(example).model_matrix().iloc[0].drop("(Intercept)")
    return ", ".join(f"`{name}` {value:.4g}" for name, value in row.items())


def by_level(example: str) -> str:
    """What the columns beside the intercept are on each level of `tension`."""
    matrix = fit(example).model_matrix().drop(columns="(Intercept)").round(3)
    rows = matrix.groupby(datasets.load("warpbreaks")["tension"], observed=True).first()
    lines = [", ".join(f"{value:g}" for value in row) for row in rows.to_numpy()]
    return "<br>".join(f"{level}: {line}" for level, line in zip(rows.index, lines, strict=True))


SHOWN: dict[str, Shown] = {"Columns": columns, "First row": first_row, "By level": by_level}
