"""Dask DataFrames as data: threads, a cluster, the same bits with any number of them."""

from __future__ import annotations

import warnings
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, poisson, polr
from rglm.sources.dask_partitions import DaskPartitions

dd = pytest.importorskip("dask.dataframe")
dask = pytest.importorskip("dask")

ROWS, SIZE = 2000, 500
FORMULA = "won ~ x + g + ns(h, 3) + poly(z, 2)"
# the promise; sums over partitions are in another order than those over blocks
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def make():
    rng = np.random.default_rng(13)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "z": rng.gamma(2, size=ROWS)})
    d["g"], d["h"] = rng.choice(list("cab"), ROWS), rng.integers(0, 24, ROWS) / 1.0
    d.loc[ROWS - 90 :: 2, "g"] = "A last one"
    d["o"] = pd.Categorical(rng.choice(["lo", "mid", "hi"], ROWS), ["lo", "mid", "hi"], True)
    d["won"] = rng.random(ROWS) < 1 / (1 + np.exp(0.5 * (d["g"] == "b") - d["x"]))
    d["y"], d["cl"] = rng.negative_binomial(2, 0.5, ROWS), rng.integers(0, 40, ROWS)
    d.loc[::37, "x"] = np.nan
    d.loc[2 * SIZE : 3 * SIZE - 1, "x"] = np.nan  # a partition without a row that is fitted
    return d


DATA = make()


def partitioned(data=DATA, size=SIZE):
    return dd.from_pandas(data, chunksize=size, sort=False)


@pytest.fixture(scope="module")
def memory():
    return glm(FORMULA, DATA, binomial())


@pytest.fixture(scope="module")
def fit():
    return glm(FORMULA, partitioned(), binomial())


def assert_same_bits(one, two):
    assert one.coefficients.equals(two.coefficients)
    assert one.vcov().equals(two.vcov())
    assert (one.deviance, one.aic, one.null_deviance) == (two.deviance, two.aic, two.null_deviance)


def test_fits_and_pages_are_those_of_the_data_in_memory(fit, memory):
    np.testing.assert_allclose(fit.coefficients, memory.coefficients, **CLOSE)
    np.testing.assert_allclose(fit.vcov(), memory.vcov(), **CLOSE)
    for verb in ("summary", "anova", "drop1", "tidy", "glance"):
        assert repr(getattr(fit, verb)()) == repr(getattr(memory, verb)())
    np.testing.assert_allclose(fit.vcov(cluster="cl"), memory.vcov(cluster="cl"), **CLOSE)
    np.testing.assert_allclose(fit.vcov(type="HC3"), memory.vcov(type="HC3"), **CLOSE)
    # a root search stops there
    np.testing.assert_allclose(fit.confint("x"), memory.confint("x"), atol=1e-6)


@pytest.mark.parametrize("threads", [1, 3, 7])
def test_any_number_of_threads_gives_the_same_bits(fit, threads):
    with dask.config.set(scheduler="threads", num_workers=threads):
        assert_same_bits(glm(FORMULA, partitioned(), binomial()), fit)


def test_the_synchronous_scheduler_gives_the_same_bits(fit):
    with dask.config.set(scheduler="synchronous"):
        assert_same_bits(glm(FORMULA, partitioned(), binomial()), fit)


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("predict", {}),
        ("predict", {"type": "response", "interval": "confidence"}),
        ("residuals", {"type": "pearson"}),
        ("fitted", {}),
        ("hatvalues", {}),
        ("cooks_distance", {}),
        ("augment", {}),
        ("model_matrix", {}),
    ],
)
def test_row_values_are_lazy_dask_series(fit, memory, verb, given):
    result, expected = getattr(fit, verb)(**given), getattr(memory, verb)(**given)
    kind = dd.Series if isinstance(expected, pd.Series) else dd.DataFrame
    assert isinstance(result, kind)
    assert result.npartitions == partitioned().npartitions
    whole = result.compute()
    assert type(whole) is type(expected)
    assert whole.index.equals(expected.index)
    # what Dask says of the result before it is computed is true
    assert pd.DataFrame(result._meta).columns.tolist() == pd.DataFrame(whole).columns.tolist()
    one, two = (pd.DataFrame(v).select_dtypes("number") for v in (whole, expected))
    np.testing.assert_allclose(one, two, rtol=1e-9, atol=1e-10)


def test_attributes_of_rows_can_be_summed_lazily(fit, memory):
    assert isinstance(fit.fitted_values, dd.Series)
    np.testing.assert_allclose(fit.fitted_values.mean().compute(), memory.fitted_values.mean())
    assert isinstance(fit.y, dd.Series)


def test_predictions_for_new_partitions(fit, memory):
    new = DATA.iloc[::-1][["h", "z", "g", "x"]]
    result = fit.predict(partitioned(new, 500), type="response")
    assert isinstance(result, dd.Series)
    expected = memory.predict(new, type="response")
    for values in (
        result.compute(),
        memory.predict(partitioned(new, 500), type="response").compute(),
    ):
        assert values.index.equals(expected.index)
        np.testing.assert_allclose(values, expected, **CLOSE)
    np.testing.assert_allclose(fit.predict(new, type="response"), expected, **CLOSE)
    with pytest.raises(ValueError, match="newdata= has no column 'g'"):
        fit.predict(partitioned(new.drop(columns="g")))


def test_na_exclude_gives_a_value_for_each_row():
    result = (
        glm("won ~ x", partitioned(), binomial(), na_action="na_exclude").residuals().compute()
    )
    assert result.index.equals(DATA.index)
    assert result.isna().equals(DATA["x"].isna())


def test_seeds_give_the_same_draws(fit, memory):
    one = fit.simulate(2, seed=1)
    assert one.compute().equals(one.compute())
    assert one.compute().equals(fit.simulate(2, seed=1).compute())
    assert not one.compute().equals(fit.simulate(2, seed=2).compute())
    quantile = fit.residuals(type="quantile", seed=1)
    assert quantile.compute().equals(quantile.compute())
    # 1450 rows, standard normal
    assert abs(quantile.std().compute() - 1) < 0.1


def test_the_declared_types_of_lazy_results_hold():
    options = {"na_action": "na_exclude"}
    fits = [glm("won ~ x", partitioned(), binomial(), **options), polr("o ~ x", partitioned())]
    for result in (
        *(fit.model_frame() for fit in fits),
        *(fit.predict() for fit in fits),
        *(fit.simulate(1, seed=1) for fit in fits),
        fits[1].predict(type="class").to_frame(),
    ):
        whole = result.compute()
        assert pd.DataFrame(result._meta).dtypes.equals(pd.DataFrame(whole).dtypes)


def test_a_simulation_without_a_seed_is_drawn_once(fit):
    result = fit.simulate(1)
    assert result.compute().equals(result.compute())


def test_empty_and_uneven_partitions(memory):
    data = partitioned()
    data = data[data["h"] >= 0]  # not known to be all, nor how many
    nothing = partitioned(DATA.iloc[:0].astype({"won": bool}), 1)
    missing = partitioned(DATA.head(40).assign(x=np.nan), 20)
    rest = [data, missing, nothing]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's, about divisions
        whole = dd.concat(rest, interleave_partitions=False)
    result = glm(FORMULA, whole[whole["z"] > -1], binomial())
    expected = glm(FORMULA, pd.concat([DATA, DATA.head(40).assign(x=np.nan)]), binomial())
    np.testing.assert_allclose(result.coefficients, expected.coefficients, **CLOSE)
    assert result.nobs() == memory.nobs()


def test_partitions_without_a_row_of_the_subset():
    def ends(partition):
        return partition[
            (partition["z"] > 1) & ((partition.index < 310) | (partition.index > 1790))
        ]

    chosen, expected = partitioned().map_partitions(ends), ends(DATA)
    one, two = (glm("won ~ x + g", d, binomial()) for d in (expected, chosen))
    np.testing.assert_allclose(two.coefficients, one.coefficients, **CLOSE)
    assert repr(one.summary()) == repr(two.summary())


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda d: d.assign(g=d["g"].astype("category").cat.as_known()), "known categories"),
        (lambda d: d.assign(g=d["g"].astype(object)), "objects"),
        (lambda d: d.assign(h=d["h"].astype("Int64")), "nullable"),
        (lambda d: d.assign(h=d["h"].astype("float32")), "short floats"),
    ],
)
def test_types_of_columns_make_no_difference(change, name):
    data = change(partitioned())
    result, expected = (glm("won ~ g + h", d, binomial()) for d in (data, data.compute()))
    assert result.xlevels == expected.xlevels
    np.testing.assert_allclose(result.coefficients, expected.coefficients, **CLOSE)


def test_categories_unknown_to_dask_are_sorted():
    data = partitioned()
    data = data.assign(g=data["g"].astype("category"))
    result, expected = (glm("won ~ g + h", d, binomial()) for d in (data, DATA))
    assert result.xlevels == expected.xlevels
    np.testing.assert_allclose(result.coefficients, expected.coefficients, **CLOSE)
    with pytest.raises(ValueError, match="'g' has no order of its levels"):
        polr("g ~ x", data)


def test_categories_of_numbers_are_in_the_order_of_the_numbers():
    data = partitioned()
    data = data.assign(g=(data["h"] % 13).astype("category"))
    result = glm("won ~ g", data, binomial())
    assert result.xlevels["g"] == [str(i) for i in range(13)]


def test_an_ordinal_model_has_the_same_page():
    one, two = (polr("o ~ x + z", data) for data in (DATA, partitioned()))
    assert repr(one.summary()) == repr(two.summary())
    assert isinstance(two.predict(), dd.Series)


def test_row_values_of_other_models():
    memory, fit = polr("o ~ x + g", DATA), polr("o ~ x + g", partitioned())
    for given in (
        {"type": "probs", "interval": "confidence", "vcov": "HC1"},
        {"type": "link", "se_fit": True},
        {"type": "terms", "se_fit": True},
    ):
        result, expected = fit.predict(**given), memory.predict(**given)
        assert result.columns.tolist() == expected.columns.tolist()
        np.testing.assert_allclose(result.compute(), expected, rtol=1e-8)
        np.testing.assert_allclose(
            fit.predict(partitioned(), **given).compute().dropna(), expected
        )
    assert fit.y.compute().tolist() == memory.y.tolist()
    assert fit.augment().compute()[".fitted"].tolist() == memory.augment()[".fitted"].tolist()
    np.testing.assert_allclose(fit.gof().p_value, memory.gof().p_value, rtol=1e-8)


def test_errors_name_the_argument_and_the_column():
    with pytest.raises(TypeError, match="Dask DataFrame, got Series"):
        glm("won ~ x", partitioned()["x"], binomial())
    with pytest.raises(ValueError, match="no column 'nothere'"):
        glm("won ~ nothere", partitioned(), binomial())
    with pytest.raises(ValueError, match="negative"):
        glm("y - 1 ~ x", partitioned(), poisson())


@pytest.mark.parametrize("workers", [1, 3])
def test_a_local_cluster_gives_the_same_bits(fit, memory, workers):
    distributed = pytest.importorskip("distributed")
    with (
        warnings.catch_warnings(),
        dask.config.set({"distributed.worker.memory.terminate": False}),
    ):
        warnings.simplefilter("ignore")  # of tornado and of ports that are taken
        cluster = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=2, processes=False, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            result = glm(FORMULA, partitioned(), binomial())
            assert_same_bits(result, fit)
            assert result.vcov(cluster="cl").equals(fit.vcov(cluster="cl"))
            assert not client.futures  # nothing is left there
            predicted = result.predict(type="response").compute()
    np.testing.assert_allclose(predicted, memory.predict(type="response"), **CLOSE)


@pytest.fixture
def dask_config():
    """Dask's settings, in which a client that is closed too early stays the scheduler."""
    config = dask.config.config
    before = deepcopy(config)
    yield
    config.clear()
    config.update(before)


@pytest.mark.usefixtures("dask_config")
def test_a_client_that_is_closed_during_a_pass_is_an_error():
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            parts = DaskPartitions(partitioned(size=20)).map_chunks(len, ["x"])
            next(parts)
            client.close()
            with pytest.raises(ValueError, match="Dask client is clos.* keep it open") as caught:
                list(parts)
            assert caught.value.__cause__ is not None


def test_worker_processes_give_the_same_bits(fit):
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        )
        with cluster, distributed.Client(cluster):
            assert_same_bits(glm(FORMULA, partitioned(), binomial()), fit)


def test_two_columns_of_one_name_are_refused():
    twice = pd.DataFrame(np.ones((6, 3)), columns=["y", "x", "x"])
    with pytest.raises(ValueError, match="data= has two columns named 'x'"):
        glm("y ~ x", dd.from_pandas(twice, npartitions=2))
