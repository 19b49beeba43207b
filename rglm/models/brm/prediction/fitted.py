"""Means of each row with their errors; brms' ``fitted``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.models.brm.posterior_estimates import PROBS
from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows, Quantity
from rglm.models.brm.prediction.row_quantities import expectation, linear_predictor, parameter
from rglm.models.brm.prediction.row_summaries import summary_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

SCALES = ("response", "linear")


def fitted(
    fit: BrmFit,
    newdata: Any = None,
    scale: str = "response",
    dpar: str | None = None,
    ndraws: int | None = None,
    summary: bool = True,
    robust: bool = False,
    probs: Sequence[float] = PROBS,
) -> pd.DataFrame:
    """The mean of each row, its error and its quantiles; brms' ``fitted``.

    Parameters
    ----------
    newdata : table, optional
        New rows; by default those of the fit. A row with a missing value has NaN.
    scale : {"response", "linear"}
        The mean E(Y | theta), of trials the expected proportion; or the linear predictor.
    dpar : str, optional
        A parameter of the response in its place, as in ``posterior_epred``.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    summary : bool
        False gives all draws, as ``posterior_epred`` and ``posterior_linpred``.
    robust : bool
        Medians and median absolute deviations (times 1.4826) in place of means and standard
        deviations.
    probs : sequence of float
        Of the quantiles.

    Returns
    -------
    DataFrame (n, 4)
        Estimate, Est.Error, Q2.5, Q97.5. Of categories the four of each level, in columns
        ``(level, "Estimate")``, ...

    Raises
    ------
    ValueError
        An unknown scale; a column missing in `newdata`; a `dpar` that the model lacks.

    Notes
    -----
    The interval is of the mean, as ``predict(interval="confidence")`` of `glm`; that of a new
    response is ``predict()``. A draw at which the row has no mean (as a negative one of a Gamma
    response, under the inverse link) is NaN, and then so are its summaries.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + hp", load("mtcars"), seed=1)
    >>> fit.fitted({"wt": [3], "hp": [100]}).columns.tolist()
    ['Estimate', 'Est.Error', 'Q2.5', 'Q97.5']
    """
    quantity, levels = fitted_quantity(fit, scale, dpar)
    rows = DrawnRows.of(fit, newdata, ndraws)
    if not summary:
        return draw_frame(rows, quantity, levels)
    return summary_frame(rows, quantity, robust, probs, levels)


def fitted_quantity(
    fit: BrmFit, scale: str, dpar: str | None = None
) -> tuple[Quantity, tuple[str, ...]]:
    """The mean, a parameter or a linear predictor, and the levels that it is of."""
    if check_option("scale", scale, SCALES) == "linear":
        return linear_predictor(fit, dpar), fit._levels[1:]
    return (expectation(fit), fit._levels) if dpar is None else (parameter(fit, dpar), ())
