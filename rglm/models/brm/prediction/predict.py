"""New responses of each row with errors and intervals; brms' ``predict``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import check_level
from rglm.inference.random_seed import Seed
from rglm.models.brm.posterior_estimates import PROBS
from rglm.models.brm.prediction.drawn_rows import DrawnRows
from rglm.models.brm.prediction.fitted import fitted
from rglm.models.brm.prediction.posterior_predict import posterior_predict, response_generator
from rglm.models.brm.prediction.row_quantities import random_response
from rglm.models.brm.prediction.row_summaries import category_shares, summary_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

SCALES: Mapping[str, str] = {"response": "response", "link": "linear"}  # of `glm`'s types


def predict(
    fit: BrmFit,
    newdata: Any = None,
    ndraws: int | None = None,
    summary: bool = True,
    robust: bool = False,
    probs: Sequence[float] = PROBS,
    seed: Seed = None,
    type: str | None = None,
) -> pd.DataFrame:
    """The predicted response of each row, its error and its quantiles; brms' ``predict``.

    They are of new responses: parameters and responses both vary.

    Parameters
    ----------
    newdata : table, optional
        New rows; by default those of the fit. A row with a missing value has NaN. Of successes
        out of trials they have the trials too: see ``posterior_predict``.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    summary : bool
        False gives all draws, as ``posterior_predict``.
    robust : bool
        Medians and median absolute deviations (times 1.4826) in place of means and standard
        deviations.
    probs : sequence of float
        Of the quantiles.
    seed : int or numpy Generator, optional
        The same seed gives the same responses; by default that of the fit.
    type : {"response", "link"}, optional
        What ``predict`` of a `glm` gives, and nothing random: the mean, ``fitted()``; or the
        linear predictor, ``fitted(scale="linear")``; both with the same columns.

    Returns
    -------
    DataFrame (n, 4)
        Estimate, Est.Error, Q2.5, Q97.5; of trials of the number of successes. Of categories the
        share of each among the draws, in columns ``P(Y = level)``, (n, m).

    Raises
    ------
    ValueError
        A column missing in `newdata`; a level the fit has not seen; an unknown type.

    Notes
    -----
    Over data in chunks each chunk has random numbers of its own, so that their responses are not
    those of the same rows in memory.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + hp", load("mtcars"), seed=1)
    >>> new = {"wt": [3], "hp": [100]}
    >>> bool((fit.predict(new)["Est.Error"] > 3 * fit.fitted(new)["Est.Error"]).all())
    True
    """
    if type is not None:
        scale = SCALES[check_option("type", type, SCALES, "; None draws new responses")]
        return fitted(fit, newdata, scale, None, ndraws, summary, robust, probs)
    if not summary:
        return posterior_predict(fit, newdata, ndraws, seed)
    rows = DrawnRows.of(fit, newdata, ndraws, needs_trials=True)
    quantity = random_response(fit, response_generator(fit, seed))
    if not fit.family.has_levels:
        return summary_frame(rows, quantity, robust, probs)
    shares = rows.by_row(quantity, category_shares(len(fit._levels)))
    names = [f"P(Y = {level})" for level in fit._levels]
    return pd.DataFrame(shares, index=rows.index, columns=names)


def predictive_interval(
    fit: BrmFit,
    prob: float = 0.9,
    newdata: Any = None,
    ndraws: int | None = None,
    seed: Seed = None,
) -> pd.DataFrame:
    """The interval of a new response of each row; ``rstanarm::predictive_interval``.

    Parameters
    ----------
    prob : float
        The probability between its ends, which are quantiles.
    newdata, ndraws, seed
        As in ``predict``.

    Returns
    -------
    DataFrame (n, 2)
        Columns ``5%`` and ``95%``.

    Raises
    ------
    ValueError
        The response has categories; what ``predict`` raises.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.predictive_interval(newdata={"wt": [3]}).columns.tolist()
    ['5%', '95%']
    """
    check_level(prob, "prob")
    if fit.family.has_levels:
        raise ValueError(
            f"the categories of {fit.family.name}() have no interval; predict() has the share of "
            "each"
        )
    probs = ((1 - prob) / 2, (1 + prob) / 2)
    table = predict(fit, newdata, ndraws, probs=probs, seed=seed).iloc[:, 2:]
    return table.set_axis([f"{100 * p:g}%" for p in probs], axis=1)
