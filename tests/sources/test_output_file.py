"""Files of results are written whole or not at all, and never over a file of the data."""

from __future__ import annotations

import os
import stat

import numpy as np
import pandas as pd
import pytest

from rglm import glm, parquet, poisson
from rglm.errors import DataError
from rglm.sources.chunks.chunked_values import ChunkedValues
from rglm.sources.chunks.function_chunks import FunctionChunks

pytest.importorskip("pyarrow.parquet")

RNG = np.random.default_rng(3)
DATA = pd.DataFrame({"x": RNG.normal(size=600), "y": RNG.poisson(2, 600)})


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    for i in range(3):
        DATA.iloc[i * 200 : (i + 1) * 200].to_parquet(place / f"{i}.parquet", row_group_size=90)
    return place


def values(place):
    return glm("y ~ x", parquet(place), poisson()).residuals()


def files(place):
    return sorted(str(p.relative_to(place)) for p in place.rglob("*"))


def failing_values(place, error, after=1):
    """Values of which the third chunk fails."""
    seen = []

    def function(chunk):
        seen.append(1)
        if len(seen) > after:
            raise error
        return chunk["x"]

    def start():
        return (DATA.iloc[i : i + 200] for i in (0, 200, 400))

    return ChunkedValues(FunctionChunks(start), function, ["x"])


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("after", [0, 2])
def test_an_error_while_writing_leaves_no_file(tmp_path, error, after):
    out = tmp_path / "out.parquet"
    with pytest.raises(type(error)):
        failing_values(tmp_path, error, after).to_parquet(out)
    assert files(tmp_path) == []
    DATA.to_parquet(out)
    before = out.read_bytes()
    with pytest.raises(type(error)):
        failing_values(tmp_path, error, after).to_parquet(out)
    assert out.read_bytes() == before
    assert files(tmp_path) == ["out.parquet"]


def test_an_error_of_changed_data_leaves_no_file(folder, tmp_path):
    out, result = tmp_path / "out.parquet", values(folder)
    DATA.head(100).to_parquet(folder / "2.parquet")
    with pytest.raises(DataError, match="was written"):
        result.to_parquet(out)
    assert not out.exists()


def test_an_older_file_is_replaced(folder, tmp_path):
    out = tmp_path / "out.parquet"
    DATA.to_parquet(out)
    out.chmod(0o640)
    values(folder).to_parquet(str(out))
    assert len(pd.read_parquet(out)) == 600
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert files(tmp_path) == ["data", *(f"data/{i}.parquet" for i in range(3)), "out.parquet"]


def test_a_link_stays_a_link(folder, tmp_path):
    out, link = tmp_path / "out.parquet", tmp_path / "link.parquet"
    link.symlink_to(out)
    values(folder).to_parquet(link)
    assert link.is_symlink()
    assert len(pd.read_parquet(out)) == 600


@pytest.mark.parametrize("name", ["0.parquet", "new.parquet", "sub/new.pq", "../data/1.parquet"])
def test_a_file_that_is_read_cannot_be_written(folder, name):
    (folder / "sub").mkdir()
    before, result = files(folder), values(folder)
    with pytest.raises(DataError, match="among the files that these values are computed from"):
        result.to_parquet(folder / name)
    assert files(folder) == before
    assert len(result.collect()) == 600


def test_a_file_that_is_read_cannot_be_written_by_another_name(folder, tmp_path, monkeypatch):
    result = values(folder)
    (tmp_path / "link.parquet").symlink_to(folder / "0.parquet")
    os.link(folder / "1.parquet", tmp_path / "hard.parquet")
    (tmp_path / "there").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    for name in ("link.parquet", "hard.parquet", "there/2.parquet", "data/2.parquet"):
        with pytest.raises(DataError, match="among the files"):
            result.to_parquet(name)
    assert len(result.collect()) == 600


def test_files_of_patterns_and_lists_cannot_be_written(folder, tmp_path):
    (folder / "sub").mkdir()
    for place in (f"{folder}/*.parquet", [folder / f"{i}.parquet" for i in range(3)]):
        with pytest.raises(DataError, match="among the files"):
            values(place).to_parquet(folder / "0.parquet")
    with pytest.raises(DataError, match="among the files"):
        values(f"{folder}/*.parquet").to_parquet(folder / "new.parquet")
    values(f"{folder}/*.parquet").to_parquet(folder / "sub" / "new.parquet")
    result = values([folder / f"{i}.parquet" for i in range(3)])
    result.to_parquet(folder / "new.parquet")
    assert len(result.collect()) == 600


def test_files_of_new_data_cannot_be_written(folder):
    result = glm("y ~ x", DATA, poisson()).predict(parquet(folder))
    with pytest.raises(DataError, match="among the files"):
        result.to_parquet(folder / "0.parquet")


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        (lambda d: d, DataError, "is a folder; give the name of a file"),
        (lambda d: d / "no" / "out.parquet", DataError, "there is no folder"),
        (lambda d: 3, TypeError, "takes the name of a file, got int"),
    ],
)
def test_a_path_that_cannot_be_written_is_refused(folder, tmp_path, path, error, message):
    with pytest.raises(error, match=message):
        values(folder).to_parquet(path(tmp_path))


def test_data_without_chunks_write_no_file(tmp_path):
    chunks = FunctionChunks(lambda: iter([DATA]))
    chunks.function = lambda: iter([])
    nothing = ChunkedValues(chunks, lambda chunk: chunk["x"], ["x"])
    with pytest.raises(DataError, match="nothing was written"):
        nothing.to_parquet(tmp_path / "out.parquet")
    assert files(tmp_path) == []
