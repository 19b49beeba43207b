"""Which links are canonical: those of McCullagh & Nelder (1989), table 2.1, and no others."""

from __future__ import annotations

import pytest

from rglm import Gamma, binomial, gaussian, inverse_gaussian, negative_binomial, poisson, tweedie
from rglm.families.glm.canonical_link import has_canonical_link


@pytest.mark.parametrize(
    "family", [gaussian(), binomial(), poisson(), Gamma(), inverse_gaussian(), tweedie(1.5)]
)
def test_default_links_are_canonical(family):
    assert has_canonical_link(family)


@pytest.mark.parametrize(
    "family",
    [
        gaussian("log"),
        *map(binomial, ("probit", "cloglog", "cauchit", "log")),
        poisson("sqrt"),
        Gamma("log"),
        negative_binomial(2),
        tweedie(1.5, 0),
    ],
)
def test_other_links_are_not(family):
    assert not has_canonical_link(family)
