"""Functions of the analyst on chunked data: rowwise, or refused."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, poisson
from rglm.errors import FormulaError

RNG = np.random.default_rng(1)
N = 120
DATA = pd.DataFrame({"y": RNG.poisson(3, N), "x": RNG.random(N) + 0.1, "g": list("abc") * 40})
ROWWISE = ["half(x)", "np.log(x)", "x.clip(0.2, 0.8)", "g.str.upper()", "I(x * np.pi)"]
ROWWISE += ["pd.cut(x, [0, 0.5, 2])", "I(half(x) * 2 + one(3))", "I(g.str.upper() == 'A')"]
OF_ALL_ROWS = [
    "I(x - x.mean())",
    "I(x - np.mean(x))",
    "x.rank()",
    "pd.cut(x, 3)",
    "half(x.cumsum())",
    "x.shift(-1)",
    "x.diff()",
]
OF_ALL_ROWS += ["half(np.sort(x))"]


def half(x):
    return x / 2


def one(x):
    return 1.0


def chunks():
    for start in range(0, N, 40):
        yield DATA.iloc[start : start + 40]


@pytest.mark.parametrize("term", ROWWISE)
def test_a_rowwise_function_is_the_same_on_chunks(term):
    whole, chunked = (
        glm(f"y ~ {term}", data, poisson(), subset="half(x) > 0.1", progress=False)
        for data in (DATA, chunks)
    )
    pd.testing.assert_series_equal(whole.coefficients, chunked.coefficients, rtol=1e-12)


@pytest.mark.parametrize("term", OF_ALL_ROWS)
def test_a_function_of_all_rows_is_refused_on_chunks(term):
    assert glm(f"y ~ {term}", DATA, poisson()).rank >= 2
    with pytest.raises(FormulaError, match="come in chunks: a function must give each row"):
        glm(f"y ~ {term}", chunks, poisson(), progress=False)


@pytest.mark.parametrize("text", ["half(x)", "np.log(x)", "x.clip(1, 2)", "os.system('true')"])
def test_an_empty_context_is_empty_on_chunks(text):
    for given in ({"formula": f"y ~ {text}"}, {"formula": "y ~ x", "weights": text}):
        with pytest.raises(FormulaError):
            glm(data=chunks, progress=False, context={}, **given)


@pytest.mark.parametrize("column", ["g", "x > 0.5", "positive"])
def test_a_function_may_return_its_categories(column):
    def same(values):
        return values

    data = DATA.assign(positive=DATA["x"] > 0.3)
    whole, chunked = (
        glm(f"y ~ same({column})", source, poisson(), context={"same": same}, progress=False)
        for source in (data, lambda: (data.iloc[i : i + 40] for i in range(0, N, 40)))
    )
    pd.testing.assert_series_equal(whole.coefficients, chunked.coefficients, rtol=1e-12)
