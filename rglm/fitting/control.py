"""R's ``glm.control``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from rglm.formatting.hints.did_you_mean import did_you_mean

MIN_TOLERANCE = 1e-11  # below it, rounding makes an aliased column look estimable

ENTRY_TYPES: dict[str, type[Any]] = {"epsilon": Real, "maxit": Integral}


@dataclass(frozen=True)
class Control:
    """When iterations stop."""

    epsilon: float = 1e-8  # converged when ``|dev - dev_old| / (|dev| + 0.1) < epsilon``
    maxit: int = 25  # the largest number of iterations
    trace: bool = False  # whether to print the deviance at each

    @property
    def tol(self) -> float:
        """The tolerance of the rank rule: R's function of epsilon, but not below rounding."""
        return max(min(1e-7, self.epsilon / 1000), MIN_TOLERANCE)


@dataclass(frozen=True)
class RankControl(Control):
    """A control with a tolerance of the rank rule of its own, as R's ``tol`` of ``lm``."""

    rank_tolerance: float = 1e-7

    @property
    def tol(self) -> float:
        """The tolerance that was given."""
        return self.rank_tolerance


def as_control(
    given: Mapping[str, Any] | Control | None,
    maxit: int = 25,
    known: tuple[str, ...] = ("epsilon", "maxit", "trace"),
) -> Control:
    """The control that ``control=`` gives: a dict with any of the `known` entries.

    `maxit` is the default of that entry.

    Raises
    ------
    ValueError
        An unknown entry, or a value that is not positive.
    TypeError
        Not a dict, or a value that is not a number.
    """
    if isinstance(given, Control):
        return given
    if not isinstance(given, Mapping | None):
        raise TypeError(f"control= takes a dict such as {{'maxit': 50}}, got {given!r}")
    given = dict(given or {})
    for name, value in given.items():
        if name not in known:
            hint = did_you_mean(name, known)
            raise ValueError(f"control=: no entry {name!r}; it has {', '.join(known)}{hint}")
        if name in ENTRY_TYPES:
            _check_number(name, value, ENTRY_TYPES[name])
    return Control(**{"maxit": maxit, **given})


def _check_number(name: str, value: Any, kind: type[Any]) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"control=: {name} must be a number ({kind.__name__}), got {value!r}")
    if not value > 0:
        raise ValueError(f"control=: {name} must be above 0, got {value!r}")
