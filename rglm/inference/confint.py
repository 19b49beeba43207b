"""Confidence intervals of coefficients: by profile likelihood, as R's confint, or Wald's."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.control import Control
from rglm.fitting.irls import Solution, irls
from rglm.fitting.warnings import FitError, FitWarning
from rglm.format.suggest import did_you_mean
from rglm.format.table import matrix_lines
from rglm.inference.covariance import coefficient_names

METHODS = ("profile", "wald")
FARTHEST = 1e6  # in standard errors: a profile that has not risen by then never will


class Intervals(pd.DataFrame):
    """A table of intervals that prints as R's matrix."""

    @property
    def _constructor(self) -> type[Intervals]:
        return Intervals

    def __repr__(self) -> str:
        return "\n".join(matrix_lines(pd.DataFrame(self)))

    __str__ = __repr__


def confint(
    fit: Any,
    parm: str | Sequence[str] | None = None,
    level: float = 0.95,
    method: str = "profile",
) -> Intervals:
    """Confidence intervals of the coefficients, a DataFrame with an end a column.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default.
    level : float
        The coverage.
    method : {"profile", "wald"}
        Where the profile deviance has risen to the normal quantile squared (R's ``confint``,
        here solved for and not interpolated), or estimate -+ z se (R's ``confint.default``).

    Raises
    ------
    ValueError
        An unknown name or method, a level outside (0, 1).
    """
    if method not in METHODS:
        hint = did_you_mean(method, METHODS)
        raise ValueError(f"method={method!r}: use one of {', '.join(METHODS)}{hint}")
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a coverage lies between 0 and 1, such as 0.95")
    from scipy.special import ndtri

    names = list(fit.schema.names)
    wanted = coefficient_names(fit, parm)
    tail = (1 - level) / 2
    z = float(-ndtri(tail))
    ends = [(_profile if method == "profile" else _wald)(fit, names.index(n), z) for n in wanted]
    columns = _labels([100 * tail, 100 - 100 * tail])
    return Intervals(np.array(ends).reshape(-1, 2), index=wanted, columns=columns)


def _labels(percents: list[float]) -> list[str]:
    """``2.5 %`` and ``97.5 %``: three significant digits, never in exponents."""
    exponents = [Decimal(f"{p:.3g}").normalize().as_tuple().exponent for p in percents]
    places = max(0, *(-int(exponent) for exponent in exponents))
    return [f"{p:.{places}f} %" for p in percents]


def _wald(fit: Any, place: int, z: float) -> tuple[float, float]:
    estimate = fit.coefficients.iloc[place]
    se = float(np.sqrt(fit.dispersion * fit.variances[place]))
    return estimate - z * se, estimate + z * se


def _profile(fit: Any, place: int, z: float) -> tuple[float, float]:
    """Where the signed root of the deviance above its minimum, over the dispersion, is -+z."""
    estimate = fit.coefficients.iloc[place]
    se = float(np.sqrt(fit.dispersion * fit.variances[place]))
    if not np.isfinite(estimate) or not np.isfinite(se):
        return np.nan, np.nan
    if se == 0:  # a fit without a residual
        return estimate, estimate
    root = _signed_root(fit, place, float(estimate))
    return _end(root, float(estimate), -se, z), _end(root, float(estimate), se, z)


def _signed_root(fit: Any, place: int, estimate: float) -> Callable[[float], float]:
    """|tau(b)|, tau^2 = (deviance with beta_place = b, less the fit's) / dispersion.

    The fit with b held is one without its column and with b times the column in the offset; each
    starts where the last one ended.
    """
    kept = np.sort(fit.solution.pivoted.kept)
    others = kept[kept != place]
    source = fit.rows_source.select(others)
    column = fit.rows_source.columns.column(place)
    start = fit.solution.beta[others]
    control = Control(epsilon=min(fit.control.epsilon, 1e-11), maxit=max(fit.control.maxit, 50))

    @cache
    def tau(b: float) -> float:
        nonlocal start
        offset = source.rows.offset + b * column
        held = replace(source, rows=replace(source.rows, offset=offset))
        tries = [_refit(held, fit.family, control, s) for s in (start, None)]
        solutions = [solution for solution in tries if solution is not None]
        if not solutions:
            return np.inf
        solution = min(solutions, key=lambda found: found.deviance)
        start = solution.beta if solution.converged else start
        return float(np.sqrt(max(solution.deviance - fit.deviance, 0.0) / fit.dispersion))

    return tau


def _refit(held: Any, family: Any, control: Control, start: Any) -> Solution | None:
    """A fit far from the estimate, where it may fail; what counts is its deviance."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        try:
            return irls(held, family, control, start)
        except FitError:
            return None


def _end(tau: Callable[[float], float], estimate: float, step: float, z: float) -> float:
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
        warnings.warn(
            "confint: a profile cannot be followed; the fit is not at its maximum (separation, or "
            "no convergence), and the end is given as NaN",
            FitWarning,
            stacklevel=4,
        )
        return np.nan
    root = brentq(lambda r: tau(estimate + r * step) - z, inner, reach, xtol=1e-10, rtol=1e-12)
    return estimate + root * step
