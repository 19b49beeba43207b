"""P-values adjusted for many tests by Bonferroni's inequality or the false discovery rate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.formatting.hints.option_check import check_option


def p_adjust(p_values: np.ndarray, method: str, count: int | None = None) -> np.ndarray:
    """Adjusted p-values, R's ``p.adjust``.

    Parameters
    ----------
    p_values : (m,) array
        NaN stays NaN.
    method : {"holm", "hochberg", "hommel", "bonferroni", "BH", "BY", "fdr", "none"}
        "fdr" is "BH".
    count : int, optional
        The number of tests, by default all p-values that are not NaN.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6; Hochberg (1988), Biometrika 75; Hommel
    (1988), Biometrika 75, as computed by Wright (1992), Biometrics 48; Benjamini and Hochberg
    (1995), JRSS B 57; Benjamini and Yekutieli (2001), Annals of Statistics 29.

    Examples
    --------
    >>> p_adjust(np.array([0.01, 0.02, 0.03]), "holm")
    array([0.03, 0.04, 0.04])
    """
    adjust = METHODS[check_option("method", method, METHODS)]
    out = np.array(p_values, dtype=float)
    known = ~np.isnan(out)
    number = int(known.sum()) if count is None else count
    if number < known.sum():
        raise ValueError(f"count={count}: there are {int(known.sum())} p-values")
    if not known.any():
        return out
    order = np.argsort(out[known], kind="stable")
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(adjust(out[known][order], number), 1.0)
    out[known] = adjusted
    return out


def _none(p: np.ndarray, number: int) -> np.ndarray:
    return p


def _bonferroni(p: np.ndarray, number: int) -> np.ndarray:
    return p * number


def _holm(p: np.ndarray, number: int) -> np.ndarray:
    return np.maximum.accumulate(p * (number - np.arange(len(p))))


def _hochberg(p: np.ndarray, number: int) -> np.ndarray:
    return np.minimum.accumulate((p * (number - np.arange(len(p))))[::-1])[::-1]


def _bh(p: np.ndarray, number: int) -> np.ndarray:
    return np.minimum.accumulate((p * (number / np.arange(1.0, len(p) + 1)))[::-1])[::-1]


def _by(p: np.ndarray, number: int) -> np.ndarray:
    return _bh(p, number) * np.sum(1.0 / np.arange(1.0, number + 1))


def _hommel(p: np.ndarray, number: int) -> np.ndarray:
    """Wright's form: the largest of Simes' p-values of the sets that hold a hypothesis."""
    padded = np.concatenate([p, np.ones(number - len(p))])
    ranks = np.arange(1.0, number + 1)
    out = np.full(number, (number * padded / ranks).min())
    for size in range(number - 1, 1, -1):
        first = number - size + 1  # the places from here on belong to the set
        least = (size * padded[first:] / np.arange(2.0, size + 1)).min()
        here = np.minimum(least, size * padded)
        here[first:] = least
        out = np.maximum(out, here)
    return np.maximum(out, padded)[: len(p)]


METHODS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "holm": _holm,
    "hochberg": _hochberg,
    "hommel": _hommel,
    "bonferroni": _bonferroni,
    "BH": _bh,
    "BY": _by,
    "fdr": _bh,
    "none": _none,
}
