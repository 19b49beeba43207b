"""Links: inverses, slopes, extremes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rglm.families import make_link, power, tweedie
from rglm.families.links.link_names import LINKS

# A central difference of step h has an error of about h^2 + eps/h.
STEP, RTOL_DIFFERENCE = 1e-5, 1e-6
UNIT = ("logit", "probit", "cauchit", "cloglog")
SIGNED = (*UNIT, "log", "identity")
POSITIVE = ("inverse", "sqrt", "1/mu^2")
OTHERS = [power(0.5), power(1 / 3), power(2), tweedie(1.5).link, tweedie(1.5, 0).link]


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
def test_nothing_warns_anywhere(link):
    anything = np.array([-np.inf, -1e308, -1.0, -5e-324, 0.0, 5e-324, 1.0, 1e308, np.inf, np.nan])
    for function in (link.linkfun, link.linkinv, link.mu_eta):
        with np.errstate(all="raise", under="ignore"):
            assert function(anything).shape == anything.shape
    assert isinstance(link.valideta(anything), bool)
