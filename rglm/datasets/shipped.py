"""Reads the CSV files that are shipped inside the package."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def read_csv(name: str, factors: dict[str, Sequence[str]] | None = None) -> pd.DataFrame:
    """The rows of ``data/<name>.csv`` as a new frame.

    ``factors`` are the levels of the categorical columns, in R's order. pandas is imported here
    because ``import rglm`` need not wait for it.

    >>> read_csv("clotting").shape
    (9, 3)
    """
    import pandas as pd

    dtypes = {c: pd.CategoricalDtype(list(levels)) for c, levels in (factors or {}).items()}
    with files("rglm.datasets").joinpath("data", f"{name}.csv").open(encoding="utf-8") as text:
        return pd.read_csv(text, dtype=dtypes)
