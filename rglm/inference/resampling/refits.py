"""Fits of a model to resampled data: the estimates, or a statistic, of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.errors import FIT_ERRORS
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.covariance.given_covariance import own_or_given_errors
from rglm.inference.resampling.given_responses import given_responses
from rglm.inference.resampling.statistics import Statistic
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from rglm.fitting.batched_solvers.fit_arrays import ManyFits

RANK_TOLERANCE = 1e-7
MIN_ERROR_GROWTH = 100.0  # of the standard error of a coefficient that goes to infinity


@dataclass(frozen=True)
class Refits:
    """What the fits to R resamples gave.

    Attributes
    ----------
    values : (R, k) array
        Infinite where an estimate is; NaN where it is not known, as in a resample without a fit.
    errors : (R, k) array
        Standard errors of estimates; NaN of another statistic.
    separated, not_converged : (R,) bool array
    failures : dict
        Why there is no fit, by the place of the resample.
    """

    values: np.ndarray
    errors: np.ndarray
    separated: np.ndarray
    not_converged: np.ndarray
    failures: dict[int, str] = field(default_factory=dict)

    @classmethod
    def empty(cls, count: int, k: int) -> Refits:
        """Room for the results of so many fits."""
        values, errors = np.full((count, k), np.nan), np.full((count, k), np.nan)
        return cls(values, errors, np.zeros(count, dtype=bool), np.zeros(count, dtype=bool))

    def write(self, start: int, other: Refits) -> None:
        """Write the results of some of the fits, from the place `start` on."""
        places = slice(start, start + len(other.values))
        for name in ("values", "errors", "separated", "not_converged"):
            getattr(self, name)[places] = getattr(other, name)
        self.failures.update({start + place: why for place, why in other.failures.items()})


def refits_to_rows(fit: ModelResult, frequencies: np.ndarray, statistic: Statistic) -> Refits:
    """The fits to rows as often as `frequencies` (R, n) has them."""

    def refit(place: int) -> ModelResult:
        return fit._fit_to_rows(np.repeat(np.arange(frequencies.shape[1]), frequencies[place]))

    many = fit._many_fits(frequencies=frequencies) if statistic.is_of_estimates else None
    out = _results(many, refit, len(frequencies), statistic)
    if statistic.is_of_estimates:
        _drop_unidentified(fit, frequencies, statistic, out)
    return out


def refits_to_responses(
    fit: ModelResult, responses: list[np.ndarray], statistic: Statistic
) -> Refits:
    """The fits to other responses, each (n, ...) as `ResponseDistribution.simulate` draws them."""
    distribution = fit._response_distribution()

    def refit(place: int) -> ModelResult:
        columns = dict(distribution.drawn_columns("drawn", responses[place]))
        drawn = given_responses(fit, pd.DataFrame(columns, index=fit._index))
        return fit._fit_to_response(drawn.value(0))

    many = fit._many_fits(y=np.array(responses)) if statistic.is_of_estimates else None
    return _results(many, refit, len(responses), statistic)


def _drop_unidentified(
    fit: ModelResult, frequencies: np.ndarray, statistic: Statistic, refits: Refits
) -> None:
    """Make NaN what a resample does not determine, where it lacks a level for instance.

    Of columns that depend on each other a fit leaves out the last; the others then mean something
    else than in the fit to the data.
    """
    known = np.isfinite(statistic.t0)
    aliased = np.array(np.isnan(refits.values[:, known]).any(axis=1))
    aliased[list(refits.failures)] = False
    columns = fit._rows_source.columns
    for place in np.flatnonzero(aliased).tolist():
        if len(columns) != len(known):  # several coefficients of a column, or none
            refits.values[place] = np.nan
            continue
        x = columns.take(np.flatnonzero(frequencies[place])).matrix()[:, known]
        _, sizes, directions = np.linalg.svd(x / np.linalg.norm(x, axis=0).clip(1e-300))
        null = directions[np.count_nonzero(sizes > RANK_TOLERANCE * sizes[0]) :]
        open_columns = (np.abs(null) > RANK_TOLERANCE).any(axis=0)
        refits.values[place, np.flatnonzero(known)[open_columns]] = np.nan


def _results(
    many: ManyFits | None,
    refit: Callable[[int], ModelResult],
    count: int,
    statistic: Statistic,
) -> Refits:
    """The results of fits that were made at once; else they are made one by one."""
    if many is None:
        return _one_by_one(refit, count, statistic)
    return _of_many(many, statistic)


def _of_many(many: ManyFits, statistic: Statistic) -> Refits:
    """The results of fits that were made at once, infinite where a separated fit goes there.

    Where iterations stop on the way to infinity, standard errors are 1e3 times those of the data
    and more; of a finite coefficient of the same fit they are not. What is infinite for the data
    is so for rows of them that are separated.
    """
    values = many.coefficients.copy()
    separated = np.flatnonzero(many.separated)
    with np.errstate(all="ignore"):
        growth = many.std_errors[separated] / statistic.errors
        growth[:, np.isinf(statistic.t0)] = np.inf
        largest = np.nanmax(growth, axis=1, keepdims=True, initial=0.0)
        is_infinite = growth >= np.minimum(MIN_ERROR_GROWTH, largest)
        limits = np.sign(values[separated]) * np.inf
    values[separated] = np.where(is_infinite, limits, values[separated])
    not_converged = ~many.converged & ~many.failed & ~many.separated
    return Refits(values, many.std_errors, many.separated, not_converged, dict(many.failures))


def _one_by_one(refit: Callable[[int], ModelResult], count: int, statistic: Statistic) -> Refits:
    """The results of fits that are made one after the other."""
    out = Refits.empty(count, len(statistic.names))

    def write(place: int) -> None:
        again = refit(place)
        out.values[place] = statistic.of(again)
        if statistic.is_of_estimates:
            out.errors[place] = own_or_given_errors(again)
        out.separated[place] = bool(again._is_without_maximum().any())
        out.not_converged[place] = not (again.converged or out.separated[place])

    out.failures.update(failures_of_each(write, count))
    return out


def failures_of_each(write: Callable[[int], None], count: int) -> dict[int, str]:
    """Call a function that writes a fit at each place, quietly; why some could not be made."""
    failures: dict[int, str] = {}
    for place in range(count):
        try:
            with collect_warnings():
                write(place)
        except FIT_ERRORS as error:
            failures[place] = str(error)
    return failures
