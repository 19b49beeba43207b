"""Likelihood ratio tests of nested models, also where one lies on the boundary of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.formatting.hints.warning_location import warn
from rglm.inference.nesting.nested_models import Nesting
from rglm.warnings import FitWarning

RATIO_TOLERANCE = 1e-4  # a likelihood ratio nearer to 0 is 0 but for rounding


@dataclass(frozen=True)
class RatioTests:
    """Likelihood ratio tests of each model against the one before it.

    Attributes
    ----------
    chisq, p : (m - 1,) float arrays
    notes : list of str
        Lines of the page about p-values that are not of a plain chi-square.
    """

    chisq: np.ndarray
    p: np.ndarray
    notes: list[str]


def likelihood_ratio_tests(
    values: np.ndarray, df: np.ndarray, nestings: Sequence[Nesting]
) -> RatioTests:
    """The tests of models by their log-likelihoods and numbers of parameters."""
    change = np.diff(df)
    with np.errstate(invalid="ignore"):  # of perfect fits infinite less infinite
        chisq = 2 * np.diff(values) * np.sign(change)
    if (chisq < -RATIO_TOLERANCE).any():
        warn(
            "a larger model has a lower likelihood than the smaller one that is a case of it: it "
            "is not at its maximum, so that the test says nothing. Fit it again with more "
            "iterations, control={'maxit': ...}",
            FitWarning,
        )
    chisq, change = np.where(chisq < -RATIO_TOLERANCE, 0.0, np.abs(chisq)), np.abs(change)
    tests = list(zip(nestings, chisq, change, strict=True))
    p = [_upper_tail(value, df, nesting.bounds) for nesting, value, df in tests]
    notes = [
        line for i, (nesting, _, df) in enumerate(tests, 1) for line in _notes(nesting, df, i)
    ]
    return RatioTests(chisq, np.array(p), notes)


def _upper_tail(chisq: float, df: float, bounds: int) -> float:
    """P(X >= chisq) for the mixture of chi-squares on df - bounds, ..., df degrees of freedom."""
    from scipy.special import binom, chdtrc

    if not df or np.isnan(chisq):
        return np.nan
    bounds = min(bounds, int(df))
    inactive = np.arange(bounds + 1)
    tails = [chdtrc(d, chisq) if d > 0 else float(chisq <= RATIO_TOLERANCE) for d in df - inactive]
    return float((binom(bounds, inactive) / 2.0**bounds) @ np.array(tails))


def _notes(nesting: Nesting, df: float, i: int) -> list[str]:
    """Lines of the page about the p-value of a model against the one before it."""
    lines, added = [], int(df)
    if nesting.bounds:
        chisq = ", ".join(str(added - k) for k in range(min(nesting.bounds, added), -1, -1))
        how = "halved" if added == 1 else f"from chi-squares on {chisq} df"
        lines.append(f"(p-value of {i} vs {i + 1} {how}: the null is on the boundary)")
    if nesting.without_zeros:
        lines.append(
            f"(p-value of {i} vs {i + 1} rough: under the null the zero part is not identified)"
        )
    return lines
