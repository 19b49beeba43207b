"""R's contrasts: how k levels of a factor become k - 1 columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.factors.user_contrasts import (
    complete_contrasts,
    numbered_contrasts,
    read_contrast_matrix,
)
from rglm.design.size_limits import MAX_BASIS, MAX_CODED_LEVELS, check_limit
from rglm.design.transforms.polynomials import orthonormal
from rglm.formatting.hints.did_you_mean import did_you_mean


def contr_treatment(n: int | Sequence[Any], base: int | str = 1) -> pd.DataFrame:
    """Each level against a base level: column j is 1 on level j and 0 elsewhere.

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
    levels = _levels(n, "contr_treatment")
    place = _base(base, levels)
    return pd.DataFrame(np.eye(len(levels)), levels, levels).drop(columns=levels[place])


def contr_sas(n: int | Sequence[Any]) -> pd.DataFrame:
    """Each level against the last one: R's ``contr.SAS``.

    Examples
    --------
    >>> contr_sas(["a", "b"])
         a
    a  1.0
    b  0.0
    """
    levels = _levels(n, "contr_sas")
    return contr_treatment(levels, base=len(levels))


def contr_sum(n: int | Sequence[Any]) -> pd.DataFrame:
    """Columns that sum to zero: column j is 1 on level j and -1 on the last.

    Parameters, returns and errors are those of `contr_treatment`; columns are ``1``, ``2``, ....

    Notes
    -----
    Matches R's ``contr.sum``.

    Examples
    --------
    >>> contr_sum(["a", "b", "c"])
         1    2
    a  1.0  0.0
    b  0.0  1.0
    c -1.0 -1.0
    """
    levels = _levels(n, "contr_sum")
    k = len(levels)
    return numbered_contrasts(np.vstack([np.eye(k - 1), -np.ones(k - 1)]), levels)


def contr_helmert(n: int | Sequence[Any]) -> pd.DataFrame:
    """Each level against those before it: column j is -1 on levels 1..j and j on level j + 1.

    Parameters, returns and errors are those of `contr_treatment`; columns are ``1``, ``2``, ....

    Notes
    -----
    Matches R's ``contr.helmert``.

    Examples
    --------
    >>> contr_helmert(["a", "b", "c"])
         1    2
    a -1.0 -1.0
    b  1.0 -1.0
    c  0.0  2.0
    """
    levels = _levels(n, "contr_helmert")
    row, column = np.indices((len(levels), len(levels) - 1))
    values = np.where(row <= column, -1.0, np.where(row == column + 1, column + 1.0, 0.0))
    return numbered_contrasts(values, levels)


def contr_poly(n: int | Sequence[Any], scores: Any = None) -> pd.DataFrame:
    """Orthonormal polynomials in the levels' scores, by default 1, 2, ..., k.

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
    levels = _levels(n, "contr_poly")
    check_limit(len(levels), MAX_BASIS, "contr_poly: the number of levels")
    places = _scores(scores, levels)
    values = orthonormal(places - places.mean(), len(levels) - 1)[:, 1:]
    names = [".L", ".Q", ".C", *(f"^{j}" for j in range(4, len(levels)))][: len(levels) - 1]
    return pd.DataFrame(values, levels, names)


CONTRASTS: dict[str, Callable[..., pd.DataFrame]] = {
    "contr_treatment": contr_treatment,
    "contr_sum": contr_sum,
    "contr_helmert": contr_helmert,
    "contr_poly": contr_poly,
    "contr_sas": contr_sas,
}


def contrast_matrix(spec: Any, levels: Sequence[Any], complete: bool = False) -> pd.DataFrame:
    """The contrasts that `spec` asks for, on these levels.

    Parameters
    ----------
    spec : str, function or matrix
        A name in our spelling or R's (``contr_sum``, ``contr.sum``), one of the functions, or an
        own matrix with a row per level and a column per contrast.
    levels : sequence of length k
    complete : bool
        Fill an own matrix up to k - 1 columns with ones orthogonal to it and to the constant, as
        R's ``C(f, matrix)`` does (``contrasts=`` of a model doesn't).

    Returns
    -------
    (k, m) DataFrame
        Columns of an own matrix keep their names, or are ``1``, ``2``, ... if it has none.

    Raises
    ------
    ValueError
        An unknown name; a matrix of the wrong shape, or with values that are not finite.

    Examples
    --------
    >>> contrast_matrix("contr.sum", ["a", "b"])["1"].tolist()
    [1.0, -1.0]
    """
    names = _levels(levels, "contrasts")
    if isinstance(spec, str):
        return _by_name(spec)(names)
    if callable(spec):
        spec = spec(names)
    table = read_contrast_matrix(spec, names)
    return complete_contrasts(table) if complete else table


def base_level(spec: Any, levels: Sequence[str]) -> int | None:
    """The base level's place, for contrasts whose columns stand for a level each.

    That is for treatment contrasts, by their name or as a matrix; None for others.
    """
    if isinstance(spec, str):
        return {"contr_treatment": 0, "contr_sas": len(levels) - 1}.get(
            spec.replace(".", "_").lower()
        )
    if not isinstance(spec, pd.DataFrame) or spec.shape != (len(levels), len(levels) - 1):
        return None
    (empty,) = np.nonzero(~spec.to_numpy(dtype=bool).any(axis=1))
    if len(empty) != 1:
        return None
    base = int(empty[0])
    others = [level for i, level in enumerate(levels) if i != base]
    one = np.delete(np.eye(len(levels)), base, axis=1)
    named = list(map(str, spec.columns)) == others
    return base if named and np.array_equal(spec.to_numpy(dtype=float), one) else None


def _by_name(spec: str) -> Callable[..., pd.DataFrame]:
    name = spec.replace(".", "_")
    found = CONTRASTS.get(name) or CONTRASTS.get(name.lower())
    if found is None:
        raise ValueError(
            f"unknown contrasts {spec!r}{did_you_mean(name, CONTRASTS)}; "
            f"known are {', '.join(CONTRASTS)}, or give a matrix"
        )
    return found


def _levels(n: int | Sequence[Any], word: str) -> list[str]:
    counted = isinstance(n, (int, float, np.integer, np.floating))
    check_limit(n if counted else len(n), MAX_CODED_LEVELS, f"{word}: the number of levels")
    levels = [str(i + 1) for i in range(int(n))] if counted else [str(level) for level in n]
    if len(levels) < 2:
        raise ValueError(f"{word}: contrasts need two levels or more, not {n!r}")
    return levels


def _base(base: int | str, levels: list[str]) -> int:
    if isinstance(base, str) and base in levels:
        return levels.index(base)
    if not isinstance(base, str) and base in range(1, len(levels) + 1):
        return int(base) - 1
    raise ValueError(
        f"contr_treatment: base must be a level or its number, 1 to {len(levels)}, not {base!r}"
        f"{did_you_mean(base, levels)}; the levels are {levels}"
    )


def _scores(scores: Any, levels: list[str]) -> np.ndarray:
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
