"""The rows that predictions are of: those of the fit, or new ones, with a response if need be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.brm.prediction.new_response import source_with_response, source_with_trials
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def predicted_source(
    fit: BrmFit, newdata: Any, needs_trials: bool, needs_response: bool
) -> tuple[MemorySource, pd.Index, np.ndarray]:
    """The rows, the labels of all rows asked for, and which of these the source has.

    Parameters
    ----------
    newdata : table or None
        None are the rows of the fit; those that ``na_exclude`` left out are labels without a row.
    needs_trials : bool
        Whether new rows need the trials of a response that counts successes.
    needs_response : bool
        Whether new rows need a response.
    """
    if newdata is None:
        return _fit_rows(fit)
    data = as_frame(newdata, "newdata")
    if needs_response:
        source, kept = source_with_response(fit, data)
    elif needs_trials and fit.family.has_trials:
        source, kept = source_with_trials(fit, data)
    else:
        source, kept = fit._new_rows_source(data)[0], np.ones(len(data), dtype=bool)
    return with_trials(fit, source), data.index, kept


def _fit_rows(fit: BrmFit) -> tuple[MemorySource, pd.Index, np.ndarray]:
    source, omitted = with_trials(fit, fit._rows_source), fit.na_action
    if omitted is not None and omitted.action == "na_exclude":
        return source, omitted.index, np.asarray(omitted.kept)
    return source, fit._index, np.ones(len(fit._index), dtype=bool)


def with_trials(fit: BrmFit, source: Any) -> MemorySource:
    """The rows with one trial each, where the response counts no successes of several."""
    if fit.family.has_trials:
        return source
    return replace(source, rows=replace(source.rows, trials=np.ones(source.nrows)))
