"""Predictions of zero-inflated and hurdle models; R's predict.zeroinfl and predict.hurdle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.format.suggest import did_you_mean

TYPES = ("response", "prob", "count", "zero")
Quantity = Callable[[list[np.ndarray], np.ndarray], np.ndarray]


def predict(
    fit: Any,
    newdata: Any = None,
    type: str = "response",
    se_fit: bool = False,
    at: int | Sequence[int] | None = None,
) -> pd.Series | pd.DataFrame:
    """Means, probabilities of each count, or what one of the parts says.

    R's ``predict.zeroinfl`` and ``predict.hurdle``.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes; the rows of the fit by default. A row with a missing value
        predicts NaN.
    type : {"response", "prob", "count", "zero"}
        response: the mean of y. prob: the probability of each count. count: the mean of the count
        distribution without zero-inflation or truncation (of a positive amount its mean). zero:
        the probability of a structural zero (zeroinfl), or as in R the ratio
        P(Y > 0) / (1 - f(0)) by which a hurdle's count mean has to be multiplied.
    se_fit : bool
        Standard errors too, by the delta method; not for ``"prob"``.
    at : int or sequence of int, optional
        The counts of ``type="prob"``: 0, 1, ..., `at`, or those given. By default up to the
        largest of the data.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` the columns ``fit`` and ``se_fit``; for ``"prob"`` a column for each count.

    Raises
    ------
    ValueError
        An unknown `type`; probabilities of a response that is no count; a column missing in
        `newdata`, or a level that the fit has not seen.

    Examples
    --------
    >>> from rglm import zeroinfl
    >>> from rglm.datasets import load
    >>> fit = zeroinfl("n_gc ~ logmass", load("galaxies"), dist="negbin")
    >>> fit.predict({"logmass": [8.0]}, type="prob", at=2).columns.tolist()
    [0, 1, 2]
    """
    if type not in TYPES:
        hint = did_you_mean(type, TYPES)
        raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}{hint}")
    source, index = (fit.rows_source, fit.index) if newdata is None else fit.new_source(newdata)
    if type == "prob":
        if se_fit:
            raise ValueError("se_fit=True goes with type='response', 'count' or 'zero'")
        found: Any = _probabilities(fit, source, index, at)
    else:
        found = _values(fit, source, index, fit.model.density.quantity(type), se_fit)
    return fit.pad(found) if newdata is None else found


def _probabilities(fit: Any, source: Any, index: pd.Index, at: Any) -> pd.DataFrame:
    density, scalars = fit.model.density, fit.model.scalars(fit.parameters)
    if not fit.of_counts:
        raise ValueError(f"type='prob' is for counts; dist={fit.dist!r} is a continuous amount")
    if at is None:
        at = int(fit.rows_source.rows.y.max())
    places = np.arange(at + 1) if np.ndim(at) == 0 else np.asarray(at)
    if not (len(places) and (places >= 0).all() and (places == np.rint(places)).all()):
        raise ValueError(f"at={at!r}: give counts of 0 or more")
    places = places.astype(int)

    def of_block(block: Block) -> np.ndarray:
        return density.probabilities(fit.etas(block), scalars, int(places.max()))[:, places]

    return pd.DataFrame(source.by_row(of_block), index=index, columns=places.tolist())


def _values(
    fit: Any, source: Any, index: pd.Index, quantity: Quantity, se_fit: bool
) -> pd.Series | pd.DataFrame:
    scalars = fit.model.scalars(fit.parameters)

    def of_block(block: Block) -> np.ndarray:
        x = block.matrix()
        eta = fit.model.etas(x, block.rows.offset, fit.parameters)
        value = quantity(eta, scalars)
        if not se_fit:
            return value
        slopes = fit.model.jacobian(x, gradient(quantity, eta, scalars))
        spread = ((slopes @ fit.solution.covariance) * slopes).sum(axis=1)
        return np.column_stack([value, np.sqrt(np.maximum(spread, 0.0))])

    found = source.by_row(of_block)
    if se_fit:
        return pd.DataFrame(found, index=index, columns=["fit", "se_fit"])
    return pd.Series(found, index=index)


def gradient(quantity: Quantity, eta: list[np.ndarray], scalars: np.ndarray) -> list[np.ndarray]:
    """The derivatives by each predictor and scalar, by central differences (to ten digits)."""
    slopes = []
    for i in range(len(eta) + len(scalars)):
        ends = []
        for way in (-1, 1):
            moved, others = list(eta), np.array(scalars, dtype=float)
            if i < len(eta):
                moved[i] = eta[i] + way * STEP
            else:
                others[i - len(eta)] += way * STEP
            ends.append(quantity(moved, others))
        slopes.append((ends[1] - ends[0]) / (2 * STEP))
    return slopes


STEP = 1e-5  # near the cube root of the precision: predictors and logs are of size 1
