"""Likelihood profiles of the coefficients of a glm; R's profile.glm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.fitting.profile import ProfileOrigin, ProfilePoint, ProfileTarget, held_target
from rglm.inference.covariance.model_covariance import coefficient_places
from rglm.inference.intervals.profile_limits import origin_of, profile_points, refit_function
from rglm.inference.intervals.profile_traces import (
    Profile,
    TracePoint,
    check_profile_arguments,
    step_in_errors,
    trace_frame,
)
from rglm.protocol.capabilities import HasWorkingWeights


def profile(
    fit: HasWorkingWeights,
    parm: str | Sequence[str] | None = None,
    alpha: float = 0.01,
    maxsteps: int = 10,
    del_: float | None = None,
) -> Profile:
    """The likelihood profile of each coefficient; R's ``profile``, to be plotted.

    Coefficient j is held at b = beta_j + k del se_j, k = 0, -+1, -+2, ..., and all others are
    fitted again. The signed root of the deviance,

        z(b) = sign(b - beta_j) sqrt((D(b) - D) / phi),

    is a straight line where the likelihood is quadratic. The dispersion phi, and the theta of
    `glm_nb`, stay at their estimates, as in R. Steps go on to the first |z| beyond the
    quantile of `alpha`.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default. Aliased ones have no profile.
    alpha : float
        1 less the coverage that the traces reach: the quantile is the root of chi-square's, or of
        F's where the dispersion, or theta, is estimated.
    maxsteps : int
        A side has fewer steps than this, as in R.
    del_ : float, optional
        The step in standard errors; by default a fifth of the quantile.

    Returns
    -------
    Profile
        DataFrames by coefficient: ``profile["x"]``. The first column is ``z`` (``tau`` where the
        dispersion, or theta, is estimated), the others are the coefficients; rows are in
        increasing order of the one profiled.

    Raises
    ------
    ValueError
        The fit is by ``method="brglm"``, or has no dispersion; a name is unknown, `alpha` is
        outside (0, 1) or `maxsteps` below 1.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), family=poisson())
    >>> fit.profile("woolB")["woolB"].columns.tolist()
    ['z', '(Intercept)', 'woolB']
    """
    if not fit._estimator.maximises:
        raise ValueError(
            f"a fit by method={fit.method!r} is at no maximum to profile; confint(method='wald') "
            "has its intervals"
        )
    if not fit.dispersion > 0:
        raise ValueError(
            f"the dispersion of this fit is {fit.dispersion:g}: without a residual, or degrees of "
            "freedom to judge it by, there is nothing to profile"
        )
    check_profile_arguments(alpha, maxsteps)
    places = coefficient_places(fit, parm)
    zmax = _largest_root(fit, alpha)
    if not zmax > 0:
        raise ValueError("this fit leaves no degrees of freedom to judge a profile by")
    step = step_in_errors(zmax, del_)
    profiled = [int(p) for p in places if fit._unscaled_variances[p] * fit.dispersion > 0]
    root, estimable = "z" if fit.family.is_fixed_by_mean else "tau", _estimable(fit)
    traces = {
        place: trace_frame(root, trace, estimable, fit._schema.names)
        for place, trace in _traces(fit, profiled, step, zmax, maxsteps).items()
    }
    return Profile(fit.names, traces)


def _estimable(fit: HasWorkingWeights) -> np.ndarray:
    return np.sort(fit._solution.system.estimable)


def _largest_root(fit: HasWorkingWeights, alpha: float) -> float:
    from scipy.special import fdtri, ndtri

    if fit.family.is_fixed_by_mean:
        return float(-ndtri(alpha / 2))
    return float(np.sqrt(fdtri(1, fit.df_residual, 1 - alpha)))


def _traces(
    fit: HasWorkingWeights, places: Sequence[int], step: float, zmax: float, maxsteps: int
) -> dict[int, list[TracePoint]]:
    """Each trace: z and the coefficients, in increasing order of the one profiled."""
    origin = None if fit.separated else origin_of(fit)
    sides = [_Side(fit, place, way * step) for place in places for way in (-1, 1)]
    active = sides
    for k in range(1, maxsteps):
        points: list[ProfilePoint | None] = [None] * len(active)
        if origin is not None:
            points = profile_points(origin, [side.target(origin, k) for side in active])
        pairs = zip(active, points, strict=True)
        active = [side for side, point in pairs if side.advances(k, point, zmax)]
        if not active:
            break
    middle = (0.0, fit._solution.beta[_estimable(fit)])
    both = zip(places, sides[::2], sides[1::2], strict=True)
    return {place: [*reversed(left.points), middle, *right.points] for place, left, right in both}


class _Side:
    """The steps on one side of an estimate: each starts at the last one.

    Parameters
    ----------
    step : float
        In standard errors, with the sign of the side.
    """

    def __init__(self, fit: HasWorkingWeights, place: int, step: float) -> None:
        self.fit, self.step = fit, step
        self.at = int(np.searchsorted(_estimable(fit), place))
        self.estimate = float(fit._solution.beta[place])
        self.se = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
        self.beta = fit._solution.beta[_estimable(fit)]
        self.refit = refit_function(fit, place)
        self.points: list[TracePoint] = []

    def value(self, k: int) -> float:
        """Where the coefficient is held at step k."""
        return self.estimate + k * self.step * self.se

    def target(self, origin: ProfileOrigin, k: int) -> ProfileTarget:
        """The point of step k."""
        return held_target(origin, self.at, self.value(k), self.beta)

    def advances(self, k: int, point: ProfilePoint | None, zmax: float) -> bool:
        """Add the point of step k, by refits if it is None; whether the side goes on."""
        point = point or self.refit(self.value(k))
        if point is None:
            return False
        self.beta, rise = point.beta, max(point.deviance - self.fit.deviance, 0.0)
        z = float(np.copysign(np.sqrt(rise / self.fit.dispersion), self.step))
        self.points.append((z, point.beta))
        return abs(z) < zmax
