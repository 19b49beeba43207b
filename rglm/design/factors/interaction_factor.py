"""R's ``interaction()``: the factor of which each level is a combination of levels of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np

from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.r_values import Factor, factor_from_codes, to_factor

State = dict[str, Any]
MAX_LISTED_COMBINATIONS = 100_000  # combinations: of more only those that rows have are levels


def interaction(
    *factors: Any, drop: bool = False, sep: str = ".", lex_order: bool = False, state: State
) -> Factor:
    """The factor of the combinations of other factors' levels.

    Parameters
    ----------
    factors : Factor or column
    drop : bool
        Without the combinations that no row has.
    sep : str
        Between the levels in a label.
    lex_order : bool
        Whether the last factor's levels change fastest in the order of the levels; else, as R has
        it by default, the first one's.
    """
    if not factors:
        raise ValueError("interaction() takes factors: interaction(f, g)")
    known = state.get("parts", (None,) * len(factors))
    parts = [to_factor(factor, levels) for factor, levels in zip(factors, known, strict=True)]
    names, codes = _cells(parts, lex_order)
    found = factor_from_codes(codes, [str(sep).join(name) for name in names])
    if not state:
        orders = [part.levels for part in parts]
        state |= interaction_levels(orders, dict.fromkeys(names), drop, sep, lex_order)
    known_levels = set(state["levels"])
    unseen = [level for level in found.levels if level not in known_levels]
    return found.recode([*state["levels"], *unseen])


def interaction_levels(
    orders: Sequence[Sequence[str]],
    used: dict[tuple[str, ...], None],
    drop: bool = False,
    sep: str = ".",
    lex_order: bool = False,
) -> State:
    """The levels of an interaction, of the levels of its factors and the combinations in use."""
    if drop or prod(map(len, orders)) > MAX_LISTED_COMBINATIONS:
        places = [{level: i for i, level in enumerate(order)} for order in orders]
        names = sorted(used, key=lambda name: _in_turn(_place(name, places), lex_order))
    elif lex_order:
        names = list(product(*orders))
    else:
        names = [name[::-1] for name in product(*orders[::-1])]
    levels = tuple(dict.fromkeys(str(sep).join(name) for name in names))
    return {"parts": tuple(map(tuple, orders)), "levels": levels}


@dataclass
class InteractionSummary:
    """What some rows say of an interaction: labels of its factors, combinations in use."""

    labels: list[CategoryLevels]
    used: dict[tuple[str, ...], None]

    @classmethod
    def of(cls, factors: Sequence[Any]) -> InteractionSummary:
        """The cells of some rows."""
        names, _ = _cells([to_factor(factor) for factor in factors], lex_order=False)
        return cls([CategoryLevels.of(factor) for factor in factors], dict.fromkeys(names))

    def __iadd__(self, other: InteractionSummary) -> InteractionSummary:
        for mine, theirs in zip(self.labels, other.labels, strict=True):
            mine += theirs
        self.used.update(other.used)
        return self


def _cells(parts: Sequence[Factor], lex_order: bool) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The combinations that rows have, in order, and the code of each row, -1 where missing."""
    codes = np.column_stack([part.codes for part in parts])
    missing = (codes < 0).any(axis=1)
    turned = codes if lex_order else codes[:, ::-1]
    cells, place = np.unique(turned[~missing], axis=0, return_inverse=True)
    out = np.full(len(codes), -1, dtype=np.intp)
    out[~missing] = place.ravel()
    cells = cells if lex_order else cells[:, ::-1]
    levels = [part.levels for part in parts]
    return [tuple(own[c] for own, c in zip(levels, cell, strict=True)) for cell in cells], out


def _place(name: tuple[str, ...], places: Sequence[dict[str, int]]) -> tuple[int, ...]:
    return tuple(place[level] for place, level in zip(places, name, strict=True))


def _in_turn(place: tuple[int, ...], lex_order: bool) -> tuple[int, ...]:
    return place if lex_order else place[::-1]
