"""Adjusted p-values and critical values of many estimates, and the notes that pages print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.inference.multiple_comparisons.adjustment_methods import METHODS
from rglm.inference.multiple_comparisons.families import Estimates, Family
from rglm.inference.multiple_comparisons.p_adjust import METHODS as BONFERRONI_METHODS
from rglm.inference.multiple_comparisons.p_adjust import p_adjust
from rglm.inference.multiple_comparisons.t_tails import t_tail

WORDS = {name.lower(): name for name in METHODS}
VARIES = "(varies)"
MOST_DF = 1e12  # more are none: a t statistic is normal to the last digits


@dataclass(frozen=True)
class Adjusted:
    """Values that a method adjusted for many comparisons.

    Attributes
    ----------
    values : (m,) array
        P-values, or the number of standard errors that intervals reach.
    method : str
        The method used, which is "none" of a single estimate.
    count, size : int
        The numbers of estimates and of the means they compare.
    rank : int or None
        Of Scheffe's method.
    change : str or None
        Why another method was used than the one asked for.
    """

    values: np.ndarray
    method: str
    count: int
    size: int
    rank: int | None = None
    change: str | None = None


def check_adjustment(method: str, argument: str = "adjust") -> str:
    """The name of an adjustment, in any case of its letters.

    Raises
    ------
    ValueError
        No such adjustment.
    """
    if isinstance(method, str) and method.lower() in WORDS:
        return WORDS[method.lower()]
    return check_option(argument, method, METHODS)


def adjusted_p_values(
    statistics: np.ndarray,
    df: np.ndarray | float,
    family: Family,
    method: str,
    *,
    side: int = 0,
    correlation: np.ndarray | None = None,
) -> Adjusted:
    """P-values of t statistics, adjusted for their number.

    Parameters
    ----------
    statistics : (m,) array
        Estimates over their standard errors; NaN, which is counted, where not estimable.
    df : (m,) array or float
        Degrees of freedom; infinite where the statistics are normal.
    family : Family
    method : str
        A name of `METHODS`.
    side : {0, -1, 1}
        Of both tails, the left one or the right one. A test of equivalence has the left one.
    correlation : (m, m) array, optional
        Of the estimates; "mvt" needs it, and "scheffe" if the family has no rank.

    Returns
    -------
    Adjusted
        ``values`` are p-values.

    Examples
    --------
    >>> family = Family(size=3, is_pairwise=True)
    >>> adjusted_p_values(np.array([1.2, 2.9, 1.7]), 20.0, family, "tukey").values.round(4)
    array([0.4669, 0.023 , 0.2297])
    """
    statistics = np.asarray(statistics, dtype=float)
    estimates = _estimates(statistics, df, side, family, correlation)
    used, change = _method_used(method, estimates)
    with np.errstate(invalid="ignore", over="ignore"):
        if used == "none":
            values = t_tail(statistics, estimates.df, side)
        else:
            values = np.clip(METHODS[used].p_values(statistics, estimates), 0.0, 1.0)
    return _adjusted(values, used, estimates, change)


def critical_values(
    level: float,
    df: np.ndarray,
    family: Family,
    method: str,
    *,
    side: int = 0,
    correlation: np.ndarray | None = None,
) -> Adjusted:
    """How many standard errors intervals reach that hold together with the probability `level`.

    Parameters
    ----------
    level : float
    df : (m,) array
        Degrees of freedom; infinite where the statistics are normal.
    family, method, side, correlation
        As of `adjusted_p_values`. The step-wise methods have no intervals: theirs are those of
        Bonferroni.

    Returns
    -------
    Adjusted
        ``values`` are multiples of the standard errors.

    Examples
    --------
    >>> family = Family(size=3, is_pairwise=True)
    >>> critical_values(0.95, np.full(3, 20.0), family, "tukey").values.round(4)
    array([2.53, 2.53, 2.53])
    """
    df = np.asarray(df, dtype=float)
    estimates = _estimates(df, df, side, family, correlation)
    used, change = _method_used(method, estimates)
    used = METHODS[used].interval_method or used
    return _adjusted(METHODS[used].critical_values(level, estimates), used, estimates, change)


def check_cross_adjustment(method: str) -> str:
    """The name of an adjustment for the number of groups.

    Raises
    ------
    ValueError
        It is none of "sidak" and those of `p_adjust`.
    """
    return check_option("cross_adjust", method, ("sidak", *BONFERRONI_METHODS))


def cross_adjusted(p_values: np.ndarray, method: str) -> np.ndarray:
    """P-values (groups, m), adjusted for the number of groups: emmeans' ``cross.adjust``.

    Raises
    ------
    ValueError
        The method is none of "sidak" and those of `p_adjust`.
    """
    name = check_cross_adjustment(method)
    if name == "sidak":
        adjusted: np.ndarray = -np.expm1(len(p_values) * np.log1p(-p_values))
        return adjusted
    columns = [p_adjust(column, name, len(column)) for column in p_values.T]
    return np.array(columns, dtype=float).reshape(p_values.T.shape).T


def adjustment_note(what: str, groups: Sequence[Adjusted]) -> str | None:
    """The note on a page, such as "P value adjustment: sidak method for 3 tests".

    Parameters
    ----------
    what : {"P value", "Conf-level"}
    groups : sequence of Adjusted
        The families that a page shows, all by one method.

    Returns
    -------
    str or None
        None if nothing was adjusted.
    """
    shown = [group for group in groups if _is_adjusted(group)]
    if not shown:
        return None
    method = shown[0].method
    if method == "tukey":
        number = _number([group.size for group in groups])
        text = f"for comparing a family of {number} estimates"
    elif method == "scheffe":
        text = f"with rank {_number([group.rank for group in groups])}"
    else:
        noun = "tests" if what == "P value" else "estimates"
        text = f"for {_number([group.count for group in groups])} {noun}"
    return f"{what} adjustment: {method} method {text}"


def _number(numbers: Sequence[int | None]) -> str:
    return str(numbers[0]) if len(set(numbers)) == 1 else VARIES


def _is_adjusted(group: Adjusted) -> bool:
    if group.method == "none":
        return False
    return group.size > 2 if group.method in ("tukey", "scheffe") else group.count > 1


def _estimates(
    like: np.ndarray,
    df: np.ndarray | float,
    side: int,
    family: Family,
    correlation: np.ndarray | None,
) -> Estimates:
    each = np.broadcast_to(np.asarray(df, dtype=float), like.shape)
    return Estimates(np.where(each > MOST_DF, np.inf, each), side, family, correlation)


def _method_used(method: str, estimates: Estimates) -> tuple[str, str | None]:
    """The method that is right for the estimates, and why it is another one."""
    name = check_adjustment(method)
    if estimates.count < 2 and (name != "scheffe" or estimates.side):
        return "none", None
    if estimates.side and not METHODS[name].has_one_side:
        return "sidak", _change(name, "not appropriate for one-sided inferences")
    is_pairwise = estimates.family.is_pairwise
    if METHODS[name].needs_pairs and not is_pairwise:
        return "sidak", _change(name, "only appropriate for one set of pairwise comparisons")
    return name, None


def _change(name: str, reason: str) -> str:
    return f'Note: adjust = "{name}" was changed to "sidak"\nbecause "{name}" is {reason}'


def _adjusted(values: np.ndarray, used: str, estimates: Estimates, change: str | None) -> Adjusted:
    rank = estimates.rank if used == "scheffe" else None
    return Adjusted(values, used, estimates.count, estimates.family.size, rank, change)
