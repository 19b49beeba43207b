"""The covariance of the coefficients, whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.format.suggest import did_you_mean

ROOM = 4e9  # bytes: the largest covariance that is made


def vcov(fit: Any, parm: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The covariance of the coefficients, phi (X'WX)^-1, NaN where aliased; R's ``vcov``.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.

    Raises
    ------
    ValueError
        A name is no coefficient; or there are so many that the matrix would not fit.
    """
    wanted = coefficient_names(fit, parm)
    place = {name: i for i, name in enumerate(fit.schema.names)}
    found = unscaled(fit, np.array([place[name] for name in wanted], dtype=int))
    return pd.DataFrame(fit.dispersion * found, index=wanted, columns=wanted)


def given_covariance(fit: Any, vcov: Any = None) -> np.ndarray:
    """The covariance that ``vcov=`` asks for, (p, p) in the order of the coefficients.

    Parameters
    ----------
    vcov : {None, str, array, DataFrame, function}
        None is the fit's own; a string names a type, ``"HC3"``; a matrix is taken as it is, a
        DataFrame by its names; a function is called with the fit.

    Raises
    ------
    ValueError, TypeError
        A matrix of the wrong shape or names; something that is no matrix.
    """
    names = list(fit.schema.names)
    if isinstance(vcov, str):
        vcov = fit.vcov(type=vcov)
    elif vcov is None or callable(vcov):
        vcov = fit.vcov() if vcov is None else vcov(fit)
    if isinstance(vcov, pd.DataFrame):
        if set(vcov.index) != set(names) or set(vcov.columns) != set(names):
            raise ValueError(
                f"vcov= has rows {list(vcov.index)}; the coefficients are {', '.join(names)}"
            )
        vcov = vcov.loc[names, names]
    try:
        found = np.asarray(vcov, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            f"vcov= takes a type such as 'HC3', a matrix or a function of the fit, got {vcov!r}"
        ) from None
    if found.shape != (len(names),) * 2:
        raise ValueError(
            f"vcov= has shape {found.shape}; there are {len(names)} coefficients: "
            f"{', '.join(names[:20])}"
        )
    return found


def unscaled(fit: Any, columns: np.ndarray) -> np.ndarray:
    """(X'WX)^-1 of some columns, NaN where aliased.

    Raises
    ------
    ValueError
        It would take more than `ROOM` bytes.
    """
    if 8 * len(columns) ** 2 > ROOM:
        raise ValueError(
            f"a covariance of {len(columns):,} coefficients would take "
            f"{8e-9 * len(columns) ** 2:.0f} GB; name those you need, vcov(parm=['x', ...]). "
            "summary() has the standard errors of all"
        )
    solved, p = fit.solution.pivoted, len(fit.schema.names)
    place = np.full(p, -1)
    place[solved.kept] = np.arange(solved.rank)
    found = place[columns]
    (kept,) = np.nonzero(found >= 0)
    out = np.full((len(columns),) * 2, np.nan)
    out[np.ix_(kept, kept)] = solved.covariance(found[kept])
    return out


def coefficient_names(fit: Any, parm: str | Sequence[str] | None) -> list[str]:
    """The names of the coefficients that ``parm=`` asks for; all of them for None."""
    names = list(fit.schema.names)
    if parm is None:
        return names
    wanted = [parm] if isinstance(parm, str) or not isinstance(parm, Iterable) else list(parm)
    known = set(names)
    for name in wanted:
        if not isinstance(name, str):
            raise TypeError(f"parm= takes names of coefficients, got {name!r}")
        if name not in known:
            shown = ", ".join(names[:50]) + (", ..." if len(names) > 50 else "")
            hint = did_you_mean(name, names)
            raise ValueError(f"parm={name!r} is no coefficient; there are {shown}{hint}")
    return wanted
