"""Predictions of zero-inflated and hurdle models; R's predict.zeroinfl and predict.hurdle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.prediction.predicted_quantity import (
    predict_linear,
    predict_quantity,
    row_quantity,
)
from rglm.models.quantities.two_part_quantities import count_probabilities
from rglm.protocol.quantities.row_quantity import RowQuantity

if TYPE_CHECKING:
    from rglm.models.twopart.twopart_fit import TwoPartFit
    from rglm.protocol.linear_predictor import LinearPredictor

TYPES = ("response", "prob", "count", "zero", "link", "terms")


def predict(
    fit: TwoPartFit,
    newdata: Any = None,
    type: str = "response",
    se_fit: bool = False,
    at: int | Sequence[int] | None = None,
    interval: str | None = None,
    level: float = 0.95,
    vcov: Any = None,
    model: str = "full",
) -> pd.Series | pd.DataFrame:
    """Means, probabilities of each count, or what one of the parts says.

    R's ``predict.zeroinfl`` and ``predict.hurdle``.

    Parameters
    ----------
    newdata : table, optional
        Anything ``data=`` takes; the rows of the fit by default. A row with a missing value
        predicts NaN. Rows of polars have predictions of polars (null where missing).
    type : {"response", "prob", "count", "zero", "link", "terms"}
        response: the mean of y. prob: the probability of each count. count: the mean of the count
        distribution without zero-inflation or truncation (of a positive amount its mean). zero:
        the probability of a structural zero (zeroinfl), or as in R the ratio
        P(Y > 0) / (1 - f(0)) by which a hurdle's count mean has to be multiplied. link: the linear
        predictors ``count`` and ``zero``; terms: what each term adds to them, centred.
    se_fit : bool
        Standard errors too, by the delta method.
    at : int or sequence of int, optional
        The counts of ``type="prob"``: 0, 1, ..., `at`, or those given. By default up to the
        largest of the data.
    interval : {None, "confidence"}
        Made where there are no ends: of a mean (and a hurdle's ratio) on the log scale,
        f exp(-+ z se / f), of a probability on the scale of its log odds, of a linear predictor
        eta -+ z se.
    level : float
        The coverage of the interval.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients for standard errors and intervals, as in
        ``summary``; log(theta) and its like are then taken as known.
    model : {"full", "count", "zero"}
        Of which part ``"link"`` and ``"terms"`` are; of one part they are a Series and a table by
        term, of both they stand under ``count`` and ``zero``.

    Returns
    -------
    Series, or DataFrame
        With ``se_fit`` or an interval the columns ``fit se_fit lwr upr``; for ``"prob"`` a column
        for each count, under ``fit``, ``se_fit``, ``lwr`` and ``upr`` with standard errors.

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
    check_option("type", type, TYPES)
    options = {"se_fit": se_fit, "interval": interval, "level": level, "vcov": vcov}
    if type in ("link", "terms"):
        parts = _chosen(fit, model)
        return predict_linear(fit, newdata, type, parts, model == "full", **options)
    if model != "full":
        raise ValueError(f"model= goes with type='link' and type='terms', not with {type!r}")
    quantity = _probabilities(fit, at) if type == "prob" else fit._quantity(type)
    return predict_quantity(fit, newdata, row_quantity(fit, quantity), **options)


def _chosen(fit: TwoPartFit, model: str) -> list[LinearPredictor]:
    """The linear predictors of both parts, or of one."""
    if model != "full":
        fit._part_slice(model)  # an error if there is no such part
    return [part for part in fit._predictor_parts if model in ("full", part.name)]


def _probabilities(fit: TwoPartFit, at: Any) -> RowQuantity:
    """The probabilities of some counts."""
    if not fit._has_count_response:
        raise ValueError(f"type='prob' is for counts; dist={fit.dist!r} is a continuous amount")
    if at is None:
        at = int(fit._largest_response)
    places = np.arange(at + 1) if np.ndim(at) == 0 else np.asarray(at)
    if not (len(places) and (places >= 0).all() and (places == np.rint(places)).all()):
        raise ValueError(f"at={at!r}: give counts of 0 or more")
    return count_probabilities(fit._likelihood_model.density, places.astype(int).tolist())
