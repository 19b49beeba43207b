"""Limits of profile likelihood intervals of the coefficients of a glm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.joint_fits.joint_points import joint_points
from rglm.fitting.joint_fits.predictor_sweep import is_joint_quicker
from rglm.fitting.profile import (
    ProfileOrigin,
    ProfilePoint,
    ProfileTarget,
    limit_target,
    profile_origin,
    profile_point,
)
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.inference.diagnostics.separation import separation_problem
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source
from rglm.warnings import FitWarning

MAX_DISTANCE = 1e6  # in standard errors: a profile that has not risen by then never will

SignedRoot = Callable[[float], float]
Limit = Callable[[int, float], float]  # of a place and z


def profile_limits(fit: HasWorkingWeights, places: Sequence[int], z: float) -> np.ndarray:
    """Where the profile deviance of each coefficient has risen by z^2 dispersions, (k, 2).

    They are solved for by Newton steps, and by root finding with refits where those fail. Under
    separation a linear program decides beforehand which limits are infinite.
    """
    estimate, se = fit.coefficients.to_numpy(), np.sqrt(fit.dispersion * fit._unscaled_variances)
    known = np.isfinite(estimate) & np.isfinite(se)
    out = np.where(known, estimate, np.nan)[places, None] * [1.0, 1.0]
    # without an error both limits are the estimate
    rows = [row for row, place in enumerate(places) if known[place] and se[place] > 0]
    asked = [(places[row], side * z) for row in rows for side in (-1, 1)]
    limit = _limit_if_separated(fit) if fit.separated else _limit_from_origin(fit, asked)
    found = [limit(*one) for one in asked]
    out[rows] = np.reshape(found, (-1, 2))
    return out


def _limit_from_origin(fit: HasWorkingWeights, asked: Sequence[tuple[int, float]]) -> Limit:
    """The limits that are asked for: together where the rows are many, else one by one."""
    origin, estimable = origin_of(fit), np.sort(fit._solution.system.estimable)
    place_among = {place: int(np.searchsorted(estimable, place)) for place, _ in asked}
    points: dict[tuple[int, float], ProfilePoint | None] = {}
    if origin is not None:
        targets = [limit_target(origin, place_among[place], z) for place, z in asked]
        points = dict(zip(asked, profile_points(origin, targets), strict=True))

    def limit(place: int, z: float) -> float:
        point = points.get((place, z))
        return _limit_by_refits(fit, place, z) if point is None else point.beta[place_among[place]]

    return limit


def profile_points(
    origin: ProfileOrigin, targets: Sequence[ProfileTarget]
) -> list[ProfilePoint | None]:
    """Points on profiles: together where the rows are many, else, and where that fails, alone."""
    joint: list[ProfilePoint | None] = [None] * len(targets)
    if len(targets) > 1 and is_joint_quicker(origin.source):
        joint = joint_points(origin, targets)
    pairs = zip(joint, targets, strict=True)
    return [profile_point(origin, target) if one is None else one for one, target in pairs]


def _limit_if_separated(fit: HasWorkingWeights) -> Limit:
    problem = separation_problem(fit)
    problem.recession()  # after it a program has only the rows that are separated

    def limit(place: int, z: float) -> float:
        if problem.is_unbounded(place, np.sign(z)):
            return float(np.copysign(np.inf, z))
        if not problem.is_unbounded(place, -np.sign(z)):
            return _limit_by_refits(fit, place, z)
        return _limit_of_monotone(signed_root(fit, place), _unit_change(fit, place), z)

    return limit


def origin_of(fit: HasWorkingWeights) -> ProfileOrigin | None:
    """The origin of the profiles of a fit; None where its dispersion is 0 or unknown."""
    if not fit.dispersion > 0:
        return None
    return profile_origin(
        fit._cell_source,
        fit.family,
        fit.control.tol,
        fit._solution,
        fit.dispersion,
        fit._unscaled_variances,
    )


def _limit_by_refits(fit: HasWorkingWeights, place: int, z: float) -> float:
    estimate = float(fit.coefficients.iloc[place])
    se = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    return _bracketed_limit(signed_root(fit, place), estimate, np.copysign(se, z), abs(z))


def _unit_change(fit: HasWorkingWeights, place: int) -> float:
    """A change of a coefficient that changes linear predictors by about 1."""
    return 1 / max(fit._map_chunks(partial(_largest_value, place=place)))


def _largest_value(fit: HasWorkingWeights, place: int) -> float:
    return float(np.abs(fit._rows_source.columns.column(place)).max())


def _limit_of_monotone(tau: SignedRoot, unit: float, z: float) -> float:
    """Where tau is |z|, of a profile that only rises to the side of z: a search from 0."""
    from scipy.optimize import brentq

    def above(b: float) -> float:
        return min(tau(b), 1e3) - abs(z)

    toward = np.copysign(unit, z if above(0.0) < 0 else -z)
    is_below, inner, outer = above(0.0) < 0, 0.0, toward
    while (above(outer) < 0) == is_below:
        inner, outer = outer, 2 * outer
        if abs(outer) > MAX_DISTANCE * unit:
            return np.nan
    return float(brentq(above, inner, outer, xtol=1e-10 * unit, rtol=1e-12))


def signed_root(fit: HasWorkingWeights, place: int) -> SignedRoot:
    """The function |tau(b)|, with tau^2 = (D(b) - D) / phi and beta_place held at b."""
    refit = refit_function(fit, place)

    @cache
    def tau(b: float) -> float:
        point = refit(b)
        rise = np.inf if point is None else max(point.deviance - fit.deviance, 0.0)
        return float(np.sqrt(rise / fit.dispersion))

    return tau


def refit_function(fit: HasWorkingWeights, place: int) -> Callable[[float], ProfilePoint | None]:
    """A function that fits the others with one coefficient held: its column is in the offset.

    Each fit starts where the last one ended, and again at R's starting values; the better one
    counts.
    """
    estimable = np.sort(fit._solution.system.estimable)
    others = estimable[estimable != place]
    source = fit._cell_source
    control = Control(epsilon=min(fit.control.epsilon, 1e-11), maxit=max(fit.control.maxit, 50))
    start = None if fit.separated else fit._solution.beta[others]

    def refit(b: float) -> ProfilePoint | None:
        nonlocal start
        rest = source.transform(partial(_move_to_offset, place=place, value=b)).select(others)
        results = [_refit(rest, fit.family, control, s) for s in (start, None)]
        best = min((r for r in results if r), key=lambda r: r.deviance, default=None)
        if best is None:
            return None
        start = best.beta if best.converged else start
        at = np.searchsorted(others, place)
        return ProfilePoint(np.insert(best.beta, at, b), best.deviance)

    return refit


def _move_to_offset(source: MemorySource, place: int, value: float) -> MemorySource:
    """The rows with a column times a value added to the offset."""
    offset = source.rows.offset + value * source.columns.column(place)
    return replace(source, rows=replace(source.rows, offset=offset))


def _refit(
    source: Source, family: Family, control: Control, start: np.ndarray | None
) -> IrlsResult | None:
    """A fit far from the estimate, where it may fail; what counts is its deviance."""
    with collect_warnings(), np.errstate(all="ignore"):
        try:
            return irls(source, family, control, start)
        except FitError:
            return None


def _bracketed_limit(tau: SignedRoot, estimate: float, step: float, z: float) -> float:
    """The b on one side of the estimate where tau is z; infinite if tau never gets there."""
    from scipy.optimize import brentq

    inner, reach = 0.0, z
    while (root := tau(estimate + reach * step)) < z:
        inner, reach = reach, reach * 1.5
        if reach > MAX_DISTANCE:
            return float(np.copysign(np.inf, step))
    while not np.isfinite(root):  # beyond what the family allows: come back
        middle = (inner + reach) / 2
        root = tau(estimate + middle * step)
        inner, reach = (middle, reach) if root < z else (inner, middle)
        if reach - inner < 1e-12 * reach:
            return estimate + inner * step
    if tau(estimate + inner * step) >= z:
        warn(
            "confint: a profile cannot be followed; the fit is not at its maximum (separation, or "
            "no convergence), and the end is given as NaN",
            FitWarning,
        )
        return np.nan
    steps = brentq(lambda r: tau(estimate + r * step) - z, inner, reach, xtol=1e-10, rtol=1e-12)
    return float(estimate + steps * step)
