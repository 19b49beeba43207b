"""Models of one response compared by their criteria."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.tables.wide_frame import WideFrame
from rglm.inference.nesting.comparable_fits import check_models
from rglm.linalg.threads import single_threaded
from rglm.protocol.model_result import ModelResult


@single_threaded
def compare(*fits: ModelResult, **named: ModelResult) -> pd.DataFrame:
    """Log-likelihood, AIC and BIC of models of the same rows, with zeros observed and expected.

    The models need not be nested; they have to be of the same response, as ``y`` and ``log(y)``
    are not.

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
    >>> table = compare(
    ...     poisson=glm("n_gc ~ logmass", galaxies, poisson()),
    ...     zip=zeroinfl("n_gc ~ logmass", galaxies),
    ... )
    >>> table.columns.tolist()
    ['logLik', 'df', 'AIC', 'BIC', 'zeros', 'expected_zeros']
    """
    if not (fits or named):
        raise ValueError("compare() takes one model or more")
    check_models([*fits, *named.values()])
    labels = [fit.model_name for fit in fits]
    if len(set(labels)) < len(fits):
        labels = [f"{i}: {label}" for i, label in enumerate(labels, 1)]
    rows = [_row(fit) for fit in (*fits, *named.values())]
    table = WideFrame(rows, index=[*labels, *named])
    zeros = ["zeros", "expected_zeros"]
    return table if table[zeros].notna().any(axis=None) else table.drop(columns=zeros)


def _row(fit: ModelResult) -> dict[str, float]:
    loglik = fit.logLik()
    row = {"logLik": float(loglik), "df": loglik.df, "AIC": fit.AIC(), "BIC": fit.BIC()}
    zeros = np.full(2, np.nan) if fit._source is None else fit._sum_chunks(_zeros)
    return {**row, "zeros": float(zeros[0]), "expected_zeros": float(zeros[1])}


def _zeros(fit: ModelResult) -> np.ndarray:
    """Zeros observed and expected, by weight."""
    zero, rows = fit._response_distribution().zero_probability(), fit._rows_source.rows
    if zero is None:
        return np.full(2, np.nan)
    return np.array([rows.weights @ (rows.y == 0), rows.weights @ zero])
