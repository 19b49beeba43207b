"""Mean bias-reduced estimates: the fit of ``glm(method="brglm")``.

They are the root of the adjusted score (see `adjusted_score`); an unknown dispersion is
replaced by its own bias-reduced estimate (Kosmidis, Kenne Pagui & Sartori 2020, Statistics and
Computing 30). For binomial logit and Poisson log-linear models they are the modes under Jeffreys'
prior (Firth 1993, Biometrika 80), and with the logit finite whatever the data (Kosmidis & Firth
2021, Biometrika 108). With other links they are another estimate than that mode, and the theorem
does not cover them; with the log link of binomial the iterations may end at impossible means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.bias_reduction.adjusted_score import AdjustedScore
from rglm.fitting.bias_reduction.reduced_dispersion import ReducedDispersion
from rglm.fitting.bias_reduction.score_root import find_score_root
from rglm.fitting.control import Control
from rglm.fitting.irls.accumulator_choice import quickest_accumulator, safest_accumulator
from rglm.fitting.irls.column_layout import lay_out_columns
from rglm.fitting.irls.fit_statistics import null_deviance
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.irls.working_values import Accumulator
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.linalg.gram import NearSingularError
from rglm.linalg.threads import one_thread
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source
from rglm.warnings import ConvergenceWarning

START_CONTROL = Control(epsilon=1e-4)  # of the maximum likelihood fit to start from


def brglm(
    source: Source,
    family: Family,
    control: Control,
    start: Sequence[float] | np.ndarray | None,
    sample: bool = True,
) -> IrlsResult:
    """Fit a GLM to the rows of a source by mean bias reduction.

    Equal to brglm2's ``brglmFit(type = "AS_mean")``. Converges when the step of the adjusted
    score is below ``control.epsilon / 100`` standard errors; `warn_if_not_converged` warns if it
    does not.

    Raises
    ------
    ValueError
        A family with neither a known dispersion nor a density (the quasi families).
    FitError
        No admissible coefficients were found.
    """
    ReducedDispersion(source, family, 0)  # an error about the family comes before any work
    with one_thread():
        first = _first_fit(source, family, start, sample)
        estimable = np.sort(first.system.estimable)
        has_all = first.rank == len(source.columns)
        inside = source if has_all else source.select(estimable)
        beta = first.beta if start is None else np.asarray(start, dtype=float)
        result = _fit(inside, family, beta[estimable], control)
    result = replace(result, deviance=result.deviance + source.within_deviance)
    return result if has_all else _embed(result, first, estimable)


def warn_if_not_converged(result: IrlsResult, control: Control) -> None:
    """Warn that the iterations did not converge."""
    if not result.converged:
        warn(
            f"brglm: the adjusted scores were not solved in {control.maxit} iterations; the "
            "numbers are not the answer. Raise control={'maxit': ...} or give start=",
            ConvergenceWarning,
        )


def reduced_null_deviance(
    source: Source, family: Family, control: Control, intercept: bool
) -> float:
    """The deviance of the bias-reduced null model: the intercept alone, beside the offset if there
    is one; without an intercept the offset alone.
    """
    if not intercept:
        return null_deviance(source, family, control, intercept)
    result = brglm(source.select([0]), family, control, None)
    warn_if_not_converged(result, control)
    return result.deviance


def _first_fit(
    source: Source, family: Family, start: Sequence[float] | np.ndarray | None, sample: bool
) -> IrlsResult:
    """The maximum likelihood fit that decides which columns are aliased, and where to start.

    The adjusted score may have more than one root, so the start is brglm2's: a response moved off
    the edge by p / n, whose estimates are finite.
    """
    with collect_warnings():
        if start is not None:
            return irls(source, family, Control(maxit=1), start, sample)
        amount = len(source.columns) / max(source.row_sums.informative, 1)
        moved = source.transform(partial(_move_off_edge, family, amount))
        return irls(moved, family, START_CONTROL, None, sample)


def _move_off_edge(family: Family, amount: float, source: MemorySource) -> MemorySource:
    """The rows with a response away from the edge of its range."""
    y, weights = family.shrink_response(source.rows.y, source.rows.weights, amount)
    return replace(source, rows=replace(source.rows, y=y, weights=weights))


def _embed(result: IrlsResult, first: IrlsResult, estimable: np.ndarray) -> IrlsResult:
    """A result on some of the columns as one on all of them."""
    beta = np.zeros(len(first.beta))
    beta[estimable] = result.beta
    aliases = first.system.alias_coefficients()[np.argsort(first.system.estimable)]
    solved = result.system.embed(
        estimable, first.system.dependent, aliases, first.system.zero_columns
    )
    before = Predictor(result.system_predictor.family, beta)
    return replace(result, beta=beta, system=solved, system_predictor=before)


def _fit(source: Source, family: Family, beta: np.ndarray, control: Control) -> IrlsResult:
    """The fit by normal equations where they are quicker and safe, else by QR."""
    dispersion = ReducedDispersion(source, family, len(source.columns))

    def solve(accumulator: Accumulator) -> IrlsResult:
        return _solve(AdjustedScore(source, family, accumulator, dispersion), beta, control)

    try:
        return solve(quickest_accumulator(source))
    except NearSingularError:
        return solve(safest_accumulator(source, lay_out_columns(source.columns)))


def _solve(score: AdjustedScore, beta: np.ndarray, control: Control) -> IrlsResult:
    start = score(beta)
    if start is None:
        raise FitError("the starting values give impossible fitted values; supply start=")
    root = find_score_root(score, start, control)
    end = root.end
    return IrlsResult(
        status=root.status,
        iter=root.iter,
        beta=end.beta,
        system=end.solved,
        system_predictor=end.predictor,
        deviance=end.state.deviance,
        boundary=root.shortened,
        lowest=end.state.lowest,
        highest=end.state.highest,
        dispersion=end.phi,
    )
