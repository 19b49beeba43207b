"""Separation: which coefficients are infinite, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.families.glm.canonical_link import has_canonical_link
from rglm.fitting.separation.separation_directions import MAX_SEPARATION_COLUMNS, infinite_bounds
from rglm.fitting.separation.separation_lp import RecessionResult, SeparationProblem
from rglm.formatting.tables.data_frame import data_frame_cells, data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.protocol.capabilities import HasWorkingWeights


@dataclass(frozen=True)
class Separation:
    """Whether the outcomes are separated; printing says it in words.

    Attributes
    ----------
    table : DataFrame
        By coefficient ``estimate``, where the iterations stopped, and ``limit``, where the maximum
        of the likelihood is: the estimate; ``inf`` or ``-inf`` where all ways to the maximum
        lead there; NaN where they differ, and where aliased.
    separated, rows : int
        Rows that are fitted without error in the limit, and all with a weight.
    reducible : bool
        Whether ``method="brglm"`` has estimates for the family.
    means : tuple of float
        What the fitted means of those rows go to: 0, 1, or both.
    has_canonical_link : bool
        Whether the link is canonical: those estimates are then finite whatever the data (with the
        logit Kosmidis & Firth 2021, Biometrika 108; with the log of Poisson counts too, since
        Jeffreys' prior goes to 0 in every infinite direction). With other links they are so as a
        rule.
    """

    table: pd.DataFrame
    separated: int
    rows: int
    reducible: bool = True
    means: tuple[float, ...] = ()
    has_canonical_link: bool = True

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

    @property
    def undecided(self) -> pd.Series:
        """NaN by name: the coefficients whose side is not determined.

        They go to infinity on either side, or stay finite, by the way that is taken to the
        maximum.
        """
        limit = self.table["limit"]
        return limit[limit.isna() & self.table["estimate"].notna()]

    @property
    def _limits_of_means(self) -> str:
        means = " and ".join(f"{mean:g}" for mean in sorted(self.means))
        return f"their fitted means go to {means}"

    def _summary_line(self) -> str:
        if not self:
            return "No separation: every coefficient has a finite estimate."
        kind = "Complete" if self.complete else "Quasi-complete"
        many, other = len(self.infinite), len(self.undecided)
        cause = f"{many} coefficient(s) go to infinity" if many else self._limits_of_means
        rest = f"; {other} more may go to either side (NaN)" if many else ""
        none = "; that can be in many ways, so that no coefficient's limit is known (NaN)"
        return (
            f"{kind} separation: {self.separated} of {self.rows} rows are fitted without error as "
            f"{cause}{none if not many else rest if other else ''}."
        )

    def _warning_text(self) -> str:
        """The text of a `SeparationWarning`."""
        coefficients = [f"{n!r} to {'Inf' if v > 0 else '-Inf'}" for n, v in self.infinite.items()]
        often = "" if self.has_canonical_link else " as a rule"
        reduced = f"glm(..., method='brglm') has finite estimates{often}, confint()"
        remedy = reduced if self.reducible else "confint() has"
        more = f" and {len(coefficients) - 10} more" if len(coefficients) > 10 else ""
        cause = f"coefficients go to infinity: {', '.join(coefficients[:10])}{more}"
        several = (
            f"{self._limits_of_means}. That can be in many ways: the data do not say which "
            "coefficients go to infinity, nor to which side"
        )
        return (
            f"separation: {self.separated} of {self.rows} rows are fitted without error as "
            f"{cause if coefficients else several}. Their estimates and "
            "standard errors only show where the iterations stopped; see separation(). "
            f"{remedy} the ends that exist; or leave the term out, or merge its levels"
        )

    def __repr__(self) -> str:
        lines = data_frame_lines(self.table) if self else []
        return "\n".join([self._summary_line(), *([""] if lines else []), *lines])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(data_frame_cells(self.table), self._summary_line())


def separation(fit: HasWorkingWeights) -> Separation:
    """Whether the outcomes are separated, and which coefficients are infinite for it.

    A direction g in which x_i'g >= 0 on successes, <= 0 on failures and = 0 on rows with both
    (for counts, and with a log link: <= 0 on zeros, = 0 on all others), and not 0 on all rows,
    raises the likelihood without end: the maximum likelihood estimate is infinite along it. That
    is decided exactly, by linear programming on the rows (Albert & Anderson 1984; Konis 2007).
    R's package detectseparation has it of binomial models.

    Returns
    -------
    Separation
        False as a condition where there is none. A coefficient has a sign if it goes to that
        side in every direction that raises the likelihood to its limit; if not, none is named.

    Raises
    ------
    ValueError
        The fit was stripped of its rows, or has more than 1,000 coefficients, of which it would
        take too long to decide.

    References
    ----------
    Albert & Anderson (1984), On the existence of maximum likelihood estimates in logistic
    regression models, Biometrika 71; Konis (2007), Linear programming algorithms for detecting
    separated data in binary logistic regression models, thesis, University of Oxford.

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
    return _table(fit, separation_problem(fit).recession())


def separation_problem(fit: HasWorkingWeights) -> SeparationProblem:
    """The directions that separate the rows of a fit."""
    estimable = np.sort(fit._solution.system.estimable)
    if len(estimable) > MAX_SEPARATION_COLUMNS:
        raise ValueError(
            f"separation is decided for up to {MAX_SEPARATION_COLUMNS} coefficients, "
            f"not {len(estimable)}"
        )
    return SeparationProblem(fit._cell_source, fit.family, estimable)


def _table(fit: HasWorkingWeights, result: RecessionResult) -> Separation:
    estimate = fit.coefficients
    limit = estimate.to_numpy().copy()
    signs = result.signs[result.free]
    limit[result.free] = np.where(signs == 0, np.nan, np.copysign(np.inf, signs))
    table = pd.DataFrame({"estimate": estimate, "limit": limit})
    lower = result.separated - result.upper
    reached = {1.0: result.upper, -1.0: lower}
    means = tuple(edge for edge, side in infinite_bounds(fit.family).items() if reached[side])
    return Separation(
        table,
        result.separated,
        result.rows,
        fit.family.is_fixed_by_mean,
        means,
        has_canonical_link(fit.family),
    )
