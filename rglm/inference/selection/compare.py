"""Models of one response beside each other by their criteria."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.nesting.comparable_fits import check_models
from rglm.linalg.threads import single_threaded


@single_threaded
def compare(*fits: Any, **named: Any) -> pd.DataFrame:
    """Log-likelihood, AIC and BIC of models of the same rows, with zeros observed and expected.

    Parameters
    ----------
    *fits : ModelResult
        Models of any kind.
    **named : ModelResult
        Models under names of their own, ``compare(poisson=m1, negbin=m2)``.

    Returns
    -------
    DataFrame
        A row for each model, in the order given: ``logLik``, ``df`` (parameters), ``AIC``,
        ``BIC``, and, if some are of counts, ``zeros`` (rows where y = 0) and ``expected_zeros``
        (sum over the rows of P(Y_i = 0)); with prior weights both are weighted.

    Raises
    ------
    TypeError
        What is no fitted model.
    ValueError
        No model, or models of different rows, responses or weights.

    Examples
    --------
    >>> from rglm import compare, glm, poisson, zeroinfl
    >>> from rglm.datasets import load
    >>> galaxies = load("galaxies")
    >>> found = compare(
    ...     poisson=glm("n_gc ~ logmass", galaxies, poisson()),
    ...     zip=zeroinfl("n_gc ~ logmass", galaxies),
    ... )
    >>> found.columns.tolist()
    ['logLik', 'df', 'AIC', 'BIC', 'zeros', 'expected_zeros']
    """
    if not (fits or named):
        raise ValueError("compare() takes one model or more")
    check_models([*fits, *named.values()])
    models = {fit.model_name: fit for fit in fits}
    if len(models) < len(fits):
        models = {f"{i}: {fit.model_name}": fit for i, fit in enumerate(fits, 1)}
    labels, models = [*models, *named], [*models.values(), *named.values()]
    found = pd.DataFrame([_row(fit) for fit in models], index=labels)
    zeros = ["zeros", "expected_zeros"]
    return found if found[zeros].notna().any(axis=None) else found.drop(columns=zeros)


def _row(fit: Any) -> dict[str, float]:
    found = fit.logLik()
    out = {"logLik": float(found), "df": found.df, "AIC": fit.AIC(), "BIC": fit.BIC()}
    seen = np.full(2, np.nan) if fit._source is None else sum(fit._map_chunks(_zeros))
    return {**out, "zeros": float(seen[0]), "expected_zeros": float(seen[1])}


def _zeros(fit: Any) -> np.ndarray:
    """Zeros observed and expected, by their weights."""
    zero, rows = fit._response_distribution().zero_probability(), fit._rows_source.rows
    if zero is None:
        return np.full(2, np.nan)
    return np.array([rows.weights @ (rows.y == 0), rows.weights @ zero])
