"""The numbers of the diagnostic pictures: residuals, leverages and Cook's distances by row."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.inference.diagnostics.influence import cooks_distance, hatvalues, rstandard
from rglm.inference.row_values import drop_padding, rows_in_data
from rglm.plots.lowess import lowess_rounds
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult

CONSTANT_TOLERANCE = 1e-10  # of leverages beside their mean
RESIDUAL_TYPES = ("quantile", "deviance", "pearson")
RAW_RESIDUALS = "response"  # the type that pictures of lm() have unless told
STANDARD_TYPES = {"deviance": "deviance", "pearson": "pearson", RAW_RESIDUALS: "pearson"}


@dataclass(frozen=True)
class ResidualLabels:
    """What the axes of residuals, standardized residuals and fitted values are called.

    `pearson` is of the pictures of leverages, whose residuals are Pearson's for every type.
    """

    residual: str
    standard: str
    fitted: str = "Predicted values"
    pearson: str = "Std. Pearson residuals"


def residual_labels(fit: ModelResult, type: str | None) -> ResidualLabels:
    """The labels of the residuals that are drawn."""
    kind = residual_type(fit, type)
    raw = "Standardized residuals"  # those of lm() have one name, as in R
    others = {"pearson": raw} if fit._has_raw_residuals else {}
    if kind == RAW_RESIDUALS:
        return ResidualLabels("Residuals", raw, "Fitted values", **others)
    if kind == "quantile":
        return ResidualLabels("Quantile residuals", "Quantile residuals", **others)
    name = {"pearson": "Pearson"}.get(kind, kind)
    plain = f"{name[0].upper()}{name[1:]} residuals"
    standard = f"Std. {name} residuals" if isinstance(fit, HasLeverage) else plain
    return ResidualLabels(plain, standard, **others)


def diagnostic_values(
    fit: ModelResult,
    type: str | None,
    seed: int,
    needs_leverages: bool,
    labels: str | Sequence[Hashable] | None = None,
) -> pd.DataFrame:
    """By row ``predicted residual standard``, and what the pictures of leverages need.

    These are ``leverage cooks pearson row``, with the standardized Pearson residual r, for which
    Cook's distance is r^2 h / (rank (1 - h)), and the place in the data, from 0. Where all
    leverages are equal a fit with factors has also ``cell cell_order``: the combination of their
    levels. The attributes ``rank``
    and ``factors`` are what leverages sum to, and the names; ``rounds`` is of the lowess line.

    Raises
    ------
    ValueError
        An unknown type; a response without an order; leverages of a fit that has none; several
        residuals a row.
    """
    kind = residual_type(fit, type)
    if not fit._has_ordered_response:
        raise ValueError(
            f"{fit._function_name}() has no order of its levels, in which residuals would have a "
            "sign; plot_probs() shows what it says, halfnorm() how well it fits"
        )
    if needs_leverages and not isinstance(fit, HasLeverage):
        raise ValueError(
            f"which= 4, 5 and 6 are of leverages, and {fit._function_name}() has no leverages; "
            "draw which=('residuals', 'qq', 'scale')"
        )
    options = {"seed": seed} if kind == "quantile" else {}
    residual = standard = fit.residuals(kind, **options)
    if residual.ndim > 1:
        raise ValueError(
            f"type={kind!r}: the residuals of {fit._function_name}() are several a row; "
            "use 'quantile'"
        )
    values = {"residual": residual}
    if isinstance(fit, HasLeverage):
        standard = standard if kind == "quantile" else rstandard(fit, STANDARD_TYPES[kind])
        if needs_leverages:
            values |= {"leverage": hatvalues(fit), "cooks": cooks_distance(fit)}
            values["pearson"] = rstandard(fit, "pearson")
    values["standard"] = standard
    out = pd.DataFrame({"predicted": _predicted(fit)}, index=fit._index)
    out = out.assign(**{name: drop_padding(fit, value) for name, value in values.items()})
    if needs_leverages:
        out = out.assign(row=rows_in_data(fit))
        if is_constant(out.loc[out["pearson"].notna(), "leverage"]):
            out = pd.concat([out, _cells(fit, out.index)], axis=1)
    if labels is not None:
        out.index = _row_labels(fit, labels)
    out.attrs = {
        "rank": fit.rank,
        "factors": " : ".join(fit.xlevels),
        "rounds": lowess_rounds(fit),
    }
    return rows_with_residual(out, "standard")


def _row_labels(fit: ModelResult, labels: str | Sequence[Hashable]) -> pd.Index:
    """The labels of the rows fitted: those of a column, or given for these rows or for all.

    Raises
    ------
    ValueError
        There is no such column, or not one label for each row.
    """
    if isinstance(labels, str):
        if labels not in fit.data:
            hint = did_you_mean(labels, list(map(str, fit.data.columns)))
            raise ValueError(f"labels_id={labels!r} is no column of the data{hint}")
        labels = fit.data[labels].tolist()
    places, n = rows_in_data(fit), len(fit.data)
    if len(labels) == n:
        return pd.Index([labels[place] for place in places], dtype=object)
    if len(labels) == len(places):
        return pd.Index(list(labels), dtype=object)
    raise ValueError(f"labels_id= has {len(labels):,} labels for the {n:,} rows of the data")


def rows_with_residual(table: pd.DataFrame, residual: str) -> pd.DataFrame:
    """The rows that have a residual, ``"standard"`` or ``"pearson"``.

    Raises
    ------
    ValueError
        There are none.
    """
    out = table.dropna(subset=[residual])
    if not len(out):
        raise ValueError(
            "plot() has no residual to draw: the model fits every row exactly, or no row has a "
            "standardized residual"
        )
    return out


def is_constant(leverage: pd.Series) -> bool:
    """Whether all leverages are equal but for rounding."""
    return bool(np.ptp(leverage) <= CONSTANT_TOLERANCE * leverage.mean())


def _cells(fit: ModelResult, index: pd.Index) -> pd.DataFrame:
    """The combination of factor levels of each row, and its place, ``cell cell_order``.

    They are in the order of the levels, those of the first factor slowest. No columns without
    factors.
    """
    frame, order, names = fit.model_frame(), np.zeros(len(index)), []
    for name, levels in fit.xlevels.items():
        values = frame[name].astype(str)
        order = order * len(levels) + values.map({level: i for i, level in enumerate(levels)})
        names.append(values)
    if not names:
        return pd.DataFrame(index=index)
    cells = [":".join(parts) for parts in zip(*names, strict=True)]
    return pd.DataFrame({"cell": cells, "cell_order": np.asarray(order)}, index=index)


def residual_type(fit: ModelResult, type: str | None) -> str:
    """The type of residuals that is drawn: quantile for discrete responses, unless told."""
    if type is not None:
        return check_option("type", type, RESIDUAL_TYPES)
    if fit._has_raw_residuals:
        return RAW_RESIDUALS
    if not isinstance(fit, HasLeverage):
        return "quantile"
    family = fit.family
    is_binomial = family.has_binary_response and family.is_fixed_by_mean
    return "quantile" if family.is_count or is_binomial else "deviance"


def _predicted(fit: ModelResult) -> np.ndarray:
    """The linear predictor; of several linear predictors the logarithm of the mean."""
    predicted = np.asarray(fit.linear_predictors)
    has_several = predicted.ndim > 1 and predicted.shape[1] > 1
    return np.log(fit.fitted_values.to_numpy()) if has_several else predicted.reshape(-1)
