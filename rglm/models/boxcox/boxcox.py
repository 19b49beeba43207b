"""``boxcox``: the power of the response that makes a linear model fit best; MASS's boxcox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.errors import DataError, FitError
from rglm.fitting.least_squares.box_cox import BoxCoxLikelihood, LogSums, join_log_sums, log_sums
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.confidence_level import check_level
from rglm.linalg.threads import single_threaded
from rglm.models.boxcox.boxcox_result import BoxCox, box_cox_result
from rglm.models.lm.lm import lm
from rglm.protocol.capabilities import HasLeastSquares

DEFAULT_LAMBDAS = np.arange(-20, 21) / 10


@check_arguments
@single_threaded
def boxcox(
    formula: str | HasLeastSquares,
    data: Any = None,
    lambdas: Sequence[float] | np.ndarray | None = None,
    level: float = 0.95,
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> BoxCox:
    """Find the power of the response with which a linear model fits best; R's ``MASS::boxcox``.

    The model is (y^lambda - 1) / lambda = X beta + e, log(y) at lambda = 0, with normal errors. At
    the best coefficients and variance the log-likelihood of lambda is -n/2 log RSS(lambda) and a
    constant, RSS the residual sum of squares of the response divided by its geometric mean and
    then transformed.

    Parameters
    ----------
    formula : str, or a fit of `lm` or `aov`
        ``"y ~ x + g"``; y is above 0.
    data, subset, na_action, contrasts, progress, context
        As in `lm`; a fit has its own.
    lambdas : sequence of float, optional
        The powers of the table; by default -2, -1.9, ..., 2.
    level : float
        The coverage of the interval.
    weights : expression, array or Series, optional
        As in `lm`; rows of weight 0 take no part, and their response may be anything.

    Returns
    -------
    BoxCox
        ``lambda_`` (the maximum), ``conf_int``, ``table`` (the curve), ``tests``, ``plot()``.

    Raises
    ------
    ValueError
        A response that is not above 0 or is constant; an offset, which has no meaning on
        transformed values; a fit with `data` or another argument of a model; `lambdas` that are
        no numbers; what `lm` raises.
    TypeError
        What is no formula and no fit of `lm`.
    FitError
        The model fits every response exactly, or the likelihood has no maximum.

    Warns
    -----
    RankWarning
        As `lm`.

    Notes
    -----
    The maximum and the ends of the interval are computed exactly, not read off the table. The
    interval has the powers whose log-likelihood is at most half the chi-square quantile of 1
    degree of freedom below the maximum. One factorization of the columns serves every power.
    Tests in a model of the transformed response take the power as given, although the data chose
    it. A power with a meaning (0, 0.5, 1) that is in the interval is easier to explain.

    With weights w_i the errors have variance sigma^2 / w_i, and RSS is weighted; R 4.2's MASS
    uses weighted columns with an unweighted response there, and other numbers.

    References
    ----------
    Box & Cox (1964), An analysis of transformations, JRSS B 26.

    Examples
    --------
    >>> from rglm import boxcox
    >>> from rglm.datasets import load
    >>> curve = boxcox("breaks ~ wool + tension", load("warpbreaks"))
    >>> round(curve.lambda_, 3), curve.conf_int.round(2).tolist()
    (-0.108, [-0.65, 0.43])
    >>> curve.table.round(2).head(2)
       lambda  loglik
    0    -2.0  -76.14
    1    -1.9  -74.07
    """
    check_level(level)
    grid = _grid(lambdas)
    arguments = {"data": data, "weights": weights, "subset": subset, "contrasts": contrasts}
    if isinstance(formula, str):
        fit: HasLeastSquares = lm(
            formula, **arguments, na_action=na_action, progress=progress, context=context
        )
    else:
        _check_fit(formula, arguments | {"context": context})
        fit = formula
    likelihood = _likelihood(fit)
    values = likelihood.loglik(grid)
    best = _maximum(likelihood, grid, values)
    return box_cox_result(fit, likelihood, grid, values, best, level)


def _maximum(likelihood: BoxCoxLikelihood, grid: np.ndarray, values: np.ndarray) -> float:
    """The power of the highest likelihood, from the values on a grid."""
    if (exact := likelihood.is_exact(grid, values)).any():
        raise _exact_fit(float(grid[exact][0]))
    best = likelihood.maximum(float(grid[np.argmax(values)]))
    if best is None:
        raise FitError(
            "boxcox(): the likelihood has no maximum: it rises with lambda without end; the "
            "response may have too few values"
        )
    top = likelihood.slopes(np.array([best]))
    # beside a pole, where the likelihood is infinite, the curve bends upwards
    if top.second[0] >= 0 or likelihood.is_exact(np.array([best]), top.loglik)[0]:
        raise _exact_fit(best)
    return best


def _exact_fit(power: float) -> FitError:
    return FitError(
        f"boxcox(): the model fits every response exactly at lambda = {power:.4g}, where the "
        "likelihood is infinite"
    )


def _grid(lambdas: Any) -> np.ndarray:
    """The powers of the table."""
    if lambdas is None:
        return DEFAULT_LAMBDAS
    try:
        grid = np.atleast_1d(np.asarray(lambdas, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"boxcox(): lambdas= takes numbers, got {lambdas!r}") from None
    if grid.ndim != 1 or not len(grid) or not np.isfinite(grid).all():
        raise ValueError("boxcox(): lambdas= takes one or more finite numbers")
    return np.sort(grid)


def _check_fit(fit: Any, arguments: Mapping[str, Any]) -> None:
    """Check that a fit is a linear model, and that no argument of a model stands beside it."""
    if not isinstance(fit, HasLeastSquares):
        raise TypeError(
            f"boxcox() takes a formula or a fit of lm() or aov(), got {type(fit).__name__}"
        )
    for name, value in arguments.items():
        if value is not None:
            raise ValueError(
                f"boxcox(): {name}= goes with a formula; a fit has its own, which "
                f"fit.update({name}=...) changes"
            )


def _likelihood(fit: HasLeastSquares) -> BoxCoxLikelihood:
    """The likelihood of lambda with the columns of a fit."""
    source = fit._rows_source
    if fit._row_sums.offset > 0:
        raise ValueError(
            "boxcox(): the model has an offset, which is on the scale of the response and has no "
            "meaning on that of its powers; leave it out"
        )
    if fit.df_residual < 1:
        raise FitError(
            f"boxcox(): {fit.rank} coefficients fit {fit._row_sums.informative} rows exactly, "
            "whatever the power; leave terms out"
        )
    logs = join_log_sums(list(source.map_sources(log_sums)))
    _check_response(fit, logs)
    return BoxCoxLikelihood(source, fit._solution.system, logs)


def _check_response(fit: HasLeastSquares, logs: LogSums) -> None:
    """Check that the response is above 0, and has two values."""
    name = fit._schema.parsed.response.name
    if logs.lowest <= 0:
        where = ""
        if not fit._is_chunked:
            rows = fit._rows
            bad = (rows.weights > 0) & (rows.y <= 0)
            where = f" in the row labelled {row_label(fit._index, int(np.argmax(bad)))}"
        raise DataError(
            f"boxcox(): the response {name!r} has to be above 0, and has {logs.lowest:g} at its "
            f"lowest{where}; add a constant to it first, above {-logs.lowest:g}"
        )
    if logs.lowest == logs.highest:
        raise DataError(f"boxcox(): the response {name!r} is constant")
