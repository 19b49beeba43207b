"""Batches of Arrow become chunks of a size that does not depend on theirs."""

import pytest

from rglm.sources.chunks import arrow_batches

pa = pytest.importorskip("pyarrow")
WHOLE = pa.table({"x": range(25), "g": [str(i) for i in range(25)]})


@pytest.mark.parametrize("sizes", [[25], [1] * 25, [10, 10, 5], [3, 0, 22], [0, 12, 13], [20, 5]])
def test_chunks_have_one_size_whatever_the_batches(sizes):
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    parts = [WHOLE.slice(start, size) for start, size in zip(starts, sizes, strict=True)]
    batches = [pa.RecordBatch.from_pydict(part.to_pydict(), WHOLE.schema) for part in parts]
    chunks = list(arrow_batches.equal_tables(iter(batches), WHOLE.schema, 10))
    assert [len(chunk) for chunk in chunks] == [10, 10, 5]
    assert pa.concat_tables(chunks).equals(WHOLE)


@pytest.mark.parametrize("batches", [[], [pa.RecordBatch.from_pydict({"x": [], "g": []})]])
def test_no_rows_are_one_chunk_of_the_schema(batches):
    (chunk,) = arrow_batches.equal_tables(iter(batches), WHOLE.schema, 10)
    assert len(chunk) == 0
    assert chunk.schema.equals(WHOLE.schema)
