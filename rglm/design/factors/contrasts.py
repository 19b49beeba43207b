"""R's contrasts: how k levels of a factor become k - 1 columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.design.factors.user_contrasts import numbered_contrasts
from rglm.design.size_limits import MAX_BASIS_COLUMNS, MAX_CODED_LEVELS, check_limit
from rglm.design.transforms.polynomials import orthonormal
from rglm.formatting.hints.did_you_mean import did_you_mean

# a name, a function of the levels or of their number, or a matrix
Contrasts: TypeAlias = str | Callable[..., Any] | pd.DataFrame | np.ndarray | Sequence[Any]


def contr_treatment(n: int | Sequence[Any], base: int | str = 1) -> pd.DataFrame:
    """Treatment contrasts, each level against a base level: column j is 1 on level j, else 0.

    Parameters
    ----------
    n : int or sequence
        The levels, or how many there are.
    base : int or str
        The base level's number, counted from 1, or its name.

    Returns
    -------
    (k, k - 1) DataFrame
        Rows are levels; columns carry the names R gives them.

    Raises
    ------
    ValueError
        Fewer than two levels, or no such base.

    Notes
    -----
    Matches R's ``contr.treatment``.

    Examples
    --------
    >>> contr_treatment(["a", "b", "c"])
         b    c
    a  0.0  0.0
    b  1.0  0.0
    c  0.0  1.0
    """
    levels = check_levels(n, "contr_treatment")
    level = levels[_base_position(base, levels)]
    return pd.DataFrame(np.eye(len(levels)), levels, levels).drop(columns=level)


def contr_sas(n: int | Sequence[Any]) -> pd.DataFrame:
    """Each level against the last one: R's ``contr.SAS``.

    Examples
    --------
    >>> contr_sas(["a", "b"])
         a
    a  1.0
    b  0.0
    """
    levels = check_levels(n, "contr_sas")
    return contr_treatment(levels, base=len(levels))


def contr_sum(n: int | Sequence[Any]) -> pd.DataFrame:
    """Sum contrasts, which add up to zero: column j is 1 on level j and -1 on the last.

    Parameters, returns and errors are those of `contr_treatment`; columns are ``1``, ``2``, ....

    Notes
    -----
    Matches R's ``contr.sum``. In a model of one factor the intercept is the mean of the levels'
    means, and coefficient j is by how much that of level j is above it.

    Examples
    --------
    >>> contr_sum(["a", "b", "c"])
         1    2
    a  1.0  0.0
    b  0.0  1.0
    c -1.0 -1.0
    """
    levels = check_levels(n, "contr_sum")
    k = len(levels)
    return numbered_contrasts(np.vstack([np.eye(k - 1), -np.ones(k - 1)]), levels)


def contr_helmert(n: int | Sequence[Any]) -> pd.DataFrame:
    """Helmert contrasts, each level against the mean of those before it.

    Column j is -1 on levels 1..j and j on level j + 1.

    Parameters, returns and errors are those of `contr_treatment`; columns are ``1``, ``2``, ....

    Notes
    -----
    Matches R's ``contr.helmert``. In a model of one factor coefficient j is the difference of the
    mean of level j + 1 and that of the means before it, divided by j + 1.

    Examples
    --------
    >>> contr_helmert(["a", "b", "c"])
         1    2
    a -1.0 -1.0
    b  1.0 -1.0
    c  0.0  2.0
    """
    levels = check_levels(n, "contr_helmert")
    row, column = np.indices((len(levels), len(levels) - 1))
    values = np.where(row <= column, -1.0, np.where(row == column + 1, column + 1.0, 0.0))
    return numbered_contrasts(values, levels)


def contr_poly(n: int | Sequence[Any], scores: Any = None) -> pd.DataFrame:
    """Polynomial contrasts: orthonormal polynomials in the levels' scores, by default 1, ..., k.

    Parameters
    ----------
    n : int or sequence
        The levels, or how many there are.
    scores : (k,) array_like, optional
        A different number for each level.

    Returns
    -------
    (k, k - 1) DataFrame
        Columns are ``.L``, ``.Q``, ``.C``, ``^4``, ``^5``, ....

    Raises
    ------
    ValueError
        Fewer than two levels; scores that are too few, missing or not all different.

    Notes
    -----
    Matches R's ``contr.poly``.

    Examples
    --------
    >>> contr_poly(["low", "mid", "high"]).round(4) + 0.0
              .L      .Q
    low  -0.7071  0.4082
    mid   0.0000 -0.8165
    high  0.7071  0.4082
    """
    levels = check_levels(n, "contr_poly")
    check_limit(len(levels), MAX_BASIS_COLUMNS, "contr_poly: the number of levels")
    points = _read_scores(scores, levels)
    values = orthonormal(points - points.mean(), len(levels) - 1)[:, 1:]
    names = [".L", ".Q", ".C", *(f"^{j}" for j in range(4, len(levels)))][: len(levels) - 1]
    return pd.DataFrame(values, levels, names)


def check_levels(n: int | Sequence[Any], function: str) -> list[str]:
    """The levels' labels, ``1``, ``2``, ... where only their number is given."""
    what = f"{function}: the number of levels"
    if isinstance(n, (int, float, np.integer, np.floating)):
        check_limit(n, MAX_CODED_LEVELS, what)
        levels = [str(i + 1) for i in range(int(n))]
    else:
        check_limit(len(n), MAX_CODED_LEVELS, what)
        levels = [str(level) for level in n]
    if len(levels) < 2:
        raise ValueError(f"{function}: contrasts need two levels or more, not {n!r}")
    return levels


def _base_position(base: int | str, levels: list[str]) -> int:
    if isinstance(base, str) and base in levels:
        return levels.index(base)
    if not isinstance(base, str) and base in range(1, len(levels) + 1):
        return int(base) - 1
    raise ValueError(
        f"contr_treatment: base must be a level or its number, 1 to {len(levels)}, not {base!r}"
        f"{did_you_mean(base, levels)}; the levels are {levels}"
    )


def _read_scores(scores: Any, levels: list[str]) -> np.ndarray:
    if scores is None:
        return np.arange(1.0, len(levels) + 1)
    values = np.asarray(scores, dtype=float).ravel()
    if (
        values.size != len(levels)
        or np.isnan(values).any()
        or np.unique(values).size < values.size
    ):
        raise ValueError(
            f"contr_poly: scores must be {len(levels)} different numbers, one for each level, "
            f"not {scores!r}"
        )
    return values
