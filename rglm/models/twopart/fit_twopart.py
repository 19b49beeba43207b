"""What `zeroinfl` and `hurdle` share: a formula of two parts, and where the search begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from rglm.design.block import Block
from rglm.design.columns import hstack
from rglm.design.formula.formula_parts import part_formulas
from rglm.design.formula.parsed_formula import FormulaError
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.row_labels import row_label
from rglm.errors import DataError, FitError
from rglm.fitting.control import Control, as_control
from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.fitting.separation.infinite_parameters import with_limit_signs
from rglm.linalg.threads import one_thread
from rglm.models.base import likelihood_warnings, model_data
from rglm.models.base.likelihood_estimates import Estimated
from rglm.models.base.likelihood_fit import source_of
from rglm.models.base.starting_values import BeginOf, parts_of, start_of
from rglm.models.twopart.twopart_fit import TwoPartFit
from rglm.protocol.model_call import ModelCall
from rglm.sources.memory import MemorySource

# what the coefficients of the two glms are multiplied by, and log(theta), where the search begins
STARTS = ((1, 1, 0), (1, 0.3, 1), (1, 0, -1), (1, 4, 0), (1, -1, 0), (0.5, 0.5, 0), (0, 0, 0))
HIGHER_MAXIMUM = 1e-7  # of a log-likelihood: another maximum, and not the same one again

INFINITE_ETA = 500.0  # a linear predictor beyond it is on its way to infinity


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoPartCall(ModelCall[TwoPartFit]):
    """The arguments of a call of `zeroinfl` or `hurdle`."""

    dist: str
    link: str


def fit_two_parts(
    call: TwoPartCall,
    density: Any,
    begins: tuple[BeginOf, BeginOf],
    counts: bool = True,
    zero_dist: str | None = None,
) -> TwoPartFit:
    """The fit of a model of two parts."""
    control = as_control(call.control, 200, ("maxit",))
    function = call.function.__name__
    rows = partial(rows_of, function, counts)
    read = model_data.read(call, two_formulas(call.formula), rows)
    source, parts = read.source, [part.columns for part in read.frame.parts]
    largest = check_zeros(function, read.frame, source)
    starts = [
        start_of(source, begin, place)
        for begin, place in zip(begins, parts_of([len(part) for part in parts]), strict=True)
    ]
    kept = [np.sort(start.pivoted.kept) for start in starts]
    model = PredictorLikelihood(density, (kept[0], kept[1] + len(parts[0])))
    beta = [start.beta[k] for start, k in zip(starts, kept, strict=True)]
    with one_thread():
        maximum = with_limit_signs(model, source, _highest_maximum(model, source, beta, control))
    fit = TwoPartFit(
        Estimated.of(maximum, np.concatenate(model.parts), len(source.columns)),
        source,
        [part.schema for part in read.frame.parts],
        control,
        model=model,
        function=function,
        dist=call.dist,
        link=call.link,
        zero_dist=zero_dist,
        starts=starts,
        largest=largest,
        triangles=[start.pivoted for start in starts],
        **read.made_of,
    )
    _warn(fit, source, maximum)
    return fit


def _warn(fit: TwoPartFit, source: MemorySource, maximum: OptimizationResult) -> None:
    """Warn of what makes the numbers of a fit doubtful."""
    kept, scalars = fit.solution.pivoted.kept, fit.model.density.scalars
    names = [*(fit.names[i] for i in kept), *scalars]
    aliased = [name for i, name in enumerate(fit.names) if i not in kept]
    far = not maximum.converged and _has_infinite_eta(fit.model, source, maximum)
    likelihood_warnings.warn(
        fit.function, maximum, names, aliased, _hint(fit, maximum), len(scalars), far
    )
    if maximum.running is None and maximum.converged and (rows := fit.count_certain_rows()):
        likelihood_warnings.warn_of_certainty(fit.function, rows)


def _has_infinite_eta(
    model: PredictorLikelihood, source: MemorySource, found: OptimizationResult
) -> bool:
    """Whether a linear predictor is on its way to infinity."""

    def of_block(block: Block) -> np.ndarray:
        x = model.matrix(block.columns, block.row_slice)
        return np.abs(model.etas(x, block.rows.offset, found.theta)).max(axis=0)

    return bool(source.by_row(of_block).max(initial=0.0) > INFINITE_ETA)


def _hint(fit: TwoPartFit, maximum: OptimizationResult) -> str:
    """What an infinite parameter of the count model means."""
    step = maximum.running
    if step is None:
        return ""
    moved = np.flatnonzero(np.abs(step) > 0.2 * np.nanmax(np.abs(step)))
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
            f"formula= takes a string such as 'y ~ x | z', got {type(formula).__name__}; it comes "
            "first, then the data"
        )
    parts = part_formulas(formula)
    if len(parts) > 2:
        raise FormulaError(
            f"formula {formula!r} has {len(parts)} parts; this model has two, counts | zeros"
        )
    return parts[0], parts[-1]


def rows_of(function: str, counts: bool, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: a response of counts (or amounts), two designs side by side."""
    y = response_of(function, frame, counts)
    parts = [part.columns for part in frame.parts]
    return source_of(hstack(parts), [part.offset for part in frame.parts], y, weights)


def response_of(function: str, frame: ModelFrame, counts: bool) -> np.ndarray:
    """The response: counts, or (`counts` false) numbers of 0 or more."""
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
    return y


def check_zeros(function: str, frame: ModelFrame, source: Any) -> float:
    """The largest response, if there are zeros and others."""
    name, found = frame.schema.parsed.response.name, np.array([*source.each(_least_and_most)])
    least, most, largest = found[:, 0].min(), found[:, 1].max(), float(found[:, 2].max())
    if least > 0:
        raise DataError(
            f"{function}: the response {name!r} has no zeros (its least value is "
            f"{least:g}), so a zero part has nothing to explain; use glm() or glm_nb()"
        )
    if not most > 0:
        raise DataError(f"{function}: the response {name!r} is 0 in every row")
    return largest


def _least_and_most(source: MemorySource) -> tuple[float, float, float]:
    """The least and the largest response with a weight, and the largest of all."""
    y = source.rows.y
    used = y[source.rows.weights > 0]
    return used.min(initial=np.inf), used.max(initial=-np.inf), y.max(initial=-np.inf)


def _highest_maximum(
    model: PredictorLikelihood, source: MemorySource, beta: list[np.ndarray], control: Control
) -> OptimizationResult:
    """The highest maximum that is reached from the glms of the parts.

    Where that is at infinity, or nowhere, the search starts from flatter glms and other thetas
    too, for there may be another maximum.
    """
    total, best = model.total(source), None
    for counts, zeros, scalar in STARTS:
        scalars = np.full(len(model.density.scalars), scalar)
        start = np.concatenate([counts * beta[0], zeros * beta[1], scalars])
        try:
            found = maximise(total, start, control.maxit)
        except FloatingPointError:
            continue
        if found.iter >= control.maxit and len(
            likelihood_warnings.flat_parameters(found, len(scalars))
        ):
            # a ridge has no one place to end at
            found = replace(found, converged=True, running=None)
        best = found if best is None or found.value > best.value + HIGHER_MAXIMUM else best
        if best.converged and best.running is None:
            return best
    if best is None:
        raise FitError(
            "the likelihood is zero wherever the search could begin: rescale the numeric columns, "
            "or give another link"
        )
    return best
