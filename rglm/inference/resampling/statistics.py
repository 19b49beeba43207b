"""The statistic of a bootstrap: a function of a fit that returns numbers under names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.inference.covariance.given_covariance import own_or_given_errors
from rglm.protocol.model_result import ModelResult

StatisticFunction: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True)
class Statistic:
    """A statistic of fits, and its value for the fit to the data.

    Attributes
    ----------
    function : function or None
        Of a fit; None are the estimates.
    names : list of str, k
    t0, errors : (k,) array
        Its value, and the standard errors of estimates; NaN of another statistic.
    """

    function: StatisticFunction | None
    names: list[str]
    t0: np.ndarray
    errors: np.ndarray

    @classmethod
    def at(cls, fit: ModelResult, function: StatisticFunction | None) -> Statistic:
        """The statistic with its names and values of a fit.

        Raises
        ------
        TypeError
            It is no function, or returns something else than numbers.
        """
        if function is None:
            return cls(None, list(map(str, fit.names)), limits_of(fit), own_or_given_errors(fit))
        if not callable(function):
            raise TypeError(
                "statistic= takes a function of a fit, lambda fit: fit.r2(), or None for the "
                f"coefficients; got {function!r}"
            )
        names, values = _named_values(function(fit), _name_of(function))
        return cls(function, names, values, np.full(len(names), np.nan))

    @property
    def is_of_estimates(self) -> bool:
        """Whether these are the estimates."""
        return self.function is None

    def of(self, fit: ModelResult) -> np.ndarray:
        """The values of a fit in the order of the names, NaN where it has none, (k,).

        Raises
        ------
        TypeError
            There are other names, or another number of values, than those of the data.
        """
        if self.function is None:
            return limits_of(fit)
        names, values = _named_values(self.function(fit), _name_of(self.function))
        if names == self.names:
            return values
        extra = [name for name in names if name not in self.names]
        if extra or len(set(names)) < len(names) or len(set(self.names)) < len(self.names):
            raise TypeError(
                f"statistic= returned {_shown(names)} of a resample and {_shown(self.names)} of "
                "the data; it has to return the same, so that values can be compared"
            )
        return pd.Series(values, index=names).reindex(self.names).to_numpy()


def limits_of(fit: ModelResult) -> np.ndarray:
    """The estimates of a fit, infinite where the likelihood has no maximum, (p,).

    Where the data do not tell to which side, it is the side to which the iterations went.
    """
    limits, estimates = fit._limits().astype(float), fit._estimates.to_numpy()
    is_open = np.isnan(limits) & np.isfinite(estimates)
    limits[is_open] = np.sign(estimates[is_open]) * np.inf
    return limits


def _named_values(given: Any, name: str) -> tuple[list[str], np.ndarray]:
    """Names and numbers of what a statistic returned."""
    if given is None:
        raise TypeError("statistic= returned None: does the function end without a return?")
    if isinstance(given, Mapping):
        given = pd.Series(given)
    names = None
    if isinstance(given, pd.Series):
        names = [_text(label) for label in given.index]
    try:
        values = np.array(given, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(
            "statistic= has to return a number, an array, a Series or a dict of numbers; it "
            f"returned {type(given).__name__}: {given!r:.100}"
        ) from None
    if values.ndim > 1 or not values.size:
        raise TypeError(
            f"statistic= has to return numbers in one row, and returned {values.shape} of them"
        )
    if names is None:
        names = [name] if values.ndim == 0 else [f"t{i}" for i in range(1, len(values) + 1)]
    return names, values.reshape(-1)


def _text(label: Any) -> str:
    return ":".join(map(str, label)) if isinstance(label, tuple) else str(label)


def _name_of(function: StatisticFunction) -> str:
    """The name of a single number: that of the function, where it has one."""
    name = getattr(function, "__name__", "<lambda>")
    return "t1" if name == "<lambda>" else name


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{len(names)} value(s) ({shown}{', ...' if len(names) > 6 else ''})"
