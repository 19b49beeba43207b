"""Means as tables: broom's names, columns of regtable, HTML."""

from __future__ import annotations

import numpy as np
import pytest

from rglm import generics, glm, lm, poisson, regtable
from rglm.datasets import load

LOOMS = load("warpbreaks")
LINEAR = lm("breaks ~ wool * tension", LOOMS)
COUNTS = glm("breaks ~ wool * tension", LOOMS, poisson())
MEANS = LINEAR.emmeans("pairwise ~ tension | wool")


def test_broom_names() -> None:
    tidy = MEANS.tidy()
    names = ["estimate", "std_error", "df", "conf_low", "conf_high", "statistic", "p_value"]
    assert list(tidy) == ["tension", "wool", *names]
    np.testing.assert_array_equal(tidy["conf_low"], MEANS["lower.CL"])
    assert list(generics.tidy(MEANS, conf_int=False))[-2:] == ["statistic", "p_value"]
    ratios = COUNTS.emmeans("tension", type="response").pairs().tidy()
    assert ratios["contrast"].tolist() == ["L / M", "L / H", "M / H"]
    assert (ratios["estimate"] > 1).all()


def test_a_column_of_a_table_of_models() -> None:
    assert MEANS.contrasts is not None
    table = regtable(COUNTS.emmeans("tension", type="response"), MEANS.contrasts, LINEAR)
    page = repr(table)
    frame = table.to_frame()
    assert frame.loc["L - M, wool = A", "(2)"].iloc[0] == "20.556***"
    assert frame.loc["L", "(1)"].iloc[0] == "35.461***"
    assert frame.loc["Observations", "(2)"].item() == "54"
    assert "P value adjustment: tukey method" in page
    narrow = regtable(MEANS, estimate="{conf_low}", statistic=None, conf_level=0.5).to_frame()
    expected = MEANS.confint(0.5)["lower.CL"][0]
    assert float(narrow.loc["L, wool = A", "(1)"].item()) == pytest.approx(expected, abs=6e-4)


def test_a_table_has_the_intervals_that_are_asked_for() -> None:
    means, form = COUNTS.emmeans("tension"), {"estimate": "{conf_low}", "statistic": None}
    found = regtable(means, method="profile", **form).to_frame()
    expected = means.confint(method="profile")["asymp.LCL"][0]
    assert float(found.loc["L", "(1)"].item()) == pytest.approx(expected, abs=6e-4)


def test_a_table_takes_no_other_covariance_of_means() -> None:
    with pytest.raises(ValueError, match=r"as by emmeans\(..., vcov='HC3'\)"):
        regtable(MEANS, vcov="HC3")


def test_html() -> None:
    page = MEANS._repr_html_()
    assert page.count("<table") == 2
    assert "Confidence level used: 0.95" in page
    assert page.index("<b>emmeans</b>") < page.index("<b>contrasts</b>") < page.index("L - M")
    assert "<b>" not in LINEAR.emmeans("wool")._repr_html_()
