"""glm_nb against R's MASS::glm.nb: numbers, predictions, intervals and pages."""

import numpy as np
import oracle
import pandas as pd
import pytest
from negbins import CASES, ENDLESS, FINITE, fit_of, quiet, without_call

from rglm import BoundaryWarning, glm, poisson

# glm_nb.R alternates until theta stays, to rounding; ours is at its default control. theta is
# measured against its standard error, as a coefficient is: where it is nearly infinite its own
# size says nothing
RTOL = 1e-8
# R's confint interpolates the profile by a spline through steps of half a standard error
SPLINE = 5e-4
# R's deviance residual of a row that is fitted exactly is the root of what rounding leaves
ROOT = 1e-7


def table(given):
    return pd.DataFrame(map(oracle.numbers, given["values"]), given["rows"], given["columns"])


@pytest.mark.parametrize("name", FINITE)
def test_estimates(name):
    case, fit = CASES[name], fit_of(name)
    assert list(fit.coef().index) == case["coefficients"]["names"]
    theirs = table(case["coef_table"])
    se = theirs["Std. Error"].to_numpy()
    ours = fit.summary().coefficients.dropna()
    np.testing.assert_array_less(np.abs(ours["Estimate"] - theirs["Estimate"]), RTOL * se)
    np.testing.assert_allclose(ours["Std. Error"], se, rtol=RTOL)
    assert list(ours.columns) == list(theirs.columns)
    oracle.assert_p(ours["Pr(>|z|)"], theirs["Pr(>|z|)"], RTOL, "p")
    kept = list(theirs.index)
    ours = fit.vcov().loc[kept, kept]
    floors = np.outer(se, se)
    oracle.assert_close(ours, table(case["vcov"]).loc[kept, kept], floors, RTOL, "vcov")
    assert abs(fit.theta - case["theta"]) < RTOL * min(case["theta"], case["SE_theta"])
    assert fit.SE_theta == pytest.approx(case["SE_theta"], rel=RTOL)
    assert fit.th_warn is None


SUMS = ["twologlik", "deviance", "null_deviance", "aic", "logLik", "dispersion"]
COUNTS = ["df_residual", "df_null", "rank", "converged"]


@pytest.mark.parametrize("name", FINITE)
def test_likelihoods_deviances_and_degrees_of_freedom_as_in_mass(name):
    case, fit = CASES[name], fit_of(name)
    ours = [fit.twologlik, fit.deviance, fit.null_deviance, fit.aic, fit.logLik(), fit.dispersion]
    np.testing.assert_allclose(ours, [case[n] for n in SUMS], rtol=RTOL)
    np.testing.assert_allclose([fit.AIC(), fit.BIC()], [case["AIC"], case["BIC"]], rtol=RTOL)
    assert [getattr(fit, n) for n in COUNTS] == [case[n] for n in COUNTS]
    assert [fit.nobs(), fit.logLik().nobs, fit.logLik().df] == [
        case[n] for n in ("nobs", "logLik_nobs", "logLik_df")
    ]
    np.testing.assert_allclose(fit.extractAIC(), case["extractAIC"], rtol=RTOL)


def assert_column(ours, given, what, rtol=RTOL):
    theirs = oracle.numbers(given["values"])
    assert len(ours) == given["rows"]
    size = np.sqrt(given["sum_of_squares"] / given["rows"])
    oracle.assert_close(ours.to_numpy()[: len(theirs)], theirs, size, rtol, what)
    assert (ours**2).sum() == pytest.approx(given["sum_of_squares"], rel=RTOL)


@pytest.mark.parametrize("name", FINITE)
def test_rows(name):
    case, fit = CASES[name], fit_of(name)
    assert_column(fit.fitted(), case["fitted"], "fitted")
    assert_column(fit.residuals(), case["residuals"]["deviance"], "deviance residuals", ROOT)
    assert_column(fit.residuals("pearson"), case["residuals"]["pearson"], "pearson residuals")
    for kind in ("response", "working"):
        theirs = pytest.approx(case["residuals"][kind], rel=RTOL)
        assert (fit.residuals(kind) ** 2).sum() == theirs
    assert (fit.hatvalues() ** 2).sum() == pytest.approx(case["hatvalues"], rel=RTOL)


@pytest.mark.parametrize("name", FINITE)
def test_predictions(name):
    case, fit = CASES[name], fit_of(name)
    new = quiet(oracle.new_data, case | {"predict": case["predict"] | {"new_offset": {}}})
    for kind in ("link", "response"):
        found = quiet(fit.predict, new, type=kind, se_fit=True)
        theirs, se = (oracle.numbers(case["predict"][k]) for k in (kind, f"{kind}_se"))
        np.testing.assert_array_less(np.abs(found["fit"] - theirs), RTOL * (se + np.abs(theirs)))
        np.testing.assert_allclose(found["se_fit"], se, rtol=RTOL)


@pytest.mark.parametrize("name", [n for n in FINITE if "confint" in CASES[n]])
def test_intervals_hold_theta(name):
    case, fit = CASES[name], fit_of(name)
    se = np.sqrt(np.diag(fit.vcov()))[:, None]
    for key, level in (("confint", 0.95), ("confint_90", 0.9)):
        theirs = np.reshape(oracle.numbers(case[key]["values"]), (-1, 2))
        assert (np.abs(fit.confint(level=level) - theirs) < SPLINE * se).all(axis=None)
    theirs = table(case["confint_default"]).to_numpy()
    assert (np.abs(fit.confint(method="wald") - theirs) < RTOL * se).all(axis=None)


@pytest.mark.parametrize("name", [n for n in FINITE if n != "quine-one-coef"])
def test_pages(name):
    case, fit = CASES[name], fit_of(name)
    assert str(fit.family).rstrip() == case["family_page"].rstrip()
    assert without_call(fit) == without_call(case["page"])
    assert without_call(fit.summary()) == without_call(case["summary_page"])
    if case["summary_page_correlation"]:
        found = fit.summary(correlation=True)
        assert without_call(found) == without_call(case["summary_page_correlation"])


def test_the_call_is_R_s():
    theirs = "glm_nb(formula = Days ~ Sex + Age, init_theta = 1.147356124, link = log)"
    assert fit_of("quine-init-theta").call == theirs
    fit = fit_of("ships-offset")
    assert "subset = service > 0, offset = log(service), init_theta = 10.96" in fit.call


@pytest.mark.parametrize("name", ENDLESS)
def test_where_theta_runs_to_infinity_the_fit_is_poisson(name):
    case = CASES[name]
    fit = fit_of(name)
    names = ("weights", "subset", "offset")
    given = {n: case[n] for n in names if n in case}
    with pytest.warns(BoundaryWarning, match="not overdispersed relative to Poisson"):
        fit.update()
    alone = quiet(glm, case["formula"], oracle.data(case["data"]), poisson(), **given)
    assert float(fit.logLik()) > case["logLik"] - 1e-9
    assert float(fit.logLik()) == pytest.approx(float(alone.logLik()), rel=1e-10)
    se = np.sqrt(np.diag(alone.vcov()))
    assert (np.abs(fit.coef() - alone.coef()) < 1e-7 * se).all()
    assert fit.theta > 1e10
    assert np.isnan(fit.SE_theta)
    page = str(fit.summary())
    assert "Warning while fitting theta: the response is not overdispersed" in page
    assert "Std. Err.:  NaN" in page
    assert without_call(fit).count("\n") == without_call(case["page"]).count("\n")
