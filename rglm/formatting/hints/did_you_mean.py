"""The hint "did you mean ...?"."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """A hint like `` (did you mean 'binomial'?)`` for a mistyped word; "" if no word is near.

    >>> did_you_mean("binomail", ["binomial", "poisson"])
    " (did you mean 'binomial'?)"
    """
    from difflib import get_close_matches

    by_lower_case = {str(name).lower(): str(name) for name in known}
    near = get_close_matches(str(word).lower(), by_lower_case, n=1, cutoff=0.6)
    return f" (did you mean {by_lower_case[near[0]]!r}?)" if near else ""
