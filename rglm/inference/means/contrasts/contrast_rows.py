"""The contrasts of all groups of means: one matrix of weights, and the levels of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.means.level_groups import grouped
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.inference.multiple_comparisons.contrast_set import Method, contrast_set
from rglm.inference.multiple_comparisons.families import Family


@dataclass(frozen=True)
class ContrastRows:
    """M contrasts of k means, made within groups of these.

    Attributes
    ----------
    weights : (M, k) array
    groups, ratio_groups : DataFrame (M, v)
        The names of the contrasts, and the levels of their groups; with names of ratios.
    families : tuple of Family
        What each group compares.
    adjust : str
        The adjustment if none is asked for.
    are_contrasts : bool
        Whether all weights have the sum 0.
    """

    weights: np.ndarray
    groups: pd.DataFrame
    ratio_groups: pd.DataFrame
    families: tuple[Family, ...]
    adjust: str
    are_contrasts: bool


def contrast_rows(
    groups: pd.DataFrame,
    ratio_groups: pd.DataFrame,
    by: Sequence[str],
    method: Method,
    name: str,
    enhance_levels: bool | str | Sequence[str] = True,
    options: Mapping[str, Any] | None = None,
) -> ContrastRows:
    """The contrasts that a method makes of the means of each group.

    Parameters
    ----------
    groups, ratio_groups : DataFrame (k, v)
        The levels of the means; where these are contrasts, with their names as ratios.
    by : sequence of str
        The columns whose levels make groups.
    method, options
        As of `contrast_set`.
    name : str
        The column of the names of the contrasts.
    enhance_levels : bool, str or sequence of str
        The variables whose names stand before their levels: True, those whose levels are numbers.

    Raises
    ------
    ValueError
        No group has two means to compare, or what `contrast_set` raises.
    """
    others = [str(column) for column in groups if column not in by]
    name = _free_name(name, by)
    parts, families, weights = [], [], []
    for _, places in grouped(groups, by):
        plain, ratios = (
            contrast_set(
                method, _means(table.iloc[places][others], enhance_levels), **(options or {})
            )
            for table in (groups, ratio_groups)
        )
        if not plain.labels:
            continue
        weights.append(_placed(plain.weights, places, len(groups)))
        families.append(Family(plain.family_size, plain.is_pairwise))
        parts.append((plain, ratios, places[0]))
    if not parts:
        raise ValueError(_nothing(groups, others, by))
    sets = [part[0] for part in parts]
    return ContrastRows(
        np.vstack(weights),
        _levels(groups, by, name, [(s.labels, place) for s, _, place in parts]),
        _levels(ratio_groups, by, name, [(r.ratio_labels, place) for _, r, place in parts]),
        tuple(families),
        sets[0].adjust,
        all(one.are_contrasts for one in sets),
    )


def _free_name(name: str, taken: Sequence[str]) -> str:
    """The name, or with a number behind it if a group has it: ``contrast1``."""
    free, number = name, 0
    while free in taken:
        number += 1
        free = f"{name}{number}"
    return free


def _means(levels: pd.DataFrame, enhance: bool | str | Sequence[str]) -> Any:
    """The means as `contrast_set` takes them: their levels, or their labels."""
    if enhance is True:
        return levels
    names = () if enhance is False else (enhance,) if isinstance(enhance, str) else enhance
    for name in names:
        if name not in levels:
            known = ", ".join(map(str, levels))
            raise ValueError(f"enhance_levels={name!r}: the means that are compared have {known}")
    columns = [
        [f"{name if name in names else ''}{level_text(value)}" for value in column]
        for name, column in levels.items()
    ]
    return [" ".join(parts) for parts in zip(*columns, strict=True)]


def _placed(weights: np.ndarray, places: np.ndarray, count: int) -> np.ndarray:
    """Weights of the means of a group as weights of all means."""
    out = np.zeros((len(weights), count))
    out[:, places] = weights
    return out


def _levels(
    groups: pd.DataFrame, by: Sequence[str], name: str, parts: list[tuple[tuple[str, ...], int]]
) -> pd.DataFrame:
    """The names of the contrasts beside the levels of their groups."""
    labels = [label for names, _ in parts for label in names]
    places = np.repeat([place for _, place in parts], [len(names) for names, _ in parts])
    levels = groups[list(by)].iloc[places].reset_index(drop=True)
    return pd.concat([pd.DataFrame({name: labels}, dtype=object), levels], axis=1)


def _nothing(groups: pd.DataFrame, others: Sequence[str], by: Sequence[str]) -> str:
    """The message where each group has one mean."""
    inside = f" in each group of {', '.join(by)}" if by else ""
    names = ", ".join(others) or "a variable"
    single = [n for n in others if len(set(groups[n])) == 1 and n not in ("1", "contrast")]
    hint = ""
    if single:
        value = level_text(groups[single[0]].iloc[0])
        hint = f"; {single[0]} is {value} only: at={{{single[0]!r}: [...]}} asks for several"
    return f"contrasts compare two means or more, and there is one of {names}{inside}{hint}"
