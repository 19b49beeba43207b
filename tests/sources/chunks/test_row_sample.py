"""A sample of the rows is kept while the data are learned, so that a fit reads them less often."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm
from rglm.sources.chunks import row_sample
from rglm.sources.chunks.function_chunks import FunctionChunks
from rglm.sources.chunks.row_sample import RowSample, with_sample

N, SIZE = 550_000, 110_000


def make():
    rng = np.random.default_rng(20)
    d = pd.DataFrame({"x": rng.normal(size=N), "z": rng.normal(size=N)})
    d["y"] = (rng.random(N) < 1 / (1 + np.exp(-0.4 * d["x"]))) * 1.0
    d["g"] = rng.choice(list("abc"), N)
    d["cost"] = rng.gamma(3, np.exp(0.2 * d["x"]))
    return d


DATA = make()


def counted(data=DATA, size=SIZE):
    """A function that returns the chunks of some data, and the list of its calls."""
    calls = []

    def chunks():
        calls.append(1)
        return (data.iloc[i : i + size] for i in range(0, len(data), size))

    return chunks, calls


@pytest.mark.parametrize(
    ("formula", "family", "reads"),
    [
        ("y ~ x + z", binomial(), 4),
        ("cost ~ x", Gamma("log"), 5),
    ],  # its density needs the deviance
)
def test_a_fit_of_many_rows_reads_them_few_times(formula, family, reads):
    chunks, calls = counted()
    fit = glm(formula, chunks, family)
    calls_before = len(calls) - 1  # the first chunk is read for the names of its columns
    fit.summary()
    assert (calls_before, len(calls) - 1) == (reads, reads)
    memory = glm(formula, DATA, family)
    errors = memory.summary().coefficients["Std. Error"]
    assert (abs(fit.coefficients - memory.coefficients) < 1e-9 * errors).all()
    for name in ("deviance", "null_deviance", "aic", "dispersion"):
        assert getattr(fit, name) == pytest.approx(getattr(memory, name), rel=1e-12)
    assert fit.separated is None


def sample_of(data, size):
    chunks = FunctionChunks(counted(data, size)[0])
    first, *others = chunks.map_chunks(partial(with_sample, len), list(data.columns))
    for other in others:
        first += other
    assert first.result == len(data)
    return first.beside


@pytest.mark.parametrize("size", [N, SIZE, 7])
def test_the_sample_is_of_evenly_spread_rows(size):
    data = DATA.iloc[:5000][["x", "y"]] if size == 7 else DATA
    (rows,) = sample_of(data, size).take()
    pd.testing.assert_frame_equal(rows, data.iloc[::51])


def test_a_sample_that_is_too_large_keeps_fewer_rows(monkeypatch):
    monkeypatch.setattr(row_sample, "MAX_SAMPLE_ROWS", 3000)
    sample = sample_of(DATA, SIZE)
    assert sample.step == 459
    pd.testing.assert_frame_equal(sample.take()[0], DATA.iloc[::459])
    assert sample.take() == []


def test_chunks_of_different_categories_stay_apart():
    frames = [DATA.iloc[:100].astype({"g": "category"}), DATA.iloc[100:200]]
    sample = RowSample.of(frames[0])
    sample += RowSample.of(frames[1])
    assert [rows["g"].dtype.name for rows in sample.take()] == ["category", DATA["g"].dtype.name]
