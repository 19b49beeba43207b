"""Links by name: the values, derivatives and limits of R."""

import pickle

import numpy as np
import oracle
import pytest

from rglm.families import Link, make_link, power, tweedie
from rglm.families.links.link_names import LINKS

REFERENCE = oracle.saved("families")
# R's pnorm, qnorm and pow and ours round differently in the last digits.
RTOL = 1e-14
# Some of R's own formulas cancel: log(1 - mu) for a small mu in cloglog, atan at a far tail.
RTOL_CANCELS = {"cloglog": 1e-8, "cauchit": 1e-13}
SMALLEST_MU = {"cloglog": 1e-8}
# Where R overflows to Inf the log link stays at the largest number.
LARGEST = np.exp(np.log(np.finfo(float).max))
OTHERS = [power(0.5), power(1 / 3), power(2), tweedie(1.5).link, tweedie(1.5, 0).link]


def floats(values):
    return np.array(values, dtype=float)


def agree_with_r(link, table):
    assert link.name == table["name"]
    mu, eta = floats(table["mu"]), floats(table["eta"])
    rtol, some = RTOL_CANCELS.get(link.name, RTOL), mu >= SMALLEST_MU.get(link.name, 0)
    linkfun = floats(table["linkfun"])[some]
    np.testing.assert_allclose(link.linkfun(mu[some]), linkfun, rtol=rtol, atol=1e-15)
    for function in ("linkinv", "mu_eta"):
        r = np.minimum(floats(table[function]), LARGEST)
        np.testing.assert_allclose(getattr(link, function)(eta), r, rtol=RTOL)
    assert [link.valideta(np.array([e])) for e in (-1.0, 0.0, 1.0, np.inf)] == table["valid"]


@pytest.mark.parametrize("table", REFERENCE["links"], ids=lambda t: t["name"])
def test_make_link_is_r(table):
    agree_with_r(make_link(table["name"]), table)


@pytest.mark.parametrize("table", REFERENCE["powers"], ids=lambda t: t["lambda"][0])
def test_power_is_r(table):
    agree_with_r(power(float(table["lambda"][0])), table)


@pytest.mark.parametrize("table", REFERENCE["statmod_links"], ids=lambda t: t["lambda"][0])
def test_tweedie_link_is_statmod(table):
    agree_with_r(tweedie(1.5, float(table["lambda"][0])).link, table)


def test_powers_of_1_and_below_0_are_other_links():
    assert power(1) == make_link("identity")
    assert power(0) == power(-2) == make_link("log")
    assert power(0.5).name == "mu^0.5"


@pytest.mark.parametrize("link", [*LINKS.values(), *OTHERS], ids=lambda k: k.name)
def test_links_pickle_compare_and_hash(link):
    again = pickle.loads(pickle.dumps(link))
    assert again == link
    assert hash(again) == hash(link)
    assert make_link(link) is link
    assert isinstance(link, Link)
    assert str(link) == link.name


def test_unknown_links_say_what_there_is():
    with pytest.raises(ValueError, match=r"no link 'lgit' \(did you mean 'logit'\?\); links: "):
        make_link("lgit")
    with pytest.raises(TypeError, match="link must be a name or a link"):
        make_link(3)
    for bad in ("a", np.nan, True, None):
        with pytest.raises(ValueError, match="power: lambda_ must be a finite number"):
            power(bad)
