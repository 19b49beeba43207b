"""Links: R's values, inverses, derivatives, extremes."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rglm.families import Link, make_link, power, tweedie
from rglm.families.links.link_names import LINKS

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "families.json").read_text(encoding="utf-8")
)
# R's pnorm, qnorm and pow and ours round differently in the last digits.
RTOL = 1e-14
# Some of R's own formulas cancel: log(1 - mu) for a small mu in cloglog, atan at a far tail.
RTOL_CANCELS = {"cloglog": 1e-8, "cauchit": 1e-13}
SMALLEST_MU = {"cloglog": 1e-8}
# Where R overflows to Inf the log link stays at the largest number.
LARGEST = np.exp(np.log(np.finfo(float).max))
# A central difference of step h has an error of about h^2 + eps/h.
STEP, RTOL_DIFFERENCE = 1e-5, 1e-6

UNIT = ("logit", "probit", "cauchit", "cloglog")
SIGNED = (*UNIT, "log", "identity")
POSITIVE = ("inverse", "sqrt", "1/mu^2")
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


def test_power_names_are_links():
    assert power(1) == make_link("identity")
    assert power(0) == power(-2) == make_link("log")
    assert power(0.5).name == "mu^0.5"


# Where the clips of R do not bite, and 1 - mu keeps enough digits to come back.
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("logit", -29, 10),
        ("probit", -8, 4),
        ("cauchit", -1e6, 1e3),
        ("cloglog", -30, 2),
        ("log", -36, 700),
        ("identity", -1e6, 1e6),
        ("inverse", 1e-3, 1e6),
        ("sqrt", 1e-3, 1e6),
        ("1/mu^2", 1e-3, 1e6),
    ],
)
@given(share=st.floats(0, 1))
def test_linkfun_undoes_linkinv_and_mu_eta_is_its_slope(name, low, high, share):
    link, eta = make_link(name), low + share * (high - low)
    np.testing.assert_allclose(link.linkfun(link.linkinv(eta)), eta, rtol=1e-9, atol=1e-9)
    step = STEP * max(1.0, abs(eta)) if name != "log" else STEP
    step = min(step, eta / 1e3) if name in POSITIVE else step
    slope = (link.linkinv(eta + step) - link.linkinv(eta - step)) / (2 * step)
    noise = 1e-15 * abs(link.linkinv(eta)) / step
    clip = 1e-15 / step if name in UNIT else 0.0
    np.testing.assert_allclose(
        link.mu_eta(eta), slope, rtol=RTOL_DIFFERENCE * 100, atol=noise + clip
    )


@pytest.mark.parametrize("name", SIGNED)
@given(etas=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6))
def test_finite_and_monotone(name, etas):
    link, eta = make_link(name), np.sort(etas)
    mu, slope = link.linkinv(eta), link.mu_eta(eta)
    assert np.all(np.isfinite(mu))
    assert np.all(np.isfinite(slope))
    assert np.all(np.diff(mu) >= 0)
    assert np.all(slope > 0)
    if name in UNIT:
        assert np.all((mu > 0) & (mu < 1))
        assert np.all(np.isfinite(link.linkfun(mu)))


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("eta", [-1.79e308, -1e200, 1e200, 1.79e308])
def test_finite_for_the_largest_numbers(name, eta):
    link = make_link(name)
    assert np.isfinite(link.linkinv(eta))
    assert np.isfinite(link.mu_eta(eta))


@pytest.mark.parametrize("link", [*map(make_link, POSITIVE), *OTHERS], ids=lambda k: k.name)
@given(etas=st.lists(st.floats(1e-100, 1e6), min_size=2, max_size=6))
def test_one_sided_links_are_finite_and_monotone(link, etas):
    eta = np.sort(etas)
    mu = link.linkinv(eta)
    rising = np.all(link.mu_eta(eta) >= 0)
    assert link.valideta(eta)
    assert np.all(np.isfinite(mu))
    assert np.all(np.diff(mu) >= 0 if rising else np.diff(mu) <= 0)


@pytest.mark.parametrize("link", [*LINKS.values(), *OTHERS], ids=lambda k: k.name)
def test_links_pickle_compare_and_hash(link):
    again = pickle.loads(pickle.dumps(link))
    assert again == link
    assert hash(again) == hash(link)
    assert make_link(link) is link
    assert isinstance(link, Link)
    assert str(link) == link.name


@pytest.mark.parametrize("link", [*LINKS.values(), *OTHERS], ids=lambda k: k.name)
def test_nothing_warns_anywhere(link):
    anything = np.array([-np.inf, -1e308, -1.0, -5e-324, 0.0, 5e-324, 1.0, 1e308, np.inf, np.nan])
    for function in (link.linkfun, link.linkinv, link.mu_eta):
        with np.errstate(all="raise", under="ignore"):
            assert function(anything).shape == anything.shape
    assert isinstance(link.valideta(anything), bool)


def test_unknown_links_say_what_there_is():
    with pytest.raises(ValueError, match=r"no link 'lgit' \(did you mean 'logit'\?\); links: "):
        make_link("lgit")
    with pytest.raises(TypeError, match="link must be a name or a link"):
        make_link(3)
    for bad in ("a", np.nan, True, None):
        with pytest.raises(ValueError, match="power: lambda_ must be a finite number"):
            power(bad)
