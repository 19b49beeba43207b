"""Simple contrasts: of some variables, within the levels of all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.means.contrasts.contrast_request import ContrastRequest
from rglm.inference.means.contrasts.emm_list import EmmList
from rglm.inference.means.contrasts.rbind import rbind

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

Simple: TypeAlias = str | Sequence[str] | Sequence[Sequence[str]] | None
EACH = "each"


def simple_contrasts(
    emm: EmmGrid, simple: Simple, combine: bool, request: ContrastRequest
) -> EmmGrid | EmmList:
    """The contrasts of one set of variables or of several, each within all other variables.

    Parameters
    ----------
    emm : EmmGrid
    simple : str or sequence
        The names of variables; "each" of them in turn; or a list of lists of names.
    combine : bool
        Whether several sets are one table, adjusted together.
    request : ContrastRequest

    Raises
    ------
    ValueError
        A name that is no variable of the means.
    """
    known = [str(name) for name in emm.groups]
    sets = _variable_sets(simple, [*emm.variables, *emm.by])
    for name in (name for names in sets for name in names):
        if name not in known:
            hint = did_you_mean(name, known)
            raise ValueError(f"simple= has {name!r}; the means have {', '.join(known)}{hint}")
    others = [[name for name in known if name not in names] for names in sets]
    if not _is_several(simple):
        return request.of(emm, others[0])
    tables = {
        f"simple contrasts for {'*'.join(names)}": request.of(emm, by)
        for names, by in zip(sets, others, strict=True)
    }
    if combine:
        return rbind(*tables.values(), adjust=request.adjust or "bonferroni")
    return EmmList(tables)


def _is_several(simple: Simple) -> bool:
    return simple == EACH or (
        isinstance(simple, Sequence) and not all(isinstance(part, str) for part in simple)
    )


def _variable_sets(simple: Any, variables: Sequence[str]) -> list[list[str]]:
    """The variables of each set."""
    if simple == EACH:
        return [[name] for name in variables]
    if isinstance(simple, str):
        return [[simple]]
    if all(isinstance(part, str) for part in simple):
        return [list(simple)]
    return [[part] if isinstance(part, str) else list(part) for part in simple]
