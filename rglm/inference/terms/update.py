"""A fit again with some of its arguments changed; R's update."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd

from rglm.design.formula.update_formula import update_formula
from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.hints.positional_limit import limit_positional
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

Fit = TypeVar("Fit", bound=ModelResult)


@limit_positional("other arguments go by name, update('. ~ . + x', data=new)")
def update(fit: Fit, formula: str | None = None, **changes: Any) -> Fit:
    """The fit again with some of its arguments changed; R's ``update``.

    Parameters
    ----------
    formula : str, optional
        ``"."`` on a side stands for that side of the formula: ``". ~ . - x"``. In a model of two
        parts it stands for the part where it is, ``". ~ . - x | . + z"``; a second part that is
        not given stays as it was.
    **changes
        Other arguments of the model's function: ``family=``, ``weights=``, ``data=``, ...

    Returns
    -------
    ModelResult
        A fit of the same kind.

    Raises
    ------
    TypeError
        An argument that the function does not have.
    ValueError
        The fit was stripped of its rows; what the function raises.

    Notes
    -----
    Unless ``data=`` is given the data are those of the fit, with the columns that the caller's
    data have got since. Of a fit without data they are the variables as they were then; a new
    variable is taken from the place where ``update`` is called, if the others are there what they
    were. ``data=None`` takes all from there, as R does.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.update(". ~ . - wool", family="quasipoisson").formula
    'breaks ~ tension'
    """
    return updated(fit, formula, **changes)


def updated(fit: Any, formula: str | None = None, **changes: Any) -> Any:
    """The fit of an updated formula, or with other arguments; see `update`."""
    fit._rows_source  # noqa: B018  an error after strip()
    fit._model_call.changed(**changes)  # an error of an argument that there is not
    if not isinstance(formula, str | None):
        raise TypeError(
            f"update(): formula= takes a formula, '. ~ . + x', got {describe_value(formula)}"
        )
    text = None if formula is None else update_formula(fit._parsed_formulas, formula)
    return fit_formula(fit, text, **changes)


def fit_formula(fit: Any, text: str | None, **changes: Any) -> Any:
    """The fit of a formula as it stands, with some of the other arguments changed."""
    call = fit._model_call
    call = replace(call, borrowed=tuple(part.borrowed for part in fit._schemas))
    if text is not None:
        call = replace(call, formula=text, kept_contrasts=frozenset(call.contrasts or ()))
    callers_data = call.callers_data
    if callers_data is not None and isinstance(fit.data, pd.DataFrame) and "data" not in changes:
        if text is not None:
            callers_data.check_names(fit.data, call.columns_read())
        needed = call.changed(**changes).columns_read()
        call = replace(call, data=callers_data.add_new_columns(fit.data, needed))
    return call.changed(**changes).fit()


def refit_same_rows(fit: Fit, label: str, formula: str) -> Fit:
    """The fit of another formula to the same rows; its warnings name the term that differs."""
    with collect_warnings() as collected:
        changed = fit.update(formula)
    for message, category in collected.items():
        if category is not FitWarning:  # of the response or the data: the fit has said so
            warn(f"the model changed by {label!r}: {message}", category)
    if not changed._index.equals(fit._index):
        raise ValueError(
            f"the model changed by {label!r} has {len(changed._index)} rows and not "
            f"{len(fit._index)}: its variables miss values in other rows; fit to complete rows, "
            "data.dropna(subset=[...])"
        )
    return changed
