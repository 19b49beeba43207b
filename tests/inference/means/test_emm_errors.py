"""When a table of means says that something is wrong."""

from __future__ import annotations

import pytest

from rglm import glm
from rglm.datasets import load
from rglm.warnings import SeparationWarning


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


def test_pages_of_separated_fits_say_that_wald_errors_say_nothing() -> None:
    looms = load("warpbreaks")
    looms["high"] = (looms["wool"] == "A") & (looms["tension"] != "H")
    with pytest.warns(SeparationWarning):
        fit = glm("high ~ wool * tension", looms, "binomial")
    for table in (
        fit.emmeans("tension | wool"),
        fit.strip().emmeans("tension | wool"),
        fit.avg_comparisons("wool"),
        fit.delta_method("exp(woolB)"),
    ):
        assert "Coefficients of this fit are infinite" in repr(table)
        assert "Coefficients of this fit are infinite" in table._repr_html_()
    profiled = fit.emmeans("tension | wool").confint(method="profile")
    assert "infinite" not in repr(profiled)
    assert "infinite" not in repr(glm("breaks ~ wool", looms, "poisson").avg_comparisons())
