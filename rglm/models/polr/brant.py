"""Brant's test of parallel regressions; the R package brant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_each
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.tables.html import html_text
from rglm.inference.chisq import chisq_upper_tail
from rglm.models.polr.cumulative_logits import CumulativeLogits, cumulative_logits

if TYPE_CHECKING:
    from rglm.models.polr.polr_fit import PolrFit

TAB = 8
MIN_LABEL_WIDTH = 2 * TAB


@dataclass(frozen=True, repr=False)
class BrantTest(AttributeHints):
    """Tests that the slopes of the binary logits of an ordinal model are equal.

    Printing shows the page of the R package brant.

    Attributes
    ----------
    table : DataFrame
        ``X2 df probability``: of all slopes (``Omnibus``), and of each coefficient or term.
    coefficients : DataFrame
        The estimates of the binary logits, a row for each: ``y > level``.
    """

    table: pd.DataFrame
    coefficients: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(_page_lines(self.table))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self).expandtabs(TAB))


def _page_lines(table: pd.DataFrame) -> list[str]:
    """The page, whose columns are aligned by tabs as in R."""
    labels = [str(label) for label in table.index]
    width = max(MIN_LABEL_WIDTH, TAB * (max(map(len, labels)) // TAB + 1))
    rule = "-" * (44 + width - MIN_LABEL_WIDTH) + " "
    lines = [rule, f"{_pad_with_tabs('Test for', width)}X2\tdf\tprobability ", rule]
    for label, row in zip(labels, table.to_numpy(), strict=True):
        x2, df, p = format_each(round_half(row, 2))
        lines.append(f"{_pad_with_tabs(label, width)}{x2}\t{df}\t{p}")
    return [*lines, rule, "", "H0: Parallel Regression Assumption holds"]


def _pad_with_tabs(label: str, width: int) -> str:
    """A label with tabs behind it, up to a width."""
    return label + "\t" * -(-(width - len(label)) // TAB)


def brant(fit: PolrFit, by_var: bool = False) -> BrantTest:
    """Brant's test of parallel regressions of a proportional odds model; R's ``brant::brant``.

    A logistic `polr` says that the logits of y > level have the same slopes at every level. The
    test fits these J - 1 logits one by one, and compares their slopes b_m by a Wald test with
    their joint covariance V: with D the differences b_1 - b_m,

        X2 = (D b)' (D V D')^-1 (D b), chi-square on (J - 2) p degrees of freedom.

    Parameters
    ----------
    by_var : bool
        A test of each term, a factor's coefficients together, and not of each coefficient.

    Returns
    -------
    BrantTest
        ``table`` with ``X2 df probability`` of all slopes and of each. A small probability says
        that the logits are not parallel: the effect may differ between the levels (`multinom` has
        one for each level), or a term of another form may be missing, such as x^2.

    Raises
    ------
    ValueError
        Another link than the logistic; no slopes; a binary logit that has no finite estimate; the
        fit was stripped of its rows.

    Notes
    -----
    Weights are numbers of observations, and offsets are added in each logit.

    References
    ----------
    Brant (1990), Assessing proportionality in the proportional odds model for ordinal logistic
    regression, Biometrics 46.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> data = load("galaxies").assign(size=lambda d: d["n_gc"].clip(upper=2))
    >>> fit = polr("ordered(size) ~ logmass", data)
    >>> fit.brant().table.round(3)
                X2  df  probability
    Omnibus  1.134   1        0.287
    logmass  1.134   1        0.287
    """
    if fit.method != "logistic":
        raise ValueError(
            f"brant() compares logits of y above each level, and the fit is "
            f"polr(method={fit.method!r}); use method='logistic'"
        )
    slopes = fit._likelihood_model.columns
    if not len(slopes):
        raise ValueError(f"the model {fit.formula!r} has no slopes to compare")
    try:
        logits = cumulative_logits(fit._rows_source, slopes, len(fit.lev))
    except LookupError as error:
        level = fit.lev[error.args[0]]
        raise ValueError(
            f"the logit of y > {level!r} has no finite estimate: a column separates the levels "
            f"above {level!r} from the others. Merge levels, or leave the term out"
        ) from None
    return BrantTest(_tests(logits, _places(fit, by_var)), _coefficients(fit, logits))


def _places(fit: PolrFit, by_var: bool) -> Mapping[str, np.ndarray]:
    """The slopes that each line of the table is of, from 0 on."""
    estimated = fit._solution.system.estimable
    estimated = estimated[estimated < len(fit.coefficients)]
    names = [str(fit.names[i]) for i in estimated]
    labels = [fit._estimate_terms[i] for i in estimated] if by_var else names
    lines = {label: np.flatnonzero(np.array(labels) == label) for label in labels}
    return {"Omnibus": np.arange(len(names)), **lines}


def _tests(logits: CumulativeLogits, places: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """X2, df and the probability of each line."""
    rows = [_wald(logits, at + 1) for at in places.values()]
    return pd.DataFrame(
        [(x2, df, float(chisq_upper_tail(df, x2))) for x2, df in rows],
        index=list(places),
        columns=["X2", "df", "probability"],
    )


def _wald(logits: CumulativeLogits, columns: np.ndarray) -> tuple[float, int]:
    """The statistic that some columns have the same slope in all logits, and its df."""
    count, q = len(logits.coefficients), len(columns)
    slopes = logits.coefficients[:, columns].ravel()
    covariance = logits.covariance[:, columns][:, :, :, columns].reshape(count * q, count * q)
    contrasts = np.hstack([np.tile(np.eye(q), (count - 1, 1)), -np.eye((count - 1) * q)])
    difference = contrasts @ slopes
    spread = contrasts @ covariance @ contrasts.T
    return float(difference @ np.linalg.solve(spread, difference)), len(difference)


def _coefficients(fit: PolrFit, logits: CumulativeLogits) -> pd.DataFrame:
    """The estimates of the binary logits."""
    estimated = fit._solution.system.estimable
    names = [str(fit.names[i]) for i in estimated[estimated < len(fit.coefficients)]]
    levels = [f"y > {level}" for level in fit.lev[:-1]]
    return pd.DataFrame(logits.coefficients, index=levels, columns=["(Intercept)", *names])
