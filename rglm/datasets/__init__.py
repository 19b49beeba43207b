"""Small data sets to learn and test with, each with its source.

A data set is a function whose docstring is its page; ``load`` finds it by name.

>>> from rglm.datasets import clotting, load, names
>>> ", ".join(names())
'budworm, clotting, dobson, galaxies, hubble, mtcars, recreation, ships, warpbreaks'
>>> load("clotting").equals(clotting())
True
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from rglm.datasets.tables import (
    budworm,
    clotting,
    dobson,
    galaxies,
    hubble,
    mtcars,
    recreation,
    ships,
    warpbreaks,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "budworm",
    "clotting",
    "dobson",
    "galaxies",
    "hubble",
    "load",
    "mtcars",
    "names",
    "recreation",
    "ships",
    "warpbreaks",
]

TABLES = {
    f.__name__: f
    for f in (budworm, clotting, dobson, galaxies, hubble, mtcars, recreation, ships, warpbreaks)
}


def names() -> list[str]:
    """The names that ``load`` knows, sorted.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "galaxies" in names()
    True
    """
    return list(TABLES)


def load(name: str) -> pd.DataFrame:
    """A data set by its name, as a new DataFrame, like R's ``data(name)``.

    Parameters
    ----------
    name : str
        One of ``names()``. What the data are and where they come from is the docstring of the
        function of that name, ``help(rglm.datasets.galaxies)``.

    Returns
    -------
    DataFrame
        Rows in the order of the source, numbered from 0 (`mtcars` under the names of the cars);
        factors are categorical, with R's levels.

    Raises
    ------
    ValueError
        If no data set has this name.

    Examples
    --------
    >>> load("dobson").head(3)
      treatment outcome  counts
    0         1       1      18
    1         1       2      17
    2         1       3      15
    """
    if name not in names():
        # not did_you_mean of rglm.formatting, which stands above this package
        near = get_close_matches(str(name).lower(), names(), n=1, cutoff=0.6)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise ValueError(f"name={name!r} is not a data set{hint}; choose one of {names()}")
    return TABLES[name]()
