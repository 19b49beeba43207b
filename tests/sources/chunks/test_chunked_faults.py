"""What is said of parts of data, or of arguments, that no model can be fitted to."""

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


def parts(data=DATA, size=300):
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data), size))


@pytest.mark.parametrize(
    ("call", "said"),
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
def test_errors_as_in_memory(call, said):
    for data in (DATA, parts()):
        arguments = {"formula": "y ~ z", "data": data, "family": poisson()} | call
        with pytest.raises(ValueError, match=said):
            glm(**arguments)


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (lambda: [], ValueError, "returns no DataFrames"),
        (lambda: DATA, TypeError, "iterator of DataFrames"),
        (lambda: iter([DATA, DATA.drop(columns="z")]), ValueError, "'z'"),
        (lambda: iter([DATA, DATA.assign(z="text")]), DataError, "numbers in one part"),
        (iter([DATA]), TypeError, "read only once"),
    ],
)
def test_data_that_are_no_parts(data, error, said):
    with pytest.raises(error, match=said):
        glm("y ~ z", data, poisson())


def test_a_name_that_is_not_there():
    said = []
    for data in (DATA, parts()):
        with pytest.raises(ValueError, match="did you mean 'won'") as caught:
            glm("y ~ wonn", data, poisson())
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_data_that_change_are_found_out():
    passes = []

    def changing():
        passes.append(1)
        return iter([DATA.iloc[: 1000 + len(passes)]])

    with pytest.raises(DataError, match="have changed while they were read"):
        glm("y ~ z", changing, poisson())


class Store:
    """What hands out parts by a method."""

    def chunks(self):
        return parts()()


def test_a_method_is_a_function():
    found = glm("y ~ z", Store().chunks, poisson())
    assert found.coefficients.equals(glm("y ~ z", parts(), poisson()).coefficients)


@pytest.mark.parametrize("table", [lambda d: d.to_dict("list"), "pyarrow"], ids=["dict", "arrow"])
def test_parts_are_any_table(table):
    if table == "pyarrow":
        table = pytest.importorskip("pyarrow").Table.from_pandas
    found = glm("y ~ z", lambda: map(table, parts()()), poisson())
    assert found.coefficients.equals(glm("y ~ z", parts(), poisson()).coefficients)


def test_columns_may_come_in_any_order():
    def turned():
        for i, part in enumerate(parts()()):
            yield part[part.columns[:: -1 if i % 2 else 1]]

    found = glm("y ~ . - x", turned, poisson())
    assert found.coefficients.equals(glm("y ~ . - x", parts(), poisson()).coefficients)


def test_no_rows():
    for nothing in (lambda: iter([DATA.iloc[:0]]), parts(DATA.iloc[:0].head(1), 1)):
        with pytest.raises(ValueError, match="no rows|no DataFrames"):
            glm("y ~ z", nothing, poisson())
    with pytest.raises(ValueError, match="no rows are left: each of the 1200 rows"):
        glm("y ~ x", parts(DATA.assign(x=np.nan)), poisson())


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
        found = glm(f"y ~ z + {right}", lambda: iter(pieces), poisson(), subset=subset)
        memory = glm(f"y ~ z + {right}", whole, poisson(), subset=subset)
        np.testing.assert_allclose(found.coefficients, memory.coefficients, rtol=1e-9)
        assert found.nobs() == memory.nobs()
