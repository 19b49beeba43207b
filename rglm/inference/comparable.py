"""Whether fits can be compared by their deviances."""

from __future__ import annotations

from typing import Any

import numpy as np


def same_rows(models: list[Any]) -> None:
    """That the fits are of the same rows."""
    first = models[0]
    for other in models[1:]:
        if other.sizes["n"] != first.sizes["n"] or not equal_rows(first, other):
            raise ValueError(
                f"the models were fitted to different rows or responses ({first.sizes['n']} and "
                f"{other.sizes['n']} rows), or with different weights; fit them to the same rows, "
                "for instance after data.dropna(subset=[...])"
            )


def same_variance(models: list[Any]) -> None:
    """That the deviances can be compared: each is against the best that its own family can do."""
    mu, first = np.array([0.25, 0.5, 0.75]), models[0].family
    for other in (model.family for model in models[1:]):
        if not np.array_equal(first.variance(mu), other.variance(mu)):
            raise ValueError(
                f"anova() compares deviances, and those of {first.name} and {other.name} fits do "
                "not compare: the families differ in variance; lrtest(m0, m1) compares nested "
                "models by their likelihoods, AIC() and vuong(m0, m1) others"
            )


def equal_rows(first: Any, other: Any) -> bool:
    """Whether fits are of the same responses, weights and rows, as far as can be told: of data
    that are not in memory by their sums.
    """
    if first.source is None or other.source is None:
        return True
    if first.parted or other.parted:
        one, two = (list(fit.rows_source.sizes.values()) for fit in (first, other))
        return bool(np.allclose(one[:4], two[:4], rtol=1e-12, equal_nan=True))
    one, two = first.rows_source.rows, other.rows_source.rows
    same = np.array_equal(one.y, two.y) and np.array_equal(one.weights, two.weights)
    return same and first.index.equals(other.index)
