"""The numbers of an interaction plot: what stands where, as emmip of R returns them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.plots.means.plot_formula import PlotFormula, check_names
from rglm.plots.means.shown_means import ShownMeans

ONE_TRACE = "1"  # the name of the only line
LIMITS = {"conf_low": "LCL", "conf_high": "UCL"}
COLUMNS = ("yvar", "SE", "df", "LCL", "UCL", "tvar", "xvar")


def interaction_table(emm: ShownMeans, formula: PlotFormula, intervals: bool) -> pd.DataFrame:
    """The levels, and ``yvar SE df LCL UCL tvar xvar``, a row for each mean.

    Raises
    ------
    ValueError
        The means lack a variable of the formula, or have several for a place in the picture.
    """
    names = [str(name) for name in emm.groups]
    check_names(formula, names)
    for name in names:
        if name in COLUMNS:
            raise ValueError(
                f"{name!r} is a column of the table of the picture; rename that of the data"
            )
    table = emm.tidy().iloc[:, len(names) :]
    table = table.rename(columns={"estimate": "yvar", "std_error": "SE", **LIMITS})
    numbers = ["yvar", "SE", "df", *(LIMITS.values() if intervals else ())]
    out = emm.groups.join(table[[name for name in numbers if name in table]])
    out["tvar"] = combined(emm.groups, formula.traces)
    out["xvar"] = combined(emm.groups, formula.x)
    if out.duplicated([*formula.by, "tvar", "xvar"]).any():
        others = ", ".join(name for name in names if name not in formula.names)
        raise ValueError(
            f"there are several means for a point: these have levels of {others} too; add them "
            "to the formula, or average over them by emmeans() first"
        )
    return out


def combined(groups: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """The levels of some variables together, in the order in which they come."""
    if not names:
        return pd.Series(pd.Categorical([ONE_TRACE] * len(groups)), groups.index)
    if len(names) == 1:
        column = groups[names[0]]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_numeric_dtype(column):
            return column
    # the first variable is fastest
    slowest_first = list(names)[::-1]
    order = groups[slowest_first].drop_duplicates()
    order = order.sort_values(slowest_first, key=_places)
    levels = level_texts(order[list(names)])
    return pd.Series(pd.Categorical(level_texts(groups[list(names)]), levels), groups.index)


def _places(column: pd.Series) -> pd.Series:
    """The places of levels among those of the column, in the order in which they come."""
    return pd.Series(pd.factorize(column)[0], column.index)
