"""A polars DataFrame, or a column of polars, as a DataFrame of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rglm.sources.frames.arrow_categories import table_frame
from rglm.sources.frames.arrow_tables import as_table

if TYPE_CHECKING:
    import polars as pl

NOT_IN_ARROW = ("Object", "Int128", "UInt128")  # types of polars that pyarrow cannot read


def polars_table_frame(data: pl.DataFrame, argument: str = "data") -> pd.DataFrame:
    """The rows by Arrow; columns that it has no type for hold Python's objects.

    Raises ImportError: pyarrow is missing.
    """
    objects = [name for name, dtype in data.schema.items() if str(dtype) in NOT_IN_ARROW]
    table = as_table(data.drop(objects), argument)
    frame = data.to_pandas() if table is None else table_frame(table)
    columns = {name: pd.Series(data[name].to_list(), dtype=object) for name in objects}
    return frame.assign(**columns)[data.columns] if columns else frame
