"""``glm``: generalized linear models by formula."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.arguments import prior_weights
from rglm.design.block import Rows
from rglm.design.caller import names_of_caller
from rglm.design.errors import DataError, row_label
from rglm.design.frame import ModelFrame, model_frame
from rglm.design.parted import Learned
from rglm.design.response import read_response
from rglm.families.family import ResponseError, as_family
from rglm.fitting.control import as_control
from rglm.fitting.estimator import as_estimator
from rglm.fitting.warnings import BoundaryWarning, RankWarning, SeparationWarning
from rglm.models.glmfit import GlmFit
from rglm.models.parted import learn_parts, sum_up
from rglm.sources.memory import MemorySource
from rglm.sources.parted import PartedSource
from rglm.sources.table import as_data


def glm(
    formula: str,
    data: Any,
    family: Any = "gaussian",
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    start: Sequence[float] | pd.Series | None = None,
    etastart: str | Sequence[float] | pd.Series | None = None,
    mustart: str | Sequence[float] | pd.Series | None = None,
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | None = None,
    contrasts: Mapping[str, Any] | None = None,
    method: str = "glm_fit",
) -> GlmFit:
    """Fit a generalized linear model; R's ``glm``.

    The mean mu_i of the response y_i follows g(mu_i) = x_i' beta + o_i with link g and offset o,
    and var(y_i) = phi V(mu_i) / a_i with prior weight a_i. beta maximises the likelihood (for
    the quasi families the quasi-likelihood) by iteratively reweighted least squares.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"`` in R's language: ``+ - : * / ^ %in% .``, ``-1`` for no intercept, and
        the words ``factor ordered relevel cut offset cbind I log log2 log10 log1p exp expm1
        sqrt abs poly bs ns scale ifelse``. As R codes them, an unordered factor gets
        treatment contrasts, an ordered Categorical polynomial ones, a bool ``xTRUE``. One
        difference: where R codes ``f:g`` without main effects by every product column and leaves
        the aliased ones NA, columns here are formulaic's, which span the same space at full rank.
    data : DataFrame, dict of columns, polars or pyarrow table, or path of a Parquet file
        Functions and constants that are not columns are taken from where ``glm`` is called.
    family : family, function or name
        ``binomial()``, ``binomial("probit")``, ``poisson``, ``"Gamma"``, ...
    weights : expression, array or Series, optional
        Prior weights a_i >= 0; for a binomial proportion the number of trials. Rows of weight 0
        take no part in the degrees of freedom. A string is an expression in the columns; a
        Series is matched by its index.
    subset : expression, mask or positions, optional
        The rows to use: ``"age > 30"``.
    na_action : {"na_omit", "na_exclude", "na_fail", "na_pass"}
        Rows with a missing value in any variable are left out; ``na_exclude`` also shows them
        as NaN in fitted values and residuals; ``na_fail`` refuses them.
    start, etastart, mustart : optional
        Where iteration starts: coefficients, linear predictor or means.
    offset : expression, array or Series, optional
        Added to the linear predictor, beside any ``offset(...)`` of the formula. Only one given
        by name can be evaluated for new data in ``predict``.
    control : dict, optional
        ``{"epsilon": 1e-8, "maxit": 25, "trace": False}``.
    contrasts : dict, optional
        Contrasts by factor: ``{"g": "contr_sum"}``, or a function or a matrix.
    method : {"glm_fit", "brglm"}
        Maximum likelihood, or mean bias reduction, whose estimates are finite under separation
        too (brglm2's ``brglmFit(type = "AS_mean")``; its default ``AS_mixed`` is the same where
        the dispersion is known). Not for the quasi families, tweedie and negative binomial. Tests
        are then normal, intervals Wald's, an unknown dispersion bias-reduced, `maxit` 100.

    Returns
    -------
    GlmFit

    Raises
    ------
    ValueError
        A column or level that is not there, y outside the family's range, an unknown family or
        link, weights or offset of the wrong length or sign, an infinite value, a column of dates
        or mixed types, no rows left.
    TypeError
        `data`, `formula` or `start` of a kind that cannot be read.

    Warns
    -----
    ConvergenceWarning, BoundaryWarning, SeparationWarning, RankWarning
        No convergence; fitted probabilities of 0 or 1; coefficients that are infinite, each with
        its sign; coefficients not defined because of singularities.

    Notes
    -----
    A response of two levels (strings, bools, a Categorical) models the second:
    ``fit.success`` names it. The method is Nelder & Wedderburn's (1972, JRSS A 135), with
    R's convergence rule and step halving as in Marschner (2011, The R Journal 3/2). Mean bias
    reduction is Firth's (1993, Biometrika 80) by adjusted scores (Kosmidis & Firth 2009,
    Biometrika 96).

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), family=binomial())
    >>> fit.coefficients.index.tolist()
    ['(Intercept)', 'logmass']
    """
    return fit_glm(
        names_of_caller(),
        formula=formula,
        data=data,
        family=family,
        weights=weights,
        subset=subset,
        na_action=na_action,
        start=start,
        etastart=etastart,
        mustart=mustart,
        offset=offset,
        control=control,
        contrasts=contrasts,
        method=method,
    )


def fit_glm(caller: Mapping[str, Any], **arguments: Any) -> GlmFit:
    """`glm` with the names that its caller has."""
    data = as_data(arguments["data"])
    family, estimator = as_family(arguments["family"]), as_estimator(arguments["method"])
    control = as_control(arguments["control"], estimator.maxit)
    read = read_glm if isinstance(data, pd.DataFrame) else read_parts
    source, start, made_of = read(caller, data, family, arguments)
    solution = estimator.solve(source, family, control, start, sample=not begins(arguments))
    fit = GlmFit(
        solution,
        source,
        family=family,
        control=control,
        estimator=estimator,
        fitter=fit_glm,
        **made_of,
    )
    warn_of(fit)
    if not isinstance(source, MemorySource):
        sum_up(fit)
    return fit


OPTIONS = ("subset", "na_action", "contrasts", "weights", "offset", "etastart", "mustart")


def read_glm(
    caller: Mapping[str, Any], data: pd.DataFrame, family: Any, arguments: Mapping[str, Any]
) -> tuple[MemorySource, np.ndarray | None, dict[str, Any]]:
    """The rows, the coefficients to start from, and what the fit keeps of where it came from."""
    options = {name: arguments[name] for name in OPTIONS}
    frame = model_frame(arguments["formula"], data, caller=caller, **options)
    rows, success = _rows(frame, family)
    made_of = {
        "schema": frame.schema,
        "index": frame.index,
        "na_action": frame.na_action,
        "success": success,
        "data": data,
        "variables": frame.variables,
        "arguments": arguments,
    }
    names = frame.columns.names
    return MemorySource(frame.columns, rows), _start(arguments["start"], names), made_of


def read_parts(
    caller: Mapping[str, Any], data: Any, family: Any, arguments: Mapping[str, Any]
) -> tuple[PartedSource, np.ndarray | None, dict[str, Any]]:
    """`read_glm` of data that are seen part by part."""
    options = {name: arguments[name] for name in OPTIONS}
    found = learn_parts((arguments["formula"],), data, caller, options)
    first = found.parts[0]
    ready = GlmRows(found, family)
    source = PartedSource(data, ready, found.reads, first.columns, found.kept)
    made_of = {
        "schema": first.schema,
        "index": pd.RangeIndex(found.kept),
        "na_action": found.na_action,
        "success": ready.success,
        "data": data,
        "variables": None,
        "arguments": arguments,
    }
    return source, _start(arguments["start"], first.columns.names), made_of


@dataclass(frozen=True)
class GlmRows:
    """Makes the rows of a glm of a part of the data."""

    found: Learned
    family: Any

    @property
    def success(self) -> str | None:
        """The level of the response that counts as success."""
        name, value = self.found.asked.parsed[0].response.name, self.found.response
        if value is None:
            return None
        return read_response(value, name, self.family.of_two, self.found.answers)[1]

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame."""
        return self.found.frame(data)

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""
        return MemorySource(frame.columns, _rows(frame, self.family, self.found.answers)[0])

    def __call__(self, data: pd.DataFrame) -> MemorySource:
        """The rows of a part of the data."""
        return self.source(self.frame(data))


def begins(arguments: Mapping[str, Any]) -> bool:
    """Whether the means to start from are given."""
    return any(arguments[name] is not None for name in ("etastart", "mustart"))


def _rows(
    frame: ModelFrame, family: Any, answers: Sequence[str] | None = None
) -> tuple[Rows, str | None]:
    """The numbers of each row: response, weights, offset, trials and where to start."""
    name = frame.schema.parsed.response.name
    y, success = read_response(frame.response, name, family.of_two, answers)
    weights = prior_weights(frame.extras["weights"], frame.index)
    ready = _prepare(family, y, weights, name, frame.index)
    given = frame.extras
    etastart = given["etastart"]
    if etastart is None:
        mustart = ready.mustart if given["mustart"] is None else given["mustart"]
        with np.errstate(all="ignore"):
            etastart = family.link.linkfun(mustart)
    return Rows(ready.y, ready.weights, frame.offset, ready.trials, etastart), success


def _prepare(family: Any, y: np.ndarray, weights: np.ndarray, name: str, index: pd.Index) -> Any:
    """The response checked by the family, whose complaint is given the row's label."""
    try:
        return family.prepare(y, weights)
    except ResponseError as error:
        where = "" if error.row is None else f", in the row labelled {row_label(index, error.row)}"
        raise DataError(f"{error} (response {name!r}{where})") from None


def _start(start: Any, names: Sequence[str]) -> np.ndarray | None:
    if start is None:
        return None
    names = list(names)
    values = pd.Series(start) if isinstance(start, Mapping) else start
    values = values.reindex(names) if isinstance(values, pd.Series) else values
    try:
        values = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"start= takes numbers, got {start!r}") from None
    if values.shape != (len(names),) or not np.isfinite(values).all():
        raise ValueError(f"start= takes {len(names)} finite coefficients, for {', '.join(names)}")
    return values


def warn_of(fit: GlmFit) -> None:
    """What the reader of the fit's numbers should know."""
    level, name = 4, fit.function  # the line that called glm()
    solution, names = fit.solution, fit.schema.names
    if fit.separated:
        message = f"{name}: {fit.separated.said()}"
        warnings.warn(message, SeparationWarning, stacklevel=level)
    elif message := fit.family.boundary(solution.lowest, solution.highest):
        warnings.warn(f"{name}: {message}", BoundaryWarning, stacklevel=level)
    aliased = solution.pivoted.order[solution.rank :]
    if len(aliased):
        shown = ", ".join(repr(names[i]) for i in sorted(aliased)[:10])
        warnings.warn(
            f"{name}: {len(aliased)} coefficient(s) not defined because of singularities: {shown}"
            f"{', ...' if len(aliased) > 10 else ''}. They are combinations of the columns before "
            "them and stay NaN; drop them from the formula or ignore them",
            RankWarning,
            stacklevel=level,
        )
