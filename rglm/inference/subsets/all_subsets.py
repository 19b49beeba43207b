"""All models with some of the terms of a fit; MuMIn's dredge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.subsets.subset_fits import SubsetFits
from rglm.inference.subsets.subset_space import SubsetSpace
from rglm.inference.subsets.subset_table import AllSubsets
from rglm.inference.terms.update import Fit
from rglm.protocol.model_result import ModelResult

CRITERIA = ("AICc", "AIC", "BIC", "Cp", "adj_r_squared")
LINEAR_CRITERIA = ("Cp", "adj_r_squared")
CRITERION_ROUNDING = 10  # decimals: models that differ by less are one, and stay in their order


def all_subsets(
    fit: Fit,
    criterion: str = "AICc",
    fixed: str | Sequence[str] | None = None,
    max_terms: int | None = None,
) -> AllSubsets[Fit]:
    """All models with some of the terms of the fit, the best first; R's ``MuMIn::dredge``.

    A model that has a term has all that it contains too, ``a`` and ``b`` with ``a:b``. All are
    fitted to the rows of the fit: those of `lm` by one pass over the rows, 2^15 of them at most;
    other models one by one, 2^10 at most.

    Parameters
    ----------
    criterion : {"AICc", "AIC", "BIC", "Cp", "adj_r_squared"}
        With k parameters and n rows AICc is AIC + 2 k (k + 1) / (n - k - 1), infinite where
        n - k - 1 is not above 0. Of `lm` only: Mallows' Cp, RSS / s^2 - n + 2 rank with the s^2
        of the fit, and the adjusted R² (the largest is best).
    fixed : formula or labels, optional
        The terms of every model, ``"~ x"`` or ``["x", "z"]``, with all that they contain.
    max_terms : int, optional
        The largest number of terms of a model.

    Returns
    -------
    AllSubsets
        ``table``, ``formulas``; ``best()`` and ``fit(i)`` fit the model of a row.

    Raises
    ------
    ValueError
        Too many models; a criterion that is not defined for the fit; a term of `fixed` that the
        fit does not have; variables that miss values, by which models would have other rows.

    Notes
    -----
    The best of many models is the best partly by chance: its standard errors and p-values are too
    small.

    References
    ----------
    Burnham & Anderson (2002), *Model Selection and Multimodel Inference*; Mallows (1973), Some
    comments on Cp, Technometrics 15.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> models = lm("log(breaks) ~ wool * tension", load("warpbreaks")).all_subsets()
    >>> models
    Global model call: lm(formula = log(breaks) ~ wool * tension)
    ---
    Model selection table
      (Intercept) wool tension wool:tension df  logLik AICc delta weight
    1       3.718    +       +            +  7 -20.333 57.1  0.00  0.519
    2       3.500            +               4 -24.860 58.5  1.44  0.253
    3       3.576    +       +               5 -23.776 58.8  1.70  0.222
    4       3.241                            2 -31.400 67.0  9.94  0.004
    5       3.317    +                       3 -30.553 67.6 10.49  0.003
    Models ranked by AICc
    >>> models.best().formula
    'log(breaks) ~ wool + tension + wool:tension'
    """
    check_option("criterion", criterion, CRITERIA)
    fit._rows_source  # noqa: B018  an error after strip()
    if max_terms is not None and max_terms < 0:
        raise ValueError(f"max_terms={max_terms} must be 0 or more")
    space = SubsetSpace.of(fit, fixed, max_terms)
    models = fit._subset_fits(space)
    values = _criterion(fit, models, criterion)
    loss = -values if criterion == "adj_r_squared" else values
    sizes = np.array([len(subset) for subset in models.subsets])
    places = [tuple(sorted(subset)) for subset in models.subsets]
    rank_of_places = np.argsort(np.argsort([str(place) for place in places]))
    order = np.lexsort((rank_of_places, sizes, np.round(loss, CRITERION_ROUNDING)))
    table = _table(space, models, values, loss, criterion).iloc[order]
    index = pd.RangeIndex(1, len(table) + 1)
    formulas = pd.Series([space.formula(models.subsets[i]) for i in order], index=index)
    return AllSubsets(table.set_axis(index), formulas, criterion, fit)


def _criterion(fit: ModelResult, models: SubsetFits, criterion: str) -> np.ndarray:
    """The value of the criterion of each model.

    Raises
    ------
    ValueError
        It is not defined.
    """
    k, n = models.df, models.nobs
    if criterion in LINEAR_CRITERIA:
        values = _linear_criterion(fit, models, criterion)
    elif criterion == "BIC":
        values = -2 * models.loglik + np.log(n) * k
    else:
        values = -2 * models.loglik + 2 * k
        if criterion == "AICc":
            spare = n - k - 1
            correction = 2 * k * (k + 1) / np.where(spare > 0, spare, 1.0)
            values = np.where(spare > 0, values + correction, np.inf)
    if np.isnan(values).any():
        raise ValueError(
            f"{criterion} is not defined for {fit.model_name}, which has no likelihood or no "
            "residual degrees of freedom"
        )
    return values


def _linear_criterion(fit: ModelResult, models: SubsetFits, criterion: str) -> np.ndarray:
    linear = models.linear
    if linear is None:
        raise ValueError(f"criterion={criterion!r} is of lm(); use AICc, AIC or BIC")
    if criterion == "adj_r_squared":
        return linear["adj_r_squared"].to_numpy()
    with np.errstate(all="ignore"):
        value = linear["rss"] / fit.dispersion - models.nobs + 2 * linear["rank"]
    return value.to_numpy()


def _table(
    space: SubsetSpace, models: SubsetFits, values: np.ndarray, loss: np.ndarray, criterion: str
) -> pd.DataFrame:
    """The table of the models, in their own order."""
    estimates, labels = models.estimates, space.labels
    columns: dict[str, Any] = {}
    for name in [*(str(n) for n in estimates if n not in labels), *labels]:
        if name in estimates:
            cells = estimates[name].astype(object)
            columns[name] = cells.where(estimates[name].notna(), None)
        else:
            place = labels.index(name)
            columns[name] = pd.Series(
                ["+" if place in subset else None for subset in models.subsets], dtype=object
            )
    with np.errstate(all="ignore"):
        delta = np.where(loss == loss.min(), 0.0, loss - loss.min())
    columns |= {"df": models.df, "logLik": models.loglik, criterion: values, "delta": delta}
    if criterion != "adj_r_squared":
        weight = np.exp(-delta / 2)
        columns["weight"] = weight / weight.sum()
    return pd.DataFrame(columns)
