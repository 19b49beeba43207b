"""Data that are not the same in each pass are refused, and the error says what has changed."""

from __future__ import annotations

import os
import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import (
    betabinomial,
    binomial,
    glm,
    glm_nb,
    hurdle,
    multinom,
    options,
    parquet,
    polr,
    zeroinfl,
)
from rglm.errors import DataError

RNG = np.random.default_rng(5)
N, SIZE = 1200, 400
DATA = pd.DataFrame({"x": RNG.normal(size=N), "g": RNG.choice(list("abc"), N)})
DATA["y"] = RNG.negative_binomial(2, 0.4, N) * (RNG.random(N) < 0.8)
DATA["won"], DATA["w"] = (RNG.random(N) < 0.5) * 1.0, RNG.integers(1, 4, N) / 1.0
DATA["o"] = RNG.choice(list("pqr"), N)
CHANGED = "the data have changed"


def chunks(data=DATA):
    return (data.iloc[i : i + SIZE] for i in range(0, N, SIZE))


def each_pass(change):
    """A function that returns the same chunks in two passes, and others from then on."""
    passes = []

    def data():
        passes.append(1)
        return change(chunks()) if len(passes) > 2 else chunks()

    return data


MODELS = {
    "glm": lambda data: glm("won ~ x", data, binomial()),
    "nb": lambda data: glm_nb("y ~ x", data),
    "zero": lambda data: zeroinfl("y ~ x | x", data),
    "hurdle": lambda data: hurdle("y ~ x | x", data),
    "multinom": lambda data: multinom("o ~ x", data),
    "polr": lambda data: polr("ordered(o) ~ x", data),
    "beta": lambda data: betabinomial("cbind(y, w) ~ x", data),
}


@pytest.mark.parametrize("model", MODELS)
def test_a_new_sample_in_each_pass_is_refused(model):
    rng = np.random.default_rng(1)
    with pytest.raises(DataError, match=rf"{CHANGED}.*chunk 1 has other values.*random_state"):
        MODELS[model](lambda: iter([DATA.sample(100, random_state=rng)]))


def permuted(name):
    """The values of one column in another order, in the second chunk."""

    def change(chunks):
        for i, chunk in enumerate(chunks):
            yield chunk.assign(**{name: chunk[name].to_numpy()[::-1]}) if i == 1 else chunk

    return change


@pytest.mark.parametrize("name", ["won", "w", "x", "g", "y"])
def test_a_column_in_another_order_is_refused(name):
    with pytest.raises(DataError, match=f"chunk 2 has other values of '{name}' than before"):
        glm("won ~ x + g", each_pass(permuted(name)), binomial(), weights="w", offset="0.1 * y")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda chunks: list(chunks)[:2], "3 chunks then and 2 now"),
        (lambda chunks: [*chunks, DATA.head(0)], "3 chunks then and 4 now"),
        (lambda chunks: [chunk.head(399) for chunk in chunks], "chunk 1 has 399 rows and had 400"),
    ],
)
def test_other_numbers_of_rows_or_chunks_are_refused(change, message):
    with pytest.raises(DataError, match=message):
        glm("won ~ x", each_pass(change), binomial())


VERBS = {
    "residuals": lambda fit: list(fit.residuals()),
    "predict": lambda fit: fit.predict(type="response").collect(),
    "hatvalues": lambda fit: fit.hatvalues().collect(),
    "robust": lambda fit: fit.vcov(type="HC1"),
    "cluster": lambda fit: fit.vcov(cluster="g"),
    "anova": lambda fit: fit.anova(),
    "drop1": lambda fit: fit.drop1(),
    "step": lambda fit: fit.step(trace=False),
    "profile": lambda fit: fit.profile("x"),
    "confint": lambda fit: fit.confint("x"),
    "gof": lambda fit: fit.gof(),
    "update": lambda fit: fit.update(". ~ . - x"),
    "plot": lambda fit: fit.plot_calibration(),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_refuse_data_that_have_changed_after_the_fit(verb):
    now = [DATA]
    fit = glm("won ~ x + g", lambda: chunks(now[0]), binomial())
    now[0] = DATA.assign(won=1 - DATA["won"])
    with pytest.raises(DataError, match="chunk 1 has other values of 'won' than before"):
        VERBS[verb](fit)
    now[0] = DATA
    VERBS[verb](fit)


def test_a_stripped_fit_has_no_data_to_check():
    now = [DATA]
    fit = glm("won ~ x", lambda: chunks(now[0]), binomial()).strip()
    now[0] = DATA.assign(won=1 - DATA["won"])
    assert len(fit.predict(lambda: chunks(now[0])).collect()) == N


# Parquet


@pytest.fixture
def folder(tmp_path):
    """Files that are read in each pass."""
    pytest.importorskip("pyarrow")
    for i, chunk in enumerate(chunks()):
        chunk.to_parquet(tmp_path / f"{i}.parquet")
    with options(memory=0):
        yield tmp_path


def test_a_file_written_between_passes_is_refused(folder):
    calls, path = [], folder / "1.parquet"

    def meanwhile(x):
        calls.append(1)
        if len(calls) == 6:
            DATA.iloc[-SIZE:].to_parquet(path)
        return x

    with pytest.raises(DataError, match=r"1\.parquet' was written since the fit first read"):
        glm("won ~ meanwhile(x)", folder, binomial())


@pytest.mark.parametrize("verb", ["residuals", "robust", "drop1", "update"])
def test_a_file_written_after_the_fit_is_refused(folder, verb):
    fit = glm("won ~ x + g", folder, binomial())
    DATA.iloc[-SIZE:].to_parquet(folder / "1.parquet")
    with pytest.raises(DataError, match=r"1\.parquet' was written"):
        VERBS[verb](fit)


@pytest.mark.parametrize("name", ["won", "x", "g"])
def test_changed_values_are_refused_in_a_file_that_keeps_its_date(folder, name):
    fit, path = glm("won ~ x + g", folder, binomial()), folder / "1.parquet"
    before, chunk = os.stat(path), pd.read_parquet(path)
    changed = chunk.assign(**{name: chunk[name].to_numpy()[::-1]})
    with path.open("r+b") as file:
        changed.to_parquet(file)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(DataError, match=f"{CHANGED}.*(other values of '{name}'|was written)"):
        fit.vcov(type="HC0")


def test_new_and_removed_files_are_refused(folder):
    fit = glm("won ~ x", folder, binomial())
    DATA.to_parquet(folder / "new.parquet")
    with pytest.raises(DataError, match=r"new\.parquet' is new"):
        fit.vcov(type="HC0")
    (folder / "new.parquet").unlink()
    fit.vcov(type="HC0")
    (folder / "0.parquet").unlink()
    with pytest.raises(DataError, match=r"0\.parquet' is gone"):
        fit.residuals().collect()


def test_a_new_fit_reads_what_is_there_now(folder):
    data = parquet(folder)
    glm("won ~ x", data, binomial())
    other = DATA.iloc[::-1, ::-1].assign(x=DATA["y"], new="n")
    other.to_parquet(folder / "0.parquet", row_group_size=100)
    (folder / "1.parquet").unlink()
    (folder / "2.parquet").unlink()
    result = glm("won ~ x", data, binomial())
    assert "new" in data.columns
    pd.testing.assert_series_equal(
        result.coefficients, glm("won ~ x", other, binomial()).coefficients, rtol=1e-12
    )


def test_an_unpickled_fit_still_compares_the_values(folder):
    fit = pickle.loads(pickle.dumps(glm("won ~ x + g", folder, binomial())))
    os.utime(folder / "1.parquet")  # a copy
    pickle.loads(pickle.dumps(fit)).vcov(type="HC0")
    DATA.iloc[-SIZE:].to_parquet(folder / "1.parquet")
    with pytest.raises(DataError, match="part 1 has other values"):
        fit.vcov(type="HC0")


# Dask


def random_partitions():
    dd = pytest.importorskip("dask.dataframe")
    return dd.from_pandas(DATA, npartitions=3, sort=False).map_partitions(
        lambda chunk: chunk.sample(100, random_state=np.random.default_rng()), meta=DATA
    )


def test_random_dask_partitions_are_refused():
    with pytest.raises(DataError, match=r"partition 1 has other values of '.*data\.persist\(\)"):
        glm("won ~ x", random_partitions(), binomial())
    fit = glm("won ~ x", random_partitions().persist(), binomial())
    assert len(fit.residuals().compute()) == 300


def test_a_lazy_result_is_checked_when_it_is_computed(folder):
    dd = pytest.importorskip("dask.dataframe")
    fit = glm("won ~ x", dd.read_parquet(folder), binomial())
    residuals = fit.residuals()
    assert len(residuals.compute()) == N
    DATA.iloc[-SIZE:].to_parquet(folder / "1.parquet")
    with pytest.raises(DataError, match="partition 2 has other values"):
        residuals.compute()
