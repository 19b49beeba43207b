"""The rows that lie farthest from the fit, and whether they are outliers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtr

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.rounding import signif
from rglm.formatting.tables.data_frame import data_frame_cells, data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.inference.diagnostics.deletion import rstudent
from rglm.protocol.capabilities import HasLeverage

SHOWN_DIGITS = 5  # of p-values on the page


@dataclass(frozen=True)
class OutlierTest(AttributeHints):
    """The largest studentized residuals; printing shows the page of car.

    Attributes
    ----------
    table : DataFrame
        ``rstudent``, ``unadjusted p-value`` and ``Bonferroni p``, the p-value times the number of
        rows, which may be above 1; a row each under the index of the data.
    signif : bool
        Whether one is an outlier: its Bonferroni p-value is at most `cutoff`. If none is, the
        table has the largest residual only.
    cutoff : float
    """

    table: pd.DataFrame
    signif: bool
    cutoff: float

    @property
    def heading(self) -> str:
        """The lines above the table."""
        if self.signif:
            return ""
        text = f"No Studentized residuals with Bonferroni p < {self.cutoff:g}"
        return f"{text}\nLargest |rstudent|:\n"

    @property
    def cells(self) -> pd.DataFrame:
        """The table as it is printed: NA for a Bonferroni p-value above 1."""
        out = self.table.copy()
        for name in ("unadjusted p-value", "Bonferroni p"):
            out[name] = signif(out[name].to_numpy(), SHOWN_DIGITS)
        out["Bonferroni p"] = out["Bonferroni p"].where(out["Bonferroni p"] <= 1)
        return out

    def __repr__(self) -> str:
        return self.heading + "\n".join(data_frame_lines(self.cells))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(data_frame_cells(self.cells), self.heading.strip())


def outlierTest(fit: HasLeverage, cutoff: float = 0.05, n_max: int = 10) -> OutlierTest:
    """Test of the largest studentized residuals as outliers; R's ``car::outlierTest``.

    The p-value of a row is that of |rstudent| alone, of Student's t with one degree of freedom
    less than the residuals have, for a linear model, else of the normal. As the row was chosen
    among n, Bonferroni's p-value is n times as large.

    Parameters
    ----------
    cutoff : float
        The rows whose Bonferroni p-value is at most this are shown; the largest if there is none.
        ``float("inf")`` shows the `n_max` largest.
    n_max : int
        The largest number of rows that are shown.

    Returns
    -------
    OutlierTest
        With ``table`` and ``signif``.

    Raises
    ------
    ValueError
        A `cutoff` below 0, an `n_max` below 1, no row with a residual of its own, or a fit
        without its rows.

    Notes
    -----
    The residuals of a `glm` are near to normal only where means are not small: of responses of 0
    and 1 the test finds next to none, and says nothing. Rows of weight 0 and rows of leverage 1,
    which have no studentized residual, do not count.

    References
    ----------
    Fox & Weisberg (2019), *An R Companion to Applied Regression*, section 8.3.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("log(breaks) ~ wool * tension", load("warpbreaks")).outlierTest()
    No Studentized residuals with Bonferroni p < 0.05
    Largest |rstudent|:
        rstudent unadjusted p-value Bonferroni p
    22 -2.426288           0.019145           NA
    """
    if not cutoff >= 0:
        raise ValueError(f"cutoff={cutoff} must be a p-value of 0 or more")
    if n_max < 1:
        raise ValueError(f"n_max={n_max} must be 1 or more")
    fit._leverage_correction  # noqa: B018  of all rows, before chunks are seen
    counts, largest = zip(*fit._map_chunks(partial(_extreme_residuals, count=n_max)), strict=True)
    if not sum(counts):
        raise ValueError("no row has a studentized residual, which takes residual df of 2 or more")
    residuals = _most_extreme(pd.concat(largest), n_max)
    p = _two_sided_p(residuals.to_numpy(), fit._deletion_residual_df)
    bonferroni = p * sum(counts)
    is_outlier = bonferroni <= cutoff
    table = pd.DataFrame(
        {"rstudent": residuals, "unadjusted p-value": p, "Bonferroni p": bonferroni}
    )
    rows = table[is_outlier] if is_outlier.any() else table.iloc[:1]
    return OutlierTest(rows, bool(is_outlier.any()), float(cutoff))


def _extreme_residuals(fit: HasLeverage, count: int) -> tuple[int, pd.Series]:
    """How many rows have a studentized residual, and the largest of these."""
    residuals = rstudent(fit).dropna()
    return len(residuals), _most_extreme(residuals, count)


def _most_extreme(residuals: pd.Series, count: int) -> pd.Series:
    """The largest in absolute value; ties in the order of the rows."""
    return residuals.iloc[np.argsort(-residuals.abs().to_numpy(), kind="stable")[:count]]


def _two_sided_p(values: np.ndarray, df: float) -> np.ndarray:
    """2 P(T > |t|), of Student's t or, with infinite df, the normal."""
    size = -np.abs(values)
    return 2 * (ndtr(size) if np.isinf(df) else stdtr(df, size))
