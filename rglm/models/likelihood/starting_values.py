"""The glm of a linear predictor, from whose coefficients the search for the maximum begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family_names import as_family
from rglm.fitting.control import Control
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.sources.memory import MemorySource

STARTING_CONTROL = Control(maxit=50)


@dataclass(frozen=True)
class StartingGlm:
    """A glm from whose coefficients a search begins.

    Attributes
    ----------
    family : family, name
    y : (n,) or (n, 2) float array
    weights : (n,) float array
    """

    family: Any
    y: np.ndarray
    weights: np.ndarray


# of the response and the weights of some rows; it is pickled where the data are in chunks
StartingGlmOf = Callable[[np.ndarray, np.ndarray], StartingGlm]


def predictor_places(widths: Sequence[int]) -> list[tuple[int, slice]]:
    """The number of each linear predictor, and the place of its columns among all."""
    ends = np.cumsum([0, *widths])
    return [(k, slice(int(ends[k]), int(ends[k + 1]))) for k in range(len(widths))]


def fit_starting_glm(source: Any, glm: StartingGlmOf, place: tuple[int, slice]) -> IrlsResult:
    """The glm of one linear predictor on the rows of a source, with its own offset."""
    columns = source.columns.select(np.arange(len(source.columns))[place[1]])
    with collect_warnings():  # the warnings that count are those of the whole model
        family = as_family(glm(np.zeros(0), np.zeros(0)).family)
        return _solve(source.transform(partial(_glm_rows, glm, place), columns), family)


def _glm_rows(glm: StartingGlmOf, place: tuple[int, slice], source: MemorySource) -> MemorySource:
    rows, (k, columns) = source.rows, place
    given = glm(rows.y, rows.weights)
    family = as_family(given.family)
    prepared = family.prepare(given.y, given.weights)
    offset = rows.offset if rows.offset.ndim == 1 else rows.offset[:, k]
    chosen = source.columns.select(np.arange(len(source.columns))[columns])
    out = predictor_source(chosen, [offset], prepared.y, prepared.weights)
    with np.errstate(all="ignore"):
        eta = family.link.linkfun(prepared.mustart)
    return replace(out, rows=replace(out.rows, etastart=eta, trials=prepared.trials))


def _solve(source: Any, family: Any) -> IrlsResult:
    """The glm; where its first step fails, from the mean of the response, and at worst of a
    response that is that mean everywhere: the coefficients are only a start.
    """
    try:
        return irls(source, family, STARTING_CONTROL, None)
    except FitError:
        level = source.total(lambda block: float(block.rows.weights @ block.rows.y))
        mean = level / source.total(lambda block: float(block.rows.weights.sum()))
        return irls(
            source.transform(partial(_constant_rows, mean, family)), family, STARTING_CONTROL, None
        )


def _constant_rows(mean: float, family: Any, source: MemorySource) -> MemorySource:
    y = np.full(source.nrows, mean)
    rows = replace(source.rows, y=y, etastart=family.link.linkfun(y))
    return replace(source, rows=rows)
