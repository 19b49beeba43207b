"""The hint "did you mean ...?"."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 3  # letters of a beginning that is taken for a word


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """A hint like `` (did you mean 'binomial'?)`` for a mistyped word, or its beginning.

    "" if no word is near.

    >>> did_you_mean("binomail", ["binomial", "poisson"])
    " (did you mean 'binomial'?)"
    >>> did_you_mean("bonf", ["bonferroni", "holm"])
    " (did you mean 'bonferroni'?)"
    """
    from difflib import get_close_matches

    by_lower_case = {str(name).lower(): str(name) for name in known}
    lower = str(word).lower()
    near = get_close_matches(lower, by_lower_case, n=1, cutoff=0.6)
    if not near and len(lower) >= SHORTEST:
        starts = [name for name in by_lower_case if name.startswith(lower)]
        near = starts if len(starts) == 1 else []
    return f" (did you mean {by_lower_case[near[0]]!r}?)" if near else ""
