"""R's ``glm.control``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from rglm.formatting.hints.did_you_mean import did_you_mean

LEAST_TOLERANCE = 1e-11  # below it what rounding leaves of an aliased column passes for a column


@dataclass(frozen=True)
class Control:
    """When iteration stops.

    Attributes
    ----------
    epsilon : float
        Converged when ``|dev - dev_old| / (|dev| + 0.1) < epsilon``.
    maxit : int
        At most so many iterations.
    trace : bool
        Print the deviance at each.
    """

    epsilon: float = 1e-8
    maxit: int = 25
    trace: bool = False

    @property
    def tol(self) -> float:
        """The tolerance of the rank rule, as R ties it to epsilon, but not below rounding."""
        return max(min(1e-7, self.epsilon / 1000), LEAST_TOLERANCE)


def as_control(
    given: Mapping[str, Any] | Control | None,
    maxit: int = 25,
    known: tuple[str, ...] = ("epsilon", "maxit", "trace"),
) -> Control:
    """``control=``: a dict with any of epsilon, maxit (by default `maxit`) and trace, or of those
    that are `known`.

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
        kind = {"epsilon": Real, "maxit": Integral, "trace": object}[name]
        if not isinstance(value, kind):
            raise TypeError(f"control=: {name} must be a number ({kind.__name__}), got {value!r}")
        if name != "trace" and not value > 0:
            raise ValueError(f"control=: {name} must be above 0, got {value!r}")
    return Control(**{"maxit": maxit, **given})
