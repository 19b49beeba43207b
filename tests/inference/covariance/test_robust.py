"""Robust and clustered covariances, against R's sandwich."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import gaussian, glm, poisson
from rglm.inference.covariance.robust import meat
from rglm.warnings import FitWarning

CASES = {c["id"]: c for c in oracle.saved("robust")}
# of a covariance beside the product of its two standard errors; both sides converge to 1e-12
RTOL = 1e-8
WARP = oracle.data("warpbreaks")
RNG = np.random.default_rng(5)
fit_of = oracle.quiet_fits(CASES)


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
@pytest.mark.parametrize("type", ["HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5"])
def test_vcovHC(name, type):
    covariance = fit_of(name).vcov(type=type)
    assert_covariance(covariance, CASES[name]["hc"][type], CASES[name]["names"])
    assert covariance.attrs["type"] == type


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
            covariance = fit.vcov(type=type, cluster=cluster)
            assert_covariance(covariance, theirs, case["names"])


@pytest.mark.parametrize("name", CASES)
def test_the_type_of_a_clustered_covariance_is_HC0(name):
    case, fit = CASES[name], fit_of(name)
    cluster = clusters_of(name)[0]
    assert_covariance(fit.vcov(cluster=cluster), case["default"], case["names"])
    assert fit.vcov(cluster=cluster).attrs["type"] == f"HC0, clustered by {cluster}"


@pytest.mark.parametrize("name", CASES)
def test_estfun(name):
    case, fit = CASES[name], fit_of(name)
    scores = fit.estfun()
    assert scores.index.equals(fit._index)
    assert scores.drop(columns=case["names"]).isna().all(axis=None)
    total = scores[case["names"]].abs().sum()
    np.testing.assert_allclose(total, case["estfun"], rtol=RTOL)
    used = scores.loc[fit.prior_weights.to_numpy() > 0, case["names"]]
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
        covariance = fit.vcov(type=type, cluster=rows)
        pd.testing.assert_frame_equal(covariance, fit.vcov(type=type), rtol=1e-9)


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


def test_a_cluster_counted_from_0_is_matched_by_place_where_no_row_has_such_a_label():
    given, named = pd.Series(range(54)) // 6, WARP.set_axis([f"row {i}" for i in range(54)])
    found = glm("breaks ~ wool", named, poisson()).vcov(cluster=given)
    pd.testing.assert_frame_equal(
        found, glm("breaks ~ wool", WARP, poisson()).vcov(cluster=given.to_numpy())
    )
    for index in (range(1, 55), [*range(27), *range(27)]):
        fit = glm("breaks ~ wool", WARP.set_axis(index), poisson())
        with pytest.raises(ValueError, match="index of the Series does not match"):
            fit.vcov(cluster=given)


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
