"""AIC and BIC of several fits against R; linear models beside others."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, compare, generics, glm, glm_nb, lm, lrtest, poisson, polr, vuong

READ = oracle.saved("criteria")
CARS, QUINE, HOUSING = (oracle.data(name) for name in ("mtcars", "quine", "housing"))
RTOL = 1e-8
LOOSE = 1e-6  # where R's optimiser stops early
LINEAR = [
    lm("mpg ~ wt + hp + qsec", CARS),
    lm("mpg ~ wt", CARS, weights="carb"),
    glm("mpg ~ wt", CARS),
    glm("mpg ~ wt", CARS, "Gamma"),
]
COUNTS = [glm("Days ~ Eth + Sex", QUINE, poisson()), glm_nb("Days ~ Eth + Sex", QUINE)]
ORDERED = [polr(f"Sat ~ {x}", HOUSING, weights="Freq") for x in ("Infl", "Infl + Type")]


@pytest.mark.parametrize(
    ("name", "found", "rtol"),
    [
        ("linear", lambda: LINEAR[0].AIC(*LINEAR[1:]), RTOL),
        ("linear_k", lambda: generics.AIC(*LINEAR[:2], k=5), RTOL),
        ("linear_bic", lambda: generics.BIC(*LINEAR), RTOL),
        ("counts", lambda: generics.AIC(*COUNTS), LOOSE),
        ("counts_bic", lambda: COUNTS[0].BIC(COUNTS[1]), LOOSE),
        ("ordered", lambda: generics.AIC(*ORDERED), LOOSE),
        ("ordered_bic", lambda: generics.BIC(*ORDERED), LOOSE),
    ],
)
def test_tables_as_in_r(name, found, rtol):
    table = found()
    assert table.columns.tolist() == ["df", "BIC" if name.endswith("bic") else "AIC"]
    assert table.index.tolist() == [f"Model {i}" for i in range(1, len(table) + 1)]
    assert table["df"].tolist() == READ[name]["df"]
    np.testing.assert_allclose(table.iloc[:, 1], READ[name]["value"], rtol)


def test_one_fit_is_a_number():
    for fit in (LINEAR[0], COUNTS[1], ORDERED[0]):
        assert isinstance(fit.AIC(), float)
        assert fit.AIC(k=np.log(fit.logLik().nobs)) == fit.BIC()
        assert fit.AIC(fit)["AIC"].tolist() == [fit.AIC()] * 2


def test_numbers_of_observations_that_differ():
    few = lm("mpg ~ wt", CARS[:20])
    for name, verb in (("rows", generics.AIC), ("rows_bic", generics.BIC)):
        with pytest.warns(FitWarning, match=r"not all fitted to the same number .* \(32, 20\)"):
            table = verb(LINEAR[0], few)
        np.testing.assert_allclose(table.iloc[:, 1], READ[name]["value"], RTOL)


def test_responses_that_differ():
    with pytest.warns(FitWarning, match=r"have different responses, mpg, log\(mpg\)"):
        LINEAR[0].AIC(lm("log(mpg) ~ wt", CARS))


def test_what_is_no_fit():
    with pytest.raises(TypeError, match=r"got 3; the weight of a degree of freedom goes by its"):
        LINEAR[0].AIC(3)
    with pytest.raises(TypeError, match="BIC.. compares fitted models, got 'mpg ~ wt'"):
        LINEAR[0].BIC("mpg ~ wt")


def test_a_linear_model_is_the_gaussian_glm():
    """Its likelihood is at the variance RSS / n, as that of the glm."""
    linear, same = lm("mpg ~ wt + hp", CARS), glm("mpg ~ wt + hp", CARS)
    small = lm("mpg ~ wt", CARS), glm("mpg ~ wt", CARS)
    pages = {repr(lrtest(large, one)) for large in (linear, same) for one in small}
    assert len(pages) == 1
    table = compare(lm=linear, glm=same)
    pd.testing.assert_series_equal(table.loc["lm"], table.loc["glm"], check_names=False)
    other = glm("mpg ~ qsec", CARS)
    pd.testing.assert_frame_equal(vuong(linear, other).table, vuong(same, other).table)
    with pytest.raises(ValueError, match="the same likelihood"):
        vuong(linear, same)
    for one, two in ((linear, small[1]), (same, small[0])):
        with pytest.raises(ValueError, match=r"lrtest\(m1, m2\) compares nested models"):
            one.anova(two)


def test_linear_models_that_do_not_compare():
    linear = lm("mpg ~ wt", CARS)
    for function in (lrtest, vuong, compare):
        with pytest.raises(ValueError, match="different responses"):
            function(linear, lm("log(mpg) ~ wt + hp", CARS))
        with pytest.raises(ValueError, match="different weights"):
            function(linear, lm("mpg ~ wt + hp", CARS, weights="carb"))
    with pytest.raises(ValueError, match="is no case of"):
        lrtest(linear, lm("mpg ~ hp + qsec", CARS))


def test_perfect_fits_have_no_ratio():
    exact = CARS.assign(mpg=2 * CARS["wt"])
    table = lrtest(lm("mpg ~ wt + hp", exact), "hp").table
    assert np.isinf(table["LogLik"]).all()
    assert np.isnan(table["Chisq"]).all()
