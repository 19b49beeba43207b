"""The covariance of a model, up to its dispersion: the inverse information, whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from rglm.formatting.name_positions import name_positions
from rglm.formatting.tables.named_index import named_index
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.protocol.model_result import ModelResult

MAX_COVARIANCE_BYTES = 4e9


def named_matrix(fit: ModelResult, matrix: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """A matrix of the coefficients at some places under their names."""
    names = tuple(fit.names[i] for i in places)
    return pd.DataFrame(matrix, index=named_index(names), columns=named_index(names))


def unscaled_covariance(fit: ModelResult, columns: np.ndarray) -> np.ndarray:
    """(X'WX)^-1 of some columns, NaN where aliased.

    Raises
    ------
    ValueError
        It would take more than `MAX_COVARIANCE_BYTES`.
    """
    check_covariance_size(len(columns))
    system, p = fit._solution.system, len(fit.names)
    place_in_system = np.full(p, -1)
    place_in_system[system.estimable] = np.arange(system.rank)
    places = place_in_system[columns]
    (estimable,) = np.nonzero(places >= 0)
    out = np.full((len(columns),) * 2, np.nan)
    out[np.ix_(estimable, estimable)] = system.covariance(places[estimable])
    return out


def bread_column(fit: ModelResult, place: int) -> np.ndarray:
    """A column of (X'WX)^-1, (p,), 0 where aliased."""
    unit = np.zeros(len(fit._schema.names))
    unit[place] = 1.0
    return fit._solution.system.apply(unit)


def check_covariance_size(count: int) -> None:
    """Check that a covariance of so many coefficients fits into memory."""
    check_matrix_size(
        count,
        count,
        f"a covariance of {count:,} coefficients",
        "name those you need, vcov(parm=['x', ...]). summary() has the standard errors of all",
        MAX_COVARIANCE_BYTES,
    )


def coefficient_places(fit: ModelResult, parm: str | Sequence[str] | None) -> np.ndarray:
    """The places of the coefficients that ``parm=`` asks for; all places for None."""
    if parm is None:
        return np.arange(len(fit.names))
    requested = [parm] if isinstance(parm, str) or not isinstance(parm, Iterable) else list(parm)
    return np.array(name_positions(requested, fit.names, "parm="), dtype=int)
