"""The tables of influence, and how they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.options import settings
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.abbreviate import abbreviate, make_names
from rglm.formatting.text.deparse_lines import deparse_lines


@dataclass(frozen=True)
class Influence:
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

    def __repr__(self) -> str:
        lines = []
        for name in ("hat", "coefficients", "sigma", "dev_res", "pear_res"):
            value = getattr(self, name)
            page = named_vector_lines if value.ndim == 1 else matrix_lines
            lines += [f"${name}", *page(value), ""]
        return "\n".join(lines)

    __str__ = __repr__


@dataclass(frozen=True)
class InfluenceMeasures:
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
    def cells(self) -> pd.DataFrame:
        """The table as it is printed, with a star at each row that is flagged."""
        digits, columns = max(3, settings.digits - 4), make_names(list(self.table.columns))
        values = self.table.to_numpy().T
        cells = {
            c: format_numbers(v, digits, na="NaN") for c, v in zip(columns, values, strict=True)
        }
        flags = np.where(self.is_inf.any(axis=1), "*", " ")
        return pd.DataFrame(cells | {"inf": flags}, index=self.table.index)

    def __repr__(self) -> str:
        return "\n".join([*self.heading.split("\n"), *data_frame_lines(self.cells)])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(self.cells, self.heading.strip())


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
