"""Robust and clustered covariances, and the verbs that take them, against R's sandwich."""

import json
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import gaussian, glm, poisson
from rglm.fitting.warnings import FitWarning, RankWarning
from rglm.inference.robust import meat

HERE = Path(__file__).parents[1] / "reference"

CASES = {c["id"]: c for c in json.loads((HERE / "robust.json").read_text(encoding="utf-8"))}
# of a covariance beside the product of its two standard errors; both sides converge to 1e-12
RTOL = 1e-8
WARP = oracle.data("warpbreaks")
RNG = np.random.default_rng(5)


@cache
def fit_of(name):
    case = CASES[name]
    given = {k: case[k] for k in ("weights", "offset", "subset") if k in case}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        return glm(
            case["formula"],
            oracle.data(case["data"]),
            oracle.family(case["family"]),
            control={"epsilon": 1e-12, "maxit": 100},
            **given,
        )


def clusters_of(name):
    given = CASES[name]["cluster"]
    return [given] if isinstance(given, str) else given


def assert_covariance(ours, theirs, names):
    """Against R's lower triangle, column by column."""
    k = len(names)
    matrix = np.zeros((k, k))
    matrix[np.triu_indices(k)] = np.array(theirs, dtype=float)
    matrix = matrix + np.triu(matrix, 1).T
    se = np.sqrt(np.abs(np.diag(matrix)))
    scaled = ours.loc[names, names].to_numpy() / np.outer(se, se)
    np.testing.assert_allclose(scaled, matrix / np.outer(se, se), rtol=0, atol=RTOL)
    aliased = [n for n in ours.index if n not in names]
    assert ours.loc[aliased].isna().all(axis=None)
    assert ours[aliased].isna().all(axis=None)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("type", ["HC0", "HC1", "HC2", "HC3", "HC4"])
def test_vcovHC(name, type):
    found = fit_of(name).vcov(type=type)
    assert_covariance(found, CASES[name]["hc"][type], CASES[name]["names"])
    assert found.attrs["type"] == type


WAYS = [(name, ways) for name, case in CASES.items() for ways in ("cl", "multi") if ways in case]


@pytest.mark.parametrize(("name", "ways"), WAYS)
def test_vcovCL(name, ways):
    case, fit = CASES[name], fit_of(name)
    cluster = clusters_of(name)[:1] if ways == "cl" else clusters_of(name)
    for type, theirs in case[ways].items():
        # where a cluster fixes a coefficient alone R's HC2 is NaN and its HC3 an error or noise
        if None in case[ways]["HC2"] and type in ("HC2", "HC3"):
            with pytest.warns(FitWarning, match="by themselves"):
                assert fit.vcov(type=type, cluster=cluster).isna().all(axis=None)
        else:
            found = fit.vcov(type=type, cluster=cluster)
            assert_covariance(found, theirs, case["names"])


@pytest.mark.parametrize("name", CASES)
def test_the_type_of_a_clustered_covariance_is_HC0(name):
    case, fit = CASES[name], fit_of(name)
    cluster = clusters_of(name)[0]
    assert_covariance(fit.vcov(cluster=cluster), case["default"], case["names"])
    assert fit.vcov(cluster=cluster).attrs["type"] == f"HC0, clustered by {cluster}"


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
    rows = fit.rows_source.rows.weights > 0
    for type, theirs in (("link", "se"), ("response", "se_response")):
        found = fit.predict(type=type, se_fit=True, vcov="HC3")["se_fit"].to_numpy()[rows]
        np.testing.assert_allclose(found[:3], case[theirs], rtol=RTOL)


@pytest.mark.parametrize("name", CASES)
def test_estfun(name):
    case, fit = CASES[name], fit_of(name)
    found = fit.estfun()
    assert found.index.equals(fit.index)
    assert found.drop(columns=case["names"]).isna().all(axis=None)
    total = found[case["names"]].abs().sum()
    np.testing.assert_allclose(total, case["estfun"], rtol=RTOL)
    used = found.loc[fit.prior_weights.to_numpy() > 0, case["names"]]
    np.testing.assert_allclose(
        used.iloc[0], case["estfun_first"], rtol=1e-7, atol=1e-9 * max(total)
    )


# what rows and clusters are


def test_every_way_to_name_the_same_clusters():
    data = WARP.set_index(pd.Index([f"r{i}" for i in range(54)])).assign(g=np.arange(54) % 7)
    fit = glm("breaks ~ wool", data, poisson(), subset="breaks > 15")
    kept = (data["breaks"] > 15).to_numpy()
    expected = fit.vcov(cluster="g")
    for cluster in (
        "~ g",
        "g + 0",
        ["g"],
        data["g"],
        data["g"].sample(frac=1, random_state=1),
        data["g"][kept],
        data["g"].to_numpy(),
        data["g"].tolist(),
        data["g"].map("abcdefg".__getitem__).tolist(),
        data["g"].astype("category").to_numpy(),
        data["g"].to_numpy()[kept],
        data[["g"]],
        {"g": data["g"]},
        data[["g"]].to_numpy(),
    ):
        pd.testing.assert_frame_equal(fit.vcov(cluster=cluster), expected)
    two = fit.vcov(cluster=["g", "tension"])
    for cluster in ("~ g + tension", data[["g", "tension"]], [data["g"], data["tension"]]):
        pd.testing.assert_frame_equal(fit.vcov(cluster=cluster), two)


def test_rows_of_data_with_repeated_labels():
    data = WARP.assign(g=np.arange(54) % 7)
    data.loc[3, "breaks"] = np.nan
    repeated = data.set_axis([0] * 54)
    one, two = (
        glm("breaks ~ wool", d, poisson(), subset="tension != 'L'") for d in (data, repeated)
    )
    pd.testing.assert_frame_equal(one.vcov(cluster="g"), two.vcov(cluster="g"))


def test_rows_left_out_by_na_exclude():
    data = WARP.assign(g=np.arange(54) % 7)
    data.loc[[3, 20], "breaks"] = np.nan
    kept = glm("breaks ~ wool", data, poisson(), na_action="na_exclude")
    left = glm("breaks ~ wool", data.dropna(), poisson())
    for given in ({"type": "HC3"}, {"cluster": "g"}):
        pd.testing.assert_frame_equal(kept.vcov(**given), left.vcov(**given))
    scores = kept.estfun()
    assert scores.index.equals(data.index)
    assert np.flatnonzero(scores.isna().all(axis=1)).tolist() == [3, 20]


def test_weights_of_zero_are_rows_that_are_not_there():
    # sandwich 3.0-2 is off by the square of the share of rows that have a weight
    data = WARP.assign(w=[0, 1, 2] * 18, g=np.arange(54) % 7)
    data.loc[0, "g"] = np.nan  # of a row of weight 0
    whole = glm("breaks ~ wool", data, poisson(), weights="w")
    part = glm("breaks ~ wool", data[data["w"] > 0], poisson(), weights="w")
    for given in ({"type": t, "cluster": c} for t in ("HC1", "HC3") for c in (None, "g")):
        pd.testing.assert_frame_equal(whole.vcov(**given), part.vcov(**given), rtol=1e-9)


def test_each_row_a_cluster_is_no_clustering():
    fit = fit_of("gamma")
    rows = np.arange(fit.nobs())
    for type in ("HC1", "HC2", "HC3"):  # HC1: G/(G - 1) (n - 1)/(n - k) = n/(n - k)
        found = fit.vcov(type=type, cluster=rows)
        pd.testing.assert_frame_equal(found, fit.vcov(type=type), rtol=1e-9)


def test_blocks_and_coded_columns_are_as_dense_ones():
    n = 20_000
    data = pd.DataFrame({"g": RNG.integers(0, 80, n).astype(str), "x": RNG.normal(size=n)})
    data["y"] = RNG.poisson(np.exp(0.3 * data["x"]))
    data["h"] = RNG.integers(0, 400, n)
    fit = glm("y ~ x + g", data, poisson(), control={"epsilon": 1e-12})
    x, bread = fit.model_matrix().to_numpy(), fit.vcov().to_numpy()
    scores = x * (fit.y - fit.fitted_values).to_numpy()[:, None]
    plain = bread @ (scores.T @ scores) @ bread
    np.testing.assert_allclose(fit.vcov(type="HC0"), plain, rtol=1e-6, atol=1e-8)
    sums = pd.DataFrame(scores).groupby(data["h"].to_numpy()).sum().to_numpy()
    clustered = bread @ (sums.T @ sums) @ bread * 400 / 399
    np.testing.assert_allclose(fit.vcov(cluster="h"), clustered, rtol=1e-6, atol=1e-8)
    np.testing.assert_array_equal(fit.vcov(type="HC3"), fit.vcov(type="HC3"))


def test_the_meat_is_a_sum():
    fit = fit_of("quine")
    bread = fit.cov_unscaled
    for given in ({"type": "HC2"}, {"type": "HC0", "cluster": "Lrn"}):
        expected = fit.vcov(**given)
        np.testing.assert_allclose(bread @ meat(fit, **given) @ bread, expected, rtol=1e-10)
    with pytest.raises(ValueError, match="no meat"):
        meat(fit, "const")


def test_parm_and_const():
    fit = fit_of("poisson")
    pd.testing.assert_frame_equal(fit.vcov(type="const"), fit.vcov())
    part = fit.vcov(["woolB", "tensionM"], type="HC3")
    pd.testing.assert_frame_equal(part, fit.vcov(type="HC3").loc[part.index, part.index])
    pd.testing.assert_frame_equal(fit.vcov(type="HC"), fit.vcov(type="HC0"))


def test_a_formula_without_columns():
    fit = glm("breaks ~ 0 + offset(log(breaks))", WARP, poisson())
    assert fit.vcov(type="HC3").shape == (0, 0)
    assert fit.vcov(cluster="wool").shape == (0, 0)


def test_two_series_of_one_name_are_two_ways():
    fit = glm("breaks ~ wool", WARP.assign(g=np.arange(54) % 7), poisson())
    one, two = pd.Series(np.arange(54) % 7, name="a"), WARP["tension"].rename("a")
    pd.testing.assert_frame_equal(fit.vcov(cluster=[one, two]), fit.vcov(cluster="~ g + tension"))


def test_series_of_another_library():
    polars = pytest.importorskip("polars")
    fit = glm("breaks ~ wool", WARP, poisson())
    tension = polars.Series("tension", WARP["tension"].astype(str).tolist())
    pd.testing.assert_frame_equal(fit.vcov(cluster=tension), fit.vcov(cluster="tension"))


# what is refused


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"type": "HC9"}, "use one of const"),
        ({"type": "hc3"}, "did you mean 'HC3'"),
        ({"type": "const", "cluster": "wool"}, "does not go with cluster="),
        ({"type": "HC4", "cluster": "wool"}, "does not go with cluster="),
        ({"cluster": "wol"}, "did you mean 'wool'"),
        ({"cluster": [1, 2, 3]}, "<array> has 3 values where the data have 54 rows"),
        ({"cluster": np.ones(54)}, "<array> puts all rows into one cluster"),
        ({"cluster": ["wool", np.r_[np.nan, np.arange(53)]]}, "<array 2> is missing in row 0"),
        ({"cluster": pd.Series(1, index=range(100, 140))}, "index of the Series does not match"),
        ({"cluster": []}, "nothing to cluster by"),
        ({"cluster": np.ones((2, 54, 1))}, "has shape"),
        ({"parm": "woolC", "type": "HC3"}, "no coefficient"),
    ],
)
def test_bad_covariances_are_named(given, message):
    with pytest.raises(ValueError, match=message):
        glm("breaks ~ wool", WARP, poisson()).vcov(**given)


def test_a_cluster_that_is_no_column():
    with pytest.raises(TypeError, match="cluster= takes names"):
        glm("breaks ~ wool", WARP, poisson()).vcov(cluster=3)


def test_a_stripped_fit_says_so():
    with pytest.raises(ValueError, match="stripped of its rows"):
        glm("breaks ~ wool", WARP, poisson()).strip().vcov(type="HC3")


def test_a_leverage_of_one():
    data = pd.DataFrame({"x": [1, 2, 3, 4, 9], "g": list("aaaab"), "y": [2, 1, 4, 3, 7]})
    fit = glm("y ~ x + g", data, gaussian())
    with pytest.warns(FitWarning, match=r"HC3: row\(s\) 4 have leverage 1"):
        assert fit.vcov(type="HC3").isna().all(axis=None)  # as R
    expected = [0.56, 0.0576, 2.6336]  # R: vcovHC(type = "HC0")
    np.testing.assert_allclose(np.diag(fit.vcov(type="HC0")), expected)


# vcov= of the verbs


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
    found = fit.summary(vcov="HC1", correlation=True)
    pd.testing.assert_frame_equal(found.cov_scaled, matrix)
    np.testing.assert_allclose(np.diag(found.correlation), 1)


def test_aliased_coefficients_stay_nan():
    fit = fit_of("aliased")
    names = CASES["aliased"]["names"]
    for vcov in ("HC3", fit.vcov(type="HC3").loc[names, names]):  # as R gives it
        found = fit.summary(vcov=vcov)
        assert found.coefficients.loc["twice"].isna().all()
        assert not found.coefficients.loc[names].isna().any(axis=None)
        assert list(found.cov_scaled.index) == names
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
    found = fit.predict(new, se_fit=True, interval="confidence", vcov="HC3")
    x = fit.model_matrix().head(4).to_numpy()
    covariance = fit.vcov(type="HC3").to_numpy()
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, covariance, x))
    np.testing.assert_allclose(found["se_fit"], se)
    np.testing.assert_allclose(found["upr"], found["fit"] + 1.959963984540054 * se)
    own, same = (fit.predict(type="terms", se_fit=True, vcov=v) for v in (None, fit.vcov()))
    pd.testing.assert_frame_equal(own, same, rtol=1e-9)
    centred = fit.model_matrix()[["SexM"]] - fit.model_matrix()["SexM"].mean()
    terms = fit.predict(type="terms", se_fit=True, vcov="HC3")["se_fit"]["Sex"]
    expected = centred["SexM"].abs() * np.sqrt(fit.vcov(type="HC3").loc["SexM", "SexM"])
    np.testing.assert_allclose(terms, expected)


def test_rows_of_a_prediction_that_miss_a_value():
    fit = glm("Ozone ~ Wind", oracle.data("airquality"), poisson(), na_action="na_exclude")
    found = fit.predict(se_fit=True, vcov="HC3")
    assert len(found) == 153
    assert found["se_fit"].isna().sum() == 37
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
