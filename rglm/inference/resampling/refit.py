"""A model fitted again to other responses of its rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.errors import DataError, FitError, ResponseError
from rglm.fitting.batched_solvers.fit_arrays import ManyFits, no_fits
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.given_covariance import own_or_given_errors
from rglm.inference.resampling.given_responses import GivenResponses, given_responses
from rglm.inference.resampling.refit_result import RefitResult
from rglm.inference.resampling.refits import failures_of_each
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning


def refit(fit: ModelResult, y: Any) -> RefitResult:
    """Fit the model again to other responses of its rows, many at once.

    Formula, rows, weights and offset stay as they are, and so do the columns of the design. The
    fits of `glm` and `lm` share one design: 1,000 fits take little longer than a few single ones.

    Parameters
    ----------
    y : DataFrame or array (n, R), or Series (n,)
        A column for each response, as `simulate` returns them: numbers, categories or logicals.
        Of ``cbind(s, f)`` two columns beside each other for each response. A DataFrame or Series
        is matched by its index; an array has a row for each row of the fit, or of the data.

    Returns
    -------
    RefitResult
        Its ``coefficients``, ``std_errors`` (R, p), ``deviance``, ``converged``, ``iter``, ...
        have a row for each response, under the name of its column. It prints their summary.

    Raises
    ------
    ValueError
        A value is missing, or is one that the model does not take; y has other rows than the fit;
        the data of the fit are not in memory.
    TypeError
        y is not a table.

    Warns
    -----
    FitWarning
        Some fits are separated, did not converge, or could not be made.

    Notes
    -----
    Each is the fit that the model's function makes of this response, from its usual start and by
    the same rule of convergence, as a loop of ``glm`` in R gives it. (R's package lme4 has the
    name ``refit``.) The coefficients of fits to responses that `simulate` draws are a parametric
    bootstrap.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> refits = fit.refit(fit.simulate(200, seed=1))
    >>> refits.coefficients.std().round(2).to_dict()
    {'(Intercept)': 1.41, 'logmass': 0.2}
    """
    fit._rows_source.rows  # noqa: B018  an error where they are not in memory
    given = given_responses(fit, y)
    many = _fits_at_once(fit, given) if fit._has_many_fits else None
    names, auxiliary = list(fit.names), pd.DataFrame(index=given.names)
    if many is None:
        many, auxiliary = _fits_one_by_one(fit, given)
    result = _result(fit, given.names, names, many, auxiliary)
    _warn_of_doubtful(result)
    return result


def _fits_at_once(fit: ModelResult, given: GivenResponses) -> ManyFits | None:
    """The fits of a shared design."""
    rows, numbers, weights = fit._rows_source.rows, given.numbers(), None
    if numbers.ndim == 3:
        numbers, weights = _proportions(fit, numbers)
    unused = np.isnan(numbers) & given.unused
    numbers = np.where(unused, rows.y, numbers)
    try:
        return fit._many_fits(y=numbers, weights=weights)
    except ResponseError:
        weights = np.broadcast_to(rows.weights if weights is None else weights, numbers.shape)
        raise _named_error(fit, given, numbers, weights) from None


def _named_error(
    fit: Any, given: GivenResponses, numbers: np.ndarray, weights: np.ndarray
) -> DataError:
    """The error of the first response that the family does not allow, with its name."""
    for name, y, a in zip(given.names, numbers, weights, strict=True):
        try:
            fit.family.prepare(y, a)
        except ResponseError as error:
            label = "" if error.row is None else row_label(fit._index, error.row)
            where = f", in the row labelled {label}" if label else ""
            return DataError(f"refit(): {error} (y=, column {name!r}{where})")
    raise AssertionError


def _proportions(fit: ModelResult, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Proportions of successes (R, n) and weights, from counts of successes and failures."""
    prior = (fit._variables or {}).get("(weights)")
    trials = counts.sum(axis=2)
    y = np.divide(counts[:, :, 0], trials, out=np.zeros_like(trials), where=trials > 0)
    return y, trials if prior is None else trials * prior


def _fits_one_by_one(fit: ModelResult, given: GivenResponses) -> tuple[ManyFits, pd.DataFrame]:
    """The fits made one after the other, and their parameters that are no coefficients."""
    out = no_fits(len(given), len(fit.names))
    auxiliary = pd.DataFrame(
        np.nan, index=given.names, columns=list(fit._auxiliary_parameters), dtype=float
    )
    values = [given.value(place) for place in range(len(given))]

    def write(place: int) -> None:
        _write(fit._fit_to_response(values[place]), fit, out, place, auxiliary)

    out.failures.update(failures_of_each(write, len(given)))
    return out, auxiliary


def _write(
    again: ModelResult, fit: ModelResult, out: ManyFits, place: int, auxiliary: pd.DataFrame
) -> None:
    if list(again.names) != list(fit.names):
        lost = [name for name in fit.names if name not in again.names]
        raise FitError(f"there are no coefficients {lost}: no row has a level of the response")
    out.coefficients[place] = again._estimates.to_numpy()
    out.std_errors[place] = own_or_given_errors(again)
    out.deviance[place], out.dispersion[place] = again.deviance, again.dispersion
    out.df_residual[place], out.iter[place] = again.df_residual, again.iter
    out.separated[place] = bool(again._is_without_maximum().any())
    out.converged[place] = again.converged
    auxiliary.iloc[place] = [*again._auxiliary_parameters.values()]


def _result(
    fit: ModelResult, index: pd.Index, names: list[str], many: ManyFits, auxiliary: pd.DataFrame
) -> RefitResult:
    def series(name: str) -> pd.Series:
        return pd.Series(getattr(many, name), index=index, name=name)

    failures = {index[place]: why for place, why in sorted(many.failures.items())}
    return RefitResult(
        coefficients=pd.DataFrame(many.coefficients, index=index, columns=names),
        std_errors=pd.DataFrame(many.std_errors, index=index, columns=names),
        deviance=series("deviance"),
        dispersion=series("dispersion"),
        df_residual=series("df_residual"),
        converged=series("converged"),
        separated=series("separated"),
        iter=series("iter"),
        auxiliary=auxiliary,
        failures=pd.Series(failures, dtype=object),
        estimates=fit._estimates,
        model=f"{fit._function_name}({fit.formula})",
    )


def _warn_of_doubtful(result: RefitResult) -> None:
    notes = result._notes()
    if notes:
        first = f". The first: {result.failures.iloc[0]}" if len(result.failures) else ""
        warn(f"refit(): of {len(result)} fits {', '.join(notes)}{first}", FitWarning)
