"""Profiles of a likelihood, one coefficient at a time; R's profile.glm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.profile import ProfilePoint, constrained_fit
from rglm.formatting.name_positions import check_unique
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.text.printable import printable
from rglm.inference.covariance.vcov import coefficient_places
from rglm.inference.intervals.profile_limits import refitter, top_of
from rglm.protocol.capabilities import HasWorkingWeights


class Profile(Mapping[str, pd.DataFrame]):
    """Traces by coefficient, each a DataFrame: ``z`` (or ``tau``), then every coefficient.

    ``profile["x"]`` is the trace of a coefficient, ``len()``, ``items()`` and ``values()`` go
    through all, those of one name too.

    Parameters
    ----------
    names : sequence of str
        Of all coefficients of the fit.
    traces : dict of DataFrame
        By the place of the coefficient.
    """

    def __init__(self, names: Sequence[str], traces: Mapping[int, pd.DataFrame]) -> None:
        self.names, self.traces = tuple(names), dict(traces)

    def __getitem__(self, name: str) -> pd.DataFrame:
        places = [place for place in self.traces if self.names[place] == name]
        if not places:
            raise KeyError(name)
        check_unique(name, places, "profile: ")
        return self.traces[places[0]]

    def __iter__(self) -> Iterator[str]:
        return (self.names[place] for place in self.traces)

    def __len__(self) -> int:
        return len(self.traces)

    def __contains__(self, name: object) -> bool:
        return any(self.names[place] == name for place in self.traces)

    def values(self) -> Any:
        """The traces."""
        return self.traces.values()

    def items(self) -> Any:
        """Names with their traces."""
        return zip(self, self.traces.values(), strict=True)

    def __repr__(self) -> str:
        pages = []
        for name, trace in self.items():
            first, *others = trace.columns
            names = [first, *(f"par.vals.{other}" for other in others)]
            quoted = name if name.isidentifier() else f"`{name}`"
            pages += [f"${printable(quoted)}", *matrix_lines(trace.set_axis(names, axis=1)), ""]
        return "\n".join(pages)

    __str__ = __repr__


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

    is a straight line where the likelihood is quadratic. Steps go on to the first |z| beyond the
    quantile of `alpha`.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; all by default. Aliased ones have no profile.
    alpha : float
        1 less the coverage that the traces reach: the quantile is the root of chi-square's, or of
        F's where the dispersion, or theta, is estimated.
    maxsteps : int
        The largest number of steps on a side.
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
        The fit is by ``method="brglm"``, or has no dispersion; an unknown name, an `alpha`
        outside (0, 1), `maxsteps` below 1.

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
    if not 0 < alpha < 1:
        raise ValueError(f"alpha={alpha!r}: give a number between 0 and 1, such as 0.01")
    if maxsteps < 1:
        raise ValueError(f"maxsteps={maxsteps!r}: at least one step")
    places = coefficient_places(fit, parm)
    zmax = _reach(fit, alpha)
    if not zmax > 0:
        raise ValueError("this fit leaves no degrees of freedom to judge a profile by")
    step = zmax / 5 if del_ is None else del_
    if not step > 0:
        raise ValueError(f"del_={del_!r}: give a step above 0, in standard errors")
    profiled = [int(p) for p in places if fit._unscaled_variances[p] * fit.dispersion > 0]
    traces = {p: _frame(fit, list(_trace(fit, p, step, zmax, maxsteps))) for p in profiled}
    return Profile(fit.names, traces)


def _reach(fit: Any, alpha: float) -> float:
    from scipy.special import fdtri, ndtri

    if fit.family.is_fixed_by_mean:
        return float(-ndtri(alpha / 2))
    return float(np.sqrt(fdtri(1, fit.df_residual, 1 - alpha)))


def _trace(
    fit: Any, place: int, step: float, zmax: float, maxsteps: int
) -> Iterator[tuple[float, np.ndarray]]:
    """Each step: z and the coefficients, in increasing order of the one profiled."""
    low = [*_side(fit, place, -step, zmax, maxsteps)]
    yield from reversed(low)
    yield 0.0, fit._solution.beta[np.sort(fit._solution.system.estimable)]
    yield from _side(fit, place, step, zmax, maxsteps)


def _side(
    fit: Any, place: int, step: float, zmax: float, maxsteps: int
) -> Iterator[tuple[float, np.ndarray]]:
    kept = np.sort(fit._solution.system.estimable)
    top, slow = (None if fit.separated else top_of(fit)), refitter(fit, place)
    at = int(np.searchsorted(kept, place))
    estimate = float(fit._solution.beta[place])
    se = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    start = fit._solution.beta[kept]
    for k in range(1, maxsteps):
        b = estimate + k * step * se
        found: ProfilePoint | None = None if top is None else constrained_fit(top, at, b, start)
        found = found or slow(b)
        if found is None:
            return
        start, rise = found.beta, max(found.deviance - fit.deviance, 0.0)
        z = float(np.copysign(np.sqrt(rise / fit.dispersion), step))
        yield z, found.beta
        if abs(z) >= zmax:
            return


def _frame(fit: Any, trace: list[tuple[float, np.ndarray]]) -> pd.DataFrame:
    kept, names = np.sort(fit._solution.system.estimable), list(fit._schema.names)
    values = np.full((len(trace), len(names)), np.nan)
    values[:, kept] = [beta for _, beta in trace]
    return trace_frame(
        "z" if fit.family.is_fixed_by_mean else "tau", [z for z, _ in trace], values, names
    )


def trace_frame(
    root: str, z: Sequence[float], values: np.ndarray, names: Sequence[str]
) -> pd.DataFrame:
    """The signed root of each step, and behind it the estimates; one may have the root's name."""
    table = np.column_stack([z, values])
    return pd.DataFrame(table, index=range(1, len(table) + 1), columns=[root, *names])
