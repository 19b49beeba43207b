"""The results of many fits of one design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np


@dataclass(frozen=True, eq=False)
class ManyFits:
    """The estimates of R fits of one design with p columns.

    Attributes
    ----------
    coefficients, std_errors : (R, p) array
        NaN where a coefficient is aliased, and in fits that failed.
    deviance, dispersion : (R,) array
    df_residual : (R,) int array
    iter : (R,) int array
        The numbers of iterations.
    converged, separated : (R,) bool array
        Whether the iterations converged; whether some coefficients are infinite.
    failures : dict of int to str
        Why there is no fit, by its place.
    """

    coefficients: np.ndarray
    std_errors: np.ndarray
    deviance: np.ndarray
    dispersion: np.ndarray
    df_residual: np.ndarray
    iter: np.ndarray
    converged: np.ndarray
    separated: np.ndarray
    failures: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.deviance)

    @property
    def failed(self) -> np.ndarray:
        """Whether there is no fit, (R,)."""
        out = np.zeros(len(self), dtype=bool)
        out[list(self.failures)] = True
        return out


def no_fits(count: int, p: int) -> ManyFits:
    """Room for the estimates of so many fits."""
    return ManyFits(
        coefficients=np.full((count, p), np.nan),
        std_errors=np.full((count, p), np.nan),
        deviance=np.full(count, np.nan),
        dispersion=np.full(count, np.nan),
        df_residual=np.zeros(count, dtype=int),
        iter=np.zeros(count, dtype=int),
        converged=np.zeros(count, dtype=bool),
        separated=np.zeros(count, dtype=bool),
        failures={},
    )


def concatenate_fits(groups: Sequence[ManyFits], p: int) -> ManyFits:
    """The fits of several groups, one after the other."""
    groups = [no_fits(0, p), *groups]
    arrays = {
        one.name: np.concatenate([getattr(group, one.name) for group in groups])
        for one in fields(ManyFits)
        if one.name != "failures"
    }
    starts = np.cumsum([0, *map(len, groups)]).tolist()
    failures = {
        start + place: why
        for start, group in zip(starts, groups, strict=False)
        for place, why in group.failures.items()
    }
    return ManyFits(**arrays, failures=failures)
