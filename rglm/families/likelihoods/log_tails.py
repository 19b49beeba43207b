"""Logarithms of a probability and of its complement, with their derivatives by eta.

A link's own inverse stays within [eps, 1 - eps], as R's does; here either tail goes as far as the
floating point numbers do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.families.likelihoods.row_density import limited
from rglm.families.links.link import Link, quiet
from rglm.families.links.power_links import Log
from rglm.families.links.unit_links import Cauchit, Cloglog, Logit, Probit
from rglm.families.numerics.series_remainders import log_event

# Beyond it the normal tail's hazard is its continued fraction, so many terms of it.
MILLS_FROM, MILLS_TERMS = 5.0, 40


@dataclass
class Tails:
    """log p and log q, q = 1 - p, at eta, each with two derivatives; all (n,) arrays.

    Attributes
    ----------
    log_p, log_q : (n,) float array
        The logarithms; both -inf where eta gives no probability.
    p1, q1 : (n,) float array
        Their first derivatives.
    p2, q2 : (n,) float array
        Their second derivatives.
    """

    log_p: np.ndarray
    log_q: np.ndarray
    p1: np.ndarray
    q1: np.ndarray
    p2: np.ndarray
    q2: np.ndarray

    @property
    def impossible(self) -> np.ndarray:
        """Where eta gives no probability."""
        return np.isneginf(self.log_p) & np.isneginf(self.log_q)

    def rows(self, at: np.ndarray) -> Tails:
        """Return those of the rows `at`."""
        return Tails(*(part[at] for part in vars(self).values()))


def _logit(link: Link, eta: np.ndarray) -> Tails:
    odds = np.exp(-np.abs(eta))
    total = 1 + odds
    likely, unlikely, log_total = 1 / total, odds / total, np.log1p(odds)
    up = eta >= 0
    p, q = np.where(up, likely, unlikely), np.where(up, unlikely, likely)
    curve = -likely * unlikely
    log_p, log_q = np.minimum(eta, 0) - log_total, np.minimum(-eta, 0) - log_total
    return Tails(log_p, log_q, q, -p, curve, curve.copy())


def _hazard_of_normal(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """phi(x)/(1 - Phi(x)) and what it is above x (Abramowitz & Stegun 1964, 26.2.14)."""
    from scipy.special import erfcx

    hazard = np.sqrt(2 / np.pi) / erfcx(x * np.sqrt(0.5))
    above = hazard - x
    far = np.flatnonzero(x > MILLS_FROM)
    if far.size:
        at = x[far]
        fraction = at
        for k in range(MILLS_TERMS, 1, -1):
            fraction = at + k / fraction
        above[far] = 1 / fraction
        hazard[far] = at + above[far]
    return hazard, above


def _probit(link: Link, eta: np.ndarray) -> Tails:
    from scipy.special import log_ndtr

    (p1, p_above), (q1, q_above) = _hazard_of_normal(-eta), _hazard_of_normal(eta)
    return Tails(log_ndtr(eta), log_ndtr(-eta), p1, -q1, -p1 * p_above, -q1 * q_above)


def _cloglog(link: Link, eta: np.ndarray) -> Tails:
    hazard = np.exp(limited(eta))
    log_p, p1, p2 = log_event(hazard)
    return Tails(log_p, -hazard, p1, -hazard, p2, -hazard)


def _cauchit(link: Link, eta: np.ndarray) -> Tails:
    p, q = np.arctan2(1.0, -eta) / np.pi, np.arctan2(1.0, eta) / np.pi
    log_p = np.where(p > 0.5, np.log1p(-q), np.log(p))
    log_q = np.where(q > 0.5, np.log1p(-p), np.log(q))
    bend = 1 + eta * eta
    p1, q1 = 1 / (np.pi * bend * p), -1 / (np.pi * bend * q)
    turn = np.where(np.isinf(bend), 0.0, -2 * eta / bend)
    return Tails(log_p, log_q, p1, q1, p1 * (turn - p1), q1 * (turn - q1))


def _log(link: Link, eta: np.ndarray) -> Tails:
    """P = exp(eta), no probability from eta = 0 on."""
    good = eta < 0
    inside = np.where(good, eta, -1.0)
    p, rest = np.exp(inside), -np.expm1(inside)
    p1, q1 = np.ones(eta.shape), -p / rest
    # where rest is near 1 its own logarithm has lost p
    log_rest = np.where(p < 0.5, np.log1p(-p), np.log(rest))
    log_p, log_q = np.where(good, inside, -np.inf), np.where(good, log_rest, -np.inf)
    return Tails(log_p, log_q, p1, q1, np.zeros(eta.shape), q1 / rest)


def _of_any(link: Link, eta: np.ndarray) -> Tails:
    """By the link's own functions, and so no further than they go."""
    p = np.asarray(link.linkinv(eta), dtype=float)
    good = (p > 0) & (p < 1)
    p = np.where(good, p, 0.5)
    q, slope, bend = 1 - p, link.mu_eta(eta), link.d2mu_deta2(eta)
    p1, q1 = slope / p, -slope / q
    log_p, log_q = np.where(good, np.log(p), -np.inf), np.where(good, np.log1p(-p), -np.inf)
    return Tails(log_p, log_q, p1, q1, bend / p - p1 * p1, -bend / q - q1 * q1)


OWN: dict[type[Link], Callable[[Link, np.ndarray], Tails]] = {
    Logit: _logit,
    Probit: _probit,
    Cloglog: _cloglog,
    Cauchit: _cauchit,
    Log: _log,
}


@quiet
def log_tails(link: Link, eta: np.ndarray) -> Tails:
    """Return log p and log(1 - p), p = g^-1(eta), with their derivatives.

    Parameters
    ----------
    link : Link
        Logit, probit, cloglog, cauchit and log keep their digits in both tails; any other link is
        taken as far as its own inverse goes.
    eta : (n,) float array
        The linear predictor.

    Returns
    -------
    Tails
        The logarithms and their derivatives.

    Examples
    --------
    >>> import numpy as np
    >>> from rglm.families.links.link_names import make_link
    >>> log_tails(make_link("logit"), np.array([-50.0])).log_p.tolist()
    [-50.0]
    """
    return OWN.get(type(link), _of_any)(link, np.asarray(eta, dtype=float))
