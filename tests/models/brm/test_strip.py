"""What a fit without its rows holds in memory: a view of no rows would keep all of them."""

import gc

import numpy as np
import pandas as pd
import pytest

from rglm import brm, glm
from rglm.bayes import binomial, categorical, cumulative, gaussian, hurdle_poisson

N = 997


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(1)
    out = pd.DataFrame({"x": rng.normal(size=N), "y": rng.normal(size=N)})
    out["s"], out["f"] = rng.integers(0, 4, N), rng.integers(1, 4, N)
    out["g"] = pd.Categorical(rng.choice(list("abc"), N), ordered=True)
    return out


def row_arrays(thing):
    """All arrays that can be reached from a thing, and that have as many rows as the data."""
    seen, todo, found = set(), [thing], []
    while todo:
        one = todo.pop()
        is_module = isinstance(one, dict) and "__builtins__" in one
        if id(one) in seen or isinstance(one, (type, type(np))) or is_module:
            continue
        seen.add(id(one))
        todo += gc.get_referents(one)
        if isinstance(one, np.ndarray):
            todo.append(one.base)
            found += [one] if N in one.shape else []
    return found


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("y ~ x + g", gaussian()),
        ("g ~ x", cumulative()),
        ("g ~ x", categorical()),
        ("cbind(s, f) ~ x", binomial()),
        ("s ~ x | x", hurdle_poisson()),
    ],
)
def test_a_stripped_posterior_holds_no_rows(data, formula, family):
    fit = brm(formula, data, family=family, seed=1, draws=500, algorithm="importance")
    assert row_arrays(fit)
    assert not row_arrays(fit.strip())


def test_a_stripped_glm_holds_no_rows(data):
    assert not row_arrays(glm("y ~ x + g", data).strip())
