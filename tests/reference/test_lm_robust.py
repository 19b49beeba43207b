"""sandwich's covariances of each fit of lm.R, clustered and of correlated rows too, and lmtest's
tests with them.
"""

from functools import cache

import lm_oracle
import numpy as np
import oracle

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
CASES, FITS = lm_oracle.cases("lm_tests"), lm_oracle.cases("lm_fits")
HAC = lm_oracle.cases("lm_hac")

R_ROUNDING = {"longley": 1e-7}  # R inverts X'X, of condition 2e19


@cache
def fit_of(name):
    return lm_oracle.fitted(FITS[name])[0]


def estimable(fit, values):
    """Without the aliased coefficients, which sandwich leaves out."""
    return values[fit.coef().notna().to_numpy()]


def errors(fit, **options):
    with np.errstate(invalid="ignore"):  # a truncated kernel can make a variance negative
        return estimable(fit, np.sqrt(np.diag(fit.vcov(**options))))


@lm_oracle.each(CASES, lambda case: lm_oracle.has_error(FITS[case["id"]]))
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
            assert_close(ours, theirs[what], 0.0, 10 * RTOL, what)
