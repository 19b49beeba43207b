"""Which coefficients are infinite, and why: separation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.cone import Cone, Recession
from rglm.fitting.recession import MOST
from rglm.format.html import html_table
from rglm.format.table import data_frame_lines

FEW = 200  # infinite coefficients whose side is settled by a program each


@dataclass(frozen=True)
class Separation:
    """What `separation` found; printing says it in words.

    Attributes
    ----------
    table : DataFrame
        By coefficient ``estimate``, where the iterations stopped, and ``limit``, where the maximum
        of the likelihood is: the estimate, or ``inf`` or ``-inf``; NaN where aliased.
    separated, rows : int
        Rows that are fitted without error in the limit, and all with a weight.
    reducible : bool
        Whether ``method="brglm"`` has estimates for the family.
    """

    table: pd.DataFrame
    separated: int
    rows: int
    reducible: bool = True

    def __bool__(self) -> bool:
        return self.separated > 0

    @property
    def complete(self) -> bool:
        """Whether every row is fitted without error in the limit."""
        return self.separated == self.rows

    @property
    def infinite(self) -> pd.Series:
        """The infinite coefficients: ``inf`` or ``-inf`` by name."""
        limit = self.table["limit"]
        return limit[np.isinf(limit)]

    def _words(self) -> str:
        if not self:
            return "No separation: every coefficient has a finite estimate."
        kind = "Complete" if self.complete else "Quasi-complete"
        return (
            f"{kind} separation: {self.separated} of {self.rows} rows are fitted without error as "
            f"{len(self.infinite)} coefficient(s) go to infinity."
        )

    def said(self) -> str:
        """The words of a `SeparationWarning`."""
        shown = [f"{n!r} to {'Inf' if v > 0 else '-Inf'}" for n, v in self.infinite.items()]
        reduced = "glm(..., method='brglm') has finite estimates, confint()"
        remedy = reduced if self.reducible else "confint() has"
        more = f" and {len(shown) - 10} more" if len(shown) > 10 else ""
        return (
            f"separation: {self.separated} of {self.rows} rows are fitted without error as "
            f"coefficients go to infinity: {', '.join(shown[:10])}{more}. Their estimates and "
            "standard errors only show where the iterations stopped; see separation(). "
            f"{remedy} the ends that exist; or leave the term out, or merge its levels"
        )

    def __repr__(self) -> str:
        lines = data_frame_lines(self.table) if self else []
        return "\n".join([self._words(), *([""] if lines else []), *lines])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(self.table.map("{:.5g}".format), self._words())


def separation(fit: Any) -> Separation:
    """Whether the outcomes are separated, and which coefficients are infinite for it.

    A direction g in which x_i'g >= 0 on successes, <= 0 on failures and = 0 on rows with both
    (for counts: <= 0 on zeros, = 0 on all others) raises the likelihood without end, so that the
    maximum likelihood estimate is infinite along it. That is decided exactly, by linear
    programming on the rows (Albert & Anderson 1984; Konis 2007; in R package detectseparation).

    Returns
    -------
    Separation
        False as a condition where there is none. A coefficient that may go either way has the
        sign of the way the iterations went.

    Raises
    ------
    ValueError
        The fit was stripped of its rows, or has too many columns to decide.

    Examples
    --------
    >>> import warnings
    >>> from rglm import glm, binomial, SeparationWarning
    >>> data = {"x": [1, 2, 3, 4, 5, 6], "y": [0, 0, 0, 1, 1, 1]}
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", SeparationWarning)
    ...     fit = glm("y ~ x", data, family=binomial())
    >>> fit.separation().infinite.to_dict()
    {'(Intercept)': -inf, 'x': inf}
    """
    cone = cone_of(fit)
    return _table(fit, cone, cone.recession())


def cone_of(fit: Any) -> Cone:
    """The directions that separate the rows of a fit."""
    kept = np.sort(fit.solution.pivoted.kept)
    if len(kept) > MOST:
        raise ValueError(f"separation is decided for up to {MOST} coefficients, not {len(kept)}")
    return Cone(fit.rows_source, fit.family, kept)


def _table(fit: Any, cone: Cone, found: Recession) -> Separation:
    estimate = fit.coefficients
    limit = estimate.to_numpy().copy()
    for place in np.flatnonzero(found.free):
        limit[place] = np.inf * _side(fit, cone, found, int(place))
    table = pd.DataFrame({"estimate": estimate, "limit": limit})
    return Separation(table, found.separated, found.rows, fit.family.fixed)


def _side(fit: Any, cone: Cone, found: Recession, place: int) -> float:
    """The side a coefficient goes to: that of the last step if it may go there, else the other."""
    before = fit.solution.before.beta
    moved = 0.0 if before is None else fit.solution.beta[place] - before[place]
    side = float(np.sign(moved or found.direction[place] or 1.0))
    if found.free.sum() > FEW or cone.runs(place, side):
        return side
    return -side
