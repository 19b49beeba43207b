"""Likelihood ratio tests of nested models, also where one lies on the boundary of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.formatting.hints.warning_location import warn
from rglm.inference.nesting.nested_models import Nesting
from rglm.warnings import FitWarning

SLACK = 1e-4  # of a likelihood ratio that ought to be positive


@dataclass(frozen=True)
class Tests:
    """Likelihood ratio tests of each model against the one before it.

    Attributes
    ----------
    chisq, p : (m - 1,) float arrays
    notes : list of str
        What the page says of p-values that are not of a plain chi-square.
    """

    chisq: np.ndarray
    p: np.ndarray
    notes: list[str]


def likelihood_ratio_tests(values: np.ndarray, df: np.ndarray, found: Sequence[Nesting]) -> Tests:
    """The tests of models with some log-likelihoods and numbers of parameters."""
    change = np.diff(df)
    chisq = 2 * np.diff(values) * np.sign(change)
    if (chisq < -SLACK).any():
        warn(
            "a larger model has a lower likelihood than the smaller one that is a case of it: it "
            "is not at its maximum, so that the test says nothing. Fit it again with more "
            "iterations, control={'maxit': ...}",
            FitWarning,
        )
    chisq, change = np.where(chisq < -SLACK, 0.0, np.abs(chisq)), np.abs(change)
    each = list(zip(found, change, strict=True))
    p = [_upper_tail(c, d, one.bounds) for c, (one, d) in zip(chisq, each, strict=True)]
    notes = [line for i, (one, d) in enumerate(each, 1) for line in _notes(one, d, i)]
    return Tests(chisq, np.array(p), notes)


def _upper_tail(chisq: float, df: float, bounds: int) -> float:
    """P(X > chisq) for the mixture of chi-squares on df - bounds, ..., df degrees of freedom."""
    from scipy.special import binom, chdtrc

    if not df or np.isnan(chisq):
        return np.nan
    bounds = min(bounds, int(df))
    each = np.arange(bounds + 1)
    tails = [chdtrc(d, chisq) if d > 0 else float(chisq <= 0) for d in df - each]
    return float((binom(bounds, each) / 2.0**bounds) @ np.array(tails))


def _notes(found: Nesting, df: float, i: int) -> list[str]:
    """What the page says of the p-value of a model against the one before it."""
    lines, more = [], int(df)
    if found.bounds:
        chisq = ", ".join(str(more - k) for k in range(min(found.bounds, more), -1, -1))
        how = "halved" if more == 1 else f"from chi-squares on {chisq} df"
        lines.append(f"(p-value of {i} vs {i + 1} {how}: the null is on the boundary)")
    if found.without_zeros:
        lines.append(
            f"(p-value of {i} vs {i + 1} rough: under the null the zero part is not identified)"
        )
    return lines
