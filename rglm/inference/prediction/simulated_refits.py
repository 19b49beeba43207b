"""A model fitted again to responses that it drew itself: the parametric bootstrap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from rglm.errors import FitError
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.random_seed import Seed
from rglm.inference.row_values import rows_in_data
from rglm.inference.terms.update import Fit
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

ROW_ARGUMENTS = ("weights", "offset")


def simulated_refits(fit: Fit, nsim: int, seed: Seed) -> Iterator[Fit]:
    """The fits to `nsim` responses drawn from a fit, in its rows of weight above 0.

    Words that learn from the data (``ns``, ``poly``) learn from all rows again, as they did.

    Raises
    ------
    FitError
        No draw could be fitted.

    Warns
    -----
    FitWarning
        Draws that could not be fitted, and are left out: without a level of the response, or
        without zeros, for instance.
    """
    failed, last = 0, None
    drawn = drop_padding(fit, fit.simulate(nsim, seed=seed))
    for i in range(1, nsim + 1):
        try:
            again = refit_to(fit, drawn[f"sim_{i}"])
        except (ValueError, FloatingPointError) as error:
            failed, last = failed + 1, error
            continue
        yield again
    if failed == nsim:
        raise FitError(f"none of {nsim} responses drawn from the model could be fitted: {last}")
    if failed:
        warn(
            f"{failed} of {nsim} responses drawn from the model could not be fitted, and are left "
            f"out. The last: {last}",
            FitWarning,
        )


def refit_to(fit: Fit, response: pd.Series | pd.DataFrame) -> Fit:
    """The fit again, quietly, to other responses, which have a row for each of its rows."""
    used = informative_rows(fit)
    places, n = rows_in_data(fit)[used], len(fit.data)
    columns, left = _columns(fit, response)
    new = {name: _in_all_rows(values[used], places, n) for name, values in columns.items()}
    data = fit.data.reset_index(drop=True).assign(**new)
    right = fit.formula.removeprefix(f"{fit._schema.parsed.response.name} ~ ")
    changes = _row_arguments(fit, used)
    if isinstance(response, pd.DataFrame):
        changes |= fit._arguments_for_counts(list(columns))
    with collect_warnings():
        return fit.update(f"{left} ~ {right}", data=data, **changes)


def refit_rows(fit: Fit, rows: np.ndarray) -> Fit:
    """The fit again, quietly, to some of its rows, by their positions."""
    with collect_warnings():
        return fit.update(data=fit.data.reset_index(drop=True), **_row_arguments(fit, rows))


def _row_arguments(fit: ModelResult, rows: np.ndarray) -> dict[str, Any]:
    """The arguments of a fit that are of rows, for some of its rows, by their positions."""
    places, n = rows_in_data(fit)[rows], len(fit.data)
    is_used = np.zeros(n, dtype=bool)
    is_used[places] = True
    changes: dict[str, Any] = {"subset": is_used, "na_action": "na_omit", "progress": False}
    variables = fit._variables or {}
    for name in ROW_ARGUMENTS:
        given = variables.get(f"({name})")
        changes[name] = None if given is None else _in_all_rows(given[rows], places, n).to_numpy()
    return changes | dict.fromkeys(fit._model_call.starting_values)


def informative_rows(fit: ModelResult) -> np.ndarray:
    """The positions of the rows of weight above 0 among those of the fit."""
    return np.flatnonzero(fit._rows_source.rows.weights > 0)


def drop_padding(fit: ModelResult, drawn: pd.DataFrame) -> pd.DataFrame:
    """Without the rows that ``na_exclude`` put back."""
    action = fit.na_action
    return drawn[action.kept] if action is not None and action.action == "na_exclude" else drawn


def _columns(fit: ModelResult, response: Any) -> tuple[dict[str, Any], str]:
    """The columns that the responses take, and the left side of the formula that they make.

    The data do not have columns of these names.
    """
    taken = set(map(str, fit.data.columns))
    count = response.shape[1] if isinstance(response, pd.DataFrame) else 1
    names = [f"drawn_{i}" for i in range(count + len(taken)) if f"drawn_{i}" not in taken][:count]
    if not isinstance(response, pd.DataFrame):
        return {names[0]: response.array}, names[0]
    columns = {name: response.iloc[:, i].array for i, name in enumerate(names)}
    return columns, f"cbind({', '.join(names)})"


def _in_all_rows(values: Any, places: np.ndarray, n: int) -> pd.Series:
    """Values at some places of n, missing elsewhere."""
    return pd.Series(values, index=places).reindex(range(n))
