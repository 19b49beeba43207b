"""The columns of each term of an analysis of variance, and of single contrasts of a factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.models.lm.lm_result import LmResult

Split: TypeAlias = Mapping[str, int | Sequence[int]]


def split_groups(fit: LmResult, split: Mapping[str, Split], expand: bool) -> dict[str, np.ndarray]:
    """The columns of each term, and below it those of its contrasts, under R's names."""
    labels, assign = fit.terms, fit._schema.assign
    sizes = {label: int((assign == i).sum()) for i, label in enumerate(labels, 1)}
    for name, contrasts in split.items():
        _check_split(name, contrasts, sizes)
    groups = {}
    for number, (label, factors) in enumerate(zip(labels, _term_factors(fit), strict=True), 1):
        columns = np.flatnonzero(assign == number)
        groups[label] = columns
        involved = [name for name in factors if name in split]
        if involved and (len(factors) == 1 or expand):
            for name, places in _contrast_places(factors, sizes, split):
                groups[f"  {label}: {name}"] = columns[places]
    return groups


def _term_factors(fit: LmResult) -> list[list[str]]:
    """The names of the variables of each term."""
    parsed = fit._schema.parsed
    return [[parsed.expressions[f.expr].name for f in term.factors] for term in parsed.terms]


def _check_split(name: str, contrasts: Split, sizes: Mapping[str, int]) -> None:
    if name not in sizes:
        hint = did_you_mean(name, sizes)
        raise ValueError(f"split= names {name!r}, which is no term of the model{hint}")
    for label, numbers in contrasts.items():
        if not all(1 <= i <= sizes[name] for i in np.atleast_1d(numbers)):
            raise ValueError(
                f"split={{{name!r}: {{{label!r}: {numbers!r}}}}}: {name!r} has the contrasts 1 to "
                f"{sizes[name]}"
            )


def _contrast_places(
    factors: Sequence[str], sizes: Mapping[str, int], split: Mapping[str, Split]
) -> list[tuple[str, np.ndarray]]:
    """The names and places of the contrasts of a term among its columns.

    The columns of an interaction are the products of those of its factors, the first one's
    fastest.
    """
    split_factors = [name for name in factors if name in split]
    grid = np.meshgrid(*[np.arange(1, sizes[name] + 1) for name in factors], indexing="ij")
    numbers = {n: g.ravel(order="F") for n, g in zip(factors, grid, strict=True)}
    out = []
    for labels in product(*[split[name] for name in split_factors]):
        inside = np.ones(len(numbers[factors[0]]), dtype=bool)
        for name, label in zip(split_factors, labels, strict=True):
            inside &= np.isin(numbers[name], np.atleast_1d(split[name][label]))
        out.append((".".join(labels), np.flatnonzero(inside)))
    return out
