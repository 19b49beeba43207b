"""One of many fits by the solver of single fits."""

from __future__ import annotations

import numpy as np

from rglm.errors import FIT_ERRORS
from rglm.families.glm.family import Family
from rglm.fitting.batched_solvers.fit_arrays import ManyFits
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.irls.fit_statistics import pearson_chi2
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.restart import fit_with_restart
from rglm.fitting.separation.separation_directions import (
    may_be_separated,
    separates_by_last_step,
)
from rglm.sources.source import Source


def write_single_fit(
    estimator: Estimator,
    source: Source,
    family: Family,
    control: Control,
    informative: int,
    out: ManyFits,
    place: int,
) -> None:
    """Write the fit of the rows of a source into `out`, or why there is none.

    `informative` is the number of observations with a weight.
    """
    has_intercept = bool((source.columns.assign[:1] == 0).any())
    try:
        result = fit_with_restart(estimator, source, family, control, None, False, has_intercept)
    except FIT_ERRORS as error:
        out.failures[place] = str(error)
        return
    df = informative - result.rank
    dispersion = dispersion_of(result, source, family, df)
    estimable = result.system.estimable
    out.coefficients[place, estimable] = result.beta[estimable]
    out.std_errors[place, estimable] = np.sqrt(dispersion * result.system.variances())
    out.deviance[place], out.dispersion[place] = result.deviance, dispersion
    out.df_residual[place], out.iter[place] = df, result.iter
    out.converged[place] = result.converged
    out.separated[place] = estimator.maximises and _is_separated(source, family, control, result)


def dispersion_of(result: IrlsResult, source: Source, family: Family, df: int) -> float:
    """The dispersion of a fit: its own, the family's, or Pearson's chi-square over its df."""
    if result.dispersion is not None:
        return result.dispersion
    if not np.isnan(family.dispersion):
        return family.dispersion
    if df <= 0:
        return np.nan
    return pearson_chi2(source, Predictor(family, result.beta), result.system_predictor) / df


def _is_separated(source: Source, family: Family, control: Control, result: IrlsResult) -> bool:
    """Whether some coefficients are infinite."""
    if not may_be_separated(source, family, result, control.epsilon):
        return False
    if separates_by_last_step(source, family, result):
        return True
    from rglm.fitting.separation.separation_lp import SeparationProblem

    problem = SeparationProblem(source, family, np.sort(result.system.estimable))
    return problem.recession().separated > 0
