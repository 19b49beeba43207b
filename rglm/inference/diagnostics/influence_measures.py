"""The tables of influence, and how they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.options import settings
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.matrix import matrix_cells, matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.tables.row_page import RowPage
from rglm.formatting.text.abbreviate import abbreviate, make_names
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.max_print import omission_note, printed_rows
from rglm.formatting.text.text_layout import string_matrix_lines


@dataclass(frozen=True, repr=False)
class InfluencePage(RowPage):
    """R's page of a dataclass of leverages, residuals and changes; one table in a notebook."""

    @property
    def heading(self) -> str:
        """The line above the table of a notebook."""
        return "Influence of each row: leverage, change of the coefficients, residuals"

    @property
    def _row_count(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def _row_cells(self, places: slice | np.ndarray) -> pd.DataFrame:
        """A line of all numbers for each row."""
        parts = {field.name: getattr(self, field.name).iloc[places] for field in fields(self)}
        tables = [part if part.ndim == 2 else part.to_frame(name) for name, part in parts.items()]
        return matrix_cells(pd.concat(tables, axis=1), na="NaN")

    def _lines(self) -> list[str]:
        """R's page of the fields, each a Series or a DataFrame."""
        lines = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value.ndim == 2 and not value.shape[1]:  # do_coef=False
                continue
            page = named_vector_lines if value.ndim == 1 else matrix_lines
            lines += [f"${field.name}", *page(value), ""]
        return lines


@dataclass(frozen=True, repr=False)
class Influence(InfluencePage):
    """Leverages, residuals and changes of the coefficients; printing shows R's page.

    Attributes
    ----------
    hat : Series (n,)
        Leverages.
    coefficients : DataFrame (n, p)
        By how much the coefficients fall without a row.
    sigma : Series (n,)
        The residual standard deviation without a row.
    dev_res, pear_res : Series (n,)
        Deviance and Pearson residuals.
    """

    hat: pd.Series
    coefficients: pd.DataFrame
    sigma: pd.Series
    dev_res: pd.Series
    pear_res: pd.Series

    @property
    def wt_res(self) -> pd.Series:
        """The deviance residuals, R's ``lm.influence(fit)$wt.res`` of a glm."""
        return self.dev_res


@dataclass(frozen=True, repr=False)
class InfluenceMeasures(RowPage):
    """Measures of influence; printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        The measures, a row each.
    is_inf : DataFrame of bool
        Which of them are large.
    call : str
        The call of the model.
    """

    table: pd.DataFrame
    is_inf: pd.DataFrame
    call: str

    @property
    def heading(self) -> str:
        """The lines above the table."""
        return f"Influence measures of\n\t {' '.join(deparse_lines(self.call))} :\n"

    @property
    def _row_count(self) -> int:
        return len(self.table)

    def _row_cells(self, places: slice | np.ndarray) -> pd.DataFrame:
        """Some rows as they are printed, with a star at each that is flagged."""
        table, is_inf = self.table.iloc[places], self.is_inf.iloc[places]
        digits, columns = max(3, settings.digits - 4), make_names(list(table.columns))
        values = table.to_numpy().T
        cells = {
            c: format_numbers(v, digits, na="NaN") for c, v in zip(columns, values, strict=True)
        }
        flags = np.where(is_inf.any(axis=1), "*", " ")
        return pd.DataFrame(cells | {"inf": flags}, index=table.index)

    def summary(self, digits: int = 2) -> InfluentialRows:
        """The rows of which a measure is large; R's ``summary`` of ``influence.measures``.

        Parameters
        ----------
        digits : int
            The decimals that are printed.

        Returns
        -------
        InfluentialRows
            With ``table`` and ``is_inf`` of these rows. Printing marks the large ones with a star.

        Examples
        --------
        >>> from rglm import lm
        >>> import pandas as pd
        >>> data = pd.DataFrame({"x": [1, 2, 3, 4, 5, 20], "y": [1, 3, 2, 5, 4, 30]})
        >>> lm("y ~ x", data).influence_measures().summary()
        Potentially influential observations of
                 lm(formula = y ~ x) :
        <BLANKLINE>
          dfb.1_   dfb.x    dffit    cov.r    cook.d   hat
        5  -3.62_*  10.94_*  12.03_*   7.58_*  36.30_*   0.97
        """
        rows = self.is_inf.any(axis=1)
        return InfluentialRows(self.table[rows], self.is_inf[rows], self.call, digits)

    def _lines(self) -> list[str]:
        count = printed_rows(len(self.table), self.table.shape[1] + 1)
        lines = data_frame_lines(self._row_cells(slice(count)))
        omitted = omission_note(len(self.table) - count)
        return [*self.heading.split("\n"), *lines, *omitted]


@dataclass(frozen=True)
class InfluentialRows:
    """The rows of which a measure of influence is large; printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        Their measures.
    is_inf : DataFrame of bool
        Which of them are large.
    call : str
        The call of the model.
    digits : int
        The decimals that are printed.
    """

    table: pd.DataFrame
    is_inf: pd.DataFrame
    call: str
    digits: int = 2

    @property
    def heading(self) -> str:
        """The lines above the table."""
        call = " ".join(deparse_lines(self.call))
        return f"Potentially influential observations of\n\t {call} :"

    @property
    def cells(self) -> pd.DataFrame:
        """The table as it is printed, with a star at each large number."""
        numbers = format_numbers(self.table.to_numpy().round(self.digits), 7, na="NaN")
        marks = np.where(self.is_inf.to_numpy().ravel(), "_*", "")
        cells = [number + mark for number, mark in zip(numbers, marks, strict=True)]
        columns = list(self.table.columns)  # of a matrix: no name is changed, as in a data frame
        return pd.DataFrame(np.reshape(cells, self.table.shape), self.table.index, columns)

    def __repr__(self) -> str:
        if not len(self.table):
            return f"{self.heading}\nNONE\nnumeric(0)"
        cells = self.cells
        columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
        names = list(map(str, cells.index)), list(cells.columns)
        lines = string_matrix_lines(columns, *names, right=False)
        return "\n".join([*self.heading.split("\n"), "", *lines])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        none = [] if len(self.table) else ["NONE"]
        return html_table(self.cells, self.heading, none)


def influence_table(
    scaled: np.ndarray,
    names: Sequence[str],
    others: dict[str, np.ndarray],
    index: pd.Index,
    n: float,
    call: str,
) -> InfluenceMeasures:
    """The table of `scaled` changes (n, p) of the coefficients `names`, beside the `others`."""
    short = abbreviate(["1_" if name == "(Intercept)" else name for name in names])
    table = pd.DataFrame(
        np.column_stack([scaled, *others.values()]),
        index=index,
        columns=[*(f"dfb.{name}" for name in short), *others],
    )
    with np.errstate(invalid="ignore"):
        large = np.column_stack([np.abs(scaled) > 1, *_is_influential(others, len(names), n)])
    return InfluenceMeasures(table, pd.DataFrame(large, index, table.columns), call)


def _is_influential(others: dict[str, np.ndarray], p: int, n: float) -> list[np.ndarray]:
    """Which of dffits, covratios, Cook's distances and leverages are large."""
    from scipy.special import fdtr

    df = max(n - p, 0)
    with np.errstate(all="ignore"):
        return [
            np.abs(others["dffit"]) > 3 * np.sqrt(np.divide(p, df)),
            np.abs(1 - others["cov.r"]) > 3 * np.divide(p, df),
            fdtr(p, df, others["cook.d"]) > 0.5,
            others["hat"] > 3 * p / n,
        ]
