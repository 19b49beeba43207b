"""The choices that models of two parts have, by name."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.formatting.hints.did_you_mean import did_you_mean

COUNTS = ("poisson", "negbin", "geometric")
POSITIVE = ("lognormal", "gamma")
LINKS = ("logit", "probit", "cloglog", "cauchit", "log")


def choice(argument: str, given: str, known: Sequence[str]) -> str:
    """One of the names known.

    Raises
    ------
    ValueError
        It is none of them.
    """
    if given in known:
        return given
    hint = did_you_mean(str(given), known)
    raise ValueError(f"{argument}={given!r}: use one of {', '.join(known)}{hint}")
