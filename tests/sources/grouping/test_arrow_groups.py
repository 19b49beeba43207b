"""The distinct rows of Parquet files, counted by Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import glm, parquet, poisson
from rglm.errors import DataError
from rglm.sources.chunks import arrow_batches
from rglm.sources.grouping import learn_grouped

pytest.importorskip("pyarrow")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files whose text comes in another order in each, so that their dictionaries differ."""
    for i, words in enumerate(["abc", "cab", "bca"]):
        text = np.array(list(words))[np.arange(300) % 3]
        d = pd.DataFrame({"g": text, "k": np.arange(300) % 2, "y": np.arange(300) % 4})
        d.to_parquet(tmp_path / f"{i}.parquet")
    return tmp_path


def test_text_in_another_order_makes_no_other_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn_grouped, "MIN_ROWS", 0)
    monkeypatch.setattr(arrow_batches, "CHUNK_ROWS", 300)  # a table for each file
    tables = parquet(folder).distinct_rows(["g", "k", "y"], 100)
    assert tables is not None
    assert [len(rows.counts) for rows in tables] == [12]
    fit = glm("y ~ g + k", folder, poisson())
    assert fit._source.distinct is not None
    smaller = fit.update(". ~ . - k")  # which counts the rows of other columns
    again = fit.update(". ~ . + g:k")  # and of the same ones, which have not changed
    expected = glm("y ~ g", pd.read_parquet(folder), poisson())
    np.testing.assert_allclose(smaller.coefficients, expected.coefficients, atol=1e-8)
    assert np.isfinite(again.deviance)


def test_a_file_that_vanishes_while_rows_are_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn_grouped, "MIN_ROWS", 0)
    monkeypatch.setattr(arrow_batches, "CHUNK_ROWS", 300)
    read = arrow_batches.join_tables

    def vanish(*args: Any) -> Iterator[Any]:
        for table in read(*args):
            (folder / "2.parquet").unlink(missing_ok=True)
            yield table

    monkeypatch.setattr(arrow_batches, "join_tables", vanish)
    with pytest.raises(DataError, match="data have changed: the file '.*2.parquet' is gone"):
        glm("y ~ g + k", folder, poisson())


def test_update_of_a_fit_whose_files_are_gone(folder: Path) -> None:
    fit = glm("y ~ g + k", folder, poisson())
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(DataError, match="data have changed: the file '.*0.parquet' is gone"):
        fit.update(". ~ . - k")
