"""The models of a table, as they are given: one by one, in lists, or in dicts by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rglm.formatting.hints.misplaced_arguments import misplaced_argument_hint
from rglm.inference.estimate_column import EstimateColumn, column_of
from rglm.inference.posterior_result import OF_POSTERIORS, PosteriorResult
from rglm.protocol.model_result import ModelResult


def given_fits(
    verb: str, models: Sequence[Any], names: Sequence[str] | None, takes_posteriors: bool = False
) -> tuple[list[ModelResult], tuple[str, ...]]:
    """The fits, and the heads of their columns.

    Raises TypeError, ValueError: what is no fit; no fit; names of another number.
    """
    fits: list[Any] = []
    known: list[str] = []
    for given in models:
        if isinstance(given, Mapping):
            fits += given.values()
            known += map(str, given)
        else:
            more = list(given) if isinstance(given, (list, tuple)) else [given]
            known += [f"({len(fits) + i + 1})" for i in range(len(more))]
            fits += more
    if not fits:
        raise ValueError(f"{verb}() needs a model: {verb}(fit1, fit2)")
    if takes_posteriors:
        fits = [column_of(fit) for fit in fits]
    for fit in fits:
        if isinstance(fit, EstimateColumn):
            continue
        if isinstance(fit, PosteriorResult):
            if not takes_posteriors:
                raise TypeError(f"{verb}() has p-values, {OF_POSTERIORS}; regtable() takes it")
        elif not isinstance(fit, ModelResult):
            hint = misplaced_argument_hint(
                [fit], ["models"], ("output", "vcov", "method", "conf_level")
            )
            raise TypeError(f"{verb}() takes fits, got {type(fit).__name__}: {fit!r:.60}{hint}")
    if names is not None:
        known = [names] if isinstance(names, str) else [str(name) for name in names]
        if len(known) != len(fits):
            raise ValueError(f"names= has {len(known)} names for {len(fits)} models")
    return fits, tuple(known)


def per_model(value: Any, count: int, argument: str) -> list[Any]:
    """A list with a value for each model; a single value is for all models."""
    if not isinstance(value, (list, tuple)):
        return [value] * count
    if len(value) != count:
        raise ValueError(f"{argument}= has {len(value)} values for {count} models")
    return list(value)
