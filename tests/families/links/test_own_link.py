"""A link of one's own: the defaults of the base class, and how families take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from rglm import binomial, glm
from rglm.datasets import load
from rglm.families import Link
from rglm.families.links.link_names import LINKS, cumulative_link, cumulative_links

# where no link of R is at its limits
ETA = np.array([-1.5, -0.2, 0.4, 1.2])


@dataclass(frozen=True)
class ArandaOrdaz(Link):
    """Logit at a shape of 1, and cloglog in the limit of 0 (Aranda-Ordaz 1981, Biometrika 68)."""

    shape: float = 1.0
    name = "aranda-ordaz"
    mean_range = (0.0, 1.0)

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        return np.log(np.expm1(-self.shape * np.log1p(-mu)) / self.shape)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        return -np.expm1(-np.log1p(self.shape * np.exp(eta)) / self.shape)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        return np.exp(eta - (1 / self.shape + 1) * np.log1p(self.shape * np.exp(eta)))


def test_a_family_takes_it():
    data = load("galaxies")
    own = glm("has_gc ~ logmass", data, family=binomial(ArandaOrdaz()))
    logit = glm("has_gc ~ logmass", data, family=binomial())
    np.testing.assert_allclose(own.coefficients, logit.coefficients, rtol=1e-10)
    np.testing.assert_allclose(own.confint(), logit.confint(), rtol=1e-6)
    assert "binomial(link = ArandaOrdaz(shape = 1.0))" in str(own).replace("\n    ", "")
    reduced = [
        glm("has_gc ~ logmass", data, family=family, method="brglm").coefficients
        for family in (binomial(ArandaOrdaz()), binomial())
    ]
    # the own link's second derivative is a difference
    np.testing.assert_allclose(*reduced, rtol=1e-7)


@pytest.mark.parametrize("name", ["logistic", "probit", "loglog", "cloglog", "cauchit"])
@pytest.mark.parametrize("function", ["log_cdf", "log_sf", "log_pdf", "log_pdf_slope"])
def test_log_distribution_functions_agree_with_the_defaults(name, function):
    link = cumulative_link(name)
    default = getattr(Link, function)(link, ETA)
    np.testing.assert_allclose(getattr(link, function)(ETA), default, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["logit", "probit", "cloglog", "cauchit"])
def test_log_tails_agree_with_the_default(name):
    default = Link.log_tails(LINKS[name], ETA)
    for part, values in vars(LINKS[name].log_tails(ETA)).items():
        np.testing.assert_allclose(values, getattr(default, part), rtol=1e-8)


def test_only_distribution_functions_are_of_polr():
    first = ["logistic", "probit", "loglog", "cloglog", "cauchit"]  # then those that R lacks
    assert list(cumulative_links())[:5] == first
    assert all(link.is_cumulative for link in cumulative_links().values())
    assert ArandaOrdaz().is_cumulative
    assert not LINKS["log"].is_cumulative
    assert not LINKS["identity"].is_cumulative
