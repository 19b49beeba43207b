"""The estimators of a GLM: R's ``method=`` of ``glm``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.closing_pass import closing_pass
from rglm.fitting.control import Control
from rglm.fitting.irls import irls
from rglm.fitting.irls.fit_statistics import null_deviance
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.least_squares.column_fits import ColumnFits
from rglm.fitting.least_squares.least_squares import column_fits, least_squares
from rglm.fitting.least_squares.printed_deviance import printed_deviance, source_of_submodel
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.fitting.batched_solvers.fit_arrays import ManyFits
    from rglm.fitting.batched_solvers.fit_rows import GroupRows
    from rglm.fitting.batched_solvers.orthonormal_columns import OrthonormalColumns


def own_deviance(source: Source | None, columns: np.ndarray, result: IrlsResult) -> float:
    """The deviance of a fit to some columns, as tables print it."""
    return result.deviance


def same_source(source: Source | None, columns: np.ndarray, result: IrlsResult) -> Source | None:
    """The rows themselves."""
    return source


def always(family: Family) -> bool:
    """Whether the estimates of a family follow from the means and weights of cells: yes."""
    return True


def never(family: Family) -> bool:
    """The same: no."""
    return False


def _knows_dispersion(family: Family) -> bool:
    """The same for bias reduction, whose dispersion is a function of the weight of each row."""
    return not np.isnan(family.dispersion)


def no_column_fits(source: Source, family: Family, control: Control) -> None:
    """None: the fit of some columns needs the rows."""


class BatchSolver(Protocol):
    """Finds the estimates of many fits of one design at once."""

    def __call__(
        self,
        columns: OrthonormalColumns,
        rows: GroupRows,
        family: Family,
        control: Control,
        out: ManyFits,
    ) -> np.ndarray:
        """Write the fits into `out`; returns the places that are left to `Solver`."""
        ...


class Solver(Protocol):
    """Finds the estimates, without warnings."""

    def __call__(
        self,
        source: Source,
        family: Family,
        control: Control,
        start: np.ndarray | None,
        sample: bool = True,
    ) -> IrlsResult:
        """The estimates by the rows of a source."""
        ...


@dataclass(frozen=True)
class Estimator:
    """A way to estimate the coefficients."""

    name: str  # the value of ``method=``
    solve: Solver
    # (result, control) warns where the result is in doubt
    warn: Callable[[IrlsResult, Control], None]
    # (source, family, control, intercept)
    null_deviance: Callable[[Source, Family, Control, bool], float]
    maxit: int  # the default of ``control={"maxit": ...}``
    # whether the estimates maximise the likelihood, so that it has a profile, and estimates
    # may be infinite
    maximises: bool
    # (source, family, control) the fits of some columns from one pass, if that can be
    column_fits: Callable[[Source, Family, Control], ColumnFits | None] = no_column_fits
    # (source, columns, result) the deviance of a fit of some columns, as tables print it
    printed_deviance: Callable[[Source | None, np.ndarray, IrlsResult], float] = own_deviance
    # (source, columns, result) the rows from which smaller models' printed deviances are
    source_of_submodel: Callable[[Source | None, np.ndarray, IrlsResult], Source | None] = (
        same_source
    )
    # (family) whether its sums are those of cells, where rows with the same columns are one
    sums_cells: Callable[[Family], bool] = always
    title: str = ""  # its name on the summary page; empty for maximum likelihood
    batch: BatchSolver | None = None  # many fits of one design at once, if that can be


def _maximum_likelihood(
    source: Source,
    family: Family,
    control: Control,
    start: np.ndarray | None,
    sample: bool = True,
) -> IrlsResult:
    """The fit by IRLS; where rows are read chunk by chunk the last pass takes all sums at once."""
    closing = closing_pass if source.is_chunked else None
    return irls.irls(source, family, control, start, sample, closing)


def _brglm(
    source: Source,
    family: Family,
    control: Control,
    start: np.ndarray | None,
    sample: bool = True,
) -> IrlsResult:
    from rglm.fitting.bias_reduction.brglm import brglm  # imported by the fits that need it

    return brglm(source, family, control, start, sample)


def _warn_if_not_converged(result: IrlsResult, control: Control) -> None:
    from rglm.fitting.bias_reduction.brglm import warn_if_not_converged

    warn_if_not_converged(result, control)


def _reduced_null_deviance(
    source: Source, family: Family, control: Control, intercept: bool
) -> float:
    from rglm.fitting.bias_reduction.brglm import reduced_null_deviance

    return reduced_null_deviance(source, family, control, intercept)


def _batched_irls(
    columns: OrthonormalColumns, rows: GroupRows, family: Family, control: Control, out: ManyFits
) -> np.ndarray:
    from rglm.fitting.batched_solvers.batched_irls import batched_irls

    return batched_irls(columns, rows, family, control, out)


def _batched_least_squares(
    columns: OrthonormalColumns, rows: GroupRows, family: Family, control: Control, out: ManyFits
) -> np.ndarray:
    from rglm.fitting.batched_solvers.batched_least_squares import batched_least_squares

    return batched_least_squares(columns, rows, family, control, out)


MAXIMUM_LIKELIHOOD = Estimator(
    "glm_fit",
    _maximum_likelihood,
    irls.warn_if_in_doubt,
    null_deviance,
    25,
    True,
    batch=_batched_irls,
)
BIAS_REDUCTION = Estimator(
    "brglm",
    _brglm,
    _warn_if_not_converged,
    _reduced_null_deviance,
    100,
    False,
    sums_cells=_knows_dispersion,
    title="AS_mean (mean bias-reducing adjusted score equations)",
)
LEAST_SQUARES = Estimator(
    "qr",
    least_squares,
    irls.warn_if_in_doubt,
    null_deviance,
    1,
    True,
    column_fits,
    printed_deviance,
    source_of_submodel,
    sums_cells=never,
    batch=_batched_least_squares,
)
ESTIMATORS = {estimator.name: estimator for estimator in (MAXIMUM_LIKELIHOOD, BIAS_REDUCTION)}


def as_estimator(method: str) -> Estimator:
    """The estimator of that name; ValueError if there is none."""
    name = method.replace(".", "_") if isinstance(method, str) else method
    if isinstance(name, str) and name in ESTIMATORS:
        return ESTIMATORS[name]
    hint = did_you_mean(str(method).lower().removesuffix("fit").rstrip("_"), ESTIMATORS)
    raise ValueError(f"method={method!r}: use one of {', '.join(ESTIMATORS)}{hint}")
