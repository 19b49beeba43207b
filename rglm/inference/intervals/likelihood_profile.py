"""Likelihood profiles of the estimates of models fitted by Newton's method; R's profile.polr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from rglm.inference.covariance.model_covariance import coefficient_places
from rglm.inference.intervals.likelihood_profile_limits import (
    LogLikelihoodFunction,
    constrained_maximum,
)
from rglm.inference.intervals.profile_traces import (
    Profile,
    TracePoint,
    check_profile_arguments,
    step_in_errors,
    trace_frame,
)
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasLikelihoodModel


def profile(
    fit: HasLikelihoodModel,
    parm: str | Sequence[str] | None = None,
    alpha: float = 0.01,
    maxsteps: int = 10,
    del_: float | None = None,
) -> Profile:
    """The likelihood profile of each estimate; R's ``profile``, to be plotted.

    Estimate j is held at b = theta_j + k del se_j, k = 0, -+1, -+2, ..., and all others are fitted
    again. The signed root of the fall of the log-likelihood l,

        z(b) = sign(b - theta_j) sqrt(2 (l - l_j(b))),

    is a straight line where it is quadratic. Steps go on to the first |z| beyond the normal
    quantile of `alpha`. As MASS's ``profile.polr``, whose traces leave the cut points out.

    Parameters
    ----------
    parm : name or names, optional
        Which estimates; by default those of ``confint()``. Aliased and infinite ones have no
        profile.
    alpha : float
        1 less the coverage that the traces reach.
    maxsteps : int
        A side has fewer steps than this, as in R.
    del_ : float, optional
        The step in standard errors; by default a fifth of the quantile.

    Returns
    -------
    Profile
        DataFrames by estimate: ``profile["x"]``. The first column is ``z``, the others are all
        estimates; rows are in increasing order of the one profiled.

    Raises
    ------
    ValueError
        A name is unknown, `alpha` is outside (0, 1), `maxsteps` below 1 or `del_` not above 0.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.profile("breaks")["breaks"].columns.tolist()
    ['z', 'breaks', 'L|M', 'M|H']
    """
    from scipy.special import ndtri

    check_profile_arguments(alpha, maxsteps)
    zmax = float(-ndtri(alpha / 2))
    step = step_in_errors(zmax, del_)
    places = fit._interval_places if parm is None else coefficient_places(fit, parm)
    loglik, traces = fit._likelihood_model.total(fit._cell_source), {}
    estimable = fit._solution.system.estimable
    with one_thread():
        for place, at in _parameter_numbers(fit, places).items():
            low, high = (
                list(_side(fit, loglik, at, sign * step, zmax, maxsteps)) for sign in (-1, 1)
            )
            trace = [*reversed(low), (0.0, fit._parameters), *high]
            traces[place] = trace_frame("z", trace, estimable, fit.names)
    return Profile(fit.names, traces)


def _parameter_numbers(fit: HasLikelihoodModel, places: Iterable[int]) -> dict[int, int]:
    """The number of the parameter at each place, if it is neither aliased nor infinite."""
    estimable, step = fit._solution.system.estimable, fit._solution.maximum.infinite_step
    is_finite = (
        np.ones(len(estimable), dtype=bool) if step is None else step[: len(estimable)] == 0
    )
    numbers = {int(place): at for at, place in enumerate(estimable) if is_finite[at]}
    return {int(place): numbers[place] for place in places if place in numbers}


def _side(
    fit: HasLikelihoodModel,
    loglik: LogLikelihoodFunction,
    at: int,
    step: float,
    zmax: float,
    maxsteps: int,
) -> Iterator[TracePoint]:
    """The steps on one side; they end where there is no likelihood."""
    maximum, covariance = fit._solution.maximum, fit._solution.maximum.inverse_information[at]
    # the others follow the one held to first order: from there it is a step or two
    direction, estimate, start = covariance / covariance[at], maximum.theta[at], maximum.theta
    length = step * float(np.sqrt(covariance[at]))
    for k in range(1, maxsteps):
        value = estimate + k * length
        try:
            point, _ = constrained_maximum(
                loglik, at, value, start + (value - start[at]) * direction
            )
        except FloatingPointError:
            return
        start = np.insert(point.theta, at, value)
        z = float(np.copysign(np.sqrt(max(2 * (maximum.value - point.value), 0.0)), step))
        yield z, start
        if abs(z) >= zmax:
            return
