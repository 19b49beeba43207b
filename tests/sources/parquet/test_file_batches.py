"""Which rows are in a chunk of Parquet files."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, parquet, poisson
from rglm.sources.chunks import arrow_batches

pytest.importorskip("pyarrow")


@pytest.mark.parametrize("filters", [None, [("y", ">=", 0)]])
def test_chunks_are_the_same_rows_whatever_the_columns(tmp_path, monkeypatch, filters):
    """Row groups have dictionaries of their own, so that pyarrow's batches end with them."""
    monkeypatch.setattr(arrow_batches, "CHUNK_ROWS", 100)
    n = np.arange(700)
    d = pd.DataFrame({"x": np.sin(n), "g": np.array(list("abcdefg"))[n // 100], "y": n % 5})
    d[:430].to_parquet(tmp_path / "0.parquet", row_group_size=77)
    d[430:].to_parquet(tmp_path / "1.parquet", row_group_size=64)
    data = parquet(tmp_path, filters=filters)
    sizes = [[len(chunk) for chunk in data.read(names)] for names in (["x"], ["x", "g"])]
    assert sizes[0] == sizes[1]
    assert max(sizes[0]) == 100
    fit = glm("y ~ x + g", data, poisson()).update(". ~ . - g")
    expected = glm("y ~ x", d, poisson())
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-8)
