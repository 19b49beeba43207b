"""Read a CSV that is shipped inside the package."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def read(
    name: str,
    factors: dict[str, Sequence[str]] | None = None,
    ordered: dict[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """A new frame with the rows of ``data/<name>.csv``.

    ``factors`` and ``ordered`` give the levels of the categorical columns, in the order that R
    would hold them. pandas is imported here because ``import rglm`` need not wait for it.

    >>> read("clotting").shape
    (9, 3)
    """
    import pandas as pd

    kinds = {c: pd.CategoricalDtype(list(levels)) for c, levels in (factors or {}).items()}
    kinds |= {c: pd.CategoricalDtype(list(v), ordered=True) for c, v in (ordered or {}).items()}
    with files(__package__).joinpath("data", f"{name}.csv").open(encoding="utf-8") as text:
        return pd.read_csv(text, dtype=kinds)
