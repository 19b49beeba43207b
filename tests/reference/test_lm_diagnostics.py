"""R's leverages, standardized residuals and measures of influence of each fit of lm.R."""

import lm_oracle
import numpy as np
import oracle

RTOL = oracle.RTOL
CASES = lm_oracle.cases("lm_fits")
fit_of = lm_oracle.fit_of


SCALED = {
    "rstandard": lambda fit: fit.rstandard(),
    "rstandard_predictive": lambda fit: fit.rstandard(type="predictive"),
    "rstudent": lambda fit: fit.rstudent(),
    "dffits": lambda fit: fit.dffits(),
    "covratio": lambda fit: fit.covratio(),
    "cooks_distance": lambda fit: fit.cooks_distance(),
}


def each():
    """The fits with errors and columns: without columns R's sigma is the same for all rows; with
    one residual degree of freedom none is left without a row, and R's rounding decides on NaN.
    """
    return lm_oracle.each(
        CASES,
        lambda case: lm_oracle.has_error(case) and case["rank"] and case["df_residual"] > 1,
    )


def as_in_r(name, values, left_out=np.nan):
    """Our rows as R has them: without those of weight 0, and where a row with a missing value is
    shown as ours are, NaN, with what R puts there.
    """
    fit = fit_of(name)
    weights = fit.prior_weights.reindex(values.index)
    absent = weights.isna().to_numpy()
    values = values.copy()
    values[absent] = left_out
    return values[(weights != 0).to_numpy()]


@each()
def test_hatvalues(name):
    case, fit = CASES[name], fit_of(name)
    ours = as_in_r(name, fit.hatvalues(), 0.0)
    lm_oracle.assert_rows(ours, case["diagnostics"]["hatvalues"], "hat")


@each()
def test_row_measures(name):
    for what, verb in SCALED.items():
        theirs, ours = CASES[name]["diagnostics"][what], as_in_r(name, verb(fit_of(name)))
        lm_oracle.assert_rows(ours, theirs, what, rtol=10 * RTOL)


@each()
def test_dfbetas(name):
    theirs = CASES[name]["diagnostics"]["dfbetas"]
    ours = as_in_r(name, fit_of(name).dfbetas().dropna(axis=1, how="all"), 0.0)
    lm_oracle.assert_columns(ours, theirs, "dfbetas", rtol=10 * RTOL)


@each()
def test_influence(name):
    theirs, ours = CASES[name]["diagnostics"]["influence"], fit_of(name).influence()
    lm_oracle.assert_rows(as_in_r(name, ours.hat, 0.0), theirs["hat"], "hat")
    lm_oracle.assert_rows(as_in_r(name, ours.sigma, fit_of(name).sigma), theirs["sigma"], "sigma")
    lm_oracle.assert_rows(as_in_r(name, ours.wt_res), theirs["wt_res"], "wt_res")
    coefficients = as_in_r(name, ours.coefficients.dropna(axis=1, how="all"), 0.0)
    lm_oracle.assert_columns(coefficients, theirs["coefficients"], "coefficients", rtol=10 * RTOL)


@each()
def test_influence_measures(name):
    """The rows that are flagged."""
    flags = fit_of(name).influence_measures().is_inf
    assert list(flags.index[flags.any(axis=1)]) == CASES[name]["diagnostics"]["marked"]
