"""When a table of means says that something is wrong."""

from __future__ import annotations

import pytest

from rglm import glm
from rglm.datasets import load


def test_errors_come_where_a_table_is_made_and_not_where_it_prints() -> None:
    fit = glm("breaks ~ wool + tension", load("warpbreaks"), "poisson")
    with pytest.raises(ValueError, match="bias_adjust=True needs sigma="):
        fit.emmeans("tension", type="response", bias_adjust=True)
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().emmeans("tension").confint(method="profile")
    with pytest.raises(ValueError, match="vcov= goes with method='wald'"):
        fit.emmeans("tension", vcov="HC0").confint(method="profile")
    with pytest.raises(ValueError, match="cross_adjust='x': use one of"):
        fit.emmeans("tension | wool").summary(cross_adjust="x")
