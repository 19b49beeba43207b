"""Compact letter displays of means; R's cld of multcomp and emmeans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.confidence_level import check_level
from rglm.inference.means.contrasts.contrast_request import ContrastRequest
from rglm.inference.means.contrasts.grouping import regrouped, rows_at
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.letters.letter_table import LetterTable
from rglm.inference.multiple_comparisons.letters import SYMBOLS, compact_letters

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


def cld(
    emm: EmmGrid,
    alpha: float = 0.05,
    letters: str = SYMBOLS,
    by: By = SAME,
    adjust: str | None = None,
    *,
    sort: bool = True,
    reversed: bool = False,
    details: bool = False,
    type: str | None = None,
    level: float | None = None,
    delta: float | None = None,
    df: float | None = None,
) -> LetterTable:
    """Means with compact letters: those that share one are not shown to differ; R's ``cld``.

    All means of a group are compared with each other, adjusted by Tukey's method. Means whose
    difference has a p-value below `alpha` share no letter.

    Parameters
    ----------
    alpha : float
        Means differ where the adjusted p-value is below it.
    letters : str
        The symbols, "1234567890ABC..." by default.
    by : str or sequence of str, optional
        Variables whose levels make groups; None for no groups. By default those of the means.
    adjust : str, optional
        The adjustment of the comparisons, "tukey" by default; one that is given is that of the
        intervals of the means, too.
    sort : bool
        Whether the means of a group are sorted.
    reversed : bool
        Whether the largest mean comes first.
    details : bool
        Whether the comparisons are printed, too.
    type, level, df
        What is shown, as of ``summary``.
    delta : float, optional
        A distance: means share a letter where they are shown to be equivalent, closer than it.

    Returns
    -------
    LetterTable
        ``table`` is the DataFrame, with the column ``.group``; ``comparisons`` the differences.

    Raises
    ------
    ValueError
        `alpha` is outside 0 to 1; there are no two means to compare.

    References
    ----------
    Piepho, H.-P. (2004). An algorithm for a letter-based representation of all-pairwise
    comparisons. Journal of Computational and Graphical Statistics 13.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).emmeans("tension").cld(letters="abc")
     tension emmean   SE df lower.CL upper.CL .group
     H         21.7 2.74 50     16.2     27.2  a
     M         26.4 2.74 50     20.9     31.9  a
     L         36.4 2.74 50     30.9     41.9   b
    <BLANKLINE>
    Results are averaged over the levels of: wool
    Confidence level used: 0.95
    P value adjustment: tukey method for comparing a family of 3 estimates
    significance level used: alpha = 0.05
    NOTE: If two or more means share the same grouping symbol,
          then we cannot show them to be different.
          But we also did not show them to be the same.
    """
    check_level(alpha, "alpha")
    of_means = None if adjust == "tukey" else adjust
    shown = regrouped(emm, by).summary(adjust=of_means, type=type, level=level, df=df)
    means = _sorted(shown, reversed) if sort else replace(shown, contrasts=None)
    request = ContrastRequest("revpairwise", adjust=adjust, shown={"delta": delta})
    comparisons = request.of(means, SAME)
    p_values = comparisons.inferences.p_values
    texts, start = [""] * len(means), 0
    for places in means.places:
        count = len(places) * (len(places) - 1) // 2
        p = p_values[start : start + count]
        start += count
        differs = p < alpha if not delta else ~(p < alpha)
        known = ~np.isnan(means.estimated.value[places])
        for place, text in zip(places[known], _letters(differs, known, letters), strict=True):
            texts[place] = text
    return LetterTable(means, tuple(texts), comparisons, alpha, bool(delta), details)


def _letters(differs: np.ndarray, known: np.ndarray, symbols: str) -> list[str]:
    """The letters of the means that are estimable, by whether the pairs (i, j < i) differ."""
    count = len(known)
    matrix = np.zeros((count, count), dtype=bool)
    matrix[np.tril_indices(count, -1)] = differs
    matrix |= matrix.T
    return compact_letters(matrix[np.ix_(known, known)], symbols)


def _sorted(emm: EmmGrid, is_reversed: bool) -> EmmGrid:
    """The means of each group in the order that is shown; those not estimable are last."""
    shown = emm.table[emm.estimate_name].to_numpy()
    value = -shown if is_reversed else shown
    order = np.concatenate([places[np.argsort(value[places])] for places in emm.places])
    return replace(rows_at(emm, order), contrasts=None)
