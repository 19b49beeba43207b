"""``loo_compare()``: models compared by leave-one-out cross-validation; ``brms::loo_compare``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rglm.formatting.hints.option_check import check_option
from rglm.linalg.threads import single_threaded
from rglm.models.brm.comparison.compared_fits import (
    check_fits,
    distinct_names,
    fit_name,
)
from rglm.models.brm.comparison.loo import loo_of
from rglm.models.brm.comparison.pages.comparison_table import ModelComparison, compare_estimates
from rglm.models.brm.comparison.pages.elpd_estimate import ElpdEstimate
from rglm.models.brm.comparison.waic import waic_of

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

CRITERIA: dict[str, Callable[[Any, str], ElpdEstimate]] = {"loo": loo_of, "waic": waic_of}


@single_threaded
def loo_compare(
    *fits: BrmFit | ElpdEstimate,
    criterion: str = "loo",
    **named: BrmFit | ElpdEstimate,
) -> ModelComparison:
    """Compare models by their expected log predictive densities; ``brms::loo_compare``.

        elpd_diff = sum_i (elpd_i of the model - elpd_i of the best),  se_diff = sqrt(n var_i)

    Parameters
    ----------
    *fits : BrmFit, or what `loo`, `waic` or `kfold` return
        Models of the same rows, under the names of the caller's variables; or one list of them,
        or one dict of them by name.
    criterion : {"loo", "waic"}
        What fits are compared by.
    **named
        Models under names of their own, ``loo_compare(small=f, large=g)``.

    Returns
    -------
    ModelComparison
        Its `table` is a DataFrame, the best model first.

    Raises
    ------
    TypeError
        What is neither.
    ValueError
        Fewer than two models; models of different rows or responses.

    Notes
    -----
    A difference of less than 4, or of less than some two standard errors, says little; the
    standard error is too small where there are few rows (Sivula, Magnusson, Matamoros & Vehtari
    2020).

    References
    ----------
    Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using leave-one-out
    cross-validation and WAIC, Statistics and Computing 27.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> one = brm("mpg ~ wt", cars, seed=1, draws=1000)
    >>> two = brm("mpg ~ 1", cars, seed=1, draws=1000)
    >>> one.loo_compare(two).table.index.tolist()
    ['one', 'two']
    """
    check_option("criterion", criterion, tuple(CRITERIA))
    found = estimates_of("loo_compare", fits, named, CRITERIA[criterion])
    return compare_estimates(found)


def unpacked(
    fits: tuple[Any, ...], named: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Models that were given as one list, or as one dict of names."""
    if len(fits) == 1 and isinstance(fits[0], Mapping):
        return (), {**{str(name): fit for name, fit in fits[0].items()}, **named}
    if len(fits) == 1 and isinstance(fits[0], (list, tuple)):
        return tuple(fits[0]), dict(named)
    return fits, dict(named)


def estimates_of(
    verb: str,
    fits: tuple[Any, ...],
    named: dict[str, Any],
    estimate: Callable[[Any, str], ElpdEstimate],
) -> dict[str, ElpdEstimate]:
    """The estimates of fits by their names, or those given.

    Raises
    ------
    TypeError
        One is neither a fit nor an estimate.
    ValueError
        There are fewer than two.
    """
    fits, named = unpacked(fits, named)
    given = [*fits, *named.values()]
    if len(given) < 2:
        raise ValueError(f"{verb}() takes two models or more, got {len(given)}")
    check_fits(verb, [one for one in given if not isinstance(one, ElpdEstimate)])
    own = [one.model_name if isinstance(one, ElpdEstimate) else fit_name(one) for one in fits]
    names = distinct_names(own, named)
    return {
        name: one if isinstance(one, ElpdEstimate) else estimate(one, name)
        for name, one in zip(names, given, strict=True)
    }
