"""Compact letters: means that do not differ share one."""

from __future__ import annotations

import numpy as np

SYMBOLS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def sharing_groups(differs: np.ndarray) -> np.ndarray:
    """Groups of means such that two means share a group if, and only if, they do not differ.

    All means are one group at first. For each pair that differs, a group with both of them becomes
    two, each without one; a group inside another one is left out.

    Parameters
    ----------
    differs : (k, k) array of bool
        Symmetric.

    Returns
    -------
    (k, g) array of bool
        Which means are in which group, the groups in the order of their first means.

    References
    ----------
    Piepho (2004), Journal of Computational and Graphical Statistics 13: insert and absorb.
    """
    count = len(differs)
    groups = [(1 << count) - 1] if count else []  # a bit for each mean
    for first in range(count - 1):
        for second in range(first + 1, count):
            if differs[first, second]:
                groups = _split(groups, first, second)
    ordered = sorted([k for k in range(count) if group >> k & 1] for group in groups)
    out = np.zeros((count, len(ordered)), dtype=bool)
    for column, group in enumerate(ordered):
        out[group, column] = True
    return out


def _split(groups: list[int], first: int, second: int) -> list[int]:
    """The groups without both of two means in one."""
    both = 1 << first | 1 << second
    kept = [group for group in groups if group & both != both]
    broken = [group for group in groups if group & both == both]
    for group in (g & ~(1 << mean) for g in broken for mean in (first, second)):
        if not any(group & other == group for other in kept):
            kept = [other for other in kept if other & group != other]
            kept.append(group)
    return kept


def compact_letters(differs: np.ndarray, symbols: str = SYMBOLS) -> list[str]:
    """A text for each mean with one place for each group, as multcomp's ``cld`` writes them.

    Parameters
    ----------
    differs : (k, k) array of bool
    symbols : str
        A symbol for each group. If there are more groups, a dot follows: ``a.``, ``b.``, ...

    Examples
    --------
    >>> differs = np.array([[0, 0, 1], [0, 0, 0], [1, 0, 0]], dtype=bool)
    >>> compact_letters(differs, LETTERS)
    ['a ', 'ab', ' b']
    """
    groups = sharing_groups(differs)
    names = [_symbol(place, symbols) for place in range(groups.shape[1])]
    return [
        "".join(name if has else " " * len(name) for name, has in zip(names, row, strict=True))
        for row in groups
    ]


def _symbol(place: int, symbols: str) -> str:
    rounds, index = divmod(place, len(symbols))
    return symbols[index] if rounds == 0 else symbols[index] + "." * rounds
