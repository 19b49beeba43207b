"""R's ``interaction()``: a factor whose levels are the combinations of levels of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.formula_value import ColumnValue, FunctionState
from rglm.design.values.r_values import Factor, factor_from_codes, put_levels_first, to_factor

MAX_LISTED_COMBINATIONS = 100_000  # of more, only those that some row has are levels


def interaction(
    *factors: ColumnValue,
    drop: bool = False,
    sep: str = ".",
    lex_order: bool = False,
    state: FunctionState,
) -> Factor:
    """The factor of the combinations of other factors' levels.

    Parameters
    ----------
    factors : Factor or column
    drop : bool
        Whether combinations that no row has are left out.
    sep : str
        Between the levels in a label.
    lex_order : bool
        Whether the last factor's levels change fastest in the order of the levels; by default
        the first one's do, as in R.
    """
    if not factors:
        raise ValueError("interaction() takes factors: interaction(f, g)")
    known = state.get("factors", (None,) * len(factors))
    given = [to_factor(value, levels) for value, levels in zip(factors, known, strict=True)]
    names, codes = _cells(given, lex_order)
    value = factor_from_codes(codes, [str(sep).join(name) for name in names])
    if not state:
        orders = [factor.levels for factor in given]
        state |= interaction_levels(orders, dict.fromkeys(names), drop, sep, lex_order)
    return put_levels_first(value, state["levels"])


def interaction_levels(
    orders: Sequence[Sequence[str]],
    used: dict[tuple[str, ...], None],
    drop: bool = False,
    sep: str = ".",
    lex_order: bool = False,
) -> FunctionState:
    """The state of an interaction, from its factors' levels and the combinations of rows."""
    if drop or prod(map(len, orders)) > MAX_LISTED_COMBINATIONS:
        codes = [{level: i for i, level in enumerate(order)} for order in orders]

        def sort_key(name: tuple[str, ...]) -> tuple[int, ...]:
            key = tuple(code[level] for code, level in zip(codes, name, strict=True))
            return key if lex_order else key[::-1]

        names = sorted(used, key=sort_key)
    elif lex_order:
        names = list(product(*orders))
    else:
        names = [name[::-1] for name in product(*orders[::-1])]
    levels = tuple(dict.fromkeys(str(sep).join(name) for name in names))
    return {"factors": tuple(map(tuple, orders)), "levels": levels}


@dataclass
class InteractionSummary:
    """The levels that an interaction has on some rows; ``a += b`` joins two."""

    factors: list[CategoryLevels]  # the levels of its factors
    used: dict[tuple[str, ...], None]  # the combinations that a row has

    @classmethod
    def of(cls, factors: Sequence[ColumnValue]) -> InteractionSummary:
        """The levels on some rows."""
        names, _ = _cells([to_factor(factor) for factor in factors], lex_order=False)
        return cls([CategoryLevels.of(factor) for factor in factors], dict.fromkeys(names))

    def __iadd__(self, other: InteractionSummary) -> InteractionSummary:
        for own, others in zip(self.factors, other.factors, strict=True):
            own += others
        self.used.update(other.used)
        return self


def _cells(given: Sequence[Factor], lex_order: bool) -> tuple[list[tuple[str, ...]], np.ndarray]:
    """The combinations that rows have, in order, and each row's code, -1 where missing."""
    codes = np.column_stack([factor.codes for factor in given])
    missing = (codes < 0).any(axis=1)
    sorted_by = codes if lex_order else codes[:, ::-1]
    cells, cell_codes = np.unique(sorted_by[~missing], axis=0, return_inverse=True)
    out = np.full(len(codes), -1, dtype=np.intp)
    out[~missing] = cell_codes.ravel()
    cells = cells if lex_order else cells[:, ::-1]
    levels = [factor.levels for factor in given]
    return [tuple(own[c] for own, c in zip(levels, cell, strict=True)) for cell in cells], out
