"""The glm of a part of a model, from whose coefficients the climb begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family_names import as_family
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.warning_location import listening
from rglm.models.base.likelihood_fit import source_of
from rglm.sources.memory import MemorySource

STEPS = Control(maxit=50)


@dataclass(frozen=True)
class Begin:
    """A part's glm, where the climb begins.

    Attributes
    ----------
    family : family, name
    y, weights : (n,) float arrays
    """

    family: Any
    y: np.ndarray
    weights: np.ndarray


BeginOf = Callable[[np.ndarray, np.ndarray], Begin]  # of the response and the weights of some rows


def parts_of(widths: list[int]) -> list[tuple[int, slice]]:
    """The number of each part, and where its columns are among those of all."""
    ends = np.cumsum([0, *widths])
    return [(k, slice(int(ends[k]), int(ends[k + 1]))) for k in range(len(widths))]


def start_of(source: Any, begin: BeginOf, place: tuple[int, slice]) -> IrlsResult:
    """The glm of one part on the rows of a source, with its own offset."""
    columns = source.columns.select(np.arange(len(source.columns))[place[1]])
    with listening():  # what the whole model has to say comes later
        family = as_family(begin(np.zeros(0), np.zeros(0)).family)
        return _solve(source.changed(partial(_ready, begin, place), columns), family)


def _ready(begin: BeginOf, place: tuple[int, slice], source: MemorySource) -> MemorySource:
    """The rows of the glm."""
    rows, (k, columns) = source.rows, place
    found = begin(rows.y, rows.weights)
    family = as_family(found.family)
    ready = family.prepare(found.y, found.weights)
    offset = rows.offset if rows.offset.ndim == 1 else rows.offset[:, k]
    chosen = source.columns.select(np.arange(len(source.columns))[columns])
    out = source_of(chosen, [offset], ready.y, ready.weights)
    with np.errstate(all="ignore"):
        eta = family.link.linkfun(ready.mustart)
    return replace(out, rows=replace(out.rows, etastart=eta, trials=ready.trials))


def _solve(source: Any, family: Any) -> IrlsResult:
    """The glm; where its first step fails, from the mean of the response, and at worst of a
    response that is that mean everywhere: the coefficients are only a start.
    """
    try:
        return irls(source, family, STEPS, None)
    except FitError:
        level = source.total(lambda block: float(block.rows.weights @ block.rows.y))
        mean = level / source.total(lambda block: float(block.rows.weights.sum()))
        return irls(source.changed(partial(_flat, mean, family)), family, STEPS, None)


def _flat(mean: float, family: Any, source: MemorySource) -> MemorySource:
    y = np.full(source.nrows, mean)
    rows = replace(source.rows, y=y, etastart=family.link.linkfun(y))
    return replace(source, rows=rows)
