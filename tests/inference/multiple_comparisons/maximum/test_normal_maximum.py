"""The largest of correlated variables: against mvtnorm, exact integrals and emmeans' mvt."""

import numpy as np
import oracle
import pytest

from rglm.inference.multiple_comparisons.adjustments import adjusted_p_values, critical_values
from rglm.inference.multiple_comparisons.families import Family
from rglm.inference.multiple_comparisons.maximum.cones import direction_measure
from rglm.inference.multiple_comparisons.maximum.normal_maximum import (
    distinct_variables,
    equal_pairs,
    maximum,
    structured_tail,
)
from rglm.inference.multiple_comparisons.studentized_range import upper_tail

THEIRS = oracle.saved("multiple_comparisons")
MVTNORM = 4  # times the error that pmvt states, which it exceeds at times
BLENDED = 3e-4  # in four dimensions and more
EMMEANS = 1.5e-3  # its mvt is random
EXACT = ("3", "trt.vs.ctrl5", "consec5", "identity5", "dunnett7", "consec7", "groups")


def pairs(count, variances=None):
    """The correlation of all differences of some means."""
    first, second = np.triu_indices(count, 1)
    rows = np.arange(len(first))
    weights = np.zeros((len(first), count))
    weights[rows, first], weights[rows, second] = 1, -1
    covariance = weights * (1 if variances is None else variances) @ weights.T
    error = np.sqrt(np.diag(covariance))
    return covariance / np.outer(error, error)


@pytest.mark.parametrize("case", THEIRS["maxima"], ids=lambda case: case["name"])
def test_tails_are_those_of_mvtnorm(case):
    correlation = np.array(case["correlation"])
    two, one = (maximum(correlation, is_two_sided) for is_two_sided in (True, False))
    allowed = 1e-6 if case["name"].endswith(EXACT) else BLENDED
    for row in case["rows"]:
        df = np.inf if row["df"] < 0 else row["df"]
        tolerance = allowed + MVTNORM * row["error"]
        assert two.tail(row["c"], df) == pytest.approx(row["two"], abs=tolerance)
        assert one.tail(row["c"], df) == pytest.approx(row["one"], abs=tolerance)


def test_mvt_is_that_of_emmeans():
    for case in (side for family in THEIRS["mvt"] for side in family):
        df = np.where(np.array(case["df"]) < 0, np.inf, case["df"])
        family = Family(case["size"], case["pairwise"])
        more = {"side": case["side"], "correlation": np.array(case["correlation"])}
        found = adjusted_p_values(case["statistics"], df, family, "mvt", **more)
        np.testing.assert_allclose(found.values, case["p"], atol=EMMEANS)
        limits = critical_values(0.95, df, family, "mvt", **more)
        np.testing.assert_allclose(limits.values, case["critical"], atol=5 * EMMEANS)


def test_single_step_tests_are_those_of_glht():
    case = THEIRS["glht"]
    family, correlation = Family(3), np.array(case["correlation"])
    found = adjusted_p_values(
        case["statistics"], case["df"], family, "mvt", correlation=correlation
    )
    np.testing.assert_allclose(found.values, case["p"], atol=3e-5)
    df = np.full(2, float(case["df"]))
    limits = critical_values(0.95, df, family, "mvt", correlation=correlation)
    np.testing.assert_allclose(limits.values, case["critical"], atol=5 * EMMEANS)


@pytest.mark.parametrize(("count", "rtol"), [(3, 1e-9), (4, 1e-7), (7, 2e-3)])
def test_pairs_of_one_variance_are_a_studentized_range(count, rtol):
    correlation = pairs(count)
    thresholds = np.array([0.3, 1.0, 2.5, 4.0, 7.0])
    for df in (1.0, 8.0, np.inf):
        expected = upper_tail(np.sqrt(2) * thresholds, count, df)
        found = maximum(correlation, True).tail(thresholds, df)
        np.testing.assert_allclose(found, expected, rtol=rtol)
        known = maximum(correlation, True, is_pairwise=True).tail(thresholds, df)
        np.testing.assert_allclose(known, expected, rtol=1e-12)
    assert equal_pairs(correlation) == count
    assert equal_pairs(pairs(4, np.array([1.0, 1, 1, 2]))) is None


@pytest.mark.parametrize("is_two_sided", [True, False])
def test_structures_and_cones_agree_in_three_dimensions(is_two_sided):
    control = np.full((3, 3), 0.3) + 0.7 * np.eye(3)
    chain = np.eye(3) - 0.4 * (np.eye(3, k=1) + np.eye(3, k=-1))
    thresholds = np.linspace(0.1, 6.0, 7)
    for correlation in (control, chain):
        exact = structured_tail(correlation, is_two_sided)
        cones = direction_measure(np.linalg.cholesky(correlation), is_two_sided).normal_tail
        np.testing.assert_allclose(cones(thresholds), exact(thresholds), rtol=1e-5)


def test_variables_that_are_others_count_once():
    correlation = np.array([[1.0, -1, 0.5], [-1, 1, -0.5], [0.5, -0.5, 1]])
    assert len(distinct_variables(correlation, True)) == 2
    assert len(distinct_variables(correlation, False)) == 3
    two, half = maximum(correlation, True), maximum(correlation[1:, 1:], True)
    assert two.tail(2.0, 5.0) == half.tail(2.0, 5.0)
    opposite = maximum(correlation[:2, :2], False)
    assert opposite.tail(2.0, 5.0) == pytest.approx(maximum(np.eye(1), True).tail(2.0, 5.0))
    assert opposite.tail(-1.0, 5.0) == 1


@pytest.mark.parametrize("is_two_sided", [True, False])
@pytest.mark.parametrize("df", [1.0, 6.0, np.inf])
def test_quantiles_have_the_probability_of_their_level(is_two_sided, df):
    for correlation in (np.eye(1), pairs(3), np.full((4, 4), 0.5) + 0.5 * np.eye(4)):
        largest = maximum(correlation, is_two_sided)
        for level in (0.2, 0.95, 0.9999):
            assert largest.tail(largest.quantile(level, df), df) == pytest.approx(1 - level)
    assert np.isnan(largest.quantile(0.95, np.nan))


def test_missing_infinite_and_huge_thresholds():
    for correlation in (pairs(3), pairs(4, np.arange(1.0, 5))):
        for df in (1.0, np.inf):
            for is_two_sided in (True, False):
                largest = maximum(correlation, is_two_sided)
                found = largest.tail(np.array([np.nan, np.inf, 1e300, -np.inf]), df)
                np.testing.assert_allclose(found, [np.nan, 0, 0, 1], atol=1e-100)


def test_estimates_that_are_not_estimable_are_left_out():
    correlation = np.full((3, 3), np.nan)
    correlation[np.ix_([0, 2], [0, 2])] = [[1, 0.5], [0.5, 1]]
    statistics, df = np.array([2.0, np.nan, 1.5]), np.array([9.0, np.nan, 9.0])
    found = adjusted_p_values(statistics, df, Family(3, True), "mvt", correlation=correlation)
    alone = adjusted_p_values(
        statistics[[0, 2]], 9.0, Family(3), "mvt", correlation=correlation[::2, ::2]
    )
    np.testing.assert_array_equal(found.values[[0, 2]], alone.values)
    assert np.isnan(found.values[1])
    with pytest.raises(ValueError, match="needs the correlation"):
        adjusted_p_values(statistics, df, Family(3), "mvt")
