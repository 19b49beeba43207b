"""Mean bias-reduced estimates: what ``glm(method="brglm")`` fits by.

They are the roots of the adjusted score (see `adjusted_score`); an unknown dispersion is
replaced by its own bias-reduced estimate (Kosmidis, Kenne Pagui & Sartori 2020, Statistics and
Computing 30). For logit and log-linear models they are the modes under Jeffreys' prior, finite
whatever the data (Kosmidis & Firth 2021, Biometrika 108).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.bias_reduction.adjusted_score import AdjustedScore
from rglm.fitting.bias_reduction.reduced_dispersion import ReducedDispersion
from rglm.fitting.bias_reduction.score_root import find_score_root
from rglm.fitting.control import Control
from rglm.fitting.irls.column_layout import is_gram_quicker, lay_out_columns
from rglm.fitting.irls.fit_statistics import null_deviance
from rglm.fitting.irls.irls import LONG, TALL, irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.normal_equations import GramAccumulator
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.linalg.gram import NearSingularError
from rglm.linalg.threads import one_thread
from rglm.warnings import ConvergenceWarning

ROUGH_CONTROL = Control(epsilon=1e-4)


def brglm(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> IrlsResult:
    """Fit a GLM to the rows of a source by mean bias reduction.

    Equal to brglm2's ``brglmFit(type = "AS_mean")``. Converges when the step of the adjusted
    score is below ``control.epsilon / 100`` standard errors.

    Raises
    ------
    ValueError
        A family with neither a known dispersion nor a density (the quasi families).
    FitError
        No admissible coefficients were found.
    """
    found = solve_brglm(source, family, control, start, sample)
    warn_if_not_converged(found, control)
    return found


def solve_brglm(
    source: Any,
    family: Any,
    control: Control,
    start: Sequence[float] | None,
    sample: bool = True,
) -> IrlsResult:
    """`brglm` without its warnings."""
    ReducedDispersion(source, family, 0)  # complains of the family before any work is done
    with one_thread():
        first = _first(source, family, start, sample)
        kept = np.sort(first.pivoted.kept)
        whole = first.rank == len(source.columns)
        inside = source if whole else source.select(kept)
        beta = first.beta if start is None else np.asarray(start, dtype=float)
        found = _fit(inside, Predictor(family, beta[kept]), control)
    return found if whole else _embedded(found, first, kept)


def warn_if_not_converged(found: IrlsResult, control: Control) -> None:
    """Warn that the iterations did not converge."""
    if not found.converged:
        warn(
            f"brglm: the adjusted scores were not solved in {control.maxit} iterations; the "
            "numbers are not the answer. Raise control={'maxit': ...} or give start=",
            ConvergenceWarning,
        )


def reduced_null_deviance(source: Any, family: Any, control: Control, intercept: bool) -> float:
    """The deviance of the bias-reduced fit of the intercept alone, beside the offset if there is
    one; without an intercept that of the offset alone.
    """
    if not intercept:
        return null_deviance(source, family, control, intercept)
    return brglm(source.select([0]), family, control, None).deviance


def _first(source: Any, family: Any, start: Sequence[float] | None, sample: bool) -> IrlsResult:
    """The maximum likelihood fit that says which columns are aliased, and where to start.

    The adjusted score may have more than one root, so the start is brglm2's: a response moved off
    the edge by p / n, whose estimates are finite.
    """
    with collect_warnings():
        if start is not None:
            return irls(source, family, Control(maxit=1), start, sample)
        amount = len(source.columns) / max(source.row_sums.informative, 1)
        moved = source.transform(partial(_off_edge, family, amount))
        return irls(moved, family, ROUGH_CONTROL, None, sample)


def _off_edge(family: Any, amount: float, source: Any) -> Any:
    """The rows with a response away from the edge of its range."""
    y, weights = family.shrink_response(source.rows.y, source.rows.weights, amount)
    return replace(source, rows=replace(source.rows, y=y, weights=weights))


def _embedded(found: IrlsResult, first: IrlsResult, kept: np.ndarray) -> IrlsResult:
    """A solution on some of the columns as one on all of them."""
    beta = np.zeros(len(first.beta))
    beta[kept] = found.beta
    made_of = first.pivoted.alias()[np.argsort(first.pivoted.kept)]
    solved = found.pivoted.embedded(kept, first.pivoted.combined, made_of, first.pivoted.empty)
    before = Predictor(found.before.family, beta)
    return replace(found, beta=beta, pivoted=solved, before=before)


def _fit(source: Any, at: Predictor, control: Control) -> IrlsResult:
    """By normal equations where they are quicker and safe, else by triangles."""
    dispersion = ReducedDispersion(source, at.family, len(source.columns))
    if not is_gram_quicker(source.columns, source.nrows):
        return _solve(AdjustedScore(source, at.family, QrAccumulator(), dispersion), at, control)
    form: Any = GramAccumulator(lay_out_columns(source.columns))
    try:
        return _solve(AdjustedScore(source, at.family, form, dispersion), at, control)
    except NearSingularError:
        n, p = source.nrows, len(source.columns)
        short = n * p * p < LONG and p < TALL
        form = QrAccumulator() if short else GramAccumulator(form.layout, least=1e-13)
    return _solve(AdjustedScore(source, at.family, form, dispersion), at, control)


def _solve(score: AdjustedScore, at: Predictor, control: Control) -> IrlsResult:
    start = score(at.beta)
    if start is None:
        raise FitError("the starting values give impossible fitted values; supply start=")
    arrival = find_score_root(score, start, control)
    place = arrival.place
    return IrlsResult(
        beta=place.at.beta,
        pivoted=place.solved,
        before=place.at,
        deviance=place.state.deviance,
        iter=arrival.steps,
        converged=arrival.converged,
        boundary=arrival.shortened,
        lowest=place.state.lowest,
        highest=place.state.highest,
        dispersion=place.phi,
    )
