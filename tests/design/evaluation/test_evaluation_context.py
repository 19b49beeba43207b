"""Names from outside the data: of the caller or of ``context=``, kept by the fit."""

import math
import pickle
import threading

import numpy as np
import pandas as pd
import pytest
from frame_data import DATA, TOL, fit

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


K = 2.5


def square(v):
    return np.asarray(v) ** 2


def local_fit():
    """A fit whose formula uses names that are gone when it predicts."""
    local = {"power": 4, "cube": lambda v: np.asarray(v) ** 3, "own": ["c", "b", "a"]}
    power, cube, own = local.values()
    formula = "y ~ square(x) + cube(x) + I(x^power * K) + factor(g, levels = own) + np.sin(x)"
    model = rglm.glm(formula, DATA)
    assert (power, cube, own) == tuple(local.values())
    return model


def test_a_formula_uses_functions_and_constants_of_its_caller():
    model = local_fit()
    assert list(model.coef().index) == [
        "(Intercept)",
        "square(x)",
        "cube(x)",
        "I(x^power * K)",
        "factor(g, levels = own)b",
        "factor(g, levels = own)a",
        "np.sin(x)",
    ]
    by_hand = DATA["x"].pow(4) * K
    np.testing.assert_allclose(model.model_matrix()["I(x^power * K)"], by_hand, rtol=TOL)
    np.testing.assert_allclose(model.predict(DATA.head(4)), model.fitted().head(4), rtol=1e-9)


def test_update_keeps_the_names_that_the_fit_has_used():
    updated = local_fit().update(". ~ . + w")
    assert list(updated.coef().index)[-1] == "w"
    assert "cube(x)" in updated.coef().index


def test_update_takes_new_names_from_its_caller():
    shift = 3.0
    updated = fit("y ~ x").update(". ~ . + I((x + shift)^2)")
    assert shift == 3.0
    assert list(updated.coef().index) == ["(Intercept)", "x", "I((x + shift)^2)"]
    column = updated.model_matrix().iloc[:, 2]
    np.testing.assert_allclose(column, (DATA["x"] + shift) ** 2, rtol=TOL)


def test_a_column_comes_before_a_name_of_the_caller():
    x = 100.0
    column = rglm.glm("y ~ I(x * 2)", DATA).model_matrix()["I(x * 2)"]
    np.testing.assert_array_equal(column, DATA["x"] * 2)
    assert x not in column.to_numpy()


def test_a_function_of_another_package_is_not_that_of_the_vocabulary():
    with pytest.raises(FormulaError, match="cannot evaluate 'math.sqrt.w.'"):
        rglm.glm("y ~ math.sqrt(w)", DATA)  # takes one number, and says so
    assert math.sqrt(4) == 2
