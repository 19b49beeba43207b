"""R's lm: the numbers of each fit of lm.R, fitted again."""

import lm_oracle
import numpy as np
import oracle

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
assert_rows = lm_oracle.assert_rows

CASES = lm_oracle.cases("lm_fits")
fit_of = lm_oracle.fit_and_warnings


def each(condition=lambda case: True):
    return lm_oracle.each(CASES, condition)


def standard_errors(case):
    """By coefficient; the estimate's size where there is none."""
    table = case["coef_table"]
    known = dict(zip(table["rows"], [row[1] for row in table["values"]], strict=True))
    sizes = [known.get(c) or abs(b or 0.0) for c, b in case["coefficients"].items()]
    if lm_oracle.has_error(case) or not sizes:
        return numbers(sizes)
    largest = np.nanmax(np.abs(numbers(list(case["coefficients"].values()))))
    return np.full(len(sizes), largest)  # the size of what R rounds


@each()
def test_warnings(name):
    case, (_, said) = CASES[name], fit_of(name)
    aliased = None in case["coefficients"].values()
    assert said == ["RankWarning"] * aliased


@each()
def test_coefficients(name):
    case, (fit, _) = CASES[name], fit_of(name)
    coefficients = fit.coef()
    assert list(coefficients.index) == list(case["coefficients"])
    assert_close(
        coefficients, list(case["coefficients"].values()), standard_errors(case), RTOL, name
    )


@each()
def test_scalars(name):
    case, (fit, _) = CASES[name], fit_of(name)
    assert (fit.rank, fit.df_residual, fit.nobs()) == tuple(
        case[k] for k in ("rank", "df_residual", "nobs")
    )
    assert fit.xlevels == (case["xlevels"] or {})
    if name != "constant":  # a ratio of roundings in R
        assert_close(fit.r_squared, case["r_squared"], 0.0, RTOL, "R squared")
    assert_close(fit.deviance, case["deviance"], lm_oracle.size_of(case) * 1e-6, RTOL, "deviance")
    assert fit.logLik().df == case["loglik_df"]
    f = case["fstatistic"]
    assert (fit.fstatistic is None) == (f is None)
    if f is not None:
        assert list(fit.fstatistic[["numdf", "dendf"]]) == [f["numdf"], f["dendf"]]
    if not lm_oracle.has_error(case):
        return
    assert_close(fit.sigma, case["sigma"], 0.0, RTOL, "sigma")
    assert_close(fit.adj_r_squared, case["adj_r_squared"], 1.0, RTOL, "adjusted R squared")
    if f is not None:
        assert_close(fit.fstatistic["value"], f["value"], 0.0, 2 * RTOL, "F")


@each(lm_oracle.has_error)
def test_likelihood(name):
    case, (fit, _) = CASES[name], fit_of(name)
    size = max(1.0, case["nobs"])
    assert_close(float(fit.logLik()), case["loglik"], size, RTOL, "logLik")
    restricted = float(fit.logLik(REML=True))
    theirs = case["loglik_reml"] if fit.rank else case["loglik"]  # without columns R has NaN
    assert_close(restricted, theirs, size, RTOL, "logLik(REML=True)")
    if case["rank"]:  # R's is NA without columns
        assert_close(float(fit.logLik(REML=True)), case["loglik_reml"], size, RTOL, "REML")
    assert_close(fit.AIC(), case["aic"], size, RTOL, "AIC")
    assert_close(fit.AIC(k=5), case["aic5"], size, RTOL, "AIC(k=5)")
    assert_close(fit.BIC(), case["bic"], size, RTOL, "BIC")


@each(lambda case: lm_oracle.has_error(case) and case.get("drop"))
def test_criteria_of_two_fits(name):
    case, (fit, _) = CASES[name], fit_of(name)
    small = lm_oracle.smaller_fits(case, fit)[0]
    for criterion in ("AIC", "BIC"):
        table = getattr(small, criterion)(fit)
        assert list(table.columns) == ["df", criterion]
        assert list(table["df"]) == [small.logLik().df, case["loglik_df"]]
        values = [getattr(small, criterion)(), case[criterion.lower()]]
        assert_close(table[criterion], values, case["nobs"], RTOL, criterion)


@each(lambda case: not lm_oracle.has_error(case))
def test_likelihood_of_a_perfect_fit(name):
    """Infinite where the residuals are exactly 0; R's rounding leaves some finite."""
    fit, _ = fit_of(name)
    if fit.deviance == 0:
        assert float(fit.logLik()) == np.inf
        assert fit.AIC() == fit.BIC() == -np.inf


@each()
def test_vcov(name):
    case, (fit, _) = CASES[name], fit_of(name)
    vcov = fit.vcov()
    assert list(vcov.index) == list(vcov.columns) == list(case["coefficients"])
    if not lm_oracle.has_error(case) and case["df_residual"]:
        return
    theirs = numbers(case["vcov"]).reshape(vcov.shape)
    se = np.sqrt(np.nan_to_num(np.diag(theirs)))
    assert_close(vcov, theirs, np.outer(se, se), 4 * RTOL, "vcov")


@each()
def test_coefficient_table(name):
    case, (fit, _) = CASES[name], fit_of(name)
    table, theirs = lm_oracle.quietly(fit.summary).coefficients, case["coef_table"]
    known = table.index.isin(theirs["rows"])
    assert table[~known].isna().all(axis=None)
    if not lm_oracle.has_error(case) and case["df_residual"]:
        return
    floors = {"Estimate": standard_errors(case)[known], "t value": 1.0}
    oracle.assert_table(table[known], theirs, floors, "summary")


@each(lm_oracle.has_error)
def test_confint(name):
    case, (fit, _) = CASES[name], fit_of(name)
    for level, theirs in case["confint"].items():
        ours = fit.confint(level=float(level))
        assert list(ours.columns) == theirs["columns"]
        se = standard_errors(case)[:, None]
        assert_close(ours, numbers(theirs["values"]).reshape(ours.shape), se, RTOL, level)


def noise(case):
    """What rounding leaves of a residual, for fits without error."""
    scale = np.sqrt(lm_oracle.size_of(case))
    return 0.0 if lm_oracle.has_error(case) else scale * lm_oracle.ROUNDING / RTOL


@each()
def test_residuals(name):
    case, (fit, _) = CASES[name], fit_of(name)
    theirs, floor = case["rows"]["residuals"], noise(case)
    for kind in ("response", "working"):
        assert_rows(fit.residuals(kind), theirs["response"], kind, floor)
    for kind in ("pearson", "deviance"):
        assert_rows(fit.residuals(kind), theirs["pearson"], kind, floor)
    assert_rows(fit.residuals(), theirs["response"], "residuals()", floor)


@each(lambda case: case["rows"]["partial"])
def test_partial_residuals(name):
    case, (fit, _) = CASES[name], fit_of(name)
    size = max(np.sqrt(lm_oracle.size_of(case)), noise(case))
    lm_oracle.assert_columns(fit.residuals("partial"), case["rows"]["partial"], "partial", size)


@each()
def test_row_values(name):
    case, (fit, _) = CASES[name], fit_of(name)
    theirs = case["rows"]
    size = np.sqrt(lm_oracle.size_of(case))
    assert_rows(fit.fitted(), theirs["fitted"], "fitted()", size)
    assert_rows(fit.predict(), theirs["fitted"], "predict()", size)
    if theirs["fitted_values"]:
        assert_rows(fit.fitted_values, theirs["fitted_values"], "fitted_values", size)
    if theirs["weights"]:
        with_na = case.get("na_action") == "na_exclude"
        if not with_na:
            assert_rows(fit.weights, theirs["weights"], "weights")


@each(lambda case: case["rank"])
def test_effects(name):
    """The first rank entries, up to the sign of each, which R's reflections choose."""
    case, (fit, _) = CASES[name], fit_of(name)
    effects = numbers(case["rows"]["effects"])
    scale = np.sqrt(lm_oracle.size_of(case) * case["nobs"])
    ours = np.asarray(fit.effects)[: case["rank"]]
    assert_close(np.abs(ours), np.abs(effects), scale, RTOL, "effects")


@each()
def test_model_matrix(name):
    case, (fit, _) = CASES[name], fit_of(name)
    matrix, theirs = fit.model_matrix(), case["rows"]["matrix"]
    assert list(matrix.columns) == theirs["columns"]
    assert_close((matrix**2).sum(), theirs["squares"], 1e-20, 1e-11, "columns' squares")
