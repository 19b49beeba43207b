"""Profiles of the fits that are no glm, one estimate at a time; R's profile of a polr."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.covariance.vcov import coefficient_places
from rglm.inference.intervals.likelihood_profile_limits import held
from rglm.inference.intervals.profile import Profile, trace_frame
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasLikelihoodModel

Total = Callable[[np.ndarray, bool], LogLikelihood]


def profile(
    fit: HasLikelihoodModel,
    parm: str | Sequence[str] | None = None,
    alpha: float = 0.01,
    maxsteps: int = 10,
    del_: float | None = None,
) -> Profile:
    """The likelihood profile of each estimate; R's ``profile``, to be plotted.

    Estimate j is held at b = theta_j + k del se_j, k = 0, -+1, -+2, ..., and all others are fitted
    again. The signed root of what the log-likelihood l loses,

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
        An unknown name, an `alpha` outside (0, 1), `maxsteps` below 1, a `del_` of 0 or less.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.profile("breaks")["breaks"].columns.tolist()
    ['z', 'breaks', 'L|M', 'M|H']
    """
    from scipy.special import ndtri

    if not 0 < alpha < 1:
        raise ValueError(f"alpha={alpha!r}: give a number between 0 and 1, such as 0.01")
    if maxsteps < 1:
        raise ValueError(f"maxsteps={maxsteps!r}: at least one step")
    zmax = float(-ndtri(alpha / 2))
    step = zmax / 5 if del_ is None else del_
    if not step > 0:
        raise ValueError(f"del_={del_!r}: give a step above 0, in standard errors")
    asked = fit._interval_places if parm is None else coefficient_places(fit, parm)
    total, traces = fit._likelihood_model.total(fit._rows_source), {}
    with one_thread():
        for place, at in _parameters(fit, asked).items():
            low, high = (
                list(_side(fit, total, at, way * step, zmax, maxsteps)) for way in (-1, 1)
            )
            traces[place] = _frame(fit, [*reversed(low), (0.0, fit._parameters), *high])
    return Profile(fit.names, traces)


def _parameters(fit: HasLikelihoodModel, asked: Iterable[int]) -> dict[int, int]:
    """Where among the parameters the estimates at some places are, if neither aliased nor
    infinite.
    """
    kept, running = fit._solution.system.estimable, fit._solution.maximum.infinite_step
    finite = np.ones(len(kept), dtype=bool) if running is None else running[: len(kept)] == 0
    known = {int(k): at for at, k in enumerate(kept) if finite[at]}
    return {int(place): known[place] for place in asked if place in known}


def _side(
    fit: Any, total: Total, at: int, step: float, zmax: float, maxsteps: int
) -> Iterator[tuple[float, np.ndarray]]:
    top, spread = fit._solution.maximum, fit._solution.maximum.inverse_information[at]
    # the others follow the one held to first order: from there it is a step or two
    ridge, estimate, start = spread / spread[at], top.theta[at], top.theta
    length = step * float(np.sqrt(spread[at]))
    for k in range(1, maxsteps):
        value = estimate + k * length
        found = _held(total, at, value, start + (value - start[at]) * ridge)
        if found is None:
            return
        best, start = found
        z = float(np.copysign(np.sqrt(max(2 * (top.value - best), 0.0)), step))
        yield z, start
        if abs(z) >= zmax:
            return


def _held(
    total: Total, at: int, value: float, start: np.ndarray
) -> tuple[float, np.ndarray] | None:
    """The log-likelihood with one parameter held and the parameters there, if it has any."""
    try:
        maximum, _ = held(total, at, value, start)
    except FloatingPointError:
        return None
    return maximum.value, np.insert(maximum.theta, at, value)


def _frame(fit: Any, trace: list[tuple[float, np.ndarray]]) -> pd.DataFrame:
    kept, names = fit._solution.system.estimable, list(fit.names)
    values = np.full((len(trace), len(names)), np.nan)
    values[:, kept] = [theta[: len(kept)] for _, theta in trace]
    return trace_frame("z", [z for z, _ in trace], values, names)
