"""What contrasts call the means they compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_text import number_text

OPERATORS = re.compile(r"[-+*/]")  # a label with one stands in parentheses


def level_text(value: Any) -> str:
    """A level as text, as R's ``as.character`` writes it.

    >>> [level_text(value) for value in ("M", True, 4.0, 2 / 3)]
    ['M', 'TRUE', '4', '0.666666666666667']
    """
    if isinstance(value, (bool, np.bool_)):
        return str(value).upper()
    if isinstance(value, (int, float, np.integer, np.floating)):
        return number_text(float(value))
    return str(value)


def level_texts(groups: pd.DataFrame) -> list[str]:
    """The levels of each row of a table, separated by spaces."""
    columns = [[level_text(value) for value in column] for _, column in groups.items()]
    return [" ".join(parts) for parts in zip(*columns, strict=True)]


def mean_labels(groups: pd.DataFrame) -> list[str]:
    """The levels of each row; where all levels of a variable are numbers, with its name.

    >>> mean_labels(pd.DataFrame({"cyl": [4, 6], "am": ["auto", "manual"]}))
    ['cyl4 auto', 'cyl6 manual']
    """
    columns = []
    for name, column in groups.items():
        texts = [level_text(value) for value in column]
        is_number = all(map(_is_number, texts))
        columns.append([f"{name}{text}" if is_number else text for text in texts])
    return [" ".join(parts) for parts in zip(*columns, strict=True)]


def in_parentheses(labels: Sequence[str]) -> list[str]:
    """The labels, with parentheses around one that has a ``-``, ``+``, ``*`` or ``/``.

    >>> in_parentheses(["a", "b-1"])
    ['a', '(b-1)']
    """
    return [f"({label})" if OPERATORS.search(label) else label for label in labels]


def _is_number(text: str) -> bool:
    if text != text.strip() or "_" in text:
        return False
    try:
        return float(text) == float(text)
    except ValueError:
        return False
