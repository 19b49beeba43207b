"""The ends of profile likelihood intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.profile import ProfileOrigin, ProfilePoint, profile_limit, profile_origin
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.diagnostics.separation import separation_problem
from rglm.warnings import FitWarning

FARTHEST = 1e6  # in standard errors: a profile that has not risen by then never will

Root = Callable[[float], float]


def profile_ends(fit: Any, places: Sequence[int], z: float) -> np.ndarray:
    """Where the profile deviance of each coefficient has risen by z^2 dispersions, (k, 2).

    Solved for by Newton steps; by a root of refits where those do not get there. Under separation
    it is decided beforehand, exactly, which ends are infinite.
    """
    one = _separated(fit) if fit.separated else _from_the_top(fit)
    estimate, se = fit.coefficients.to_numpy(), np.sqrt(fit.dispersion * fit._unscaled_variances)
    known = np.isfinite(estimate) & np.isfinite(se)
    out = np.where(known, estimate, np.nan)[places, None] * [1.0, 1.0]
    for row, place in enumerate(places):
        if known[place] and se[place] > 0:  # no end differs from an estimate without an error
            out[row] = [one(place, -z), one(place, z)]
    return out


def _from_the_top(fit: Any) -> Callable[[int, float], float]:
    top, kept = top_of(fit), np.sort(fit._solution.system.estimable)

    def one(place: int, z: float) -> float:
        at = int(np.searchsorted(kept, place))
        found = None if top is None else profile_limit(top, at, z)
        return _searched(fit, place, z) if found is None else float(found.beta[at])

    return one


def _separated(fit: Any) -> Callable[[int, float], float]:
    cone = separation_problem(fit)
    cone.recession()  # after it a program has the rows only that are separated

    def one(place: int, z: float) -> float:
        if cone.is_unbounded(place, np.sign(z)):
            return float(np.copysign(np.inf, z))
        if not cone.is_unbounded(place, -np.sign(z)):
            return _searched(fit, place, z)
        return _end_of_a_slope(signed_root(fit, place), _unit(fit, place), z)

    return one


def top_of(fit: Any) -> ProfileOrigin | None:
    """The top that profiles go down from; None if there is nothing to go down."""
    if not fit.dispersion > 0:
        return None
    return profile_origin(
        fit._rows_source,
        fit.family,
        fit.control.tol,
        fit._solution,
        fit.dispersion,
        fit._unscaled_variances,
    )


def _searched(fit: Any, place: int, z: float) -> float:
    estimate = float(fit.coefficients.iloc[place])
    se = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    return _end(signed_root(fit, place), estimate, np.copysign(se, z), abs(z))


def _unit(fit: Any, place: int) -> float:
    """A change of a coefficient that changes linear predictors by about 1."""
    return 1 / max(fit._map_chunks(partial(_largest, place=place)))


def _largest(fit: Any, place: int) -> float:
    return float(np.abs(fit._rows_source.columns.column(place)).max())


def _end_of_a_slope(tau: Root, unit: float, z: float) -> float:
    """Where tau is |z|, of a profile that only rises to the side of z: a search from 0."""
    from scipy.optimize import brentq

    def above(b: float) -> float:
        return min(tau(b), 1e3) - abs(z)

    toward = np.copysign(unit, z if above(0.0) < 0 else -z)
    rising, inner, outer = above(0.0) < 0, 0.0, toward
    while (above(outer) < 0) == rising:
        inner, outer = outer, 2 * outer
        if abs(outer) > FARTHEST * unit:
            return np.nan
    return float(brentq(above, inner, outer, xtol=1e-10 * unit, rtol=1e-12))


def signed_root(fit: Any, place: int) -> Root:
    """|tau(b)|, tau^2 = (deviance with beta_place = b, less the fit's) / dispersion."""
    solve = refitter(fit, place)

    @cache
    def tau(b: float) -> float:
        found = solve(b)
        rise = np.inf if found is None else max(found.deviance - fit.deviance, 0.0)
        return float(np.sqrt(rise / fit.dispersion))

    return tau


def refitter(fit: Any, place: int) -> Callable[[float], ProfilePoint | None]:
    """Refits with one coefficient held: its column times b is in the offset.

    Each starts where the last one ended, and at R's starting values too.
    """
    kept = np.sort(fit._solution.system.estimable)
    others = kept[kept != place]
    source = fit._rows_source
    control = Control(epsilon=min(fit.control.epsilon, 1e-11), maxit=max(fit.control.maxit, 50))
    start = None if fit.separated else fit._solution.beta[others]

    def solve(b: float) -> ProfilePoint | None:
        nonlocal start
        held = source.transform(partial(_held, place=place, value=b)).select(others)
        tries = [_refit(held, fit.family, control, s) for s in (start, None)]
        found = min((t for t in tries if t is not None), key=lambda t: t.deviance, default=None)
        if found is None:
            return None
        start = found.beta if found.converged else start
        at = np.searchsorted(others, place)
        return ProfilePoint(np.insert(found.beta, at, b), found.deviance)

    return solve


def _held(source: Any, place: int, value: float) -> Any:
    """The rows with a column times a value in the offset."""
    offset = source.rows.offset + value * source.columns.column(place)
    return replace(source, rows=replace(source.rows, offset=offset))


def _refit(held: Any, family: Any, control: Control, start: Any) -> IrlsResult | None:
    """A fit far from the estimate, where it may fail; what counts is its deviance."""
    with collect_warnings(), np.errstate(all="ignore"):
        try:
            return irls(held, family, control, start)
        except FitError:
            return None


def _end(tau: Root, estimate: float, step: float, z: float) -> float:
    """The b on one side of the estimate where tau is z; infinite if tau never gets there."""
    from scipy.optimize import brentq

    inner, reach = 0.0, z
    while (found := tau(estimate + reach * step)) < z:
        inner, reach = reach, reach * 1.5
        if reach > FARTHEST:
            return float(np.copysign(np.inf, step))
    while not np.isfinite(found):  # beyond what the family allows: come back
        middle = (inner + reach) / 2
        found = tau(estimate + middle * step)
        inner, reach = (middle, reach) if found < z else (inner, middle)
        if reach - inner < 1e-12 * reach:
            return estimate + inner * step
    if tau(estimate + inner * step) >= z:
        warn(
            "confint: a profile cannot be followed; the fit is not at its maximum (separation, or "
            "no convergence), and the end is given as NaN",
            FitWarning,
        )
        return np.nan
    root = brentq(lambda r: tau(estimate + r * step) - z, inner, reach, xtol=1e-10, rtol=1e-12)
    return estimate + root * step
