"""A fit again with some of its arguments changed; R's update."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.design.evaluation.evaluation_context import as_context
from rglm.design.formula.update_formula import kept_contrasts, update_formula
from rglm.formatting.hints.argument_kinds import shown
from rglm.formatting.hints.did_you_mean import did_you_mean


def update(fit: Any, formula: str | None = None, **changes: Any) -> Any:
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
    Fit
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
    data have got since.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.update(". ~ . - wool", family="quasipoisson").formula
    'breaks ~ tension'
    """
    fit.rows_source  # noqa: B018  an error after strip()
    for name in changes:
        if name not in fit.arguments:
            hint = did_you_mean(name, fit.arguments)
            raise TypeError(f"update() has no argument {name!r}{hint}")
    if not isinstance(formula, str | None):
        raise TypeError(f"update(): formula= takes a formula, '. ~ . + x', got {shown(formula)}")
    text = None if formula is None else update_formula(fit.parsed, formula)
    return fit_again(fit, text, **changes)


def fit_again(fit: Any, text: str | None, **changes: Any) -> Any:
    """The fit of a formula as it stands, with some of the other arguments changed."""
    arguments = {**fit.arguments, **changes}
    same_data = "data" not in changes
    if same_data and isinstance(fit.data, pd.DataFrame):
        arguments["data"] = fit._callers_data.add_new_columns(fit.data)
    if text is not None:
        arguments["formula"] = text
        if "contrasts" not in changes:
            columns = fit.data.columns
            arguments["contrasts"] = kept_contrasts(text, arguments["contrasts"], columns)
    arguments["context"] = as_context(arguments["context"])
    borrowed = [] if "context" in changes else [part.borrowed for part in fit.schemas]
    again = fit.fitter(borrowed, **arguments)
    if same_data:
        again._callers_data = fit._callers_data
    return again
