"""Stepwise selection of terms by AIC; R's step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rglm.formatting.hints.option_check import check_option
from rglm.inference.selection.likelihood_drop_add import check_no_dispersion
from rglm.inference.selection.selection_arguments import dispersion_scale
from rglm.inference.selection.step_search import SearchScope, StepSearch
from rglm.inference.terms.part_terms import lower_parts, scope_parts
from rglm.inference.terms.term_scope import is_formula
from rglm.inference.terms.update import Fit
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.protocol.model_result import ModelResult

DIRECTIONS = ("both", "backward", "forward")


def step(
    fit: Fit,
    scope: str | Mapping[str, str] | None = None,
    scale: float = 0,
    direction: str | None = None,
    trace: int = 1,
    keep: Callable[[Any, float], Any] | None = None,
    steps: int = 1000,
    k: float = 2,
) -> Fit:
    """Drop and add one term after the other, as long as the AIC falls; R's ``step``.

    Parameters
    ----------
    scope : formula or dict, optional
        The largest model, ``"~ a * b"``; or ``{"lower": ..., "upper": ...}``, of which the
        smallest model keeps its terms. In them ``.`` stands for the first model. By default
        terms are left out only. For a model of two parts, ``"~ a * b | a"`` is of each; without
        ``|`` it is of both.
    scale : float
        As in `drop1`; of `lm` the criterion is then Mallows' Cp.
    direction : {"both", "backward", "forward"}, optional
        By default both ways, or backward where there is no scope. With ``"both"`` and no scope,
        terms that were left out may come back.
    trace : int
        Print each step; 0 is silent.
    keep : function of a fit and its AIC, optional
        What it returns of each model is gathered in the attribute ``keep``: a DataFrame with a
        column for each.
    steps : int
        At most so many.
    k : float
        The weight of a degree of freedom: 2 for AIC, ``log(n)`` for BIC.

    Returns
    -------
    ModelResult
        The last model, as `glm` fits its formula, with the attribute ``anova_path``, the
        `ModelPath`.

    Raises
    ------
    ValueError
        The AIC is not defined (quasi families) or -infinity; the rows in use change from one
        model to the next because of missing values; a scope that does not fit the model.

    Notes
    -----
    In a model of two parts, `zeroinfl` or `hurdle`, a step changes one term of one part, which the
    trace calls ``count_x`` or ``zero_x``.

    The terms of the last model are there because they look large in these data. Its p-values and
    intervals do not know that: they are as if the model had been chosen without the data.

    A term leaves only when no other contains it, and enters only when all that it contains are
    there (marginality). Terms that are aliased leave first. Where the last step does not lower
    the AIC of the model fitted anew, its model is returned all the same, as in R. ``Resid. Df`` of
    the path is ``df_residual``; R takes rows of weight 0 from it a second time.
    The AIC of a perfect fit of `lm`, whose residual sum of squares is 0, is -infinity.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> last = fit.step("~ wool + tension")
    Start:  AIC=560
    breaks ~ wool
    <BLANKLINE>
              Df Deviance    AIC
    + tension  2   210.39 493.06
    <none>         281.33 560.00
    - wool     1   297.37 574.04
    <BLANKLINE>
    Step:  AIC=493.06
    breaks ~ wool + tension
    <BLANKLINE>
              Df Deviance    AIC
    <none>         210.39 493.06
    - wool     1   226.43 507.09
    - tension  2   281.33 560.00
    >>> last.anova_path
           Step Df Deviance Resid. Df Resid. Dev      AIC
    1           NA       NA        52   281.3335 559.9975
    2 + tension -2 70.94157        50   210.3919 493.0560
    """
    way = _checked_direction(direction, scope)
    fit._rows_source  # noqa: B018  an error after strip()
    models = _search_scope(fit, scope, way)
    if isinstance(fit, HasLikelihoodModel):
        check_no_dispersion(fit, scale)
    search = StepSearch(fit, models, dispersion_scale(scale), k, bool(trace), keep)
    for _ in range(steps):
        if not search.take_step():
            break
    return search.result()


def _checked_direction(direction: str | None, scope: Any) -> str:
    if direction is None:
        return "backward" if scope is None else "both"
    check_option("direction", direction, DIRECTIONS)
    return direction


def _search_scope(fit: ModelResult, scope: Any, way: str) -> SearchScope:
    """The models of ``scope=`` and ``direction=``."""
    ways = (way != "forward", way != "backward")
    if scope is None:
        return SearchScope({}, fit._formula_by_prefix, *ways)
    if not isinstance(scope, Mapping):
        if not is_formula(scope):
            raise TypeError(f"scope= takes a formula such as '~ a * b', got {scope!r}")
        return SearchScope({}, scope_parts(fit, scope), *ways)
    for name in scope:
        if name not in ("lower", "upper"):
            raise ValueError(f"scope= has the entry {name!r}; it takes 'lower' and 'upper'")
    lower = {} if scope.get("lower") is None else lower_parts(fit, scope["lower"])
    upper = {} if scope.get("upper") is None else scope_parts(fit, scope["upper"], "upper")
    return SearchScope(lower, upper, *ways)
