"""From the arguments of a model's function to rows, and what to warn of after the fit."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from rglm.design.arguments import prior_weights
from rglm.design.columns import Columns
from rglm.design.errors import DataError
from rglm.design.frame import ModelFrame, model_frame
from rglm.design.values import Factor
from rglm.families.gaussian import gaussian
from rglm.fitting.control import Control
from rglm.fitting.irls import irls
from rglm.fitting.likelihood import Maximum
from rglm.fitting.warnings import (
    BoundaryWarning,
    ConvergenceWarning,
    RankWarning,
)
from rglm.format.where import callers_level
from rglm.sources.table import as_frame


def read(
    formulas: tuple[str, ...], arguments: Mapping[str, Any], caller: Mapping[str, Any]
) -> tuple[ModelFrame, np.ndarray, dict[str, Any]]:
    """The model frame, the prior weights, and what the fit keeps of where it came from."""
    data = as_frame(arguments["data"])
    names = ("subset", "na_action", "contrasts", "weights", "offset")
    options = {name: arguments[name] for name in names}
    frame = model_frame(formulas, data, caller=caller, **options)
    kept = {
        "index": frame.index,
        "na_action": frame.na_action,
        "data": data,
        "variables": frame.variables,
        "arguments": arguments,
    }
    return frame, prior_weights(frame.extras["weights"], frame.index), kept


def categories(frame: ModelFrame, least: int, function: str, advice: str) -> Factor:
    """The response as a factor of at least so many levels, none of them empty."""
    name, found = frame.schema.parsed.response.name, frame.response
    if not isinstance(found, Factor):
        raise DataError(f"{function}: the response {name!r} is not a factor; {advice}")
    empty = np.setdiff1d(np.arange(len(found.levels)), found.codes)
    if len(empty):
        shown = ", ".join(repr(found.levels[i]) for i in empty[:10])
        raise DataError(
            f"{function}: no row of the fit has the level(s) {shown} of the response {name!r}; "
            "take the rows that you want, then leave such levels out of it with "
            ".cat.remove_unused_categories()"
        )
    if len(found.levels) < least:
        shown = ", ".join(map(repr, found.levels))
        raise DataError(
            f"{function}: the response {name!r} has {len(found.levels)} level(s) ({shown}); it "
            f"takes {least} or more"
        )
    return found


def estimable(columns: Columns, weights: np.ndarray) -> np.ndarray:
    """The columns, in order, that are no combinations of those before them, by R's rank rule."""
    from rglm.models.likelihoodfit import source_of

    if not len(columns):
        return np.zeros(0, dtype=int)
    n = columns.nrows
    source = source_of(columns, [np.zeros(n)], np.zeros(n), weights)
    source = replace(source, rows=replace(source.rows, etastart=np.zeros(n)))
    return np.sort(irls(source, gaussian(), Control(), None).pivoted.kept)


def warn(
    function: str, maximum: Maximum, names: Sequence[str], aliased: Sequence[str], extra: str = ""
) -> None:
    """What the reader of the fit's numbers should know; `names` are those of the parameters."""
    if len(aliased):
        shown = ", ".join(map(repr, aliased[:10])) + (", ..." if len(aliased) > 10 else "")
        warnings.warn(
            f"{function}: {len(aliased)} coefficient(s) not defined because of singularities: "
            f"{shown}. They are combinations of the columns before them and stay NaN; drop them "
            "from the formula or ignore them",
            RankWarning,
            stacklevel=callers_level(),
        )
    if maximum.running is not None:
        message = f"{function}: {running_away(maximum.running, names)}{extra}"
        warnings.warn(message, BoundaryWarning, stacklevel=callers_level())
    elif not maximum.converged:
        warnings.warn(
            f"{function}: no maximum of the likelihood was found in {maximum.iter} steps; the "
            "numbers are those of the last. Look for columns of very different sizes, or start "
            "from a smaller model; control={'maxit': ...} allows more steps",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )


def warn_of_certainty(function: str, rows: int) -> None:
    """That the zero part leaves no doubt in some rows."""
    warnings.warn(
        f"{function}: in {rows} row(s) the zero part has a probability of 0 or 1 to hundreds of "
        "digits: its columns separate them, and its large coefficients have no finite estimate. "
        "Leave out terms of the zero part, or merge levels",
        BoundaryWarning,
        stacklevel=callers_level(),
    )


def running_away(step: np.ndarray, names: Sequence[str]) -> str:
    """In words, which parameters go to infinity."""
    far = np.flatnonzero(step)
    shown = ", ".join(f"{names[i]} -> {'-' if step[i] < 0 else ''}Inf" for i in far[:10])
    return (
        "the likelihood goes on rising as some parameters grow without end, so that they have no "
        f"finite estimate: {shown}{', ...' if len(far) > 10 else ''}. Their values and standard "
        "errors say nothing; the log-likelihood is at its limit"
    )
