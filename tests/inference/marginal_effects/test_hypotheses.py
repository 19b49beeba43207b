"""Hypotheses, tests and pages of marginal effects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm, regtable
from rglm.datasets import load
from rglm.warnings import FitWarning, RankWarning

LOOMS = load("warpbreaks")
FIT = glm("breaks ~ wool * tension", LOOMS, "poisson")
MEANS = FIT.avg_predictions(by=["wool", "tension"])
VALUES, COVARIANCE = MEANS.coef().to_numpy(), MEANS.vcov().to_numpy()


def test_equations_by_hand() -> None:
    found = MEANS.hypotheses(["b1 = 2 * b3", "log(b1) / b2^2 = 1", "b1 - b2"])
    b1, b2, b3 = VALUES[:3]
    expected = [b1 - 2 * b3, np.log(b1) / b2**2 - 1, b1 - b2]
    np.testing.assert_allclose(found["estimate"], expected, rtol=1e-12)
    jacobian = np.zeros((3, 6))
    jacobian[0, [0, 2]] = 1, -2
    jacobian[1, [0, 1]] = 1 / (b1 * b2**2), -2 * np.log(b1) / b2**3
    jacobian[2, [0, 1]] = 1, -1
    errors = np.sqrt(np.diag(jacobian @ COVARIANCE @ jacobian.T))
    np.testing.assert_allclose(found["std_error"], errors, rtol=1e-10)
    assert found["term"].tolist() == ["b1=2*b3", "log(b1)/b2^2=1", "b1-b2"]


def test_comparisons_of_rows_in_groups() -> None:
    """The ratios of emmeans in wool A and B, from the means of the cells."""
    found = MEANS.hypotheses("ratio ~ revpairwise | wool")
    assert found["term"].tolist() == ["L / M", "L / H", "M / H"] * 2
    ratios = [1.856, 1.814, 0.977, 0.981, 1.503, 1.533]
    np.testing.assert_allclose(found["estimate"], ratios, atol=5e-4)
    np.testing.assert_allclose(found["std_error"][0], 0.1567, atol=5e-5)
    first = MEANS.hypotheses("pairwise")
    assert first["term"][0] == "(A, M) - (A, L)"
    assert len(first) == 15
    deviations = MEANS.hypotheses("meandev")
    np.testing.assert_allclose(deviations["estimate"], VALUES - VALUES.mean(), atol=1e-12)
    weights = pd.DataFrame({"low": [1, 0, 0, -1, 0, 0]})
    assert MEANS.hypotheses(weights)["term"].tolist() == ["low"]
    np.testing.assert_allclose(MEANS.hypotheses(weights)["estimate"], VALUES[0] - VALUES[3])


def test_null_equivalence_and_transform() -> None:
    log = FIT.avg_comparisons("wool", comparison="lnratio", transform="exp")
    ratio = FIT.avg_comparisons("wool", comparison="ratio")
    np.testing.assert_allclose(log["estimate"], ratio["estimate"])
    assert "std_error" not in log
    tested = FIT.avg_predictions(hypothesis=28, equivalence=(26, 30), df=10)
    estimate, error = tested["estimate"][0], tested["std_error"][0]
    np.testing.assert_allclose(tested["statistic"][0], (estimate - 28) / error)
    np.testing.assert_allclose(tested["statistic_noninf"][0], (estimate - 26) / error)
    one, two = tested["p_value_noninf"][0], tested["p_value_nonsup"][0]
    assert tested["p_value_equiv"][0] == max(one, two)
    adjusted = FIT.avg_comparisons({"tension": "pairwise"}, p_adjust="bonferroni")
    plain = FIT.avg_comparisons({"tension": "pairwise"})
    np.testing.assert_allclose(adjusted["p_value"], np.minimum(1, 3 * plain["p_value"]))


def test_the_page_and_tables() -> None:
    assert repr(FIT.avg_comparisons("wool")) == (
        " Term Contrast Estimate Std. Error     z Pr(>|z|)    S 2.5 % 97.5 %\n"
        " wool    B - A    -5.78       1.44 -4.00   <0.001 14.0 -8.61  -2.95\n"
        "\n"
        "Type: response"
    )
    assert "rows omitted" in repr(FIT.predictions())
    assert "<table" in FIT.avg_slopes()._repr_html_()
    assert list(FIT.avg_slopes().tidy())[:4] == ["term", "contrast", "estimate", "std_error"]
    assert "wool B - A" in repr(regtable(FIT.avg_slopes()))


def test_what_the_data_do_not_determine() -> None:
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "H"))]
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool * tension", data)
    found = fit.avg_comparisons({"tension": "reference"}, by="wool")
    assert np.isnan(found["estimate"]).tolist() == [False, False, True, False]
    assert np.isfinite(fit.avg_predictions()["estimate"]).all()


def test_steps_have_no_slope() -> None:
    data = LOOMS.assign(x=np.arange(54.0))
    fit = lm("breaks ~ wool + cut(x, 3)", data)
    with pytest.warns(FitWarning, match=r"'x' has no slope.*cut\(x, 3\)"):
        assert fit.avg_slopes()["term"].tolist() == ["wool"]
    with pytest.raises(ValueError, match="in steps"):
        fit.avg_slopes("x")
    assert fit.avg_comparisons({"x": [1, 50]})["contrast"].tolist() == ["50 - 1"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"variables": "wol"}, "did you mean 'wool'"),
        ({"by": "ten"}, "by= has 'ten'"),
        ({"hypothesis": "b9 = b1"}, "counted from 1"),
        ({"hypothesis": "b1 = b2 = b3"}, "2 equal signs"),
        ({"hypothesis": np.eye(2)}, "there are 3 estimates"),
        ({"hypothesis": "difference ~ pairwise | foo"}, "no column 'foo'"),
        ({"type": "prob"}, "type='prob'"),
        ({"wts": -np.ones(54)}, "wts= has -1"),
        ({"equivalence": (2, 1)}, "the lower one first"),
        ({"newdata": "mode"}, "newdata='mode'"),
    ],
)
def test_errors_name_the_argument(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        FIT.avg_slopes(**given)
