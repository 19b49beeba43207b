"""The groups of means: as they are, none, or those of other variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.means.contrasts.same_groups import By, SameGroups

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

Means = TypeVar("Means", bound="EmmGrid")


def regrouped(emm: Means, by: By) -> Means:
    """The means in other groups.

    Raises
    ------
    ValueError
        There is no such variable.
    """
    if isinstance(by, SameGroups):
        return emm
    names = (by,) if isinstance(by, str | int) else tuple(by or ())
    known = [str(name) for name in emm.groups]
    for name in names:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise ValueError(f"by={name!r}: the rows have {', '.join(known)}{hint}")
    if set(names) == set(emm.by):
        return emm
    variables = tuple(name for name in known if name not in names)
    return replace(_in_order(emm, names), by=names, variables=variables, families=None)


def _in_order(emm: Means, by: Sequence[str]) -> Means:
    """The rows in an order in which the first of the variables of groups is fastest."""
    if len(by) < 2:
        return emm
    order = np.lexsort([pd.factorize(emm.groups[name])[0] for name in by])
    seen = emm.groups[list(by)].drop_duplicates()
    if np.array_equal(emm.groups[list(by)].iloc[order].drop_duplicates(), seen):
        return emm
    return rows_at(emm, order)


def rows_at(emm: Means, places: np.ndarray) -> Means:
    """The rows at some places, in the order of these."""
    ratios = emm.ratio_groups
    return replace(
        emm,
        groups=emm.groups.iloc[places].reset_index(drop=True),
        ratio_groups=None if ratios is None else ratios.iloc[places].reset_index(drop=True),
        estimated=emm.estimated.take(places),
        row_df=None if emm.row_df is None else emm.row_df[places],
    )
