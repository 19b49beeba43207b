"""Predictions of each row, their changes and slopes, draw by draw; marginaleffects' verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rglm.models.brm.means.averaged_rows import AveragedRows
from rglm.models.brm.means.averages import comparisons_of, slopes_of, with_hypothesis
from rglm.models.brm.means.effects_page import PosteriorEffects

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def predictions(
    fit: BrmFit,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    hypothesis: Any = None,
) -> PosteriorEffects:
    """The expected response of each row, draw by draw; marginaleffects' ``predictions``.

    Parameters
    ----------
    newdata : table or str, optional
        Other rows than those of the fit: a table, or "mean", "median", "balanced", "grid".
    type : {"response", "link"}
        The mean (of trials their proportion, of categories the probabilities), or the linear
        predictor.
    conf_level : float
        The probability of the intervals, which have equal tails.
    hypothesis : str, list of str, vector, matrix or DataFrame, optional
        Functions of the estimates in their place: see ``hypotheses()`` of the result.

    Returns
    -------
    PosteriorEffects
        Medians and quantiles, a row for each row; ``table`` has the columns of the rows too, and
        ``draws`` the draws.

    Raises
    ------
    ValueError
        As the averages, ``avg_predictions()``; draws of so many rows would not fit into memory.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(am)", load("mtcars"), seed=1)
    >>> len(fit.predictions(newdata="mean").table)
    1
    """
    rows = AveragedRows.each(fit, newdata, type, conf_level, "predictions")
    return with_hypothesis(rows.effects([rows.averages(rows.data)]), hypothesis)


def comparisons(
    fit: BrmFit,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    comparison: str | Callable[..., Any] = "difference",
    hypothesis: Any = None,
) -> PosteriorEffects:
    """What a change of a variable does to the mean of each row; marginaleffects' ``comparisons``.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables and how they change, as of `avg_comparisons`.
    comparison : str or function
        "difference", "ratio", "lnratio", "or", "lnor", "lift", or a function of the means at the
        high and at the low values.
    newdata : table or str, optional
        Other rows than those of the fit: a table, or "mean", "median", "balanced", "grid".
    type : {"response", "link"}
        The mean (of trials their proportion, of categories the probabilities), or the linear
        predictor.
    conf_level : float
        The probability of the intervals, which have equal tails.
    hypothesis : str, list of str, vector, matrix or DataFrame, optional
        Functions of the estimates in their place: see ``hypotheses()`` of the result.

    Returns
    -------
    PosteriorEffects
        Medians and quantiles, a row for each variable, contrast and row; ``table`` has the
        columns of the rows too, and ``draws`` the draws.

    Raises
    ------
    ValueError
        As the averages, ``avg_comparisons()``; draws of so many rows would not fit into memory.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(am)", load("mtcars"), seed=1)
    >>> fit.comparisons("am", newdata="mean")["contrast"].tolist()
    ['1 - 0']
    """
    rows = AveragedRows.each(fit, newdata, type, conf_level, "comparisons")
    return with_hypothesis(comparisons_of(rows, variables, comparison), hypothesis)


def slopes(
    fit: BrmFit,
    variables: str | Sequence[str] | None = None,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    hypothesis: Any = None,
) -> PosteriorEffects:
    """The slope of the mean of each row by a variable; marginaleffects' ``slopes``.

    Parameters
    ----------
    variables : str or list of str, optional
        The variables, by default all of the model.
    newdata : table or str, optional
        Other rows than those of the fit: a table, or "mean", "median", "balanced", "grid".
    type : {"response", "link"}
        The mean (of trials their proportion, of categories the probabilities), or the linear
        predictor.
    conf_level : float
        The probability of the intervals, which have equal tails.
    hypothesis : str, list of str, vector, matrix or DataFrame, optional
        Functions of the estimates in their place: see ``hypotheses()`` of the result.

    Returns
    -------
    PosteriorEffects
        Medians and quantiles, a row for each variable, contrast and row; ``table`` has the
        columns of the rows too, and ``draws`` the draws.

    Raises
    ------
    ValueError
        As the averages, ``avg_slopes()``; draws of so many rows would not fit into memory.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(am)", load("mtcars"), seed=1)
    >>> fit.slopes("wt", newdata="mean")["contrast"].tolist()
    ['dY/dX']
    """
    rows = AveragedRows.each(fit, newdata, type, conf_level, "slopes")
    return with_hypothesis(slopes_of(rows, variables), hypothesis)
