"""Categorical columns kept as codes: the same matrix, without the matrix."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest

from rglm import glm

N = 40
TOL = 1e-13  # sums of at most a few dozen terms of size 1

rng = np.random.default_rng(4)
DATA = pd.DataFrame(
    {
        "x": rng.normal(size=N),
        "z": rng.normal(size=N),
        "f": np.r_[list("abc"), rng.choice(list("abc"), N - 3)],
        "g": np.r_[list("uvwk"), rng.choice(list("uvwk"), N - 4)],
        "o": pd.Categorical(rng.choice(["lo", "mid", "hi"], N), ["lo", "mid", "hi"], ordered=True),
        "b": rng.random(N) < 0.5,
        "y": rng.normal(size=N),
    }
)
FORMULAS = [
    "y ~ f",
    "y ~ f - 1",
    "y ~ x * f",
    "y ~ f:g - 1",
    "y ~ f:x + g:z - 1",
    "y ~ f * g + b:x",
    "y ~ (f + g + x)^2",
    "y ~ o:f + x:z:g - 1",
    "y ~ C(f, contr.sas) + C(g, contr.sum)",
]


def one_hot(values, level):
    return (values == level).to_numpy().astype(float)


def by_hand(name):
    """A column from its name: ``fb``, ``x:gv``, ``bTRUE``."""
    out = np.ones(N)
    for part in name.split(":"):
        if part in ("x", "z"):
            out = out * DATA[part]
        elif part.startswith("b"):
            out = out * (DATA["b"] == (part == "bTRUE"))
        elif part[0] in "fg":
            out = out * one_hot(DATA[part[0]], part[1:])
        else:
            return None
    return np.asarray(out)


@pytest.fixture(params=FORMULAS)
def columns(request):
    return glm(request.param, DATA)._source.columns


def test_a_column_has_the_values_of_its_name(columns):
    X = columns.matrix()
    for j, name in enumerate(columns.names):
        expected = by_hand(name) if name != "(Intercept)" else np.ones(N)
        if expected is not None:
            np.testing.assert_array_equal(X[:, j], expected, err_msg=name)


def test_one_column_is_that_of_the_matrix(columns):
    X = columns.matrix()
    for j in range(len(columns)):
        np.testing.assert_array_equal(columns.column(j), X[:, j])
    with pytest.raises(IndexError):
        columns.column(len(columns))


def test_products_and_sums_need_no_matrix(columns):
    X, beta, rows = columns.matrix(), np.arange(1.0, len(columns) + 1), slice(5, 31)
    np.testing.assert_allclose(columns.product(beta, rows), X[rows] @ beta, rtol=TOL, atol=TOL)
    exact = columns.product(beta, rows, exact=True)
    np.testing.assert_allclose(exact, X[rows] @ beta, rtol=TOL, atol=TOL)
    np.testing.assert_allclose(columns.column_sums(rows), X[rows].sum(axis=0), rtol=TOL, atol=TOL)


def test_select_takes_columns_in_the_order_given(columns):
    places = np.arange(len(columns))[::-2]
    part = columns.select(places)
    assert part.names == tuple(columns.names[i] for i in places)
    np.testing.assert_array_equal(part.assign, columns.assign[places])
    np.testing.assert_array_equal(part.matrix(), columns.matrix()[:, places])


def test_an_array_that_is_given_is_written_to(columns):
    room = np.full((8, len(columns) + 1), np.nan, order="F")
    out = columns.matrix(slice(3, 11), spare=1, out=room)
    assert out is room
    np.testing.assert_array_equal(out[:, :-1], columns.matrix()[3:11])


@pytest.mark.parametrize(
    ("formula", "missing"),
    [("y ~ f * x", "f"), ("y ~ f * x", "x"), ("y ~ f:g + z - 1", "f"), ("y ~ f:g + z - 1", "z")],
)
def test_a_missing_value_makes_its_columns_missing(formula, missing):
    fit, new = glm(formula, DATA), DATA.iloc[:6].copy()
    new.loc[2, missing] = None if missing == "f" else np.nan
    predicted = fit.predict(new)
    assert np.flatnonzero(predicted.isna()).tolist() == [2]
    X, _ = fit._schema.apply(new)
    touched = [missing in name for name in X.names]
    assert np.isnan(X.matrix()[2])[np.array(touched)].all()


def test_treatment_columns_share_the_codes_of_their_factor():
    fit = glm("y ~ f + x:f", DATA)
    one, two = fit._source.columns.indicators
    assert one.codes is two.codes
    assert two.multiplier is not None


def test_ten_thousand_levels_never_become_a_matrix():
    n, k = 50_000, 10_000
    codes = np.arange(n) % k
    data = pd.DataFrame({"y": codes % 7 + np.arange(n) % 3.0, "x": np.arange(n) % 11.0})
    data["f"] = pd.Categorical.from_codes(codes, [f"level {i}" for i in range(k)])
    glm("y ~ x", data.head(100))  # what is imported on first use does not count
    tracemalloc.start()
    fit = glm("y ~ x + f", data)
    se = np.sqrt(fit._unscaled_variances)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < n * k * 8 / 100  # a hundredth of the one-hot matrix, which is 4 GB
    assert fit.rank == k + 1
    assert np.isfinite(se).all()
