"""sandwich's covariances of each fit of lm.R, clustered and of correlated rows too, and lmtest's
tests with them.
"""

import lm_oracle
import numpy as np
import oracle

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
CASES, FITS = lm_oracle.cases("lm_tests"), lm_oracle.cases("lm_fits")
HAC = lm_oracle.cases("lm_hac")

# R's own errors, found with 60 digits: up to 6e-8 where ours are 4e-9
R_ROUNDING = {"longley": 5e-7}

with_errors = lm_oracle.each(
    CASES, lambda case: lm_oracle.has_error(FITS[case["id"]]) and FITS[case["id"]]["rank"]
)
fit_of = lm_oracle.fit_of


def estimable(fit, values):
    """Without the aliased coefficients, which sandwich leaves out."""
    return values[fit.coef().notna().to_numpy()]


def errors(fit, **options):
    with np.errstate(invalid="ignore"):  # a truncated kernel can make a variance negative
        return estimable(fit, np.sqrt(np.diag(fit.vcov(**options))))


@with_errors
def test_heteroscedastic(name):
    fit = fit_of(name)
    for kind, theirs in CASES[name]["robust"]["se"].items():
        if kind == "const" and FITS[name].get("weights"):
            continue  # a variance of weighted residuals in R; ours is the model's own
        if not lm_oracle.is_error(theirs) and np.isfinite(numbers(theirs)).all():
            assert_close(errors(fit, type=kind), theirs, 0.0, R_ROUNDING.get(name, RTOL), kind)


@lm_oracle.each(HAC)
def test_clustered(name):
    fit, columns = fit_of(name), list(HAC[name]["clusters"])[:2]
    own = errors(fit)
    for by, kinds in HAC[name]["clusters"].items():
        cluster = columns if by == "both" else by
        for kind in ("HC0", "HC1", "HC2", "HC3"):
            if not lm_oracle.is_error(kinds[kind]):
                ours = lm_oracle.quietly(errors, fit, type=kind, cluster=cluster)
                assert_close(ours, kinds[kind], own * 1e-4, RTOL, f"{by}, {kind}")
        assert_close(errors(fit, cluster=cluster), kinds["default"], own * 1e-4, RTOL, by)


KERNELS = ("Quadratic Spectral", "Truncated", "Bartlett", "Parzen", "Tukey-Hanning")
NEWEY_WEST = {
    "NeweyWest": {},
    "NeweyWest_no_prewhite": {"prewhite": 0},
    "NeweyWest_lag3": {"lag": 3, "prewhite": 0},
    "NeweyWest_lag0": {"lag": 0, "prewhite": 0},
    "NeweyWest_lag2_prewhite": {"lag": 2},
    "NeweyWest_adjust": {"lag": 2, "prewhite": 0, "adjust": True},
    "NeweyWest_prewhite2": {"prewhite": 2},
}
ANDREWS = {
    "vcovHAC": {},
    "vcovHAC_no_adjust": {"adjust": False},
    "vcovHAC_prewhite": {"prewhite": 1},
    "vcovHAC_order_by": {},
    "kernHAC": {"prewhite": 1},
    "kernHAC_no_prewhite": {},
    "kernHAC_prewhite2": {"prewhite": 2},
    "kernHAC_bw4": {"bandwidth": 4},
    "kernHAC_no_adjust": {"prewhite": 1, "adjust": False},
    "kernHAC_newey_west": {"kernel": "Bartlett", "bandwidth": "NeweyWest", "prewhite": 1},
} | {f"kernHAC_{kernel}": {"kernel": kernel} for kernel in KERNELS}


@lm_oracle.each(HAC)
def test_correlated_in_time(name):
    fit, theirs = fit_of(name), HAC[name]["hac"]
    backwards = -np.arange(len(fit.y))
    for kind, options in [("NeweyWest", NEWEY_WEST), ("HAC", ANDREWS)]:
        for what, given in options.items():
            if lm_oracle.is_error(theirs[what]):
                continue
            order = {"order_by": backwards} if what.endswith("order_by") else {}
            ours = errors(fit, type=kind, **given, **order)
            assert_close(ours, theirs[what], 0.0, R_ROUNDING.get(name, 10 * RTOL), what)


def tables(name):
    """The coefficients with robust errors: R's, and the covariances that give ours."""
    if name in HAC:
        yield HAC[name]["coeftest_NeweyWest"], {"type": "NeweyWest"}
        clusters = list(HAC[name]["clusters"])
        yield HAC[name]["coeftest_cluster"], {"cluster": clusters[0] if clusters else None}
    yield CASES[name]["robust"]["coeftest"], {"type": "HC3"}


@with_errors
def test_coefficient_table(name):
    fit = fit_of(name)
    for theirs, given in tables(name):
        if theirs is None or lm_oracle.is_error(theirs):
            continue
        values = numbers(theirs["values"]).reshape(-1, 4)
        rounded = values[:, 1] < 1e-10 * np.abs(values[:, 0])
        if np.isnan(values).any() or rounded.any():
            continue  # a leverage of 1, a cluster that is fitted exactly
        ours = estimable(fit, fit.summary(vcov=given).coefficients)
        assert list(ours.index) == theirs["rows"]
        assert list(ours.columns) == theirs["columns"]
        rtol = R_ROUNDING.get(name, RTOL)
        assert_close(ours.iloc[:, :3], values[:, :3], values[:, [1]], rtol, str(given))
        oracle.assert_p(ours.iloc[:, 3], values[:, 3], 40 * rtol, str(given))


@with_errors
def test_confint(name):
    fit, theirs = fit_of(name), CASES[name]["robust"]["coefci"]
    ends = None if lm_oracle.is_error(theirs) else numbers(theirs["values"])
    if ends is None or not np.isfinite(ends).all():
        return
    ours = estimable(fit, fit.confint(level=0.9, vcov="HC3"))
    width = (ends[:, 1] - ends[:, 0])[:, None]
    assert_close(ours, ends, width, R_ROUNDING.get(name, RTOL), "coefci")
