"""The context of a formula: kept by verbs and pickles, taken by every model, checked."""

import pickle
import threading

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm.errors import FormulaError

N = 12


def half(x):
    return x / 2


def data():
    return pd.DataFrame({"y": np.arange(N) % 5 + 1.0, "x": np.linspace(1, 4, N)})


def test_a_context_is_kept_by_the_verbs_and_the_pickle():
    fit = rglm.glm("y ~ half(x)", data(), context={"half": half, "np": np})
    for again in (fit, pickle.loads(pickle.dumps(fit))):
        assert again.update(". ~ . + np.log(x)").rank == 3
        assert again.add1("~ . + half(x^2)").table.shape[0] == 2
        with pytest.raises(FormulaError, match="no function 'half'"):
            again.update(". ~ . + x", context={})
        np.testing.assert_allclose(again.predict(data()), fit.fitted_values)
        np.testing.assert_allclose(again.strip().predict(data()), fit.fitted_values)
    with pytest.raises(FormulaError, match=r"context=\{\}"):
        rglm.glm("y ~ x", data(), context={}).update(". ~ . + x.clip(1, 2)")


def test_a_thread_needs_a_context_for_its_own_functions():
    def third(x):
        return x / 3

    outcomes = []

    def work(context):
        try:
            outcomes.append(rglm.glm("y ~ third(x)", data(), context=context).rank)
        except FormulaError as error:
            outcomes.append(str(error))

    for context in ({"third": third}, None):
        thread = threading.Thread(target=work, args=(context,))
        thread.start()
        thread.join()
    assert outcomes[0] == 2
    assert "context={'third': third}" in outcomes[1]


@pytest.mark.parametrize("context", [[half], "half", {1: half}])
def test_a_context_is_a_dict_of_names(context):
    with pytest.raises(TypeError, match="context= takes a dict"):
        rglm.glm("y ~ x", data(), context=context)


MODELS = {
    "glm_nb": "y ~ half(x)",
    "zeroinfl": "y ~ half(x) | 1",
    "hurdle": "y ~ half(x) | 1",
    "polr": "f ~ half(x)",
    "multinom": "f ~ half(x)",
    "betabinomial": "cbind(y, z) ~ half(x)",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("model", MODELS)
def test_every_model_takes_a_context(model):
    rng = np.random.default_rng(5)
    d = pd.DataFrame({"y": rng.poisson(rng.gamma(1, 3, 90)), "z": rng.poisson(3, 90) + 1.0})
    d["x"], d["f"] = rng.random(90), pd.Categorical(rng.choice(list("abc"), 90), list("abc"))
    d["f"] = d["f"].cat.set_categories(list("abc"), ordered=True)
    fit = getattr(rglm, model)(MODELS[model], d, context={"half": half})
    assert "half(x)" in fit.update(". ~ . + half(x^2)").formula
    with pytest.raises(FormulaError, match="no function 'half'"):
        getattr(rglm, model)(MODELS[model], d, context={})
