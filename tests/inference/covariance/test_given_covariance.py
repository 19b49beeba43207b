"""The verbs that take another covariance, vcov=, against R's lmtest."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, poisson
from rglm.warnings import FitWarning

CASES = {c["id"]: c for c in oracle.saved("robust")}
# of a covariance beside the product of its two standard errors; both sides converge to 1e-12
RTOL = 1e-8
WARP = oracle.data("warpbreaks")
RNG = np.random.default_rng(5)
fit_of = oracle.quiet_fits(CASES)


def test_the_page_says_which_covariance():
    fit = fit_of("poisson")
    plain, page = str(fit.summary()).split("\n"), str(fit.summary(vcov="HC3")).split("\n")
    (place,) = [i for i, line in enumerate(page) if line == "Standard errors: HC3"]
    assert page[place + 1 :] == plain[place:]
    assert "Standard errors: HC3" in fit.summary(vcov="HC3")._repr_html_()
    clustered = fit.vcov(type="HC1", cluster="~ wool + tension")
    assert clustered.attrs["type"] == "HC1, clustered by wool and tension"
    assert "Standard errors: from the matrix given" in str(fit.summary(vcov=np.eye(6)))
    assert "Standard errors: from the function given" in str(fit.summary(vcov=lambda f: f.vcov()))


def test_a_variance_below_zero():
    fit = glm("breaks ~ wool", WARP, poisson())
    covariance = fit.vcov(cluster=["tension", "wool"])  # as R: -0.011574 for woolB
    assert covariance.loc["woolB", "woolB"] == pytest.approx(-0.011574, rel=1e-4)
    with pytest.warns(FitWarning, match="variance below 0"):
        summary = fit.summary(vcov=covariance)
    assert summary.coefficients["Std. Error"].isna().tolist() == [False, True]
    assert "Standard errors: HC0, clustered by tension and wool" in str(summary)
    with pytest.warns(FitWarning, match="variance below 0"):
        assert fit.confint(vcov=covariance).loc["woolB"].isna().all()
    terms = fit.predict(type="terms", se_fit=True, vcov=covariance)
    assert terms["se_fit"].isna().all(axis=None)


def test_every_way_to_give_a_covariance():
    fit = fit_of("gamma")
    expected = fit.summary(vcov="HC1").coefficients
    matrix = fit.vcov(type="HC1")
    for given in (
        matrix,
        matrix.to_numpy(),
        matrix.iloc[::-1, ::-1],
        lambda f: f.vcov(type="HC1"),
    ):
        pd.testing.assert_frame_equal(fit.summary(vcov=given).coefficients, expected)
    pd.testing.assert_frame_equal(
        fit.summary(vcov=fit.vcov()).coefficients, fit.summary().coefficients, rtol=1e-12
    )
    ours = fit.summary(vcov="HC1", correlation=True)
    pd.testing.assert_frame_equal(matrix, ours.cov_scaled)
    np.testing.assert_allclose(np.diag(ours.correlation), 1)


def test_aliased_coefficients_stay_nan():
    fit = fit_of("aliased")
    names = CASES["aliased"]["names"]
    for vcov in ("HC3", fit.vcov(type="HC3").loc[names, names]):  # as R gives it
        ours = fit.summary(vcov=vcov)
        assert ours.coefficients.loc["twice"].isna().all()
        assert not ours.coefficients.loc[names].isna().any(axis=None)
        assert list(ours.cov_scaled.index) == names
        assert fit.confint(vcov=vcov).loc["twice"].isna().all()
        assert not fit.predict(se_fit=True, vcov=vcov).isna().any(axis=None)


def test_wald_intervals():
    fit = fit_of("quine")
    assert fit.confint(vcov="HC3").equals(fit.confint(method="wald", vcov="HC3"))
    se = np.sqrt(np.diag(fit.vcov(type="HC3")))
    wide = fit.confint(vcov="HC3").to_numpy()
    np.testing.assert_allclose((wide[:, 1] - wide[:, 0]) / 2, 1.959963984540054 * se)
    pd.testing.assert_frame_equal(
        fit.confint(["EthN"], vcov="HC3"), fit.confint(vcov="HC3").tail(1)
    )
    own = fit.confint(method="wald")
    pd.testing.assert_frame_equal(fit.confint(method="wald", vcov=fit.vcov()), own, rtol=1e-12)
    with pytest.raises(ValueError, match="goes with method='wald'"):
        fit.confint(method="profile", vcov="HC3")


def test_predictions_with_intervals_and_terms():
    fit = fit_of("quine")
    new = oracle.data("quine").head(4)
    ours = fit.predict(new, se_fit=True, interval="confidence", vcov="HC3")
    x = fit.model_matrix().head(4).to_numpy()
    covariance = fit.vcov(type="HC3").to_numpy()
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, covariance, x))
    np.testing.assert_allclose(ours["se_fit"], se)
    np.testing.assert_allclose(ours["upr"], ours["fit"] + 1.959963984540054 * se)
    own, same = (fit.predict(type="terms", se_fit=True, vcov=v) for v in (None, fit.vcov()))
    pd.testing.assert_frame_equal(own, same, rtol=1e-9)
    centred = fit.model_matrix()[["SexM"]] - fit.model_matrix()["SexM"].mean()
    terms = fit.predict(type="terms", se_fit=True, vcov="HC3")["se_fit"]["Sex"]
    expected = centred["SexM"].abs() * np.sqrt(fit.vcov(type="HC3").loc["SexM", "SexM"])
    np.testing.assert_allclose(terms, expected)


def test_rows_of_a_prediction_that_miss_a_value():
    fit = glm("Ozone ~ Wind", oracle.data("airquality"), poisson(), na_action="na_exclude")
    ours = fit.predict(se_fit=True, vcov="HC3")
    assert len(ours) == 153
    assert ours["se_fit"].isna().sum() == 37
    assert fit.predict({"Wind": [7.0, None]}, se_fit=True, vcov="HC3")["se_fit"].isna().sum() == 1


@pytest.mark.parametrize(
    ("vcov", "error", "message"),
    [
        (np.eye(3), ValueError, r"shape \(3, 3\); there are 2 coefficients"),
        (np.array([[1.0, 0.5], [0.1, 1.0]]), ValueError, "not symmetric"),
        (pd.DataFrame(np.eye(2), list("ab"), list("ab")), ValueError, "has the rows a, b"),
        ("HC7", ValueError, "use one of"),
        (object(), TypeError, "takes a type"),
        (lambda fit: None, TypeError, "takes a type|shape"),
    ],
)
def test_bad_matrices_are_named(vcov, error, message):
    fit = glm("breaks ~ wool", WARP, poisson())
    for verb in (fit.summary, fit.confint, fit.predict):
        given = {"se_fit": True} if verb == fit.predict else {}
        with pytest.raises((error, ValueError), match=message):
            verb(vcov=vcov, **given)


def test_a_dispersion_beside_a_covariance_is_refused():
    fit = fit_of("gamma")
    with pytest.raises(ValueError, match="which vcov= replaces"):
        fit.summary(vcov="HC3", dispersion=2)
    with pytest.raises(ValueError, match="which vcov= replaces"):
        fit.predict(se_fit=True, vcov="HC3", dispersion=2)


@pytest.mark.parametrize("name", CASES)
def test_coeftest_and_coefci(name):
    case, fit = CASES[name], fit_of(name)
    table = fit.summary(vcov="HC3").coefficients.loc[case["names"]]
    theirs = np.array(case["coeftest"], dtype=float)
    np.testing.assert_allclose(table.iloc[:, 0] / table.iloc[:, 1], theirs[:, 2], atol=RTOL)
    np.testing.assert_allclose(table.iloc[:, 1], theirs[:, 1], rtol=RTOL)
    np.testing.assert_allclose(table.iloc[:, 3], theirs[:, 3], rtol=1e-6)  # log(p) times RTOL
    ends = fit.confint(vcov="HC3", level=0.9).loc[case["names"]].to_numpy()
    their_ends, se = np.array(case["coefci"], dtype=float), theirs[:, [1]]
    np.testing.assert_allclose(ends / se, their_ends / se, rtol=RTOL, atol=RTOL)


@pytest.mark.parametrize("name", [n for n, case in CASES.items() if "se" in case])
def test_standard_errors_of_predictions(name):
    case, fit = CASES[name], fit_of(name)
    rows = fit._rows_source.rows.weights > 0
    for type, theirs in (("link", "se"), ("response", "se_response")):
        ours = fit.predict(type=type, se_fit=True, vcov="HC3")["se_fit"].to_numpy()[rows]
        np.testing.assert_allclose(ours[:3], case[theirs], rtol=RTOL)


def test_a_covariance_that_is_not_defined_predicts_without_an_error():
    # HC3 divides by 1 - h, and the only row of level b has all the leverage
    data = pd.DataFrame({"x": [1, 2, 3, 4, 9.0], "g": list("aaaab"), "y": [2, 1, 4, 3, 7.0]})
    with pytest.warns(FitWarning, match="leverage 1"):
        ours = glm("y ~ x + g", data).predict(se_fit=True, vcov="HC3")
    assert ours["se_fit"].isna().all()
    assert ours["fit"].notna().all()
