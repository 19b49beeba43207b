"""Variance inflation factors, also generalized, by term or by predictor; car's vif."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.tables.data_frame import data_frame_cells, data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.text.printable import listed
from rglm.inference.collinearity.interacting_predictors import (
    interacting_predictors,
    predictors_by_term,
)
from rglm.inference.covariance.vcov import unscaled_covariance
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

TYPES = ("terms", "predictor")
COLUMNS = ("GVIF", "Df", "GVIF^(1/(2*Df))")
Blocks = Mapping[str, np.ndarray]
"""The places of the estimates that each row of a table is of."""


class InflationFactors(pd.DataFrame):
    """A table of generalized variance inflation factors that prints as car's."""

    @property
    def _constructor(self) -> type[InflationFactors]:
        return InflationFactors

    def __repr__(self) -> str:
        table = pd.DataFrame(self).replace("--", "--  ")
        is_numeric = all(map(pd.api.types.is_numeric_dtype, table.dtypes))
        return "\n".join(matrix_lines(table) if is_numeric else data_frame_lines(table))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(data_frame_cells(pd.DataFrame(self)))


def vif(fit: ModelResult, type: str = "terms") -> pd.Series | InflationFactors:
    """Variance inflation factors of the terms, or of the predictors; R's ``car::vif``.

    With R the correlations of the estimated slopes, R_j those of the term's own, and R_-j those
    of all others, the factor of a term is

        GVIF_j = det(R_j) det(R_-j) / det(R).

    Of a term with one coefficient this is the variance inflation factor: in a linear model, how
    many times as large the variance of the estimate is as it would be if the term were not
    correlated with the others. A factor or a polynomial has several coefficients, Df;
    GVIF^(1/(2 Df)) compares with the square root of the factor of a term with one.

    Parameters
    ----------
    type : {"terms", "predictor"}
        A row for each term of the formula; or for each predictor, together with those it
        interacts with, and their interactions. With interactions the second is the useful one.

    Returns
    -------
    Series or InflationFactors
        A Series where each term has one coefficient; else a DataFrame ``GVIF Df GVIF^(1/(2*Df))``
        that prints car's table. Under ``type="predictor"`` it also has the columns ``Interacts
        With`` and ``Other Predictors``. The terms of `zeroinfl` and `hurdle` have ``count_`` or
        ``zero_`` in front, and each part is taken by itself. In `multinom` a term has coefficients
        for each level but one, which are taken together: its factor does not depend on the
        reference.

    Raises
    ------
    ValueError
        A part of the model has fewer than two terms; coefficients are aliased; an unknown type.

    Warns
    -----
    FitWarning
        The model has no intercept, so that the factors have little meaning; it has interactions,
        and `type` is not given as ``"predictor"``.

    Notes
    -----
    Weights enter by the covariance of the coefficients, as in car; car has ``type="predictor"``
    only for linear models without weights. Cut points and the like are left out.

    References
    ----------
    Fox & Monette (1992), Generalized collinearity diagnostics, JASA 87.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass + sample", load("galaxies"), binomial())
    >>> fit.vif()
                GVIF Df GVIF^(1/(2*Df))
    logmass 2.024693  1        1.422917
    sample  2.024693  2        1.192861
    """
    check_option("type", type, TYPES)
    _check_aliased(fit)
    tables = [
        inflation_of_part(fit, prefix, parsed, type)
        for prefix, parsed in fit._formula_by_prefix.items()
    ]
    table = InflationFactors(pd.concat(tables))
    return table if (table["Df"] > 1).any() else table["GVIF"].rename(None)


def _check_aliased(fit: ModelResult) -> None:
    estimates = fit._estimates
    aliased = [str(name) for name in estimates.index[estimates.isna()]]
    if aliased:
        raise ValueError(
            f"there are aliased coefficients in the model, {listed(aliased)}: their inflation is "
            "infinite; fit without them"
        )


def inflation_of_part(
    fit: ModelResult, prefix: str, parsed: ParsedFormula, type: str
) -> pd.DataFrame:
    """The table of one part of the formula, ``GVIF Df GVIF^(1/(2*Df))``, as `vif` has it."""
    labels = np.array(fit._slope_terms, dtype=object)
    own = {term: np.flatnonzero(labels == prefix + term) for term in parsed.labels}
    if len(own) < 2:
        where = f" in its part {prefix.rstrip('_')!r}" if prefix else ""
        raise ValueError(
            f"the model {fit.formula!r} has fewer than two terms{where}: one has no other to be "
            "correlated with"
        )
    _warn_of_part(fit, parsed, type)
    correlation = _slope_correlation(fit, own)
    if type == "terms":
        return _factor_table(correlation, {prefix + term: at for term, at in own.items()})
    return _predictor_table(fit, correlation, prefix, parsed, own)


def _warn_of_part(fit: ModelResult, parsed: ParsedFormula, type: str) -> None:
    is_alone = len(fit._formula_by_prefix) == 1
    if not (parsed.intercept or (is_alone and fit._centred_columns.any())):
        warn(
            "the model has no intercept: variance inflation factors compare with predictors that "
            "are centred, and may not be sensible",
            FitWarning,
        )
    if type == "terms" and any(len(term.factors) > 1 for term in parsed.terms):
        warn(
            "the model has interactions, which are correlated with their own main effects; "
            "vif(type='predictor') takes a predictor together with its interactions",
            FitWarning,
        )


def _slope_correlation(fit: ModelResult, own: Blocks) -> pd.DataFrame:
    """The correlations of the slopes, under their places."""
    places = np.sort(np.concatenate(list(own.values())))
    covariance = unscaled_covariance(fit, places)
    error = np.sqrt(np.diag(covariance))
    return pd.DataFrame(covariance / np.outer(error, error), places, places)


def _factor_table(correlation: pd.DataFrame, blocks: Blocks) -> pd.DataFrame:
    """GVIF, Df and the root of GVIF of each block of coefficients."""
    whole = _log_det(correlation)
    logs = []
    for places in blocks.values():
        rest = correlation.index.difference(places.tolist())
        inside = _log_det(correlation.loc[places, places])
        logs.append(inside + _log_det(correlation.loc[rest, rest]) - whole)
    df = np.array([len(places) for places in blocks.values()])
    columns = [np.exp(logs), df, np.exp(np.array(logs) / (2 * df))]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)), index=list(blocks))


def _log_det(matrix: pd.DataFrame) -> float:
    return float(np.linalg.slogdet(matrix.to_numpy())[1]) if len(matrix) else 0.0


def _predictor_table(
    fit: ModelResult,
    correlation: pd.DataFrame,
    prefix: str,
    parsed: ParsedFormula,
    own: Blocks,
) -> pd.DataFrame:
    """The table by predictor."""
    constants = {name for schema in fit._schemas for name in schema.borrowed}
    predictors = predictors_by_term(parsed, constants)
    partners = interacting_predictors(predictors)
    blocks, related = {}, []
    for name, others in partners.items():
        group = {name, *others}
        inside = [own[term] for term, names in predictors.items() if group.issuperset(names)]
        blocks[prefix + name] = np.sort(np.concatenate(inside))
        related.append([other for other in partners if other not in group])
    table = _factor_table(correlation, blocks)
    table["Interacts With"] = [", ".join(names) or "--" for names in partners.values()]
    table["Other Predictors"] = [", ".join(names) or "--" for names in related]
    return table
