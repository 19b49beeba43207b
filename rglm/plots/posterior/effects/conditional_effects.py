"""The response at values of one or two predictors; ``brms::conditional_effects``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.inference.random_seed import Seed
from rglm.models.brm.posterior_estimates import posterior_estimates
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, DrawnRows, Quantity, spaced_draws
from rglm.models.brm.prediction.posterior_predict import response_generator
from rglm.models.brm.prediction.row_quantities import (
    expectation,
    linear_predictor,
    parameter,
    random_response,
)
from rglm.plots.posterior.checks.replicates import response_levels
from rglm.plots.posterior.effects.effect_names import effect_names
from rglm.plots.posterior.effects.effect_rows import condition_rows, effect_rows
from rglm.plots.posterior.effects.effects_page import ConditionalEffects

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

METHODS = ("posterior_epred", "posterior_predict", "posterior_linpred")
SPAGHETTI = 100  # curves of single draws, where `ndraws` does not say how many
ESTIMATES = ["estimate__", "se__", "lower__", "upper__"]


def conditional_effects(
    fit: BrmFit,
    effects: str | Sequence[str] | None = None,
    conditions: Mapping[str, Any] | pd.DataFrame | None = None,
    method: str = "posterior_epred",
    prob: float = 0.95,
    robust: bool = True,
    spaghetti: bool = False,
    ndraws: int | None = None,
    categorical: bool | None = None,
    resolution: int = 100,
    dpar: str | None = None,
    seed: Seed = None,
) -> ConditionalEffects:
    """Work out the response at values of one or two predictors; ``brms::conditional_effects``.

    For each effect the other predictors are held: numbers at their mean, categories at their
    first level. At each value stands the posterior median of E(Y | x, theta), with an interval
    between quantiles. `plot` of the result draws curves, and points with bars of categories.

    Parameters
    ----------
    effects : name or names, optional
        ``"x"``, or ``"x:g"`` for two variables, of which the second has a curve for each value:
        its levels, or its mean and one standard deviation to both sides. By default all variables
        of the formula, and each two that interact.
    conditions : dict or DataFrame, optional
        Values to hold variables at; of several rows each has a picture of its own, named by the
        index of the DataFrame.
    method : {"posterior_epred", "posterior_predict", "posterior_linpred"}
        The mean, a new response, or the linear predictor.
    prob : float
        The coverage of the interval.
    robust : bool
        Median and median absolute deviation (times 1.4826), not mean and standard deviation.
    spaghetti : bool
        Keep a curve for each of `ndraws` draws, by default 100, for `plot`.
    ndraws : int, optional
        So many draws, evenly spaced; by default all.
    categorical : bool, optional
        Whether there is a curve for the probability of each level of the response; by default
        where it has levels. False of an ordered response gives the mean of the numbers of its
        levels.
    resolution : int
        The number of values of a number.
    dpar : str, optional
        A parameter of the response instead of its mean: ``"sigma"``, ``"zi"``.
    seed : int or numpy Generator, optional
        Of new responses.

    Returns
    -------
    ConditionalEffects
        By the name of each effect a DataFrame (a row for each value): the variables, ``cond__``,
        ``effect1__``, ``effect2__`` of two, and ``estimate__ se__ lower__ upper__``.

    Raises
    ------
    ValueError
        A name is no variable of the model; three variables; an unknown method, level or `dpar`;
        `prob` outside (0, 1).

    Notes
    -----
    Of data in chunks the means and ranges of variables are those of 5,000 evenly spread rows.

    References
    ----------
    ``conditional_effects`` of R's brms; Bürkner (2017), Journal of Statistical Software 80.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> found = fit.conditional_effects(resolution=3)
    >>> found["wt"][["wt", "estimate__", "lower__", "upper__"]].round(1)
        wt  estimate__  lower__  upper__
    0  1.5        29.2     27.0     31.5
    1  3.5        18.7     17.5     19.9
    2  5.4         8.3      5.5     11.1
    """
    check_option("method", method, METHODS)
    if not 0 < prob < 1:
        raise ValueError(f"prob={prob!r}: a coverage lies between 0 and 1")
    if not isinstance(resolution, (int, np.integer)) or resolution < 2:
        raise ValueError(f"resolution={resolution!r}: give a whole number of 2 or more")
    shows_levels = _shows_levels(fit, categorical, method, dpar)
    held = condition_rows(fit, conditions)
    names = effect_names(fit, effects)
    levels = fit._levels if shows_levels else ()
    tables, curves = {}, {}
    for effect in names:
        rows = effect_rows(fit, effect, held, resolution)
        quantity = _quantity(fit, method, dpar, shows_levels, seed)
        table, lines = _table(fit, rows, quantity, levels, prob, robust, ndraws, spaghetti)
        tables[":".join(effect)], curves[":".join(effect)] = table, lines
    effects_by_name = {":".join(effect): effect for effect in names}
    label = _label(fit, method, dpar, shows_levels)
    return ConditionalEffects(tables, effects_by_name, curves, label, shows_levels, prob, fit)


def _shows_levels(fit: BrmFit, categorical: bool | None, method: str, dpar: str | None) -> bool:
    """Whether there is a probability for each level."""
    has_levels = fit.family.has_levels
    if categorical is None:
        return has_levels and method == "posterior_epred" and dpar is None
    if categorical and not (has_levels and method == "posterior_epred" and dpar is None):
        raise ValueError(
            "categorical=True draws the probability of each level: it is for models of "
            'categories, method="posterior_epred" and no dpar='
        )
    return categorical


def _quantity(
    fit: BrmFit, method: str, dpar: str | None, shows_levels: bool, seed: Seed
) -> Quantity:
    """What is worked out of the rows, (n, S), or (n, S, m) of levels."""
    has_levels, is_ordered = fit.family.has_levels, fit.family.has_ordered_levels
    if dpar is not None:
        linear = method == "posterior_linpred"
        return linear_predictor(fit, dpar) if linear else parameter(fit, dpar)
    if shows_levels:
        return expectation(fit)
    if has_levels and not is_ordered:
        raise ValueError(
            f"the levels of the response have no order, so that method={method!r} has no mean to "
            'draw: leave out categorical= and method=, or give dpar="mu<level>"'
        )
    if method == "posterior_linpred":
        return linear_predictor(fit)
    if method == "posterior_epred":
        return _mean_level(expectation(fit)) if has_levels else expectation(fit)
    drawn = random_response(fit, response_generator(fit, seed))
    return (lambda part: drawn(part) + 1.0) if has_levels else drawn


def _mean_level(probabilities: Quantity) -> Quantity:
    """The mean of the numbers 1, 2, ... of the levels."""

    def mean(part: DrawnBlock) -> np.ndarray:
        values = probabilities(part)
        return values @ np.arange(1.0, values.shape[-1] + 1)

    return mean


def _table(
    fit: BrmFit,
    rows: pd.DataFrame,
    quantity: Quantity,
    levels: Sequence[str],
    prob: float,
    robust: bool,
    ndraws: int | None,
    spaghetti: bool,
) -> tuple[pd.DataFrame, np.ndarray | None]:
    """The table of an effect, and the curves of single draws (rows, L) if there are any."""
    drawn = DrawnRows.of(fit, rows, ndraws)
    count = min(SPAGHETTI, len(drawn.draws)) if ndraws is None else len(drawn.draws)
    kept = spaced_draws(len(drawn.draws), count) if spaghetti else np.empty(0, dtype=int)
    values = drawn.by_row(quantity, _summary(prob, robust, kept))
    if levels:
        n, m, _ = values.shape
        number = np.repeat(np.arange(m), n)  # all rows of the first level, then of the second
        values = np.moveaxis(values, 1, 0).reshape(m * n, -1)
        rows = pd.concat([rows] * m, ignore_index=True)
        rows["cats__"] = pd.Categorical.from_codes(number, pd.Index(levels), ordered=True)
        if "effect2__" not in rows:
            rows["effect2__"] = rows["cats__"]
    table = rows.assign(**dict(zip(ESTIMATES, values[:, :4].T, strict=True)))
    return table, values[:, 4:] if spaghetti else None


def _summary(prob: float, robust: bool, kept: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """The function of draws (n, S) or (n, S, m) to estimates and single draws by row."""
    probs = ((1 - prob) / 2, (1 + prob) / 2)

    def of_rows(values: np.ndarray) -> np.ndarray:
        n, draws = values.shape[:2]
        by_draw = np.moveaxis(values, 1, 0).reshape(draws, -1)
        both = np.column_stack([posterior_estimates(by_draw, probs, robust), by_draw[kept].T])
        return both.reshape(n, *values.shape[2:], -1)

    return of_rows


def _label(fit: BrmFit, method: str, dpar: str | None, shows_levels: bool) -> str:
    """The label of what is drawn."""
    from rglm.plots.fitted.response_label import mean_label, response_text

    if dpar is not None:
        return dpar
    name = response_text(fit._schema.parsed.response)
    if shows_levels:
        return f"P({name})"
    if method == "posterior_linpred":
        return f"linear predictor of {name}"
    levels = response_levels(fit)
    if len(levels) == 2 and method == "posterior_epred" and not fit.family.has_levels:
        return f"P({name} = {levels[1]})"
    return mean_label(cast(Any, fit)) if fit.family.has_trials else name
