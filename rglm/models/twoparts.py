"""What `zeroinfl` and `hurdle` share: a formula of two parts, and where the climb begins."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.columns import Columns, beside
from rglm.design.errors import DataError, row_label
from rglm.design.formula import FormulaError
from rglm.design.frame import ModelFrame
from rglm.design.parts import whole_parts
from rglm.families.family import as_family
from rglm.fitting.control import Control, as_control
from rglm.fitting.irls import Solution, irls
from rglm.fitting.likelihood import Maximum, maximise
from rglm.fitting.predictors import Predictors
from rglm.fitting.warnings import FitError
from rglm.linalg.threads import calm
from rglm.models import setup
from rglm.models.likelihoodfit import Estimated, source_of
from rglm.models.twopart_fit import TwoPartFit
from rglm.sources.memory import MemorySource

STEPS = Control(maxit=50)
# what the coefficients of the two glms are multiplied by, and log(theta), where the climb begins
STARTS = ((1, 1, 0), (1, 0.3, 1), (1, 0, -1), (1, 4, 0), (1, -1, 0), (0.5, 0.5, 0), (0, 0, 0))
HIGHER = 1e-7  # of a log-likelihood: another hill, and not the same one again


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


def fit_two_parts(
    function: str,
    density: Any,
    begins: Callable[[np.ndarray, np.ndarray], tuple[Begin, Begin]],
    caller: Mapping[str, Any],
    arguments: Mapping[str, Any],
    fitter: Callable[..., Any],
    counts: bool = True,
) -> TwoPartFit:
    """The fit of a model of two parts."""
    control = as_control(arguments["control"], 200, ("maxit",))
    frame, weights, made_of = setup.read(two_formulas(arguments["formula"]), arguments, caller)
    y = response_of(function, frame, weights, counts)
    parts = [part.columns for part in frame.parts]
    source = source_of(beside(parts), [part.offset for part in frame.parts], y, weights)
    starts = [
        start_of(part.columns, part.offset, begin)
        for part, begin in zip(frame.parts, begins(y, weights), strict=True)
    ]
    kept = [np.sort(start.pivoted.kept) for start in starts]
    model = Predictors(density, (kept[0], kept[1] + len(parts[0])))
    beta = [start.beta[k] for start, k in zip(starts, kept, strict=True)]
    with calm(source.nrows, len(source.columns.arrays)):
        maximum = _climb(model, source, beta, control)
    places = np.concatenate(model.parts)
    fit = TwoPartFit(
        Estimated.of(maximum, places, len(source.columns)),
        source,
        [part.schema for part in frame.parts],
        control,
        model=model,
        function=function,
        starts=starts,
        fitter=fitter,
        **made_of,
    )
    names = [*(fit.names[i] for i in places), *density.scalars]
    aliased = [name for i, name in enumerate(fit.names) if i not in places]
    setup.warn(function, maximum, names, aliased, _hint(fit, maximum))
    if maximum.running is None and maximum.converged and (rows := fit.certain()):
        setup.warn_of_certainty(function, rows)
    return fit


def _hint(fit: TwoPartFit, maximum: Maximum) -> str:
    """What an infinite parameter of the count model means."""
    step = maximum.running
    if step is None:
        return ""
    moved = np.flatnonzero(np.abs(step) > 0.2 * np.abs(step).max())
    counts, zeros = (len(part) for part in fit.model.parts)
    if fit.zero_dist is None and counts in moved and step[counts] < 0 and zeros == 1:
        return (
            ". The counts have no more zeros than their own distribution: a zero part has nothing "
            "to explain, and glm() or glm_nb() will do"
        )
    if counts + zeros in moved and step[counts + zeros] > 0 and fit.dist == "negbin":
        return ". The counts are not overdispersed: dist='poisson' will do"
    return ""


def two_formulas(formula: str) -> tuple[str, str]:
    """The formula of each part; without a ``|`` both have the same."""
    if not isinstance(formula, str):
        raise TypeError(
            f"formula= takes a string such as 'y ~ x | z', got {type(formula).__name__}"
        )
    parts = whole_parts(formula)
    if len(parts) > 2:
        raise FormulaError(
            f"formula {formula!r} has {len(parts)} parts; this model has two, counts | zeros"
        )
    return parts[0], parts[-1]


def response_of(function: str, frame: ModelFrame, weights: np.ndarray, counts: bool) -> np.ndarray:
    """The response, checked: counts, or numbers of 0 or more; some of them 0 and some above."""
    name, y = frame.schema.parsed.response.name, frame.response
    if not isinstance(y, np.ndarray) or y.ndim != 1:
        raise DataError(f"{function}: the response {name!r} is not one number per row")
    wrong = y < 0
    if counts:
        wrong |= y != np.rint(y)
    if wrong.any():
        row = int(np.argmax(wrong))
        rule = "a count of 0, 1, 2, ..." if counts else "0 or more"
        raise DataError(
            f"{function}: the response {name!r} has to be {rule}, got {y[row]:.15g} in the row "
            f"labelled {row_label(frame.index, row)}"
        )
    used = y[weights > 0]
    if used.all():
        raise DataError(
            f"{function}: the response {name!r} has no zeros (its least value is "
            f"{used.min():g}), so a zero part has nothing to explain; use glm() or glm_nb()"
        )
    if not used.any():
        raise DataError(f"{function}: the response {name!r} is 0 in every row")
    return y


def start_of(columns: Columns, offset: np.ndarray, begin: Begin) -> Solution:
    """The glm of a part."""
    family = as_family(begin.family)
    with warnings.catch_warnings():  # what the whole model has to say comes later
        warnings.simplefilter("ignore")
        ready = family.prepare(begin.y, begin.weights)
        source = source_of(columns, [offset], ready.y, ready.weights)
        with np.errstate(all="ignore"):
            eta = family.link.linkfun(ready.mustart)
        rows = replace(source.rows, etastart=eta, trials=ready.trials)
        return _solve(replace(source, rows=rows), family)


def _solve(source: MemorySource, family: Any) -> Solution:
    """The glm, or where it cannot go on its first step."""
    try:
        return irls(source, family, STEPS, None)
    except FitError:
        level = source.total(lambda block: float(block.rows.weights @ block.rows.y))
        mean = level / source.total(lambda block: float(block.rows.weights.sum()))
        rows = replace(source.rows, y=np.full(source.nrows, mean))
        flat = replace(rows, etastart=family.link.linkfun(rows.y))
        return irls(replace(source, rows=flat), family, STEPS, None)


def _climb(
    model: Predictors, source: MemorySource, beta: list[np.ndarray], control: Control
) -> Maximum:
    """The maximum from the glms of the parts. Where that is at infinity, or nowhere, there may be
    another hill: the highest is taken that is found from flatter glms and other thetas.
    """
    total, best = model.total(source), None
    for counts, zeros, scalar in STARTS:
        scalars = np.full(len(model.density.scalars), scalar)
        start = np.concatenate([counts * beta[0], zeros * beta[1], scalars])
        try:
            found = maximise(total, start, control.maxit)
        except FloatingPointError:
            continue
        best = found if best is None or found.value > best.value + HIGHER else best
        if best.converged and best.running is None:
            return best
    if best is None:
        raise FitError(
            "the likelihood is zero wherever the search could begin: rescale the numeric columns, "
            "or give another link"
        )
    return best
