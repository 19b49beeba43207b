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
    names = group_names(emm.groups, emm.by, by)
    if set(names) == set(emm.by):
        return emm
    order = group_order(emm.groups, names)
    variables = tuple(str(name) for name in emm.groups if name not in names)
    out = emm if order is None else rows_at(emm, order)
    return replace(out, by=names, variables=variables, families=None)


def group_names(groups: pd.DataFrame, own: tuple[str, ...], by: By) -> tuple[str, ...]:
    """The variables that make groups.

    Raises
    ------
    ValueError
        There is no such variable.
    """
    if isinstance(by, SameGroups):
        return own
    names = (by,) if isinstance(by, str | int) else tuple(by or ())
    known = [str(name) for name in groups]
    for name in names:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise ValueError(f"by={name!r}: the rows have {', '.join(known)}{hint}")
    return names


def group_order(groups: pd.DataFrame, by: Sequence[str]) -> np.ndarray | None:
    """The places of rows in an order in which the first variable of groups is fastest.

    None where they are in it.
    """
    if len(by) < 2:
        return None
    order = np.lexsort([pd.factorize(groups[name])[0] for name in by])
    seen = groups[list(by)].drop_duplicates()
    if np.array_equal(groups[list(by)].iloc[order].drop_duplicates(), seen):
        return None
    return order


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
