"""Chunks stay in memory within a budget: one read, the same bits as where they are read again."""

from __future__ import annotations

import gc
import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, options, parquet
from rglm.errors import DataError
from rglm.formatting.byte_sizes import as_bytes
from rglm.sources.chunks import kept_chunks, memory_budget

pytest.importorskip("pyarrow.parquet")
reader = pytest.importorskip("rglm.sources.parquet.parquet_data")

N = 30_000
FORMULA = "y ~ x + z + g + ns(h, 3)"


def make():
    rng = np.random.default_rng(20)
    d = pd.DataFrame({"x": rng.normal(size=N), "z": rng.normal(size=N)})
    d["h"], d["g"] = rng.uniform(0, 24, N), rng.choice(list("cab"), N)
    d["y"] = (rng.random(N) < 1 / (1 + np.exp(-0.4 * d["x"]))) * 1.0
    d.loc[::97, "z"], d["id"] = np.nan, rng.integers(0, 50, N)
    return d


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of row groups of mixed sizes, one of them without rows."""
    out, data = tmp_path_factory.mktemp("files"), make()
    data.iloc[:0].to_parquet(out / "0.parquet")
    data.iloc[:17_000].to_parquet(out / "1.parquet", row_group_size=900)
    data.iloc[17_000:].to_parquet(out / "2.parquet", row_group_size=50_000)
    return out


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(reader.arrow_batches, "CHUNK_ROWS", 4000)


@pytest.fixture
def reads(monkeypatch):
    """The list of the columns of each pass over the files."""
    out, plain = [], reader.Parquet.read

    def read(self, columns):
        out.append(list(columns))
        return plain(self, columns)

    monkeypatch.setattr(reader.Parquet, "read", read)
    return out


def bits(fit):
    numbers = [*fit.coefficients, *fit.summary().coefficients["Std. Error"]]
    return [*numbers, fit.deviance, fit.null_deviance, fit.aic]


def test_the_same_bits_with_any_memory_and_threads(folder):
    fits = []
    for memory, threads in ((0, 1), (0, 3), ("1GB", 2)):
        with options(memory=memory, threads=threads):
            fits.append(bits(glm(FORMULA, folder, binomial())))
    assert fits[0] == fits[1] == fits[2]


def test_within_the_budget_the_files_are_read_once(folder, reads):
    with options(memory="100MB"):
        fit = glm("y ~ x + z", folder, binomial())
        fit.summary()
        fit.vcov(type="HC0")
        residuals = fit.residuals().collect()
        assert len(reads) == 1
        fit.vcov(cluster="id")  # a column that was not read
        assert len(reads) == 2
        fit.update(". ~ . - z").summary()
        assert len(reads) == 2
    with options(memory=0):
        assert fit.residuals().collect().equals(residuals)
        assert len(reads) == 3


def test_beyond_the_budget_they_are_read_in_each_pass(folder, reads):
    with options(memory="500kB"):  # a part of the data
        glm("y ~ x + z", folder, binomial())
    assert len(reads) > 2
    assert not kept_chunks._ALL


def test_a_new_fit_takes_the_place_of_the_oldest(folder, reads):
    with options(memory="1.5MB"):
        first = glm("y ~ x", folder, binomial())
        glm("y ~ x + z", folder, binomial()).summary()
        before = len(reads)
        first.vcov(type="HC0")
        assert len(reads) == before + 1


def test_a_deleted_fit_keeps_nothing(folder):
    with options(memory="1GB"):
        fit = glm("y ~ x", folder, binomial())
        assert len(kept_chunks._ALL) == 1
        small = pickle.dumps(fit)
        assert len(small) < 200_000
        assert pickle.loads(small).deviance == fit.deviance
        del fit
        gc.collect()
        assert not kept_chunks._ALL


def test_files_that_are_written_are_noticed_all_the_same(folder, tmp_path):
    data = make()
    data.to_parquet(tmp_path / "0.parquet")
    with options(memory="1GB"):
        fit = glm("y ~ x", parquet(tmp_path), binomial())
        data.head(15_000).to_parquet(tmp_path / "0.parquet")
        with pytest.raises(DataError, match=r"0\.parquet.* was written since"):
            fit.vcov(type="HC0")


@pytest.mark.parametrize("value", ["2 cows", "-1", -1, True, [1], "GB", "", float("nan")])
def test_a_budget_that_is_no_size_is_refused(value):
    with pytest.raises(ValueError, match="memory=.*give a number of bytes or a text"):
        options(memory=value)


def test_sizes_of_memory():
    assert [as_bytes(size) for size in ("2GB", "1.5 kib", "10", 7, 2.0)] == [2e9, 1536, 10, 7, 2]
    with options(memory="3 MB"):
        assert memory_budget.memory_budget() == options()["memory"] == 3_000_000
    assert options()["memory"] is None
    assert memory_budget.memory_budget() > 0


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    limit, usage = tmp_path / "memory.max", tmp_path / "memory.current"
    limit.write_text("1000000\n")
    usage.write_text("600000\n")
    monkeypatch.setattr(memory_budget, "CGROUP_FILES", ((str(limit), str(usage)),))
    assert memory_budget.memory_budget() == 100_000
    limit.write_text("max\n")
    assert memory_budget.memory_budget() > 100_000


def test_an_interrupt_stops_the_threads(folder):
    def interrupt(x):
        raise KeyboardInterrupt

    with options(threads=2), pytest.raises(KeyboardInterrupt):
        glm("y ~ interrupt(x)", folder, binomial())
    with options(threads=2):
        assert glm("y ~ x", folder, binomial()).converged
