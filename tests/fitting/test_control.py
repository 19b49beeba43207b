"""``control=``: R's glm.control."""

import pytest

from rglm import glm
from rglm.fitting.control import Control, as_control

DATA = {"y": [1.0, 3, 2], "x": [1, 2, 3]}


def test_defaults_are_those_of_R():
    # R: glm.control()
    assert as_control(None) == Control(epsilon=1e-8, maxit=25, trace=False)


def test_what_is_given_replaces_its_default():
    fit = glm("y ~ x", DATA, control={"maxit": 7})
    assert (fit.control.maxit, fit.control.epsilon) == (7, 1e-8)
    assert glm("y ~ x", DATA, control=fit.control).control == Control(maxit=7)


@pytest.mark.parametrize("epsilon", [1e-3, 1e-8, 1e-12])
def test_the_rank_tolerance_follows_epsilon(epsilon):
    assert Control(epsilon=epsilon).tol == max(min(1e-7, epsilon / 1000), 1e-11)


@pytest.mark.parametrize("wrong", [{"maxit": 0}, {"maxit": -1}, {"epsilon": 0}])
def test_a_value_that_is_not_positive_is_refused(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"control=: {name} must be above 0, got"):
        glm("y ~ x", DATA, control=wrong)


def test_an_unknown_entry_is_refused_with_a_suggestion():
    with pytest.raises(ValueError, match=r"no entry 'maxiter'.*did you mean 'maxit'"):
        glm("y ~ x", DATA, control={"maxiter": 3})


@pytest.mark.parametrize("wrong", [{"maxit": "5"}, {"maxit": 2.5}, {"epsilon": None}, 3])
def test_a_value_of_another_kind_is_refused_by_name(wrong):
    with pytest.raises((TypeError, ValueError), match="control="):
        glm("y ~ x", DATA, control=wrong)
