"""Families by name, and arguments that they refuse."""

import numpy as np
import pytest

from rglm import families
from rglm.families.glm.family_names import FAMILIES


@pytest.mark.parametrize("spec", [*FAMILIES.items()], ids=lambda s: s[0])
def test_as_family_takes_names_and_functions(spec):
    name, make = spec
    if name == "negative_binomial":
        with pytest.raises(TypeError, match=r"family negative_binomial: missing .*'theta'"):
            families.as_family(make)
        return
    assert families.as_family(name) == families.as_family(make) == make()


def test_as_family_takes_r_names():
    assert families.as_family("inverse.gaussian") == families.inverse_gaussian()


def test_as_family_refuses_the_rest():
    with pytest.raises(ValueError, match=r"no family 'binomail' \(did you mean 'binomial'\?\)"):
        families.as_family("binomail")
    with pytest.raises(ValueError, match=r"did you mean 'Gamma'"):
        families.as_family("gamma")
    for wrong in (3, None, dict):
        with pytest.raises(TypeError, match="family must be a family such as binomial"):
            families.as_family(wrong)


def test_links_that_a_family_has():
    with pytest.raises(ValueError, match=r"not one of its links \(pass make_link\('sqrt'\)"):
        families.binomial("sqrt")
    with pytest.raises(ValueError, match=r"did you mean 'logit'.*use logit, probit, cauchit"):
        families.binomial("lojit")
    assert families.binomial(families.make_link("sqrt")).link.name == "sqrt"
    assert repr(families.binomial(families.power(0.5))) == "binomial(link=power(0.5))"
    assert families.quasi("cloglog", "mu (1 - mu)").link.name == "cloglog"


@pytest.mark.parametrize("theta", [0, -1, np.nan, np.inf, "2", True, None])
def test_theta_must_be_positive(theta):
    with pytest.raises(ValueError, match="theta must be a positive number"):
        families.negative_binomial(theta)


def test_other_bad_arguments():
    with pytest.raises(ValueError, match=r"no variance 'mu\^4'.*variances: constant, mu\(1-mu\)"):
        families.quasi(variance="mu^4")
    with pytest.raises(ValueError, match="tweedie: var_power must be a finite number"):
        families.tweedie("1.5")
    with pytest.raises(ValueError, match="tweedie: link_power must be a finite number"):
        families.tweedie(1.5, np.inf)


@pytest.mark.parametrize("name", ["binomial(link=probit)", "negative.binomial(2)"])
def test_a_call_in_quotes_is_answered_by_the_call(name):
    with pytest.raises(
        ValueError, match=r"call the function, as in family=rglm\.binomial\('probit"
    ):
        families.as_family(name)
