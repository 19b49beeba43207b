"""A model fitted again to responses that it drew itself: the parametric bootstrap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from rglm.errors import FIT_ERRORS, FitError
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.random_seed import Seed
from rglm.inference.resampling.given_responses import given_responses
from rglm.inference.row_values import rows_in_data
from rglm.inference.terms.update import Fit
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

ROW_ARGUMENTS = ("weights", "offset")


def simulated_refits(fit: Fit, nsim: int, seed: Seed) -> Iterator[Fit]:
    """The fits to `nsim` responses drawn from a fit; the columns of the design stay.

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
    drawn = given_responses(fit, drop_padding(fit, fit.simulate(nsim, seed=seed)))
    for i in range(nsim):
        try:
            with collect_warnings():
                again = fit._fit_to_response(drawn.value(i))
        except FIT_ERRORS as error:
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


def _in_all_rows(values: Any, places: np.ndarray, n: int) -> pd.Series:
    """Values at some places of n, missing elsewhere."""
    return pd.Series(values, index=places).reindex(range(n))
