"""Arguments of marginal effects as users of marginaleffects give them, and long pages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import glm
from rglm.datasets import load

LOOMS = load("warpbreaks").assign(len=np.linspace(1, 3, 54), w=np.arange(54.0))
FIT: Any = glm("breaks ~ wool * len + tension", LOOMS, "poisson")


def test_comparisons_of_averages_by_their_name() -> None:
    for name in ("ratioavg", "lnratioavgwts"):
        found = FIT.comparisons("wool", comparison=name, wts="w").table
        expected = FIT.avg_comparisons("wool", comparison=name, wts="w").table
        pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("verb", ["predictions", "comparisons", "slopes"])
@pytest.mark.parametrize("wts", [False, "w"])
def test_weights_alone_make_no_average(verb: str, wts: Any) -> None:
    plain, weighted = (getattr(FIT, verb)(wts=given) for given in (None, wts))
    pd.testing.assert_frame_equal(plain.table, weighted.table)


def test_functions_give_low_and_high_values() -> None:
    pair = FIT.avg_comparisons({"len": lambda x: (x, x + 0.5)})
    table = FIT.avg_comparisons({"len": lambda x: pd.DataFrame({"low": x, "high": x + 0.5})})
    step = FIT.avg_comparisons({"len": 0.5})
    for found in (pair, table):
        np.testing.assert_allclose(found["estimate"], step["estimate"], rtol=1e-12)


def test_a_long_page_has_the_ends_only() -> None:
    """And makes texts of no other rows: those of a million took half a minute."""
    effects = FIT.predictions()
    assert len(effects._shown()[0]) == 10
    assert repr(effects).splitlines()[6].startswith("--- 44 rows omitted")
    html = effects._repr_html_()
    assert html.count("<tr>") < 15
    assert "44 rows omitted" in html


def test_the_page_says_what_ratios_are_tested_against() -> None:
    note = "Tests: of ratios against 0; hypothesis=1 tests for no difference"
    ratio = FIT.avg_comparisons("wool", comparison="ratio")
    assert note in repr(ratio)
    for other in (
        ratio.hypotheses(1),
        FIT.avg_comparisons("tension", comparison="or", hypothesis="b1 = b2"),
        FIT.avg_comparisons("wool", comparison="lnratio", transform="exp"),
        FIT.avg_comparisons("wool", comparison="ratio", vcov=False),
    ):
        assert "Tests:" not in repr(other)


def test_a_p_value_of_1_has_no_surprise() -> None:
    found = FIT.avg_comparisons("wool")
    tested = found.hypotheses(float(found["estimate"][0]))
    assert tested["p_value"][0] == 1
    assert not np.signbit(tested["s_value"][0])
    assert "-0.0" not in repr(tested)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"df": -1}, "df=-1: degrees of freedom"),
        ({"p_adjust": "holms"}, "p_adjust='holms': use one of holm"),
        ({"hypothesis": "b* = 0"}, r"hypothesis='b\* = 0': 'b\*' cannot be read"),
        ({"variables": {"len": "sds"}}, r"variables\['len'\]='sds': use one of sd"),
        ({"variables": {"len": [1, 2, 3]}}, r"len=\[1, 2, 3\]; it takes .* one of sd"),
        ({"variables": {"tension": 5}}, "tension=5; it takes two values, .* one of reference"),
        ({"variables": {"len": lambda x: x + 1}}, "a function of 'len' that returned Series"),
        ({"variables": LOOMS.head(2)}, "variables= takes .* a value of type DataFrame"),
        ({"alpha": 0.1}, "here it is conf_level=, 0.95"),
        ({"cluster": "wool"}, "here it is vcov=, as vcov={'cluster': 'g'}"),
    ],
)
def test_errors_name_the_argument(given: dict[str, Any], why: str) -> None:
    with pytest.raises((TypeError, ValueError), match=why):
        FIT.avg_comparisons(**given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"hypothesis": True}, "hypothesis=True: use a number"),
        ({"variables": {"len": 2}}, r"len=2: a slope has no step; avg_comparisons\(\{'len'"),
        ({"variables": []}, "variables= is empty"),
        ({"newdata": LOOMS.head(0)}, "newdata= has no complete row"),
        ({"newdata": LOOMS.head(2).assign(len=np.nan)}, "newdata= has no complete row"),
    ],
)
@pytest.mark.filterwarnings("ignore:avg_slopes.*missing values")
def test_errors_of_slopes(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        FIT.avg_slopes(**given)


def test_without_standard_errors() -> None:
    effects = FIT.avg_slopes("len", vcov=False)
    with pytest.raises(ValueError, match="vcov=False left out the standard errors"):
        effects.confint()
    assert np.isfinite(effects.confint(method="profile").iloc[0, -1])
    assert "len dY/dX" in repr(rglm.regtable(effects))


def test_numbers_as_labels_are_short() -> None:
    assert "\n 1.703167 " in repr(FIT.avg_predictions(variables={"len": "sd"}))


def test_names_of_other_packages() -> None:
    with pytest.raises(AttributeError, match=r"here it is avg_slopes\(by='g'\)\.plot\(\)"):
        _ = FIT.plot_slopes
    with pytest.raises(AttributeError, match=r"here it is fit\.avg_slopes\(\)"):
        getattr(rglm, "mar" + "gins")


@pytest.mark.parametrize("given", [{"equivalence": (-1, 1)}, {"p_adjust": "holm"}, {"df": 5}])
def test_tests_need_standard_errors(given):
    with pytest.raises(ValueError, match=f"{next(iter(given))}= goes with tests, and vcov=False"):
        FIT.avg_slopes(vcov=False, **given)
