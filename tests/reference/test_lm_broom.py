"""broom's tidy, glance and augment of each fit of lm.R."""

import lm_oracle
import numpy as np
import oracle

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
CASES, FITS = lm_oracle.cases("lm_tests"), lm_oracle.cases("lm_fits")
fit_of = lm_oracle.fit_of


def each(verb):
    def holds(case):
        theirs = case["broom"][verb]
        return lm_oracle.has_error(FITS[case["id"]]) and theirs and not lm_oracle.is_error(theirs)

    return lm_oracle.each(CASES, holds)


def our_name(name):
    return name[0] + name[1:].replace(".", "_")


@each("tidy")
def test_tidy(name):
    theirs = CASES[name]["broom"]["tidy"]
    ours = fit_of(name).tidy(conf_int=True, conf_level=0.9)
    assert list(ours.columns) == [our_name(column) for column in theirs]
    assert list(ours["term"]) == theirs["term"]
    se = np.nan_to_num(numbers(theirs["std.error"]))
    for column, values in theirs.items():
        if column == "p.value":
            oracle.assert_p(ours["p_value"], numbers(values), 10 * RTOL, column)
        elif column != "term":
            floor = 1.0 if column == "statistic" else se
            assert_close(ours[our_name(column)], values, floor, RTOL, column)


@each("glance")
def test_glance(name):
    theirs = CASES[name]["broom"]["glance"]
    ours = fit_of(name).glance()
    assert [our_name(column) for column in theirs] == list(ours.columns)
    n = FITS[name]["nobs"]
    floors = {"logLik": n, "AIC": n, "BIC": n, "adj.r.squared": 1.0, "statistic": 1.0}
    for column, values in theirs.items():
        if values == [None]:
            continue  # broom has no F test of a single coefficient, without an intercept
        found = ours[our_name(column)].to_numpy(dtype=float)
        if column == "p.value":
            oracle.assert_p(found, numbers(values), 10 * RTOL, column)
        else:
            assert_close(found, values, floors.get(column, 0.0), RTOL, column)


@each("augment")
def test_augment(name):
    if not FITS[name]["rank"] or FITS[name]["df_residual"] == 1:
        return  # R's sigma without a row is the same for all rows, or a ratio of roundings
    theirs, ours = CASES[name]["broom"]["augment"], fit_of(name).augment()
    assert len(ours) == theirs["n"]
    size = np.sqrt(lm_oracle.size_of(FITS[name]))
    if "(weights)" in ours:  # where a row has weight 0, broom's are 0 and ours NaN
        absent = ours["(weights)"] == 0
        ours.loc[absent, [".hat", ".sigma", ".cooksd"]] = 0.0
    for column, values in theirs["rows"].items():
        floor = size if column in (".fitted", ".resid", ".lower", ".upper") else 0.0
        lm_oracle.assert_rows(ours[our_name(column)], values, column, floor, 10 * RTOL)
