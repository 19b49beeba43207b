"""The choices that models of two parts have, by name."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.families.likelihoods.count_distribution import COUNT_DISTRIBUTIONS
from rglm.families.likelihoods.positive_density import POSITIVE_DENSITIES
from rglm.families.links.link_names import probability_links
from rglm.formatting.hints.did_you_mean import did_you_mean

COUNTS = tuple(COUNT_DISTRIBUTIONS)
POSITIVE = tuple(POSITIVE_DENSITIES)
LINKS = probability_links("logit", "probit", "cloglog", "cauchit", "log")


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
