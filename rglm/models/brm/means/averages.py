"""Averages over rows, draw by draw: predictions, comparisons, slopes; marginaleffects' avg_*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rglm.inference.marginal_effects.comparison_kinds import comparison_kind
from rglm.models.brm.means.averaged_rows import AveragedRows
from rglm.models.brm.means.effects_page import PosteriorEffects

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def avg_predictions(
    fit: BrmFit,
    by: str | Sequence[str] | None = None,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    wts: str | Sequence[float] | None = None,
    hypothesis: Any = None,
) -> PosteriorEffects:
    """Average the expected response over rows; marginaleffects' ``avg_predictions``.

    Parameters
    ----------
    by : str or list of str, optional
        Columns in whose groups the rows are averaged.
    newdata : table or str, optional
        Other rows than those of the fit: a table, or "mean", "median", "balanced", "grid".
    type : {"response", "link"}
        The mean (of trials their proportion, of categories the probabilities), or the linear
        predictor.
    conf_level : float
        The probability of the intervals, which have equal tails.
    wts : str or array, optional
        Weights of the rows: a column, or numbers.
    hypothesis : str, list of str, vector, matrix or DataFrame, optional
        Functions of the averages in their place: see ``hypotheses()`` of the result.

    Returns
    -------
    PosteriorEffects
        Medians of the averages, and quantiles; ``table`` is the DataFrame, ``draws`` the draws.

    Raises
    ------
    ValueError
        A column that the rows lack; the fit's data are in chunks, or it was stripped of its rows.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(am)", load("mtcars"), seed=1)
    >>> fit.avg_predictions(by="am").table["am"].tolist()
    [0, 1]
    """
    rows = AveragedRows.of(fit, by, newdata, type, conf_level, "avg_predictions", wts)
    return with_hypothesis(rows.effects([rows.averages(rows.data)]), hypothesis)


def avg_comparisons(
    fit: BrmFit,
    variables: str | Sequence[str] | Mapping[str, Any] | None = None,
    by: str | Sequence[str] | None = None,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    wts: str | Sequence[float] | None = None,
    comparison: str | Callable[..., Any] = "difference",
    hypothesis: Any = None,
) -> PosteriorEffects:
    """Average what a change of a variable does to the mean; marginaleffects' ``avg_comparisons``.

    mean_i E(Y | x_i changed) - E(Y | x_i), draw by draw: for a number x + 1 against x (0 and 1 for
    one that has only these), for a factor each level against the first.

    Parameters
    ----------
    variables : str, list of str or dict, optional
        The variables, by default all of the model; a dict says how they change: numbers by a step
        ``{"age": 10}``, between two values, by "sd", "2sd", "iqr", "minmax"; levels by
        "reference", "sequential", "pairwise", "all", or two levels, the low one first.
    by, newdata, type, conf_level, wts, hypothesis
        As in `avg_predictions`.
    comparison : str or function
        Of the averages at the high and at the low values: "difference", "ratio", "lnratio", "or"
        (odds ratio), "lnor", "lift", or a function of both.

    Returns
    -------
    PosteriorEffects
        A row for each variable and contrast (and group).

    Raises
    ------
    ValueError
        What is no variable of the model, and as in `avg_predictions`.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + factor(am)", load("mtcars"), seed=1)
    >>> fit.avg_comparisons({"wt": 0.5}).table["contrast"].tolist()
    ['+0.5']
    """
    rows = AveragedRows.of(fit, by, newdata, type, conf_level, "avg_comparisons", wts)
    return with_hypothesis(comparisons_of(rows, variables, comparison), hypothesis)


def avg_slopes(
    fit: BrmFit,
    variables: str | Sequence[str] | None = None,
    by: str | Sequence[str] | None = None,
    newdata: Any = None,
    type: str = "response",
    conf_level: float = 0.95,
    wts: str | Sequence[float] | None = None,
    hypothesis: Any = None,
) -> PosteriorEffects:
    """Average the slope of the mean over rows; marginaleffects' ``avg_slopes``.

    mean_i dE(Y | x_i)/dx, draw by draw (by central differences); of a factor, and of a number that
    is 0 or 1, the differences that `avg_comparisons` has.

    Parameters
    ----------
    variables : str or list of str, optional
        The variables, by default all of the model.
    by, newdata, type, conf_level, wts, hypothesis
        As in `avg_predictions`.

    Returns
    -------
    PosteriorEffects
        A row for each variable and contrast (and group).

    Raises
    ------
    ValueError
        What is no variable of the model, and as in `avg_predictions`.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> fit.avg_slopes().table[["term", "contrast"]].to_numpy().tolist()
    [['logmass', 'dY/dX']]
    """
    rows = AveragedRows.of(fit, by, newdata, type, conf_level, "avg_slopes", wts)
    return with_hypothesis(slopes_of(rows, variables), hypothesis)


def with_hypothesis(effects: PosteriorEffects, hypothesis: Any) -> PosteriorEffects:
    """The effects, or the functions of them that are asked for."""
    return effects if hypothesis is None else effects.hypotheses(hypothesis)


def comparisons_of(rows: AveragedRows, variables: Any, comparison: Any) -> PosteriorEffects:
    """Comparisons of rows, or of their averages."""
    given = dict(variables) if isinstance(variables, Mapping) else {}
    kind = comparison_kind(comparison)
    return rows.effects(
        change
        for name in rows.variables.chosen(list(given) or variables, rows.verb)
        for change in rows.comparisons(name, given.get(name), kind)
    )


def slopes_of(rows: AveragedRows, variables: Any) -> PosteriorEffects:
    """Slopes of rows, or of their averages."""
    kind = comparison_kind("difference")
    return rows.effects(
        change
        for name in rows.variables.chosen(variables, rows.verb)
        for change in (
            [rows.slope(name)] if rows.is_number(name) else rows.comparisons(name, None, kind)
        )
    )
