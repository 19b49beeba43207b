"""The contrasts that a name, a function or a matrix asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.factors.contrasts import (
    Contrasts,
    check_levels,
    contr_helmert,
    contr_poly,
    contr_sas,
    contr_sum,
    contr_treatment,
)
from rglm.design.factors.user_contrasts import complete_contrasts, read_contrast_matrix
from rglm.formatting.hints.did_you_mean import did_you_mean

CONTRASTS: dict[str, Callable[..., pd.DataFrame]] = {
    "contr_treatment": contr_treatment,
    "contr_sum": contr_sum,
    "contr_helmert": contr_helmert,
    "contr_poly": contr_poly,
    "contr_sas": contr_sas,
}


def contrast_matrix(
    spec: Contrasts, levels: Sequence[Any], complete: bool = False
) -> pd.DataFrame:
    """The matrix of contrasts that `spec` asks for, on these levels.

    Parameters
    ----------
    spec : str, function or matrix
        A name in our spelling or R's (``contr_sum``, ``contr.sum``), one of the functions, or a
        user's matrix with a row per level and a column per contrast.
    levels : sequence of length k
    complete : bool
        Fill a user's matrix up to k - 1 columns with ones orthogonal to it and to the constant, as
        R's ``C(f, matrix)`` does (``contrasts=`` of a model doesn't).

    Returns
    -------
    (k, m) DataFrame
        Columns of a user's matrix keep their names, or are ``1``, ``2``, ... if it has none.

    Raises
    ------
    ValueError
        An unknown name; a matrix of the wrong shape, or with values that are not finite.

    Examples
    --------
    >>> contrast_matrix("contr.sum", ["a", "b"])["1"].tolist()
    [1.0, -1.0]
    """
    names = check_levels(levels, "contrasts")
    if isinstance(spec, str):
        return contrast_function(spec)(names)
    if callable(spec):
        spec = spec(names)
    table = read_contrast_matrix(spec, names)
    return complete_contrasts(table) if complete else table


def base_level(spec: Contrasts, levels: Sequence[str]) -> int | None:
    """The position of the base level of treatment contrasts, given by name or as a matrix.

    None for other contrasts, whose columns do not stand for a level each.
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
    treatment = np.delete(np.eye(len(levels)), base, axis=1)
    is_named = list(map(str, spec.columns)) == others
    return base if is_named and np.array_equal(spec.to_numpy(dtype=float), treatment) else None


def contrast_function(spec: str) -> Callable[..., pd.DataFrame]:
    """The function of a name in our spelling or R's; ValueError for an unknown one."""
    name = spec.replace(".", "_")
    function = CONTRASTS.get(name) or CONTRASTS.get(name.lower())
    if function is None:
        raise ValueError(
            f"unknown contrasts {spec!r}{did_you_mean(name, CONTRASTS)}; "
            f"known are {', '.join(CONTRASTS)}, or give a matrix"
        )
    return function
