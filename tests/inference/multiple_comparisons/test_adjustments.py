"""Adjusted p-values, critical values and notes, against R's emmeans."""

import numpy as np
import oracle
import pytest

from rglm.inference.multiple_comparisons.adjustment_methods import METHODS
from rglm.inference.multiple_comparisons.adjustments import (
    adjusted_p_values,
    adjustment_note,
    check_adjustment,
    critical_values,
    cross_adjusted,
)
from rglm.inference.multiple_comparisons.families import Family
from rglm.inference.multiple_comparisons.studentized_range import upper_tail

THEIRS = oracle.saved("multiple_comparisons")
PTUKEY = 1e-7  # R's ptukey has an absolute error of some 1e-8
QTUKEY = 2e-4  # R's qtukey stops at 1e-4
DUNNETTX = 2e-3  # emmeans looks for these quantiles to 5e-4


def arguments(case):
    df = np.where(np.array(case["df"]) < 0, np.inf, case["df"])
    return (
        df,
        Family(case["size"], case["pairwise"]),
        case["adjust"],
        {"side": case["side"], "correlation": np.atleast_2d(case["correlation"])},
    )


@pytest.mark.parametrize("name", sorted({case["name"] for case in THEIRS["adjustments"]}))
def test_adjustments_are_those_of_emmeans(name):
    for case in THEIRS["adjustments"]:
        if case["name"] != name:
            continue
        if case["adjust"] == "scheffe" and case["side"] and len(case["p"]) == 1:
            continue  # emmeans adjusts a single test for 1 test, and says so
        df, family, method, more = arguments(case)
        tail = {"side": -1 if case["delta"] else case["side"]}
        p_values = adjusted_p_values(case["statistics"], df, family, method, **more | tail)
        np.testing.assert_allclose(
            p_values.values, case["p"], rtol=1e-9, atol=PTUKEY, err_msg=method
        )
        limits = critical_values(0.95, df, family, method, **more)
        rtol = {"tukey": QTUKEY, "dunnettx": DUNNETTX}.get(limits.method, 1e-9)
        np.testing.assert_allclose(limits.values, case["critical"], rtol=rtol, err_msg=method)
        notes = [adjustment_note("Conf-level", [limits]), adjustment_note("P value", [p_values])]
        assert [note for note in notes if note] == case["notes"]
        assert (p_values.change or "") == (case["said"] or "").strip()


def test_statistics_that_are_not_estimable_are_counted():
    statistics = np.array([2.0, np.nan, 1.0])
    df = np.array([10.0, np.nan, 10.0])
    full = adjusted_p_values([2.0, 5.0, 1.0], 10.0, Family(3), "sidak").values
    found = adjusted_p_values(statistics, df, Family(3), "sidak").values
    np.testing.assert_allclose(found[[0, 2]], full[[0, 2]])
    for method in ("tukey", "scheffe", "dunnettx", "holm", "hommel", "none"):
        family = Family(3, is_pairwise=True, rank=2)
        p_values = adjusted_p_values(statistics, df, family, method).values
        limits = critical_values(0.9, df, family, method).values
        for values in (p_values, limits):
            np.testing.assert_array_equal(np.isnan(values), [False, True, False])


def test_statistics_without_end_and_zero():
    for method in ("tukey", "scheffe", "sidak", "dunnettx", "bonferroni", "BY", "none"):
        family = Family(3, is_pairwise=True, rank=2)
        for df in (1.0, 2.5, 1e9, np.inf):
            found = adjusted_p_values([np.inf, 0.0, 1e200], df, family, method).values
            np.testing.assert_allclose(found, [0, 1, 0], atol=1e-60)


def test_nothing_estimable_and_no_degrees_of_freedom():
    family, correlation = Family(3, is_pairwise=True), np.full((3, 3), np.nan)
    for method in METHODS:
        more = {"correlation": correlation}
        found = adjusted_p_values(np.full(3, np.nan), 10.0, family, method, **more).values
        assert np.isnan(found).all()
        limits = critical_values(0.95, np.full(3, np.nan), family, method, **more).values
        assert np.isnan(limits).all()
        more = {"correlation": np.eye(3)}
        for df in (0.0, -2.0):
            found = adjusted_p_values([1.0, 2.0, 3.0], df, family, method, **more).values
            assert np.isnan(found).all()
            limits = critical_values(0.95, np.full(3, df), family, method, **more).values
            assert np.isnan(limits).all()
        for df in (1e300, np.inf):  # as many as infinite
            found = adjusted_p_values([1.0, 2.0, 3.0], df, family, method, **more).values
            assert ((found > 0) & (found <= 1)).all()


@pytest.mark.parametrize("method", ["tukey", "scheffe", "sidak", "dunnettx", "bonferroni", "none"])
@pytest.mark.parametrize("df", [1.0, 2.0, 6.5, 300.0, np.inf])
def test_a_critical_value_has_the_p_value_of_its_level(method, df):
    family = Family(5, is_pairwise=True, rank=4)
    for level in (0.5, 0.95, 0.9999):
        limits = critical_values(level, np.full(10, df), family, method).values
        p_values = adjusted_p_values(limits, df, family, method).values
        np.testing.assert_allclose(p_values, 1 - level, rtol=1e-8)


def test_tukey_of_a_hundred_and_ninety_pairs_of_unequal_df():
    statistics = np.abs(np.sin(np.arange(190))) * 5
    df = np.where(np.arange(190) % 2, 12.0, 30.0)
    found = adjusted_p_values(statistics, df, Family(20, is_pairwise=True), "tukey").values
    for places in (df == 12, df == 30):
        alone = upper_tail(np.sqrt(2) * statistics[places], 20, df[places][0])
        np.testing.assert_allclose(found[places], alone, rtol=1e-12)


def test_cross_adjustment_of_groups():
    given = np.array(THEIRS["crossed"]["none"])
    for method, expected in THEIRS["crossed"].items():
        np.testing.assert_allclose(cross_adjusted(given, method), expected, rtol=1e-9)
    with pytest.raises(ValueError, match="cross_adjust='tukey': use one of sidak, holm"):
        cross_adjusted(given, "tukey")


def test_notes_of_families_of_unequal_sizes():
    three = adjusted_p_values([1.0, 2.0, 3.0], 10.0, Family(3, True, 2), "tukey")
    one = adjusted_p_values([1.0], 10.0, Family(2, True, 1), "tukey")
    text = "P value adjustment: tukey method for comparing a family of (varies) estimates"
    assert adjustment_note("P value", [three, one]) == text
    assert adjustment_note("P value", [one, one]) is None
    scheffe = [
        adjusted_p_values([1.0] * n, 10.0, Family(n, rank=n - 1), "scheffe") for n in (3, 4)
    ]
    assert adjustment_note("P value", scheffe).endswith("scheffe method with rank (varies)")


def test_names_of_adjustments():
    assert check_adjustment("Bh") == "BH"
    assert check_adjustment("TUKEY") == "tukey"
    with pytest.raises(ValueError, match=r"adjust='tukex'.*did you mean 'tukey'"):
        check_adjustment("tukex")
    with pytest.raises(ValueError, match="adjust=None"):
        check_adjustment(None)
