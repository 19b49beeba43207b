"""Numbers beside the columns that say what they are of."""

from __future__ import annotations

import pandas as pd


def beside(labels: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Both side by side; a label with the name of a number is called ``name (data)``.

    Examples
    --------
    >>> groups, numbers = pd.DataFrame({"df": ["a"]}), pd.DataFrame({"mean": [2.5], "df": [50]})
    >>> beside(groups, numbers).columns.tolist()
    ['df (data)', 'mean', 'df']
    """
    names = [f"{name} (data)" if name in numbers else name for name in labels]
    return pd.concat([labels.set_axis(names, axis=1), numbers.set_axis(labels.index)], axis=1)
