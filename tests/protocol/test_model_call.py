"""The record of a call: its arguments, the changes of `update`, what a fit and a page keep."""

import pickle
from dataclasses import dataclass, fields

import numpy as np
import pytest

from rglm import glm, glm_nb, hurdle, multinom
from rglm.datasets import load
from rglm.models.betabinomial.betabinomial import BetaBinomialCall
from rglm.models.glm.glm import GlmCall
from rglm.models.glm_nb.glm_nb import NegbinCall
from rglm.models.multinom.multinom import MultinomCall
from rglm.models.polr.polr import PolrCall
from rglm.models.twopart.hurdle import HurdleCall
from rglm.models.twopart.zeroinfl import ZeroinflCall
from rglm.protocol.model_call import ModelCall

CALLS = (GlmCall, NegbinCall, PolrCall, MultinomCall, BetaBinomialCall, ZeroinflCall, HurdleCall)
BREAKS = load("warpbreaks")


@pytest.mark.parametrize("call", CALLS)
def test_a_record_has_the_arguments_of_its_function(call):
    names = {field.name for field in fields(call)} - {"borrowed", "callers_data", "kept_contrasts"}
    assert names == call.defaults().keys()
    assert {*call.shown, *call.row_arguments, *call.starting_values} <= names


def ridge(
    formula,
    data,
    penalty=1.0,
    family="gaussian",
    weights=None,
    subset=None,
    na_action="na_omit",
    offset=None,
    control=None,
    contrasts=None,
    progress=True,
    context=None,
):
    """A model that has a number among its arguments."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RidgeCall(ModelCall):
    penalty: float
    family: str

    shown = (*ModelCall.shown, "penalty", "family")

    function = staticmethod(ridge)

    def fit(self):
        return None


def ridge_call(**given):
    values = {"formula": "y ~ x", "data": None}
    return RidgeCall.of(RidgeCall.defaults() | values | given)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, []),
        ({"penalty": 1.0, "family": "gaussian"}, []),
        ({"penalty": 2.0}, ["penalty"]),
        ({"penalty": True}, ["penalty"]),
        ({"penalty": np.ones(3)}, ["penalty"]),
        ({"family": "poisson", "weights": "w"}, ["weights", "family"]),
    ],
)
def test_the_printed_call_leaves_out_what_is_at_its_default(given, shown):
    assert [name for name, _ in ridge_call(**given).shown_arguments()] == shown


def test_a_fit_keeps_copies_of_arrays_and_the_callers_data_by_reference():
    weights, data = np.ones(54), BREAKS.copy()
    call = glm("breaks ~ wool", data, weights=weights)._model_call
    weights[0] = 9
    assert call.weights[0] == 1
    data["copy"] = data["breaks"]
    assert "copy" in call.callers_data.add_new_columns(call.data, ["copy"])
    again = glm("breaks ~ wool", data).update(data=BREAKS)
    assert "copy" not in again._model_call.callers_data.add_new_columns(again.data, ["copy"])


def test_a_changed_argument_that_is_not_there_is_an_error():
    call = glm("breaks ~ wool", BREAKS)._model_call
    assert call.changed(family="poisson").fit().family.name == "poisson"
    with pytest.raises(TypeError, match=r"no argument 'familly' \(did you mean 'family'\?\)"):
        call.changed(familly="poisson")


def test_names_of_the_caller_that_a_fit_has_used_are_there_for_its_update():
    def fit_inside():
        def half(x):
            return x / 2

        assert half(2) == 1
        return glm("breaks ~ half(breaks)", BREAKS)

    fit = fit_inside()
    assert fit.update("breaks ~ half(breaks) + wool").rank == 3
    with pytest.raises(ValueError, match="no function 'half'"):
        fit.update(context={})


@pytest.mark.parametrize(
    "fit",
    [
        glm("breaks ~ wool", BREAKS, start=[1, 1], weights=np.ones(54), subset="breaks > 10"),
        glm_nb("breaks ~ wool", BREAKS, context={"half": np.sqrt}),
        multinom("tension ~ breaks", BREAKS, ref="M"),
        hurdle("n_gc ~ logmass", load("galaxies"), zero_dist="poisson"),
    ],
    ids=lambda fit: fit._model_call.function.__name__,
)
def test_a_stripped_fit_keeps_the_choices_but_no_rows(fit):
    page, call = fit.call, fit.strip()._model_call
    assert call.data is call.context is call.callers_data is None
    assert call.weights is None
    assert call.subset == fit._model_call.subset
    assert not any(getattr(call, name) for name in call.starting_values)
    assert pickle.loads(pickle.dumps(fit)).call == pickle.loads(pickle.dumps(fit.strip())).call
    assert fit.strip().call == page


def test_the_record_of_a_pickled_fit_has_the_data_of_the_fit():
    fit = pickle.loads(pickle.dumps(glm("breaks ~ wool", BREAKS)))
    assert fit._model_call.data is fit.data
    assert fit.update(". ~ tension").rank == 3
