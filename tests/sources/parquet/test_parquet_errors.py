"""Errors of Parquet files that are missing, corrupt, empty or of different columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import glm, parquet, poisson
from rglm.errors import DataError

pytest.importorskip("pyarrow.parquet")

RNG = np.random.default_rng(15)
DATA = pd.DataFrame({"x": RNG.normal(size=2000), "h": RNG.integers(0, 24, 2000)})
DATA["k"], DATA["won"] = DATA["h"] % 5, DATA["x"] > 0
DATA["y"] = RNG.poisson(np.exp(0.3 * DATA["x"]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.assign(x="a"), r"'x' holds numbers in '.*0\.parquet' and text in '.*1\.par"),
        (lambda d: d.assign(x=d["won"]), r"'x' holds numbers in .* and TRUE and FALSE in"),
        (lambda d: d.assign(x=pd.Timestamp("2020-01-01")), r"'x' holds numbers in .* in '.*1\."),
        (lambda d: d.drop(columns="x"), r"1\.parquet' has no column 'x'"),
    ],
)
def test_files_of_different_columns_or_types_are_refused(tmp_path, change, message):
    DATA.to_parquet(tmp_path / "0.parquet")
    change(DATA).to_parquet(tmp_path / "1.parquet")
    with pytest.raises(DataError, match=message):
        glm("y ~ x", tmp_path, poisson())
    glm("y ~ h", tmp_path, poisson())  # a column that is not asked for may be anything


def test_missing_files_are_an_error(tmp_path):
    for path, message in (
        (tmp_path / "none.parquet", "there is no such file"),
        (tmp_path / "*.parquet", "no file has such a name"),
        (tmp_path, "no Parquet files"),
    ):
        with pytest.raises(ValueError, match=message):
            parquet(path)
        with pytest.raises(ValueError, match=message):
            glm("y ~ x", path, poisson())
    DATA.to_parquet(tmp_path / "0.parquet")
    with pytest.raises(ValueError, match=r"nothere\.parquet.*no such file"):
        parquet([tmp_path / "0.parquet", tmp_path / "nothere.parquet"])


@pytest.mark.parametrize("content", [b"", b"PAR1 is how it begins", None], ids=str)
def test_corrupt_files_are_an_error(tmp_path, content):
    DATA.to_parquet(tmp_path / "0.parquet")
    whole = (tmp_path / "0.parquet").read_bytes()
    (tmp_path / "1.parquet").write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(DataError, match=r"1\.parquet' cannot be read"):
        glm("y ~ x", tmp_path, poisson())


def test_corrupt_pages_are_an_error(tmp_path):
    DATA.to_parquet(tmp_path / "0.parquet", compression="snappy")
    whole = bytearray((tmp_path / "0.parquet").read_bytes())
    whole[4:4000] = bytes(3996)
    (tmp_path / "0.parquet").write_bytes(bytes(whole))
    with pytest.raises(DataError, match="cannot be read"):
        glm("y ~ x", parquet(tmp_path), poisson())


def test_files_without_rows_are_an_error(tmp_path):
    DATA.iloc[:0].to_parquet(tmp_path / "0.parquet")
    with pytest.raises(ValueError, match="row"):
        glm("y ~ x", parquet(tmp_path), poisson())


def test_a_filter_without_a_row_is_an_error(tmp_path):
    DATA.to_parquet(tmp_path / "0.parquet")
    with pytest.raises(ValueError, match="row"):
        glm("y ~ x", parquet(tmp_path, filters=[("k", ">", 99)]), poisson())


def test_a_filter_asks_only_for_its_own_columns(tmp_path):
    named = DATA.rename(columns={"h": "k_of_day"})
    named.to_parquet(tmp_path / "0.parquet")
    named.assign(k="text").to_parquet(tmp_path / "1.parquet")
    result = glm("y ~ x", parquet(tmp_path, filters=[("k_of_day", ">", 3)]), poisson())
    assert result.nobs() == 2 * (DATA["h"] > 3).sum()


@pytest.mark.parametrize("filters", [[("nothere", ">", 1)], [("x", "is", 1)], 3])
def test_filters_that_cannot_be_applied_are_refused(tmp_path, filters):
    DATA.to_parquet(tmp_path / "0.parquet")
    with pytest.raises((ValueError, TypeError), match="nothere|is|filter"):
        glm("y ~ x", parquet(tmp_path, filters=filters), poisson())


def test_an_unknown_column_is_an_error(tmp_path):
    DATA.to_parquet(tmp_path / "0.parquet")
    with pytest.raises(ValueError, match="no column 'X'"):
        glm("y ~ X", parquet(tmp_path), poisson())
    with pytest.raises(ValueError, match="newdata= has no column 'x'"):
        glm("y ~ x", DATA, poisson()).predict(_without_x(tmp_path))


def _without_x(tmp_path):
    (tmp_path / "new").mkdir()
    DATA.drop(columns="x").to_parquet(tmp_path / "new" / "0.parquet")
    return parquet(tmp_path / "new")


def test_files_written_between_passes_are_an_error(tmp_path, monkeypatch):
    DATA.to_parquet(tmp_path / "0.parquet")
    data = parquet(tmp_path)
    fit = glm("y ~ x", data, poisson())
    DATA.head(1500).to_parquet(tmp_path / "0.parquet")
    with pytest.raises(DataError, match=r"0\.parquet.* was written since"):
        fit.vcov(type="HC0")


@pytest.mark.parametrize("content", [b"", b"PAR1 is how it begins", None, "pages"], ids=str)
def test_a_corrupt_single_file_is_an_error(tmp_path, content):
    path = tmp_path / "only.parquet"
    DATA.to_parquet(path, compression="snappy")
    whole = path.read_bytes()
    if content == "pages":
        content = whole[:4] + bytes(3996) + whole[4000:]
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)
    for data in (path, str(path), parquet(path), parquet([path])):
        with pytest.raises(DataError, match=r"data=: '.*only\.parquet' cannot be read"):
            glm("y ~ x", data, poisson())
    with pytest.raises(DataError, match=r"newdata=: '.*only\.parquet' cannot be read"):
        glm("y ~ x", DATA, poisson()).predict(path)


def test_two_columns_of_one_name_are_refused(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = [pa.array(DATA[name]) for name in ("x", "y", "k", "k")]
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "one.parquet", tmp_path / "folder" / "one.parquet"):
        pq.write_table(pa.table(columns, names=["x", "y", "k", "k"]), path)
        for data in (path, path.parent, parquet(path)):
            with pytest.raises(DataError, match=r"one\.parquet' has two columns named 'k'"):
                glm("y ~ x", data, poisson())


@pytest.mark.parametrize("keys", [["a", "b"], [1, 2]], ids=["text", "numbers"])
def test_a_folder_with_a_null_key_is_a_missing_value(tmp_path, keys):
    key = pd.Series([*keys, None], dtype=object)[DATA.index % 3].set_axis(DATA.index)
    for i, name in enumerate([*keys, "__HIVE_DEFAULT_PARTITION__"]):
        (tmp_path / f"key={name}").mkdir()
        DATA[DATA.index % 3 == i].to_parquet(tmp_path / f"key={name}" / "0.parquet")
    result = glm("y ~ x + factor(key)", tmp_path, poisson())
    memory = glm("y ~ x + factor(key)", DATA.assign(key=key), poisson())
    np.testing.assert_allclose(result.coefficients, memory.coefficients, rtol=1e-10)
    assert (result.nobs(), len(result.na_action)) == (memory.nobs(), len(memory.na_action))
    assert glm("y ~ x", tmp_path, poisson()).nobs() == len(DATA)


@pytest.mark.parametrize("name", ["key=__HIVE_DEFAULT_PARTITION__", "x=1"])
def test_names_of_folders_that_cannot_be_columns_are_an_error(tmp_path, name):
    (tmp_path / name).mkdir()
    DATA.to_parquet(tmp_path / name / "0.parquet")
    with pytest.raises(DataError, match=f"folders below '{tmp_path}' cannot be read as columns"):
        glm("y ~ x", tmp_path, poisson())
