"""The goodness-of-fit test of Hosmer and Lemeshow; ResourceSelection's hoslem.test."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rglm.design.transforms.cutting import apply_cut, learn_cut
from rglm.inference.binary_outcomes.outcomes import fit_outcomes, probability_groups
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.htest import HTest
from rglm.protocol.capabilities import HasBinaryResponse

ROUNDING = 1e-10


@dataclass(frozen=True, repr=False)
class HosmerLemeshow(HTest):
    """The test of Hosmer and Lemeshow: an `HTest` with the table that it compares.

    Attributes
    ----------
    table : DataFrame
        A row for each group of fitted probabilities, under its limits: failures and successes
        observed, ``y0 y1``, and expected, ``yhat0 yhat1``.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)


def hoslem_test(fit: HasBinaryResponse, g: int = 10) -> HosmerLemeshow:
    """Goodness of fit of Hosmer and Lemeshow; R's ``ResourceSelection::hoslem.test``.

    The rows are put into g groups by quantiles of the fitted probability, and successes and
    failures observed (O) are compared with those expected (E):

        X^2 = sum (O - E)^2 / E, chi-square on (groups - 2) degrees of freedom.

    Parameters
    ----------
    g : int
        The number of groups, at least 3.

    Returns
    -------
    HosmerLemeshow
        A test that prints R's page, and its ``table``.

    Raises
    ------
    ValueError
        The response is not binomial, or its dispersion is estimated; `g` is less than 3; fewer
        than 3 groups are left; weights or trials that are no whole numbers.

    Notes
    -----
    That the statistic is chi-square was found by simulation. It takes many different
    probabilities, g above the number of coefficients, and expected counts that are not tiny. A
    large p-value is no proof of fit, and it changes with g: in the example it is 0.51 for 10
    groups, 0.90 for 8 and 0.42 for 15.

    Successes out of trials, and weights, count as so many rows of 0 and 1. Where many rows have
    the same probability, quantiles can be equal: there are then fewer groups, which the degrees
    of freedom follow. R counts g - 2 all the same. Probabilities that differ by rounding only are
    equal.

    References
    ----------
    Hosmer & Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model,
    Communications in Statistics A9.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> print(fit.hoslem_test())
    <BLANKLINE>
        Hosmer and Lemeshow goodness of fit (GOF) test
    <BLANKLINE>
    data:  has_gc, fitted(glm)
    X-squared = 7.2356, df = 8, p-value = 0.5114
    <BLANKLINE>
    """
    if g < 3:
        raise ValueError(f"g={g!r}: the test needs 3 groups or more, as it has groups - 2 df")
    if fit._has_t_tests:
        raise ValueError(
            f"hoslem_test() compares with the variance of a binomial response, and "
            f"{fit.model_name} estimates it; use binomial()"
        )
    table = _grouped_counts(*fit_outcomes(fit), g)
    observed, expected = table[["y0", "y1"]].to_numpy(), table[["yhat0", "yhat1"]].to_numpy()
    with np.errstate(all="ignore"):
        statistic = float(((observed - expected) ** 2 / expected).sum())
    df = len(table) - 2
    note = f"{len(table)} groups of {g} asked for: quantiles are equal." if len(table) < g else ""
    return HosmerLemeshow(
        statistic={"X-squared": statistic},
        p_value=float(chisq_upper_tail(df, statistic)),
        method="Hosmer and Lemeshow goodness of fit (GOF) test",
        data_name=f"{fit._schema.parsed.response.name}, fitted({fit._function_name})",
        parameter={"df": df},
        note=note,
        table=table,
    )


def _grouped_counts(
    p: np.ndarray, successes: np.ndarray, trials: np.ndarray, g: int
) -> pd.DataFrame:
    """Observed and expected counts by group."""
    successes, trials = _whole_numbers(successes), _whole_numbers(trials)
    level = pd.Series(p).groupby(probability_groups(p)).transform("min").to_numpy()
    limits = np.unique(_quantiles(level, trials, g))
    if len(limits) < 4:
        raise ValueError(
            f"hoslem_test() finds {len(limits) - 1} group(s): the fitted probabilities have too "
            "few values for quantiles"
        )
    learned = learn_cut(level, limits, include_lowest=True)
    failures, levels = trials - successes, learned["levels"]
    columns = {"y0": failures, "y1": successes, "yhat0": trials * (1 - p), "yhat1": trials * p}
    sums = pd.DataFrame(columns).groupby(apply_cut(learned, level)).sum()
    return sums.set_axis([levels[code] for code in sums.index], axis=0)


def _whole_numbers(counts: np.ndarray) -> np.ndarray:
    """The counts without rounding; a proportion times its trials has some."""
    whole = np.rint(counts)
    if (np.abs(counts - whole) > ROUNDING * np.maximum(counts, 1)).any():
        raise ValueError(
            "hoslem_test() counts successes and failures, and some weights (or trials) are no "
            "whole numbers"
        )
    return whole


def _quantiles(p: np.ndarray, trials: np.ndarray, g: int) -> np.ndarray:
    """R's quantiles (type 7) of the probabilities, each of which is there once a trial."""
    order = np.argsort(p, kind="stable")
    ends = np.cumsum(trials[order])
    index = (ends[-1] - 1) * (np.arange(g + 1) * (1 / g))
    low = np.floor(index)

    def at(place: np.ndarray) -> np.ndarray:
        return p[order[np.searchsorted(ends, place, side="right").clip(max=len(p) - 1)]]

    below, above, share = at(low), at(np.ceil(index)), index - low
    return np.where(above == below, below, (1 - share) * below + share * above)
