"""Comparisons of means with each other: weights and labels."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd


def contrast_pairs(count: int, kind: str) -> list[tuple[int, int]]:
    """The places (i, j) of the means whose differences m_i - m_j are asked for."""
    pairs = list(combinations(range(count), 2))
    if kind == "pairwise":
        return pairs
    if kind == "revpairwise":
        return sorted((j, i) for i, j in pairs)
    return [(j, 0) for j in range(1, count)]


def contrast_matrix(pairs: list[tuple[int, int]], count: int) -> np.ndarray:
    """The weights of each difference, (c, count)."""
    out = np.zeros((len(pairs), count))
    for row, (i, j) in enumerate(pairs):
        out[row, i], out[row, j] = 1, -1
    return out


def mean_labels(groups: pd.DataFrame) -> list[str]:
    """What differences call the means: their levels, ``A L``, or ``cyl4`` of a number."""
    columns = []
    for name, column in groups.items():
        texts = [level_text(value) for value in column]
        is_number = all(map(_is_number, texts))
        columns.append([f"{name}{text}" if is_number else text for text in texts])
    labels = [" ".join(parts) for parts in zip(*columns, strict=True)]
    return [f"({label})" if re.search(r"[-+*/]", label) else label for label in labels]


def level_text(value: Any) -> str:
    """A level as text: TRUE and FALSE, numbers with up to seven digits."""
    if isinstance(value, (bool, np.bool_)):
        return str(value).upper()
    return f"{value:.7g}" if isinstance(value, (float, np.floating)) else str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
