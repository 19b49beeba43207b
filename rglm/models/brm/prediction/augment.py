"""The data of a Bayesian fit with fitted values and residuals beside them; broom's augment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.random_seed import Seed
from rglm.inference.tables.augmented_frame import append_columns, augmented_data, columns_of
from rglm.models.brm.prediction.fitted import fitted
from rglm.models.brm.prediction.predict import predict
from rglm.models.brm.prediction.residuals import residuals
from rglm.sources.frames.as_frame import as_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

INTERVALS = ("none", "confidence", "prediction")
NAMES = {"Estimate": ".fitted", "Est.Error": ".se_fit"}


def augment(
    fit: BrmFit,
    data: Any = None,
    newdata: Any = None,
    se_fit: bool = True,
    interval: str | None = None,
    level: float = 0.95,
    seed: Seed = None,
) -> pd.DataFrame:
    """The data with fitted values and residuals beside them; ``broom.mixed::augment``.

    Parameters
    ----------
    data : table, optional
        The data of the fit, with columns that the formula does not use. Rows are matched by the
        index, or by their place where the indexes differ. Without it the model frame is used.
    newdata : table, optional
        New rows instead, which get no ``.resid``. `data` or new rows of polars are returned as
        polars.
    se_fit : bool
        The posterior standard deviations of the means too.
    interval : {"none", "confidence", "prediction"}, optional
        Quantiles too: of the mean, or of new responses (of trials in successes).
    level : float
        The probability between them.
    seed : int or numpy Generator, optional
        Of the new responses; by default that of the fit.

    Returns
    -------
    DataFrame
        The data and ``.fitted``, the posterior mean of E(Y), ``.se_fit``, ``.lower``, ``.upper``
        and ``.resid``, the response less ``.fitted``. Of categories there is a column for each
        level, as ``.fitted_low``, and no residual.

    Raises
    ------
    ValueError
        `data` and `newdata` are both given; the rows of `data` are not those of the fit; an
        unknown interval, or one of new categories.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.augment(interval="prediction").columns.tolist()
    ['mpg', 'wt', '.fitted', '.se_fit', '.lower', '.upper', '.resid']
    """
    if data is not None and newdata is not None:
        raise ValueError("data= are the rows of the fit, newdata= are others: give one")
    kind = check_option("interval", interval or "none", INTERVALS)
    check_level(level)
    frame = None if newdata is None else as_frame(newdata, "newdata")
    columns = _mean_columns(fit, frame, se_fit)
    columns |= _interval_columns(fit, frame, kind, level, seed)
    if frame is not None:
        return append_columns(frame, columns)
    if not fit.family.has_levels:
        columns[".resid"] = residuals(fit)["Estimate"]
    return augmented_data(fit, data, columns)


def _mean_columns(fit: BrmFit, newdata: Any, se_fit: bool) -> dict[str, pd.Series]:
    """The means, and their errors."""
    names = list(NAMES) if se_fit else ["Estimate"]
    return _named(fitted(fit, newdata, probs=()), {name: NAMES[name] for name in names})


def _interval_columns(
    fit: BrmFit, newdata: Any, kind: str, level: float, seed: Seed
) -> dict[str, pd.Series]:
    """The ends of the intervals, if they are asked for."""
    if kind == "none":
        return {}
    if kind == "prediction" and fit.family.has_levels:
        raise ValueError(
            "interval='prediction': categories have no interval; predict() has the share of each"
        )
    probs = ((1 - level) / 2, (1 + level) / 2)
    if kind == "confidence":
        table = fitted(fit, newdata, probs=probs)
    else:
        table = predict(fit, newdata, probs=probs, seed=seed)
    lower, upper = table.columns.get_level_values(-1)[2:4]
    return _named(table, {lower: ".lower", upper: ".upper"})


def _named(table: pd.DataFrame, names: dict[str, str]) -> dict[str, pd.Series]:
    """Columns of a summary under other names; of categories one for each level."""
    out: dict[str, pd.Series] = {}
    for column, name in names.items():
        is_single = table.columns.nlevels == 1
        out |= columns_of(name, table[column] if is_single else table.xs(column, axis=1, level=1))
    return out
