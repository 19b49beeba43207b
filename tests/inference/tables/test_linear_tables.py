"""glance, tidy, regtable, compare and plot_coefs of linear models."""

import lm_oracle
import numpy as np
import oracle
import pytest

from rglm import compare, glm, lm, poisson, regtable
from rglm.datasets import load

CASES = lm_oracle.cases("lm_tests")
NUMBERS = lm_oracle.cases("lm_fits")
BROOM = [n for n, case in CASES.items() if case.get("broom") and lm_oracle.has_error(NUMBERS[n])]
BREAKS = load("warpbreaks")
ONE, TWO = lm("breaks ~ wool", BREAKS), lm("breaks ~ wool + tension", BREAKS)
COUNTS = glm("breaks ~ wool", BREAKS, poisson())


def broom(name, verb):
    table = CASES[name]["broom"].get(verb)
    return None if not table or lm_oracle.is_error(table) else table


@pytest.mark.parametrize("name", [n for n in BROOM if broom(n, "glance")])
def test_glance_as_broom(name):
    fit = lm_oracle.fitted(CASES[name])[0]
    ours, theirs = fit.glance().iloc[0], broom(name, "glance")
    assert list(ours.index) == [column.replace(".", "_") for column in theirs]
    has_test = theirs["statistic"][0] is not None
    for column, (value,) in theirs.items():
        what = column.replace(".", "_")
        if what in ("statistic", "p_value", "df") and not has_test:
            # broom has no test of a model of one column, be it an intercept or not
            assert np.isnan(ours[what]) == (fit.fstatistic is None)
        elif what == "p_value":
            oracle.assert_p(ours[what], value, oracle.RTOL, what)
        else:
            floor = 1.0 if what in ("logLik", "AIC", "BIC") else 1e-3
            oracle.assert_close(ours[what], value, floor, 10 * oracle.RTOL, what)


@pytest.mark.parametrize("name", [n for n in BROOM if broom(n, "tidy")])
def test_tidy_as_broom(name):
    fit = lm_oracle.fitted(CASES[name])[0]
    theirs = broom(name, "tidy")
    ours = fit.tidy(conf_int=True, conf_level=0.9)
    assert list(ours) == [column.replace(".", "_") for column in theirs]
    assert ours["term"].tolist() == theirs["term"]
    errors = ours["std_error"].to_numpy()
    for column in [c for c in theirs if c.startswith(("est", "std", "conf"))]:
        oracle.assert_close(
            ours[column.replace(".", "_")], theirs[column], errors, oracle.RTOL, column
        )
    oracle.assert_close(ours["statistic"], theirs["statistic"], 1.0, oracle.RTOL, "statistic")
    oracle.assert_p(ours["p_value"], oracle.numbers(theirs["p.value"]), oracle.RTOL, "p")


def test_tidy_with_another_covariance():
    tidy, robust = TWO.tidy(vcov="HC3", conf_int=True), TWO.summary(vcov="HC3").coefficients
    np.testing.assert_array_equal(tidy.iloc[:, 1:5], robust)
    np.testing.assert_allclose(tidy.iloc[:, 5:], TWO.confint(vcov="HC3"))


def test_regtable_beside_a_glm():
    table = regtable(ONE, COUNTS, TWO, digits=2)
    below = [label for label, _ in table.to_frame().index[-7:]]
    assert below[:4] == ["Sigma", "Observations", "R²", "Adjusted R²"]
    assert below[4:] == ["AIC", "Log-likelihood", "F statistic"]
    assert "Adjusted R²         0.03                         0.23" in str(table)
    assert "F statistic         2.67                         6.14" in str(table)


def test_the_f_of_a_table_is_robust_too():
    names = ["fstatistic", "f_p_value", "r_squared", "sigma"]
    table = regtable(ONE, TWO, vcov=["HC3", None], statistics=names, digits=3)
    page = str(table)
    robust = ONE.summary(vcov="HC3")
    assert f"{robust.fstatistic['value']:.3f}" in page
    assert f"{robust.p_value:.3f}" in page
    assert f"{TWO.fstatistic['value']:.3f}" in page
    assert f"{TWO.sigma:.3f}" in page
    wide = str(regtable(TWO, statistics=["f_p_value"], digits={"f_p_value": 5}))
    assert f"{TWO.summary().p_value:.5f}" in wide


def test_an_lm_compares_with_others():
    table = compare(ONE, TWO, poisson=COUNTS)
    assert table["df"].tolist() == [3, 5, 2]
    np.testing.assert_allclose(table["AIC"], [ONE.AIC(), TWO.AIC(), COUNTS.AIC()])
    assert "zeros" in table
    assert table["zeros"].isna().tolist() == [True, True, False]
    assert "zeros" not in compare(ONE, TWO)
