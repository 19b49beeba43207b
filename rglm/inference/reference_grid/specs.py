"""What ``emmeans(specs, by=)`` asks for: ``"g"``, ``"a * b"``, ``"pairwise ~ g | h"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.multiple_comparisons.contrast_methods import METHODS
from rglm.inference.multiple_comparisons.contrast_set import Method

if TYPE_CHECKING:
    from rglm.inference.reference_grid.reference_grid import ReferenceGrid

EXAMPLE = "emmeans('g'), emmeans('a * b'), emmeans('pairwise ~ a | b')"


@dataclass(frozen=True)
class Specs:
    """Variables whose means are asked for, in groups of others, and how they are compared."""

    variables: tuple[str, ...]
    by: tuple[str, ...]
    contrast: Method | None

    def with_nests(self, grid: ReferenceGrid) -> Specs:
        """The variables with those that they are nested in."""
        if not grid.nesting:
            return self
        nests = [n for n in grid.with_nests(self.by) if n not in self.by]
        by = [*nests, *self.by]
        others = grid.with_nests(self.variables)
        return replace(self, variables=tuple(n for n in others if n not in by), by=tuple(by))


def read_specs(
    specs: str | Sequence[str],
    by: str | Sequence[str] | None,
    contr: Method | None,
    known: Sequence[str],
) -> Specs:
    """The variables asked for.

    Raises
    ------
    ValueError
        One is no variable of the grid, or is given twice; an unknown contrast.
    """
    left, right, inside = "", "", ""
    specs = _single_formula(specs, known)
    if isinstance(specs, str):
        left, _, right = specs.rpartition("~")
        right, _, inside = right.partition("|")
        names = _split(right, known)
    else:
        names = [str(name) for name in specs]
    groups = _split(inside, known)
    groups += [by] if isinstance(by, str) else list(by or ())
    contrast = contr if contr is not None else left.strip() or None
    if isinstance(contrast, str):
        check_option("contr", contrast.replace(".", "_"), METHODS, " or weights by hand")
    names = [name for name in names if name not in groups and name != "1"]
    for name in (*names, *groups):
        if name not in known:
            hint = did_you_mean(name, known) or _inside(name, known)
            raise ValueError(
                f"emmeans(): {name!r} is no variable of the model: {', '.join(known)}{hint}; "
                f"{EXAMPLE}"
            )
    if len({*names, *groups}) < len(names) + len(groups):
        raise ValueError(f"emmeans(): a variable is given twice in {[*names, *groups]}")
    return Specs(tuple(names), tuple(groups), contrast)


def _single_formula(specs: str | Sequence[str], known: Sequence[str]) -> str | Sequence[str]:
    """The formula of a list that has one; R's ``list(pairwise ~ g)``.

    Raises ValueError: there are several.
    """
    if isinstance(specs, str) or not any("~" in str(one) for one in specs if one not in known):
        return specs
    if len(specs) > 1:
        raise ValueError(
            f"emmeans(): specs={list(specs)!r} has several formulas; give one at a time"
        )
    return specs[0]


def _inside(name: str, known: Sequence[str]) -> str:
    """A hint at the variable of an expression such as ``factor(g)``."""
    words = re.findall(r"[\w.]+", name)
    return next((f" (did you mean {one!r}?)" for one in known if one in words), "")


def _split(text: str, known: Sequence[str]) -> list[str]:
    """The names in a text; one that is a variable as it stands is not divided."""
    if text.strip() in known:
        return [text.strip()]
    return [word.strip("` ") for word in re.split(r"[*:+]", text) if word.strip("` ")]
