"""What is written to the caller's data after a fit does not reach the fit."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, binomial, glm, glm_nb, hurdle, multinom, poisson, polr, zeroinfl
from rglm.errors import DataError, FormulaError
from rglm.sources.frames import data_copies

N = 300


def make():
    rng = np.random.default_rng(8)
    d = pd.DataFrame({"x": rng.normal(size=N), "z": rng.normal(size=N)})
    d["y"] = rng.negative_binomial(2, 0.4, N) * (rng.random(N) < 0.8)
    d["won"], d["w"] = (rng.random(N) < 0.5) * 1.0, rng.integers(1, 4, N) / 1.0
    d["k"], d["m"] = np.minimum(d["y"], 12), 12 - np.minimum(d["y"], 12)
    d["o"], d["g"] = rng.choice(list("pqr"), N), rng.integers(0, 9, N)
    return d


def spoil(data):
    """Write in place to the numbers that the fits read."""
    for name in ("x", "z", "y", "won", "w", "k", "m"):
        data.loc[:, name] = data[name].to_numpy()[::-1].copy()
        data.iloc[3:40, data.columns.get_loc(name)] = 1


MODELS = {
    "glm": lambda d: glm("won ~ x + z", d, binomial(), weights="w"),
    "gaussian": lambda d: glm("x ~ z + y", d, offset="won"),
    "nb": lambda d: glm_nb("y ~ x + z", d),
    "zero": lambda d: zeroinfl("y ~ x + z | x", d),
    "hurdle": lambda d: hurdle("y ~ x + z | x", d),
    "multinom": lambda d: multinom("o ~ x + z", d),
    "polr": lambda d: polr("ordered(o) ~ x + z", d),
    "beta": lambda d: betabinomial("cbind(k, m) ~ x + z", d),
}
VERBS = {
    "residuals": lambda f: f.residuals(),
    "fitted": lambda f: f.fitted(),
    "predict": lambda f: f.predict(),
    "loglik": lambda f: float(f.logLik()),
    "vcov": lambda f: f.vcov(),
    "frame": lambda f: f.model_frame(),
    "robust": lambda f: f.vcov(type="HC0", cluster="g"),
    "drop1": lambda f: repr(f.drop1()),
    "update": lambda f: f.update(". ~ . - z").coefficients,
    "profile": lambda f: f.confint(),
}


def asked(fit):
    out = {}
    for name, verb in VERBS.items():
        try:
            out[name] = verb(fit)
        except (AttributeError, TypeError):  # a verb that the model does not have
            continue
    return out


def assert_same(one, two):
    assert one.keys() == two.keys()
    for name, value in one.items():
        np.testing.assert_array_equal(np.asarray(value), np.asarray(two[name]), err_msg=name)


@pytest.mark.parametrize("size", [0, 1 << 18], ids=["large", "small"])
@pytest.mark.parametrize("model", MODELS)
def test_a_frame_written_to(model, size, monkeypatch):
    monkeypatch.setattr(data_copies, "MAX_COPIED_VALUES", size)
    before = asked(MODELS[model](make()))
    data = make()
    fit = MODELS[model](data)
    spoil(data)
    assert_same(asked(fit), before)


ARRAYS = {
    "dict": lambda d: {n: d[n].to_numpy(copy=True) for n in d},
    "series": lambda d: {n: pd.Series(d[n].to_numpy(copy=True)) for n in d},
    "frame": lambda d: pd.DataFrame({n: d[n].to_numpy(copy=True) for n in d}, copy=False),
}


def memory(data):
    """Arrays that share the memory of the columns."""
    for name in ("x", "z", "won", "w", "y"):
        array = np.asarray(data[name])
        if not array.flags.writeable:
            address, shape = array.__array_interface__["data"][0], array.nbytes
            import ctypes

            buffer = (ctypes.c_char * shape).from_address(address)
            array = np.frombuffer(buffer, dtype=array.dtype)
        yield array


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("model", ["glm", "nb"])
def test_arrays_written_to(kind, model):
    before = asked(MODELS[model](make()))
    data = ARRAYS[kind](make())
    fit = MODELS[model](data)
    for array in memory(data):
        array[:] = array[::-1].copy()
    assert_same(asked(fit), before)


def test_large_data_that_share_memory(monkeypatch):
    monkeypatch.setattr(data_copies, "MAX_COPIED_VALUES", 0)
    values = make()[["x", "z", "won", "w"]].to_numpy(copy=True)
    data = pd.DataFrame(values, columns=["x", "z", "won", "w"], copy=False)
    data["g"] = make()["g"]
    fit, before = MODELS["glm"](data), MODELS["glm"](data.copy())
    values[:, 1] *= 2
    if not data_copies.copies_on_write():
        assert_same(asked(fit), asked(before))
        return
    for verb in ("residuals", "robust", "drop1", "update", "frame", "profile"):
        with pytest.raises(DataError, match=r"column 'z' was written to.*data\.copy\(\)"):
            VERBS[verb](fit)
    assert fit.coef().equals(before.coef())
    pickle.loads(pickle.dumps(before)).residuals()


@pytest.mark.parametrize("kind", [np.asarray, pd.Series, list])
def test_arguments_written_to(kind):
    def fitted(d, weights, offset, subset):
        return glm("y ~ x + z", d, poisson(), weights=weights, offset=offset, subset=subset)

    d = make()
    arguments = [kind(d["w"].tolist()), kind(d["won"].tolist()), kind((d["x"] < 1).tolist())]
    before = asked(fitted(d, *arguments))
    fit = fitted(d, *arguments)
    for given in arguments:
        given[:] = given[::-1] if kind is list else np.asarray(given)[::-1].copy()
    assert_same(asked(fit), before)


@pytest.mark.parametrize("kind", [pd.DataFrame, dict])
def test_update_finds_a_column_that_was_added_since(kind):
    data = kind({"y": [3, 1, 4, 1, 5, 9, 2, 6], "x": [0.1, 0.5, 0.2, 0.9, 0.4, 0.7, 0.3, 0.8]})
    fit = glm("y ~ x", data, poisson())
    data["twice"] = [2 * x for x in data["x"]]
    data["x"] = [0.0] * 8  # what the fit has seen stays
    again = fit.update(". ~ . + twice - x").update(". ~ twice")
    assert again.deviance == pytest.approx(fit.deviance, rel=1e-9)
    assert again.coef()["twice"] == pytest.approx(fit.coef()["x"] / 2, rel=1e-6)


def test_update_of_a_fit_whose_data_have_other_rows_now_keeps_to_its_own():
    data = pd.DataFrame({"y": [3, 1, 4, 1, 5, 9], "x": [0.1, 0.5, 0.2, 0.9, 0.4, 0.7]})
    fit = glm("y ~ x", data, poisson())
    data.index = data.index[::-1]
    data["z"] = 1.0
    assert fit.update(". ~ . + I(x^2)").nobs() == 6
    with pytest.raises(FormulaError, match="no column 'z'"):
        fit.update(". ~ . + z")


@pytest.mark.parametrize("kind", [list, np.array])
def test_constants_written_to(kind):
    knots, context = kind([0.0, 0.5]), {"knots": kind([0.0, 0.5])}
    before = asked(glm("y ~ bs(x, knots=knots) + z", make(), poisson()))
    fits = [
        glm("y ~ bs(x, knots=knots) + z", make(), poisson()),
        glm("y ~ bs(x, knots=knots) + z", make(), poisson(), context=context),
    ]
    knots[0] = context["knots"][0] = -0.5
    for fit in fits:
        assert_same(asked(fit), before)
