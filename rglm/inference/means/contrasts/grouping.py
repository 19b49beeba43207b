"""The groups of means: as they are, none, or those of other variables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

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
    names = (by,) if isinstance(by, str) else tuple(by or ())
    known = [str(name) for name in emm.groups]
    for name in names:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise ValueError(f"by={name!r}: the rows have {', '.join(known)}{hint}")
    if set(names) == set(emm.by):
        return emm
    variables = tuple(name for name in known if name not in names)
    return replace(emm, by=names, variables=variables, families=None)
