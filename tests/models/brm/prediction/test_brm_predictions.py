"""Predictions, residuals and log-likelihoods of `brm`: forms of responses, new rows, seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, brm, poisson
from rglm.bayes import bernoulli, beta_binomial, categorical, cumulative, hurdle_poisson
from rglm.datasets import load
from rglm.errors import DataError, FormulaError

BREAKS, CARS, BUDWORM = load("warpbreaks"), load("mtcars"), load("budworm")
NEW = pd.DataFrame({"wool": ["A", "B"], "tension": ["L", "M"]}, index=["x", "y"])
OPTIONS = {"seed": 1, "draws": 400}


@pytest.fixture(scope="module")
def counts():
    return brm("breaks ~ wool * tension", BREAKS, poisson(), **OPTIONS)


@pytest.fixture(scope="module")
def cars():
    return brm("mpg ~ wt", CARS, **OPTIONS)


@pytest.fixture(scope="module")
def levels():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(80)
    codes = np.digitize(x + rng.logistic(size=80), [-1, 1])
    ordered = pd.Categorical.from_codes(codes, ["low", "mid", "high"], ordered=True)
    return pd.DataFrame({"x": x, "y": ordered, "kind": np.asarray(ordered, dtype=str)})


def test_the_same_seed_gives_the_same_responses(counts):
    first = counts.posterior_predict(NEW)
    pd.testing.assert_frame_equal(first, counts.posterior_predict(NEW))  # the fit's own seed
    pd.testing.assert_frame_equal(first, counts.posterior_predict(NEW, seed=counts.seed))
    assert (counts.posterior_predict(NEW, seed=2) != first).any(axis=None)
    means = counts.predict(NEW)["Estimate"]
    pd.testing.assert_series_equal(means, first.mean(), check_names=False)
    pd.testing.assert_frame_equal(counts.predict(NEW, summary=False), first)


def test_labels_of_draws_and_rows(counts):
    epred = counts.posterior_epred(NEW, ndraws=3)
    assert epred.columns.tolist() == ["x", "y"]
    assert epred.index.tolist() == [(1, 1), (1, 134), (1, 267)]
    pd.testing.assert_index_equal(counts.posterior_epred().index, counts.draws.index)
    pd.testing.assert_frame_equal(epred, counts.posterior_epred(NEW).loc[epred.index])


def test_the_linear_predictor_and_its_inverse_link(counts):
    eta = counts.posterior_linpred(newdata=NEW)
    expected = counts.draws[["Intercept", "woolB", "tensionM", "woolB:tensionM"]].sum(axis=1)
    np.testing.assert_allclose(eta["y"], expected, rtol=1e-12)
    mean = counts.posterior_epred(NEW)
    np.testing.assert_allclose(mean, np.exp(eta), rtol=1e-12)
    np.testing.assert_allclose(counts.posterior_linpred(True, NEW), mean, rtol=1e-12)
    np.testing.assert_allclose(counts.posterior_epred(NEW, dpar="mu"), mean, rtol=1e-12)


def test_types_of_glm_are_its_means(counts):
    pd.testing.assert_frame_equal(counts.predict(NEW, type="response"), counts.fitted(NEW))
    link = counts.fitted(NEW, scale="linear")
    pd.testing.assert_frame_equal(counts.predict(NEW, type="link"), link)
    assert (counts.predict(NEW)["Est.Error"] > 2 * counts.fitted(NEW)["Est.Error"]).all()


def test_new_rows_of_the_fit_are_its_rows(cars):
    pd.testing.assert_frame_equal(cars.fitted(CARS), cars.fitted())
    pd.testing.assert_frame_equal(cars.predict(CARS), cars.predict())
    pd.testing.assert_frame_equal(cars.log_lik(CARS), cars.log_lik())
    pd.testing.assert_frame_equal(cars.residuals(CARS), cars.residuals())


def test_blocks_of_rows_make_no_difference(cars, monkeypatch):
    whole, linear = cars.posterior_predict(), cars.fitted(scale="linear")
    monkeypatch.setattr("rglm.models.brm.row_blocks.BLOCK_CELLS", 400 * 5)
    pd.testing.assert_frame_equal(cars.fitted(scale="linear"), linear)
    found = cars.posterior_predict()
    assert abs(found.mean() - whole.mean()).max() < 5 * whole.std().max() / 20


@pytest.mark.parametrize("make", [dict, pd.DataFrame, "polars", "lazy", "series"])
def test_kinds_of_new_rows(counts, make):
    new, expected = {"wool": ["A"], "tension": ["L"]}, counts.fitted(NEW.iloc[:1])
    if make in ("polars", "lazy"):
        polars = pytest.importorskip("polars")
        table = polars.DataFrame(new)
        table = table.lazy() if make == "lazy" else table
        assert isinstance(counts.fitted(table), polars.DataFrame)
    else:
        table = NEW.iloc[0] if make == "series" else make(new)
    np.testing.assert_allclose(counts.fitted(table), expected)
    assert counts.posterior_predict(table, ndraws=5).shape == (5, 1)


def test_a_polars_frame_with_its_response(counts):
    polars = pytest.importorskip("polars")
    table = polars.from_pandas(BREAKS)
    np.testing.assert_array_equal(counts.log_lik(table.lazy()), counts.log_lik())


@pytest.mark.parametrize(
    ("new", "error", "message"),
    [
        ({"wool": ["A"]}, FormulaError, "no column 'tension'"),
        ({"wool": ["C"], "tension": ["L"]}, DataError, "factor 'wool' has new level\\(s\\) 'C'"),
    ],
)
def test_errors_of_new_rows(counts, new, error, message):
    for verb in (counts.fitted, counts.predict, counts.posterior_epred):
        with pytest.raises(error, match=message):
            verb(new)


def test_errors_of_arguments(counts):
    with pytest.raises(DataError, match="has no column 'breaks', the response"):
        counts.log_lik(NEW)
    for options, message in [
        ({"ndraws": 500}, "ndraws=500: give a whole number from 1 to 400"),
        ({"dpar": "zi"}, "dpar='zi': use one of mu"),
        ({"scale": "link"}, "scale='link'"),
        ({"probs": (2,)}, "probs= takes probabilities between 0 and 1, .* got 2"),
    ]:
        with pytest.raises(ValueError, match=message):
            counts.fitted(**options)
    with pytest.raises(ValueError, match="type='class': use one of response, link"):
        counts.predict(type="class")


def test_hints_at_arguments_of_glm(counts):
    with pytest.raises(TypeError, match="here it is probs=: predict\\(\\) has quantiles"):
        counts.predict(NEW, interval="confidence")
    with pytest.raises(TypeError, match="column Est.Error of fitted"):
        counts.predict(NEW, se_fit=True)


def test_arrays_of_the_fit_are_not_in_new_rows():
    two = np.full(32, 2.0)
    fit = brm("carb ~ wt", CARS, poisson(), offset=np.log(two), **OPTIONS)
    for verb in (fit.fitted, fit.log_lik, fit.residuals):
        with pytest.raises(DataError, match="the fit's offset= was an array"):
            verb(CARS)
    weighted = brm("carb ~ wt", CARS, poisson(), weights=two, **OPTIONS)
    with pytest.raises(DataError, match="the fit's weights= was an array"):
        weighted.log_lik(CARS)
    assert len(weighted.predict(CARS)) == 32
    by_name = brm("carb ~ wt", CARS, poisson(), offset="log(vs + 1)", weights="gear", **OPTIONS)
    pd.testing.assert_frame_equal(by_name.log_lik(CARS), by_name.log_lik())


def test_chunks_of_new_rows_have_their_trials():
    data = BUDWORM.assign(w=2.0)
    fit = brm("cbind(dead, alive) ~ sex", data, binomial(), weights="w", **OPTIONS)
    new = lambda: iter([data[:5], data[5:]])  # noqa: E731
    np.testing.assert_allclose(fit.log_lik(new).collect(), fit.log_lik())
    assert fit.posterior_predict(new).collect().max(axis=None) > 1


def test_intervals_of_new_responses(cars, levels):
    table = cars.predictive_interval(0.5, CARS)
    assert table.columns.tolist() == ["25%", "75%"]
    np.testing.assert_array_equal(table, cars.predict(CARS, probs=(0.25, 0.75)).iloc[:, 2:])
    with pytest.raises(ValueError, match="prob=1"):
        cars.predictive_interval(1)
    ordered = brm("y ~ x", levels, cumulative(), **OPTIONS)
    with pytest.raises(ValueError, match="categories of cumulative\\(\\) have no interval"):
        ordered.predictive_interval()


def test_missing_values():
    data = CARS.assign(wt=CARS["wt"].where(CARS["wt"] > 2))
    missing = data["wt"].isna().to_numpy()
    fit = brm("mpg ~ wt", data, na_action="na_exclude", **OPTIONS)
    for table in (fit.fitted(), fit.predict(), fit.residuals(), fit.fitted(data)):
        assert (table.isna().any(axis=1) == missing).all()
    for draws in (fit.posterior_predict(), fit.log_lik(), fit.log_lik(data)):
        assert (draws.isna().any() == missing).all()
    omitted = brm("mpg ~ wt", data, **OPTIONS)
    assert len(omitted.fitted()) == 32 - missing.sum()


def test_residuals(cars):
    error = cars.predictive_error(seed=3)
    drawn = cars.posterior_predict(seed=3)
    np.testing.assert_allclose(error, CARS["mpg"].to_numpy() - drawn)
    found = cars.residuals(method="posterior_predict", seed=3)
    np.testing.assert_allclose(found["Estimate"], error.mean())
    pearson = cars.residuals(type="pearson", seed=3)  # as brms does; seen at brms' draws
    np.testing.assert_allclose(pearson, cars.residuals().div(drawn.std(), axis=0), rtol=1e-10)


def test_successes_out_of_trials():
    data = BUDWORM.assign(n=BUDWORM["dead"] + BUDWORM["alive"])
    data["share"] = data["dead"] / data["n"]
    columns = brm("cbind(dead, alive) ~ sex", data, binomial(), **OPTIONS)
    share = brm("share ~ sex", data, binomial(), weights="n", **OPTIONS)
    drawn = columns.posterior_predict()
    assert drawn.dtypes.unique().tolist() == [np.dtype("int64")]
    assert drawn.max().max() > 1
    pd.testing.assert_frame_equal(drawn, share.posterior_predict())
    pd.testing.assert_frame_equal(drawn, share.posterior_predict(data[["sex", "n"]]))
    np.testing.assert_allclose(columns.log_lik(data), share.log_lik(data), rtol=1e-9)
    residuals = columns.residuals()["Estimate"] + columns.fitted()["Estimate"]
    np.testing.assert_allclose(residuals, data["share"])
    with pytest.raises(DataError, match="no column 'dead', of the response cbind"):
        columns.predict({"sex": ["M"]})
    wider = brm("cbind(dead, alive) ~ sex", data, beta_binomial(), **OPTIONS)
    assert (wider.posterior_predict().std() > drawn.std()).all()


@pytest.mark.parametrize("family", [binomial(), beta_binomial()])
def test_a_row_without_trials(family):
    data = BUDWORM.copy()
    data.loc[0, ["dead", "alive"]] = 0
    fit = brm("cbind(dead, alive) ~ sex", data, family, **OPTIONS)
    for type in ("ordinary", "pearson"):
        assert np.isnan(fit.residuals(type=type).iloc[0]).all()
        assert not fit.residuals(type=type).iloc[1:].isna().any(axis=None)
    assert (fit.predictive_error()[0] == 0).all()
    assert (fit.log_lik()[0] == 0).all()


def test_a_matrix_that_memory_cannot_hold(counts, monkeypatch):
    monkeypatch.setattr("rglm.inference.covariance.matrix_size.MAX_MATRIX_BYTES", 1e4)
    for verb in (counts.posterior_epred, counts.posterior_predict, counts.log_lik):
        with pytest.raises(
            ValueError, match="400 draws of 54 rows would take.*ndraws= takes fewer"
        ):
            verb()
    assert len(counts.predict()) == 54


def test_two_outcomes_by_name():
    data = CARS.assign(gears=np.where(CARS["am"] == 1, "manual", "automatic"))
    named = brm("gears ~ wt", data, bernoulli(), **OPTIONS)
    numbers = brm("am ~ wt", data, binomial(), **OPTIONS)
    manual = data[data["am"] == 1].iloc[:2]  # one level alone
    np.testing.assert_allclose(named.log_lik(manual), numbers.log_lik(manual), rtol=1e-12)
    assert set(np.unique(named.posterior_predict({"wt": [3.0]}))) == {0, 1}
    pd.testing.assert_frame_equal(numbers.predict({"wt": [3]}), named.predict({"wt": [3]}))
    with pytest.raises(DataError, match="has the level 'none'.*its levels: automatic, manual"):
        named.log_lik(manual.assign(gears="none"))


def test_categories(levels):
    fit = brm("y ~ x", levels, cumulative(), **OPTIONS)
    epred = fit.posterior_epred()
    assert epred.columns[:3].tolist() == [(0, "low"), (0, "mid"), (0, "high")]
    np.testing.assert_allclose(epred.T.groupby(level="row").sum(), 1.0)
    drawn = fit.posterior_predict(ndraws=10)
    assert drawn.dtypes.unique().tolist() == [levels["y"].dtype]
    table = fit.fitted()
    mean = epred.xs("mid", axis=1, level="level").mean()
    np.testing.assert_allclose(table["mid"]["Estimate"], mean)
    shares = fit.predict()
    assert shares.columns.tolist() == ["P(Y = low)", "P(Y = mid)", "P(Y = high)"]
    np.testing.assert_allclose(shares, table.xs("Estimate", axis=1, level=1), atol=0.12)
    with pytest.raises(ValueError, match="not defined for the categories of cumulative"):
        fit.residuals()


def test_the_reference_level_comes_first(levels):
    fit = brm("kind ~ x", levels, categorical(refcat="mid"), **OPTIONS)
    assert fit.predict().columns.tolist() == ["P(Y = mid)", "P(Y = high)", "P(Y = low)"]
    np.testing.assert_allclose(fit.log_lik(levels), fit.log_lik())
    assert fit.posterior_linpred().columns[:2].tolist() == [(0, "high"), (0, "low")]
    eta = fit.posterior_linpred(dpar="mulow", newdata={"x": [1.0]})
    expected = fit.draws["mulow_Intercept"] + fit.draws["mulow_x"]
    np.testing.assert_allclose(eta[0], expected, rtol=1e-9)


def test_counts_of_levels_in_the_order_of_the_model():
    rng = np.random.default_rng(0)
    table = {name: rng.poisson(mean, 30) for name, mean in (("a", 3), ("b", 4), ("c", 5))}
    data = pd.DataFrame(table | {"x": rng.standard_normal(30)})
    fit = brm("cbind(a, b, c) ~ x", data, categorical(refcat="b"), **OPTIONS)
    assert fit.predict().columns.tolist() == ["P(Y = b)", "P(Y = a)", "P(Y = c)"]
    np.testing.assert_allclose(fit.log_lik(data), fit.log_lik())


def test_parameters_of_a_hurdle():
    galaxies = load("galaxies")
    fit = brm("n_gc ~ logmass | logmass", galaxies, hurdle_poisson(), **OPTIONS)
    zero = fit.fitted({"logmass": [7.0]}, dpar="hu")["Estimate"].item()
    drawn = fit.posterior_predict({"logmass": [7.0]})
    assert abs((drawn[0] == 0).mean() - zero) < 0.1
    linear = fit.posterior_linpred(dpar="hu", newdata={"logmass": [7.0]})
    expected = fit.draws["hu_Intercept"] + 7 * fit.draws["hu_logmass"]
    np.testing.assert_allclose(linear[0], expected, rtol=1e-9)


def test_a_weight_multiplies_the_log_likelihood():
    data = CARS.assign(w=np.where(CARS["cyl"] == 4, 0, 2))
    fit = brm("carb ~ wt", data, poisson(), weights="w", **OPTIONS)
    plain = fit._replace(_model_call=fit._model_call.changed(weights=None))
    np.testing.assert_allclose(fit.log_lik(), plain.log_lik(data) * data["w"].to_numpy())
    np.testing.assert_allclose(fit.log_lik(data), fit.log_lik())


def test_a_stripped_fit_predicts_new_rows(counts):
    pd.testing.assert_frame_equal(counts.strip().predict(NEW), counts.predict(NEW))
    with pytest.raises(ValueError, match="stripped of its rows"):
        counts.strip().fitted()


def chunks():
    return iter([BREAKS[:20], BREAKS[20:40], BREAKS[40:]])


@pytest.fixture(scope="module", params=["function", "dask"])
def chunked(request):
    if request.param == "dask":
        dask = pytest.importorskip("dask.dataframe")
        return dask.from_pandas(BREAKS, npartitions=3)
    return chunks


def test_data_in_chunks(counts, chunked):
    fit = brm("breaks ~ wool * tension", chunked, poisson(), **OPTIONS)
    for kind, newdata in ((fit, None), (counts, chunked)):
        found = kind.fitted(newdata)
        found = found.compute() if hasattr(found, "compute") else found.collect()
        np.testing.assert_allclose(found, counts.fitted(), rtol=1e-9)
        log_lik = kind.log_lik(newdata)
        np.testing.assert_allclose(log_lik.collect(), counts.log_lik(), rtol=1e-9)
        assert [part.shape[0] for part in log_lik] == [400] * 3
        drawn = kind.posterior_predict(newdata)
        pd.testing.assert_frame_equal(drawn.collect(), drawn.collect())
        first, second, _ = drawn
        assert (first.to_numpy()[:, :14] != second.to_numpy()[:, :14]).any()


def test_no_new_rows(levels):
    fit = brm("y ~ x", levels, cumulative(), **OPTIONS)
    none = levels.head(0)
    for verb, columns in [("fitted", 12), ("predict", 3), ("augment", 9)]:
        assert getattr(fit, verb)(newdata=none).shape == (0, columns)
    assert fit.posterior_epred(newdata=none).shape[1] == 0
