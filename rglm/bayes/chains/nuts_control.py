"""What ``control=`` sets of the No-U-Turn Sampler, under Stan's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any

from rglm.formatting.hints.did_you_mean import did_you_mean

MOST_DOUBLINGS = 20  # a million steps a draw


@dataclass(frozen=True)
class NutsControl:
    """What ``control=`` sets of the No-U-Turn Sampler.

    Attributes
    ----------
    adapt_delta : float between 0 and 1
        The mean acceptance probability that the step size is adapted to. A higher one makes
        smaller steps.
    max_treedepth : int from 1 to 20
        A draw takes at most 2^max_treedepth - 1 steps.
    """

    adapt_delta: float = 0.8
    max_treedepth: int = 10

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> NutsControl:
        """The control that a dict gives, with defaults for other entries.

        Raises
        ------
        ValueError
            An unknown entry, or a value out of its range.
        TypeError
            Not a dict, or a value that is not a number.
        """
        if given is not None and not isinstance(given, Mapping):
            raise TypeError(
                f"control= takes a dict such as {{'adapt_delta': 0.95}}, got {given!r}"
            )
        entries = dict(given or {})
        known = [field.name for field in fields(cls)]
        for name in entries:
            if name not in known:
                hint = did_you_mean(name, known)
                raise ValueError(f"control=: no entry {name!r}; it has {', '.join(known)}{hint}")
        control = cls(**entries)
        control._check()
        return control

    def _check(self) -> None:
        delta, depth = self.adapt_delta, self.max_treedepth
        if isinstance(delta, bool) or not isinstance(delta, Real):
            raise TypeError(f"control=: adapt_delta must be a number, got {delta!r}")
        if not 0 < delta < 1:
            raise ValueError(f"control=: adapt_delta={delta!r}: give a number between 0 and 1")
        if isinstance(depth, bool) or not isinstance(depth, Integral):
            raise TypeError(f"control=: max_treedepth must be a whole number, got {depth!r}")
        if not 1 <= depth <= MOST_DOUBLINGS:
            raise ValueError(f"control=: max_treedepth={depth!r}: give 1 to {MOST_DOUBLINGS}")
