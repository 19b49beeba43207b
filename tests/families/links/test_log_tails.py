"""Logarithms of a probability and of its complement, of a link of one's own."""

from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.zero_inflated import ZeroInflated
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link


@dataclass(frozen=True)
class Own(Link):
    """The logit by another name: a link of one's own."""

    name = "own"

    def linkfun(self, mu):
        """Return the log odds."""
        return np.log(mu / (1 - mu))

    def linkinv(self, eta):
        """Return the probability."""
        return 1 / (1 + np.exp(-eta))

    def mu_eta(self, eta):
        """Return its slope."""
        return self.linkinv(eta) * self.linkinv(-eta)

    def d2mu_deta2(self, eta):
        """Return its slope's."""
        return self.mu_eta(eta) * (1 - 2 * self.linkinv(eta))

    def valideta(self, eta):
        """Every eta is valid."""
        return True


def test_default_tails_of_a_link_of_ones_own():
    eta = np.linspace(-8, 8, 9)
    own, known = Own().log_tails(eta), make_link("logit").log_tails(eta)
    for name, part in vars(known).items():
        # by 1 - p, whose relative error is 1e-16/q, and its square
        np.testing.assert_allclose(getattr(own, name), part, rtol=1e-8)
    y = np.arange(9.0) % 3
    found = ZeroInflated("poisson", Own()).terms(y, [eta, eta])
    np.testing.assert_allclose(found.value, ZeroInflated("poisson").terms(y, [eta, eta]).value)
