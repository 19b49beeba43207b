"""Families by name, and arguments that they refuse."""

import numpy as np
import pytest

from rglm.families import (
    as_family,
    binomial,
    inverse_gaussian,
    make_link,
    negative_binomial,
    power,
    quasi,
    tweedie,
)
from rglm.families.glm.family_names import FAMILIES


@pytest.mark.parametrize("spec", [*FAMILIES.items()], ids=lambda s: s[0])
def test_as_family_takes_names_and_functions(spec):
    name, make = spec
    if name == "negative_binomial":
        with pytest.raises(TypeError, match=r"family negative_binomial: missing .*'theta'"):
            as_family(make)
        return
    assert as_family(name) == as_family(make) == make()


def test_as_family_takes_r_names():
    assert as_family("inverse.gaussian") == inverse_gaussian()


def test_as_family_refuses_the_rest():
    with pytest.raises(ValueError, match=r"no family 'binomail' \(did you mean 'binomial'\?\)"):
        as_family("binomail")
    with pytest.raises(ValueError, match=r"did you mean 'Gamma'"):
        as_family("gamma")
    for wrong in (3, None, dict):
        with pytest.raises(TypeError, match="family must be a family such as binomial"):
            as_family(wrong)


def test_links_that_a_family_has():
    with pytest.raises(ValueError, match=r"not one of its links \(pass make_link\('sqrt'\)"):
        binomial("sqrt")
    with pytest.raises(ValueError, match=r"did you mean 'logit'.*use logit, probit, cauchit"):
        binomial("lojit")
    assert binomial(make_link("sqrt")).link.name == "sqrt"
    assert repr(binomial(power(0.5))) == "binomial(link=power(0.5))"
    assert quasi("cloglog", "mu (1 - mu)").link.name == "cloglog"


@pytest.mark.parametrize("theta", [0, -1, np.nan, np.inf, "2", True, None])
def test_theta_must_be_positive(theta):
    with pytest.raises(ValueError, match="theta must be a positive number"):
        negative_binomial(theta)


def test_other_bad_arguments():
    with pytest.raises(ValueError, match=r"no variance 'mu\^4'.*variances: constant, mu\(1-mu\)"):
        quasi(variance="mu^4")
    with pytest.raises(ValueError, match="tweedie: var_power must be a finite number"):
        tweedie("1.5")
    with pytest.raises(ValueError, match="tweedie: link_power must be a finite number"):
        tweedie(1.5, np.inf)
