"""R's page of the tables of means or effects of an analysis of variance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import zapsmall
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.cross_table import cross_table_lines
from rglm.formatting.tables.html import html_tables
from rglm.formatting.text.text_layout import named_cells_lines

if TYPE_CHECKING:
    from rglm.models.aov.model_tables import ModelTables

DIGITS = 4  # of the tables; of the grand mean it is the option


def tables_lines(tables: ModelTables) -> list[str]:
    """The lines of R's page."""
    lines = [f"Tables of {tables.type}"]
    if tables.grand_mean is not None:
        lines += ["Grand mean", *named_cells_lines([""], format_numbers([tables.grand_mean]), 1)]
    for name, values in tables.tables.items():
        counts = None if tables.is_balanced else tables.replications[name]
        lines += ["", f" {name} ", *_table_lines(values, counts)]
    return lines + _standard_error_lines(tables)


def tables_html(tables: ModelTables) -> str:
    """The same for a notebook."""
    cells = {}
    for name, values in tables.tables.items():
        counts = None if tables.is_balanced else tables.replications[name]
        if values.index.nlevels == 1:
            cells[name] = _vector_cells(values, counts)
        else:
            slices = _two_way_cells(values, counts)
            cells |= {f"{name}{title}": table for title, table in slices.items()}
    if (errors := _standard_error_cells(tables)) is not None:
        cells[_standard_error_title(tables)] = errors
    mean = tables.grand_mean
    heading = [] if mean is None else [f"Grand mean: {format_numbers([mean])[0]}"]
    return html_tables("", cells, heading=[f"Tables of {tables.type}", *heading])


def _table_lines(values: pd.Series, counts: pd.Series | None) -> list[str]:
    """One table; below each row the numbers of observations, where these differ."""
    if values.index.nlevels == 1:
        return _vector_lines(values, counts)
    lines: list[str] = []
    for title, cells in _two_way_cells(values, counts).items():
        table = cross_table_lines(cells)
        lines += [title, "", *table, ""] if title else table
    return lines


def _two_way_cells(values: pd.Series, counts: pd.Series | None) -> dict[str, pd.DataFrame]:
    """The two-way tables of the first two factors, under the levels of the further ones."""
    texts, sizes = _common_texts(values, counts)
    further = _levels(values.index)[2:]
    tables = {}
    for labels in product(*further[::-1]):
        place = labels[::-1]
        rows = _slice(texts, place)
        if sizes is not None:
            rows = _interleave(rows, _slice(sizes, place))
        names = zip(values.index.names[2:], place, strict=True)
        title = ", , " + ", ".join(f"{name} = {label}" for name, label in names)
        tables[title if place else ""] = rows
    return tables


def _levels(index: pd.Index) -> list[list[str]]:
    """The labels of each level of an index, in their order."""
    return [list(dict.fromkeys(index.get_level_values(i))) for i in range(index.nlevels)]


def _slice(texts: pd.Series, place: Sequence[str]) -> pd.DataFrame:
    """The two-way table at levels of the further factors."""
    part = texts
    for level, label in enumerate(place, 2):
        part = part[part.index.get_level_values(level) == label]
    (rows, columns), names = _levels(part.index)[:2], part.index.names
    cells = part.to_numpy().reshape(len(columns), len(rows)).T
    return pd.DataFrame(cells, pd.Index(rows, name=names[0]), pd.Index(columns, name=names[1]))


def _common_texts(
    values: pd.Series, counts: pd.Series | None
) -> tuple[pd.Series, pd.Series | None]:
    """The values, and the counts if they are given, all in one format."""
    numbers = values.to_numpy() if counts is None else np.append(values, counts)
    texts = np.array(format_numbers(zapsmall(numbers, DIGITS), na=""), dtype=object)
    value_texts = pd.Series(texts[: len(values)], values.index)
    return value_texts, None if counts is None else pd.Series(texts[len(values) :], values.index)


def _interleave(values: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """A table with the numbers of observations below each row."""
    cells = np.stack([values.to_numpy(), counts.to_numpy()], axis=1).reshape(-1, values.shape[1])
    labels = [text for label in values.index for text in (str(label), "rep")]
    return pd.DataFrame(cells, pd.Index(labels, name=values.index.name), values.columns)


def _vector_lines(values: pd.Series, counts: pd.Series | None) -> list[str]:
    cells = _vector_cells(values, counts)
    if counts is None:
        return [
            str(values.index.name),
            *named_cells_lines(list(map(str, cells)), cells.iloc[0].tolist()),
        ]
    return cells_lines(cells)


def _vector_cells(values: pd.Series, counts: pd.Series | None) -> pd.DataFrame:
    """The values of one factor in a row, and the numbers of observations in a second."""
    labels = [str(label) for label in values.index]
    if counts is None:
        return pd.DataFrame([format_numbers(zapsmall(values, DIGITS))], [""], labels)
    pairs = zip(values, counts.astype(float), strict=True)
    columns = [format_numbers(pair, DIGITS, na="") for pair in pairs]
    return pd.DataFrame(np.array(columns, dtype=object).T, ["", "rep"], labels)


def _standard_error_lines(tables: ModelTables) -> list[str]:
    if (cells := _standard_error_cells(tables)) is None:
        return []
    return ["", _standard_error_title(tables), *cells_lines(cells)]


def _standard_error_title(tables: ModelTables) -> str:
    of = "for differences of means" if tables.type == "means" else "of effects"
    return f"Standard errors {of}"


def _standard_error_cells(tables: ModelTables) -> pd.DataFrame | None:
    """The standard errors by term, if there are any, and below them the rows of a cell."""
    if (errors := tables.standard_errors) is None:
        return None
    sizes = [str(int(tables.replications[name].iloc[0])) for name in errors.index]
    cells = [format_numbers(errors, DIGITS), sizes]
    return pd.DataFrame(cells, ["", "replic."], list(map(str, errors.index)))
