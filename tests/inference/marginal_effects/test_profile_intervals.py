"""Profile intervals of average effects: of the same quantile as Wald's, and beside refits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from rglm import binomial, glm
from rglm.datasets import load
from rglm.inference.estimands.profile.profile_intervals import intervals_at

LOOMS = load("warpbreaks")


def test_a_risk_difference_of_two_groups() -> None:
    """With one factor it is p_1 - p_0: by a search over p_0 and the end of p_1 for it."""
    data = pd.DataFrame({"g": np.repeat([0, 1], 12), "y": [1] * 3 + [0] * 9 + [1] * 8 + [0] * 4})
    found = glm("y ~ g", data, binomial()).avg_comparisons().confint(method="profile")
    low, high = found.iloc[0, -2:].astype(float)
    p = np.linspace(0.01, 0.99, 1961)
    first = 3 * np.log(p) + 9 * np.log(1 - p)
    second = 8 * np.log(p) + 4 * np.log(1 - p)
    fall = first.max() + second.max() - first[:, None] - second[None, :]
    inside = fall <= norm.ppf(0.975) ** 2 / 2
    difference = (p[None, :] - p[:, None])[inside]
    assert low == pytest.approx(difference.min(), abs=2e-3)
    assert high == pytest.approx(difference.max(), abs=2e-3)


def test_the_quantile_is_that_of_the_table() -> None:
    effects = glm("breaks ~ wool * tension", LOOMS, "Gamma").avg_slopes()
    z = np.full(3, student.ppf(0.95, 48))
    expected = intervals_at(effects.fit, effects.estimated.estimands, z)
    found = effects.confint(0.9, method="profile").iloc[:, -2:].to_numpy(dtype=float)
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_no_profile_of_a_given_covariance() -> None:
    effects = glm("breaks ~ wool", LOOMS, "poisson").avg_slopes(vcov="HC3")
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        effects.confint(method="profile")


def test_the_page_names_a_given_covariance() -> None:
    effects = glm("breaks ~ wool", LOOMS, "poisson").avg_slopes(vcov="HC3")
    assert repr(effects).endswith("Type: response\nStandard errors: HC3")
