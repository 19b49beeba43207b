"""Errors of chunked data, and of arguments, that no model can be fitted to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import glm, poisson
from rglm.errors import DataError

RNG = np.random.default_rng(17)
DATA = pd.DataFrame({"x": RNG.normal(size=1200), "z": RNG.gamma(2, size=1200)})
DATA["h"], DATA["w"] = RNG.integers(1, 25, 1200) / 1.0, RNG.integers(0, 3, 1200) / 1.0
DATA["y"], DATA["won"] = RNG.poisson(1.0, 1200), RNG.random(1200) < 0.5
DATA.loc[::71, "x"] = np.nan


def chunks(data=DATA, size=300):
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data), size))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"formula": "y - 1 ~ z"}, "negative"),
        ({"offset": "log(h - 1)"}, "-inf"),
        ({"weights": "0 * w"}, "weights= are all zero"),
        ({"weights": "w - 1"}, "weights="),
        ({"subset": "h > 99"}, "subset= leaves none"),
        ({"start": [0.0]}, "start= takes 2"),
        ({"na_action": "na_fail", "formula": "y ~ x"}, "missing"),
    ],
)
def test_errors_are_those_of_data_in_memory(call, message):
    for data in (DATA, chunks()):
        arguments = {"formula": "y ~ z", "data": data, "family": poisson()} | call
        with pytest.raises(ValueError, match=message):
            glm(**arguments)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (lambda: [], ValueError, "returns no DataFrames"),
        (lambda: DATA, TypeError, "iterator of DataFrames"),
        (lambda: iter([DATA, DATA.drop(columns="z")]), ValueError, "'z'"),
        (lambda: iter([DATA, DATA.assign(z="text")]), DataError, "numbers in one part"),
        (iter([DATA]), TypeError, "read only once"),
    ],
)
def test_functions_that_return_no_frames_are_refused(data, error, message):
    with pytest.raises(error, match=message):
        glm("y ~ z", data, poisson())


def test_an_unknown_variable_is_an_error():
    message = []
    for data in (DATA, chunks()):
        with pytest.raises(ValueError, match="did you mean 'won'") as caught:
            glm("y ~ wonn", data, poisson())
        message.append(str(caught.value))
    assert message[0] == message[1]


def test_data_that_change_between_passes_are_refused():
    passes = []

    def changing():
        passes.append(1)
        return iter([DATA.iloc[: 1000 + len(passes)]])

    with pytest.raises(DataError, match="have changed while they were read"):
        glm("y ~ z", changing, poisson())


class Store:
    """An object with a method that returns chunks."""

    def chunks(self):
        return chunks()()


def test_a_bound_method_can_return_the_chunks():
    result = glm("y ~ z", Store().chunks, poisson())
    assert result.coefficients.equals(glm("y ~ z", chunks(), poisson()).coefficients)


@pytest.mark.parametrize("table", [lambda d: d.to_dict("list"), "pyarrow"], ids=["dict", "arrow"])
def test_chunks_can_be_any_kind_of_table(table):
    if table == "pyarrow":
        table = pytest.importorskip("pyarrow").Table.from_pandas
    result = glm("y ~ z", lambda: map(table, chunks()()), poisson())
    assert result.coefficients.equals(glm("y ~ z", chunks(), poisson()).coefficients)


def test_columns_of_a_chunk_may_be_in_any_order():
    def turned():
        for i, chunk in enumerate(chunks()()):
            yield chunk[chunk.columns[:: -1 if i % 2 else 1]]

    result = glm("y ~ . - x", turned, poisson())
    assert result.coefficients.equals(glm("y ~ . - x", chunks(), poisson()).coefficients)


def test_data_without_rows_are_an_error():
    for nothing in (lambda: iter([DATA.iloc[:0]]), chunks(DATA.iloc[:0].head(1), 1)):
        with pytest.raises(ValueError, match="no rows|no DataFrames"):
            glm("y ~ z", nothing, poisson())
    with pytest.raises(ValueError, match="no rows are left: each of the 1200 rows"):
        glm("y ~ x", chunks(DATA.assign(x=np.nan)), poisson())


NOTHING = pd.Series([None] * 50, dtype=object)
CHUNKS = {
    "empty": lambda d: [d.head(0), d],
    "empty in the middle": lambda d: [d.head(100), d.head(0), d.iloc[100:]],
    "none first": lambda d: [d.head(50).assign(g=NOTHING), d],
    "none last": lambda d: [d, d.head(50).assign(g=NOTHING)],
    "nan": lambda d: [d.head(50).assign(g=np.nan), d],
}


@pytest.mark.parametrize("chunks", CHUNKS)
@pytest.mark.parametrize(
    "right", ["I(g == 'b')", "I(g != 'b')", "I(g %in% c('a', 'b'))", "ifelse(g > 'a', 1, 0)", "g"]
)
def test_chunks_in_which_text_is_missing(chunks, right):
    data = DATA.assign(g=pd.Series(list("abc") * 400, dtype=object))
    pieces = CHUNKS[chunks](data)
    whole = pd.concat([piece.astype({"g": object}) for piece in pieces], ignore_index=True)
    for subset in (None, "!(g == 'c' & z > 1)"):
        result = glm(f"y ~ z + {right}", lambda: iter(pieces), poisson(), subset=subset)
        memory = glm(f"y ~ z + {right}", whole, poisson(), subset=subset)
        np.testing.assert_allclose(result.coefficients, memory.coefficients, rtol=1e-9)
        assert result.nobs() == memory.nobs()
