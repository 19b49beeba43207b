"""Long tables end where R's ``max.print`` ends them."""

import pandas as pd
import pytest

from rglm import lm, options
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines

FRAME = pd.DataFrame({"a": range(1, 101), "b": range(2, 102)}, index=range(1, 101))


def test_as_many_rows_as_in_r():
    """R's print of this frame, matrix and vector with ``max.print=60`` has 30, 30 and 60."""
    with options(max_print=60):
        for lines in (data_frame_lines(FRAME), matrix_lines(FRAME)):
            assert len(lines) == 32
            assert lines[-2].split() == ["30", "30", "31"]
            assert lines[-1].endswith("-- omitted 70 rows ]")
        entries = named_vector_lines(FRAME["a"])
        assert entries[-1].endswith("-- omitted 40 entries ]")


def test_the_digits_are_those_of_the_rows_that_are_printed():
    frame = pd.DataFrame({"x": [1.0, 2.5, 3.123456]})
    with options(max_print=2):
        assert matrix_lines(frame)[1:3] == ["0 1.0", "1 2.5"]
        assert matrix_lines(frame)[-1].endswith("-- omitted 1 row ]")


def test_pages_of_coefficients_and_of_rows_end_too():
    data = {"y": [1.0, 2, 4, 3, 5, 7, 6, 9], "x": range(8), "z": [1, 0, 2, 0, 1, 3, 1, 2]}
    fit = lm("y ~ x + z", data)
    with options(max_print=10):
        page = str(fit.summary())
        assert "omitted 1 row ]" in page
        assert "R-squared" in page
        assert "omitted 7 rows ]" in str(fit.influence_measures())
    assert "omitted" not in str(fit.influence_measures())


def test_one_row_is_printed_at_least():
    with options(max_print=1):
        assert len(matrix_lines(FRAME)) == 3
    with pytest.raises(ValueError, match="max_print=True"):
        options(max_print=True)
