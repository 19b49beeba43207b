"""Arrow tables in a form that pyarrow and pandas agree on."""

import numpy as np
import pytest

from rglm.sources.frames.arrow_tables import with_common_dictionaries

pa = pytest.importorskip("pyarrow")


def test_any_number_may_be_the_code_of_a_missing_value():
    """Arrow's group_by leaves some there, and would look them up beyond the dictionary's end."""
    codes = np.array([1, 999, 0], dtype=np.int32)
    array = pa.Array.from_buffers(
        pa.int32(), 3, [pa.py_buffer(b"\x05"), pa.py_buffer(codes)], null_count=1
    )
    arrays = [
        pa.DictionaryArray.from_arrays(array, pa.array(words), safe=False)
        for words in (["a", "b"], ["c", "a"])
    ]
    table = pa.table({"g": pa.chunked_array(arrays), "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    column = with_common_dictionaries(table).column("g")
    assert column.to_pylist() == ["b", None, "a", "a", None, "c"]
    for chunk in column.chunks:
        assert chunk.dictionary.to_pylist() == ["a", "b", "c"]
        assert np.frombuffer(chunk.indices.buffers()[1], np.int32, 3).max() <= 2
