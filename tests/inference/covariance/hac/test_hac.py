"""Covariances of rows that are correlated in time, against R's sandwich."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, glm_nb, hurdle, lm, multinom, poisson, polr, regtable, zeroinfl
from rglm.inference.covariance.hac.hac import MAX_SUMMED_LAGS, weighted_autocovariances
from rglm.inference.covariance.hac.kernels import KERNELS

SAVED = oracle.saved("hac")
CASES = {c["id"]: c for c in SAVED["cases"]}
# of a covariance beside the product of its two standard errors
RTOL = 1e-8
# theta is alternated with the coefficients; pscl stops where scores still sum to 1e-5
LOOSE_RTOL = {"negbin": 1e-6, "zeroinfl": 1e-3, "hurdle": 1e-3}
MODELS = {"lm": lm, "glm": glm, "glm_nb": glm_nb, "zeroinfl": zeroinfl, "hurdle": hurdle}
LONGLEY = oracle.data("longley")


@pytest.fixture(scope="module")
def fits():
    return {name: fit_of(case) for name, case in CASES.items()}


def fit_of(case):
    arguments = {"weights": case["weights"]} if "weights" in case else {}
    if case["model"] == "glm":
        arguments |= {"family": case["family"], "control": {"epsilon": 1e-14, "maxit": 100}}
    if case["model"] == "glm_nb":
        arguments |= {"control": {"epsilon": 1e-14, "maxit": 200}}
    return MODELS[case["model"]](case["formula"], oracle.data(case["data"]), **arguments)


def assert_covariance(ours, theirs, tolerance):
    k = len(ours)
    matrix = np.zeros((k, k))
    matrix[np.triu_indices(k)] = np.ravel(theirs)
    matrix = matrix + np.triu(matrix, 1).T
    size = np.sqrt(np.outer(np.diag(matrix), np.diag(matrix)))
    np.testing.assert_allclose(ours / size, matrix / size, rtol=0, atol=tolerance)


WAYS = {
    "NeweyWest": {"type": "NeweyWest"},
    "NeweyWest0": {"type": "NeweyWest", "prewhite": 0},
    "lag4": {"type": "NeweyWest", "lag": 4, "prewhite": False, "adjust": True},
    "lag2": {"type": "NeweyWest", "lag": 2},
    "lag0": {"type": "NeweyWest", "lag": 0, "prewhite": 0},
    "HAC": {"type": "HAC"},
}


@pytest.mark.parametrize("name", CASES)
def test_covariances_equal_those_of_sandwich(name, fits):
    case, fit = CASES[name], fits[name]
    time = {"order_by": case["order_by"]} if "order_by" in case else {}
    tolerance = LOOSE_RTOL.get(name, RTOL)
    assert list(fit.names) == np.ravel(case["names"]).tolist()
    for way, arguments in WAYS.items():
        covariance = fit.vcov(**arguments, **time)
        assert_covariance(covariance, case[way], tolerance)
        assert covariance.attrs["type"] == arguments["type"]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("name", CASES)
def test_every_kernel_equals_that_of_sandwich(name, kernel, fits):
    case, fit = CASES[name], fits[name]
    options = {"type": "HAC", "kernel": kernel}
    options |= {"order_by": case["order_by"]} if "order_by" in case else {}
    tolerance = LOOSE_RTOL.get(name, RTOL)
    assert_covariance(fit.vcov(**options), case["kernels"][kernel], tolerance)
    assert_covariance(fit.vcov(**options, prewhite=1), case["whitened"][kernel], tolerance)
    given = fit.vcov(**options, prewhite=2, bandwidth=3.7, adjust=False)
    assert_covariance(given, case["bandwidth"][kernel], tolerance)
    if kernel in case["rule"]:
        ruled = fit.vcov(**options, prewhite=1, bandwidth="NeweyWest")
        assert_covariance(ruled, case["rule"][kernel], tolerance)


def test_verbs_take_it_by_name_by_arguments_and_as_a_matrix():
    fit, verbs = lm("Employed ~ GNP + Unemployed", LONGLEY), SAVED["verbs"]
    arguments = {"type": "NeweyWest", "lag": 3, "prewhite": 0}
    given = fit.vcov(**arguments)
    table = fit.summary(vcov=arguments).coefficients
    np.testing.assert_allclose(table, verbs["coeftest"], rtol=RTOL)
    assert "Standard errors: NeweyWest" in str(fit.summary(vcov=arguments))
    wald = fit.wald_test("GNP", vcov=arguments, test="F").table
    np.testing.assert_allclose(wald["F"].iloc[-1], verbs["wald"], rtol=RTOL)
    for vcov in (arguments, given, lambda f: f.vcov(**arguments)):
        assert fit.tidy(vcov=vcov)["std_error"].tolist() == pytest.approx(table["Std. Error"])
    by_name = fit.predict(se_fit=True, vcov="HAC")["se_fit"]
    assert by_name.tolist() == pytest.approx(
        fit.predict(se_fit=True, vcov={"type": "HAC"})["se_fit"]
    )


def test_arguments_of_a_cluster_are_taken_too():
    fit = glm("breaks ~ wool", oracle.data("warpbreaks"), poisson())
    expected = fit.summary(vcov=fit.vcov(type="HC1", cluster="tension"))
    ours = fit.summary(vcov={"type": "HC1", "cluster": "tension"})
    assert str(ours) == str(expected)
    assert "HC1, clustered by tension" in str(ours)
    with pytest.raises(ValueError, match="leave 'parm' out"):
        fit.summary(vcov={"type": "HC1", "parm": "woolB"})
    with pytest.raises(TypeError, match="has no argument 'typ'"):
        fit.summary(vcov={"typ": "HC1"})


def test_lag_0_without_whitening_is_HC0():
    fit = lm("Employed ~ GNP", LONGLEY)
    ours = fit.vcov(type="NeweyWest", lag=0, prewhite=0)
    np.testing.assert_allclose(ours, fit.vcov(type="HC0"), rtol=1e-9)
    np.testing.assert_allclose(
        fit.vcov(type="HAC", bandwidth=0, adjust=False), fit.vcov(type="HC0"), rtol=1e-9
    )


# which rows, and in which order


def test_rows_are_ordered_by_a_column_an_expression_a_series_or_an_array():
    shuffled = LONGLEY.sample(frac=1, random_state=3)
    expected = lm("Employed ~ GNP", LONGLEY).vcov(type="NeweyWest", lag=2)
    fit = lm("Employed ~ GNP", shuffled)
    for order_by in (
        "Year",
        "~ Year",
        "Year - 1900",
        LONGLEY["Year"],
        shuffled["Year"].to_numpy(),
    ):
        ours = fit.vcov(type="NeweyWest", lag=2, order_by=order_by)
        np.testing.assert_allclose(ours, expected, rtol=1e-8)
    assert not np.allclose(fit.vcov(type="NeweyWest", lag=2), expected, rtol=1e-3)


def test_rows_are_ordered_by_one_column_and_then_another():
    data = oracle.data("airquality").dropna()
    expected = lm("Ozone ~ Wind", data).vcov(type="NeweyWest", lag=3)
    shuffled = data.sample(frac=1, random_state=4)
    fit = lm("Ozone ~ Wind", shuffled)
    for order_by in ("~ Month + Day", ["Month", "Day"], "100 * Month + Day"):
        ours = fit.vcov(type="NeweyWest", lag=3, order_by=order_by)
        np.testing.assert_allclose(ours, expected, rtol=1e-8)
    chunked = lm("Ozone ~ Wind", lambda: iter([shuffled[:50], shuffled[50:]]), progress=False)
    ours = chunked.vcov(type="NeweyWest", lag=3, order_by="~ Month + Day")
    np.testing.assert_allclose(ours, expected, rtol=1e-8)
    months = fit.vcov(type="NeweyWest", lag=3, order_by="Month")
    assert not np.allclose(months, expected, rtol=1e-3)


def test_rows_are_ordered_by_names_dates_and_categories():
    expected = lm("Employed ~ GNP", LONGLEY).vcov(type="NeweyWest", lag=2)
    data = LONGLEY.assign(
        name=LONGLEY["Year"].astype(int).astype(str),
        date=pd.to_datetime(LONGLEY["Year"].astype(int).astype(str)),
    )
    levels = data["name"].tolist()[::-1]
    data["turned"] = pd.Categorical(data["name"], categories=levels)
    fit = lm("Employed ~ GNP", data.sample(frac=1, random_state=5))
    for order_by in ("name", "date", "turned"):  # a series turned round has the same covariance
        ours = fit.vcov(type="NeweyWest", lag=2, prewhite=0, order_by=order_by)
        theirs = lm("Employed ~ GNP", LONGLEY).vcov(type="NeweyWest", lag=2, prewhite=0)
        np.testing.assert_allclose(ours, theirs, rtol=1e-8)
    assert not np.allclose(fit.vcov(type="NeweyWest", lag=2, order_by="turned"), expected)


def test_rows_of_weight_0_and_missing_rows_are_as_if_they_were_not_there():
    data = LONGLEY.assign(w=1.0)
    data.loc[[2, 9], "w"] = 0
    data.loc[5, "Employed"] = np.nan
    expected = lm("Employed ~ GNP", LONGLEY.drop([2, 5, 9])).vcov(type="HAC", prewhite=1)
    for na_action in ("na_omit", "na_exclude"):
        fit = lm("Employed ~ GNP", data, weights="w", na_action=na_action)
        np.testing.assert_allclose(fit.vcov(type="HAC", prewhite=1), expected, rtol=1e-8)
        by_time = fit.vcov(type="HAC", prewhite=1, order_by="Year")
        np.testing.assert_allclose(by_time, expected, rtol=1e-8)


def test_aliased_coefficients_are_nan(recwarn):
    fit = lm("Employed ~ GNP + I(2 * GNP) + Unemployed", LONGLEY)
    ours = fit.vcov(type="NeweyWest")
    assert ours.loc["I(2 * GNP)"].isna().all()
    names = ["(Intercept)", "GNP", "Unemployed"]
    expected = lm("Employed ~ GNP + Unemployed", LONGLEY).vcov(type="NeweyWest")
    np.testing.assert_allclose(ours.loc[names, names], expected, rtol=1e-8)
    some = fit.vcov("GNP", type="NeweyWest")
    assert some.shape == (1, 1)
    assert some.iloc[0, 0] == ours.loc["GNP", "GNP"]


@pytest.mark.parametrize("prewhite", [0, 1])
def test_data_in_chunks_have_the_same_covariance(prewhite):
    data = oracle.data("airquality").assign(Time=lambda d: d["Month"] * 100 + d["Day"])
    whole = glm("Ozone ~ Wind + Temp", data, "quasipoisson")
    shuffled = data.sample(frac=1, random_state=1)

    def chunks():
        return (shuffled.iloc[i : i + 40] for i in range(0, len(shuffled), 40))

    fit = glm("Ozone ~ Wind + Temp", chunks, "quasipoisson", progress=False)
    ours = fit.vcov(type="HAC", prewhite=prewhite, order_by="Time")
    np.testing.assert_allclose(ours, whole.vcov(type="HAC", prewhite=prewhite), rtol=1e-7)
    with pytest.raises(
        ValueError, match="order_by= takes names of columns where the data are not"
    ):
        fit.vcov(type="HAC", order_by=data["Time"])
    with pytest.raises(ValueError, match="there is no column 'Tim'"):
        fit.vcov(type="HAC", order_by="Tim")


def test_models_of_categories_and_parts_have_it():
    fit = polr("rating ~ temp + contact", oracle.data("wine"))
    assert np.isfinite(fit.vcov(type="HAC").to_numpy()).all()
    fit = multinom("Sat ~ Type", oracle.data("housing"), weights="Freq")
    assert np.isfinite(fit.vcov(type="NeweyWest").to_numpy()).all()
    fit = zeroinfl("art ~ fem | ment", oracle.data("biochemists"))
    whole, part = fit.vcov(type="HAC"), fit.vcov(type="HAC", model="zero")
    np.testing.assert_array_equal(part, whole.iloc[2:, 2:])


def test_many_lags_are_summed_by_the_fourier_transform():
    rng = np.random.default_rng(1)
    scores, weights = rng.normal(size=(300, 3)), np.linspace(1, 0.1, MAX_SUMMED_LAGS + 30)
    expected = weights[0] * scores.T @ scores
    for j in range(1, len(weights)):
        one = weights[j] * scores[:-j].T @ scores[j:]
        expected = expected + one + one.T
    np.testing.assert_allclose(weighted_autocovariances(scores, weights), expected, rtol=1e-11)


def test_rows_that_single_coefficients_fit_have_no_part_in_the_bandwidth():
    data = LONGLEY.assign(first=(LONGLEY.index == 0) * 1.0)
    fit = lm("Employed ~ GNP + first", data)
    assert np.isfinite(fit.vcov(type="HAC").to_numpy()).all()
    two = lm("Employed ~ 1", LONGLEY[:2])
    with pytest.raises(ValueError, match="no variation to choose a bandwidth from; give bandw"):
        two.vcov(type="HAC")
    assert np.isfinite(two.vcov(type="HAC", bandwidth=1.0).to_numpy()).all()


def test_a_perfect_fit_and_a_stripped_one(recwarn):
    fit = lm("y ~ x", {"y": [1.0, 2, 3, 4, 5], "x": [1.0, 2, 3, 4, 5]})
    assert np.abs(fit.vcov(type="NeweyWest", lag=1, prewhite=0)).to_numpy().max() < 1e-25
    with pytest.raises(ValueError, match="stripped of its rows"):
        lm("Employed ~ GNP", LONGLEY).strip().vcov(type="HAC")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"type": "HAC", "lag": 2}, "lag= does not go with type='HAC': give bandwidth="),
        ({"type": "NeweyWest", "kernel": "Parzen"}, "kernel= does not go with type='NeweyWest'"),
        ({"type": "NeweyWest", "bandwidth": 2}, "the bandwidth less 1"),
        ({"type": "HAC", "kernel": "parzen"}, "did you mean 'Parzen'"),
        ({"type": "HAC", "bandwidth": "andrews"}, "did you mean 'Andrews'"),
        ({"type": "HAC", "bandwidth": -1}, "bandwidth=-1 must be a finite number of 0 or more"),
        ({"type": "HAC", "bandwidth": np.nan}, "must be a finite number"),
        ({"type": "NeweyWest", "lag": -2}, "lag=-2 must be"),
        ({"type": "HAC", "prewhite": -1}, "prewhite=-1 must be"),
        (
            {"type": "HAC", "kernel": "Truncated", "bandwidth": "NeweyWest"},
            "has no rule for kernel='Truncated'",
        ),
        ({"type": "HC3", "lag": 2}, "lag= is of type='HAC' or 'NeweyWest', and the type is 'HC3'"),
        ({"order_by": "Year"}, "order_by= is of type='HAC'"),
        ({"type": "HAC", "cluster": "Year"}, "type='HAC' does not go with cluster="),
        ({"type": "Newey-West"}, "did you mean 'NeweyWest'"),
        ({"type": "HAC", "order_by": "Yaer"}, "Yaer"),
        ({"type": "HAC", "order_by": [1, 2]}, "has 2 values where the data have 16 rows"),
        ({"type": "HAC", "prewhite": 5}, "prewhite=5 and 2 coefficients takes 16; use prewhite=0"),
    ],
)
def test_what_cannot_be_is_an_error(arguments, message):
    fit = lm("Employed ~ GNP", LONGLEY.iloc[: 15 if arguments.get("prewhite") == 5 else 16])
    with pytest.raises((ValueError, TypeError, NameError), match=message):
        fit.vcov(**arguments)


def test_a_missing_time_is_an_error():
    data = LONGLEY.assign(Year=LONGLEY["Year"].where(LONGLEY["Year"] != 1950))
    with pytest.raises(ValueError, match="order_by=Year is missing in row 3"):
        lm("Employed ~ GNP", data).vcov(type="HAC", order_by="Year")
    times = pd.Series(pd.date_range("2001-01-01", periods=16)[::-1], name="date")
    fit = lm("Employed ~ GNP", LONGLEY)
    turned = fit.vcov(type="NeweyWest", lag=2, prewhite=0, order_by=times)
    np.testing.assert_allclose(turned, fit.vcov(type="NeweyWest", lag=2, prewhite=0), rtol=1e-8)


@pytest.mark.parametrize("name", ["poisson", "negbin", "zeroinfl", "hurdle"])
def test_verbs_of_every_model_take_the_arguments_in_a_dict(name, fits):
    fit, arguments = fits[name], {"type": "NeweyWest", "lag": 2}
    errors = np.sqrt(np.diag(fit.vcov(**arguments)))
    np.testing.assert_allclose(fit.tidy(vcov=arguments)["std_error"], errors)
    limits = fit.confint(method="wald", vcov=arguments).to_numpy()
    half = (limits[:, 1] - limits[:, 0]) / 2
    np.testing.assert_allclose(half / errors, half[0] / errors[0])
    assert "NeweyWest" in str(fit.summary(vcov=arguments))
    two = regtable(fit, fit, vcov=[arguments, "HAC"])
    assert "NeweyWest" in str(two)
    assert "HAC" in str(two)


def test_predictions_by_chunks_take_it():
    data = oracle.data("airquality").dropna()

    def chunks():
        return (data.iloc[i : i + 40] for i in range(0, len(data), 40))

    fit = lm("Ozone ~ Wind", chunks, progress=False)
    ours = pd.concat(list(fit.predict(se_fit=True, vcov={"type": "HAC", "order_by": "Day"})))
    theirs = lm("Ozone ~ Wind", data).predict(se_fit=True, vcov={"type": "HAC", "order_by": "Day"})
    np.testing.assert_allclose(ours["se_fit"], theirs["se_fit"], rtol=1e-7)
