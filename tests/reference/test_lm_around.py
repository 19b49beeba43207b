"""car's and lmtest's tests of the errors of each fit of lm.R, vif, alias and extractAIC."""

import lm_oracle
import numpy as np
import oracle
from lm_tables import CASES, FITS, fit_of

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
PAN = 1e-4  # what 15 terms of lmtest's series for the p-value of Durbin and Watson are good for


def each(path):
    def holds(case):
        theirs = case["around"].get(path)
        return lm_oracle.has_error(FITS[case["id"]]) and theirs and not lm_oracle.is_error(theirs)

    return lm_oracle.each(CASES, holds)


@each("vif")
def test_vif(name):
    theirs, ours = CASES[name]["around"]["vif"], lm_oracle.quietly(fit_of(name).vif)
    if "values" in theirs:
        assert list(ours.index) == theirs["rows"]
        assert list(ours.columns) == theirs["columns"]
        assert_close(ours, theirs["values"], 0.0, RTOL, "GVIF")
    else:
        assert list(ours.index) == list(theirs)
        assert_close(ours, list(theirs.values()), 0.0, RTOL, "vif")


@each("alias")
def test_alias(name):
    theirs, ours = CASES[name]["around"]["alias"], fit_of(name).alias().complete
    assert list(ours.index) == theirs["rows"]
    ours = ours[theirs["columns"]]
    assert_close(ours, numbers(theirs["values"]).reshape(ours.shape), 1.0, RTOL, "alias")


@each("outlier")
def test_outliers(name):
    if FITS[name]["df_residual"] < 3 or not FITS[name]["rank"]:
        return
    theirs = CASES[name]["around"]["outlier"]
    table = fit_of(name).outlierTest(cutoff=np.inf, n_max=4).table
    # rows with residuals that differ in the sign alone come in the order of roundings
    assert_close(abs(table["rstudent"]), np.abs(theirs["rstudent"]), 0.0, 10 * RTOL, "rstudent")
    oracle.assert_p(table["unadjusted p-value"], theirs["p"], 100 * RTOL, "p")
    assert_close(table["Bonferroni p"], theirs["bonf_p"], 0.0, 1000 * RTOL, "Bonferroni")


@each("ncv")
def test_constant_variance(name):
    theirs, ours = CASES[name]["around"]["ncv"], fit_of(name).ncvTest()
    if (fit_of(name).prior_weights == 0).any():
        return
    assert_close(ours.chi_square, theirs["statistic"], 1.0, 10 * RTOL, "chi-square")
    assert ours.df == theirs["df"]
    oracle.assert_p(ours.p_value, theirs["p"], 10 * RTOL, "p")


def is_plain(name):
    """Whether lmtest's regression is that of the fit: it leaves offsets out, takes residuals of
    weighted fits as they are, and its variance regression has no intercept if the fit has none.
    """
    case = FITS[name]
    has_offset = "offset" in case["formula"] or case.get("offset")
    return not has_offset and not case.get("weights") and "(Intercept)" in case["coefficients"]


@each("bptest")
def test_breusch_pagan(name):
    if not is_plain(name):
        return
    fit, theirs = fit_of(name), CASES[name]["around"]
    for key, options in [("bptest", {}), ("bptest_koenker_off", {"studentize": False})]:
        ours = fit.bptest(**options)
        assert_close(ours.statistic["BP"], theirs[key]["statistic"], 1.0, 10 * RTOL, key)
        assert [ours.parameter["df"]] == theirs[key]["parameter"]
        oracle.assert_p(ours.p_value, theirs[key]["p"], 100 * RTOL, key)


@each("dwtest")
def test_durbin_watson(name):
    if not is_plain(name) or FITS[name]["df_residual"] < 2:
        return
    is_aliased = None in FITS[name]["coefficients"].values()  # R inverts a singular matrix
    fit, theirs = fit_of(name), CASES[name]["around"]
    for key, options in [
        ("dwtest", {}),
        ("dwtest_two_sided", {"alternative": "two.sided"}),
        ("dwtest_less", {"alternative": "less", "exact": False}),
    ]:
        ours = fit.dwtest(**options)
        assert_close(ours.statistic["DW"], theirs[key]["statistic"], 0.0, 10 * RTOL, key)
        if not is_aliased:
            np.testing.assert_allclose(ours.p_value, theirs[key]["p"], atol=PAN, err_msg=key)


@lm_oracle.each(CASES, lambda case: lm_oracle.has_error(FITS[case["id"]]))
def test_criterion_of_step(name):
    case, fit = FITS[name], fit_of(name)
    n = len(fit.y)
    for key, options in [
        ("extract_aic", {}),
        ("extract_bic", {"k": np.log(case["nobs"])}),
        ("extract_scale", {"scale": 2}),
    ]:
        assert_close(fit.extractAIC(**options), case[key], n, RTOL, key)
