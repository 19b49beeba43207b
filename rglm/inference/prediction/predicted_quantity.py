"""Predictions of models by maximum likelihood: a quantity of each row with its derivatives.

With g the gradient of a quantity by the parameters and V their covariance its standard error is
sqrt(g' V g), the delta method. Intervals are made on a scale without ends, so that they keep
within the range of the quantity: of a linear predictor f -+ z se, of a positive mean that of its
logarithm, f exp(-+ z se / f), of a probability that of its log odds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.inference.prediction.predict import check_interval
from rglm.inference.prediction.term_contributions import root
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.protocol.quantities.row_quantity import LinearQuantity, RowQuantity

Slopes = list[np.ndarray]


@dataclass(frozen=True)
class Quantity:
    """The k numbers of a row that ``predict(type=)`` gives.

    Attributes
    ----------
    columns : sequence or None
        Their labels; None for a single number, which is a Series.
    of_block : function of (block, derivatives)
        The numbers (n, k) and, if asked for, the k derivatives by the parameters, (n, P) each.
    scale : {"identity", "log", "logit"}
        Where intervals are made.
    """

    columns: Sequence[Any] | None
    of_block: Callable[[Block, bool], tuple[np.ndarray, Slopes]]
    scale: str = "identity"


def predict_quantity(
    fit: HasLikelihoodModel,
    newdata: Any,
    quantity: Quantity,
    se_fit: bool,
    interval: str | None,
    level: float,
    vcov: Any,
) -> pd.Series | pd.DataFrame:
    """The quantity on new rows or those of the fit, with standard errors and intervals."""
    check_interval(interval, level)
    given = parameter_covariance(fit, vcov)
    covariance = given if se_fit or interval is not None else None
    source, index = (
        (fit._rows_source, fit._index) if newdata is None else fit._new_rows_source(newdata)
    )
    values = source.by_row(lambda block: _of_block(block, quantity, covariance))
    tables = [values]
    if covariance is not None:
        value, se = np.hsplit(values, 2)
        tables = [value, se]
        tables += [] if interval is None else _interval_ends(quantity.scale, value, se, level)
    table = _labelled(tables, quantity.columns, index)
    return fit._pad_omitted(table) if newdata is None else table


def parameter_covariance(fit: HasLikelihoodModel, vcov: Any = None) -> np.ndarray:
    """The covariance of all parameters (P, P).

    It is the fit's, or of the coefficients what ``vcov=`` gives; the other parameters, such as
    log(theta), are then taken as known.
    """
    if vcov is None:
        return fit._solution.covariance
    estimable, out = fit._solution.system.estimable, np.zeros((len(fit._parameters),) * 2)
    out[: len(estimable), : len(estimable)] = given_covariance(fit, vcov)[
        np.ix_(estimable, estimable)
    ]
    return out


def _of_block(block: Block, quantity: Quantity, covariance: np.ndarray | None) -> np.ndarray:
    values, slopes = quantity.of_block(block, covariance is not None)
    if covariance is None:
        return values
    spread = [np.einsum("ij,ij->i", g @ covariance, g) for g in slopes]
    errors = root(np.array(spread).reshape(values.shape[::-1]).T)
    return np.hstack([values, np.where(np.isnan(values), np.nan, errors)])


def _interval_ends(
    scale: str, value: np.ndarray, se: np.ndarray, level: float
) -> list[np.ndarray]:
    """The lower and the upper ends of intervals."""
    from scipy.special import expit, ndtri

    out = []
    for z in ndtri([(1 - level) / 2, (1 + level) / 2]):
        if scale == "identity":
            out.append(value + z * se)
            continue
        with np.errstate(all="ignore"):
            if scale == "log":
                end = value * np.exp(z * se / value)
            else:
                end = expit(np.log(value) - np.log1p(-value) + z * se / (value * (1 - value)))
        # at 0 or 1 to within rounding there is no such scale, and no error
        out.append(np.where(np.isnan(end) & ~np.isnan(se), value, end))
    return out


def _labelled(
    tables: list[np.ndarray], columns: Sequence[Any] | None, index: pd.Index
) -> pd.Series | pd.DataFrame:
    """A Series or a table of one kind; of several under ``fit``, ``se_fit``, ``lwr``, ``upr``."""
    kinds = ["fit", "se_fit", "lwr", "upr"][: len(tables)]
    if columns is None:
        if len(tables) == 1:
            return pd.Series(tables[0][:, 0], index=index)
        return pd.DataFrame(np.hstack(tables), index=index, columns=kinds)
    labels: Any = [c if isinstance(c, tuple) else (c,) for c in columns]
    if len(tables) > 1:
        labels = [(kind, *label) for kind in kinds for label in labels]
    depth = len(labels[0]) if labels else 1
    named = pd.MultiIndex.from_tuples(labels) if depth > 1 else [label[0] for label in labels]
    return pd.DataFrame(np.hstack(tables), index=index, columns=named)


def row_quantity(fit: HasLikelihoodModel, quantity: RowQuantity) -> Quantity:
    """A function of the linear predictors and scalars as a predicted quantity."""
    scalars = fit._likelihood_model.scalars_at(fit._parameters[:, None])[:, 0]

    def of_block(block: Block, derivatives: bool) -> tuple[np.ndarray, Slopes]:
        eta = np.column_stack(fit._block_predictors(block))
        values = quantity.values(eta, scalars)
        if not derivatives:
            return values, []
        return values, [*fit._block_rows(block).jacobian(quantity.gradient(eta, scalars))]

    return Quantity(quantity.columns, of_block, quantity.scale)


def link_quantity(fit: HasLikelihoodModel, parts: Sequence[Any], named: bool) -> Quantity:
    """Some linear predictors; under their names, or the only one as a Series."""
    numbers = [part.number for part in parts]
    weights = np.eye(max(numbers) + 1)[numbers]
    names = tuple(part.name for part in parts) if named else None
    return row_quantity(fit, LinearQuantity(names, by_predictor=weights))


def term_quantity(fit: HasLikelihoodModel, parts: Sequence[Any], named: bool) -> Quantity:
    """What each term adds to its linear predictor, centred; under (predictor, term) if named."""
    means, theta, count = fit._column_means, fit._parameters, len(fit._parameters)
    requested = [(part, k) for part in parts for k in range(len(part.terms))]

    def of_block(block: Block, derivatives: bool) -> tuple[np.ndarray, Slopes]:
        x = block.matrix()
        slopes = [part.term_slopes(x, means, k, count) for part, k in requested]
        values = [g @ theta for g in slopes]
        return np.column_stack(values) if values else np.zeros((len(x), 0)), slopes

    labels = [(part.name, part.terms[k]) if named else part.terms[k] for part, k in requested]
    return Quantity(labels, of_block)


def term_constants(fit: HasLikelihoodModel, parts: Sequence[Any], named: bool) -> Any:
    """What the terms lack of the linear predictor without its offset; a dict if named."""
    means, theta = fit._column_means, fit._parameters
    out = {part.name: float(means[part.estimable] @ theta[part.places]) for part in parts}
    return out if named else next(iter(out.values()))


def predict_linear(
    fit: HasLikelihoodModel,
    newdata: Any,
    type: str,
    parts: Sequence[Any],
    named: bool,
    **requested: Any,
) -> pd.Series | pd.DataFrame:
    """``predict(type="link")`` and ``predict(type="terms")``."""
    if type == "link":
        return predict_quantity(fit, newdata, link_quantity(fit, parts, named), **requested)
    if requested["interval"] is not None:
        raise ValueError("interval= does not go with type='terms'")
    table = predict_quantity(fit, newdata, term_quantity(fit, parts, named), **requested)
    table.attrs["constant"] = term_constants(fit, parts, named)
    return table
