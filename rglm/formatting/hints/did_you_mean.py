"""Did you mean ...?"""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """`` (did you mean 'binomial'?)`` for a mistyped word, or nothing when none is near.

    >>> did_you_mean("binomail", ["binomial", "poisson"])
    " (did you mean 'binomial'?)"
    """
    from difflib import get_close_matches

    spelled = {str(name).lower(): str(name) for name in known}
    near = get_close_matches(str(word).lower(), spelled, n=1, cutoff=0.6)
    return f" (did you mean {spelled[near[0]]!r}?)" if near else ""
