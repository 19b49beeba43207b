"""The base class of all link functions."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, ignore_float_errors, inside
from rglm.families.working_steps.inherited_steps import OwnSteps
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums

# Below the logarithm of any probability but 0; 0 times it is a number.
LOG_MIN = -1e300


class Link(OwnSteps, ABC):
    """A link function, eta = g(mu), strictly monotone.

    To define your own, derive a frozen dataclass from this class. Write `name`, `linkfun`,
    `linkinv` and `mu_eta`; all else has a default. Every family then takes the object, as in
    ``binomial(MyLink())``. Functions get arrays; they may return infinite values and NaN.

    Attributes
    ----------
    name : str
        The name that is printed.
    mean_range : tuple of two float
        The open interval of the means that have an eta; (0, 1) for a link of probabilities.
    ratio_of : str
        What exp(beta) is a ratio of: "odds", "hazards", "means", or "" if of nothing.
    eta_range : tuple of two float
        The open interval of the eta that have a mean: (0, inf) for the square root.
    has_unit_of_response : bool
        Whether eta has a unit, that of a power of the response, as with the identity and 1/mu.
    is_identity : bool
        Whether eta is mu.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> import numpy as np
    >>> @dataclass(frozen=True)
    ... class LogLog(Link):
    ...     name = "loglog"
    ...     mean_range = (0.0, 1.0)
    ...
    ...     def linkfun(self, mu):
    ...         return -np.log(-np.log(mu))
    ...
    ...     def linkinv(self, eta):
    ...         return np.exp(-np.exp(-eta))
    ...
    ...     def mu_eta(self, eta):
    ...         return np.exp(-eta - np.exp(-eta))
    >>> LogLog().linkinv(np.zeros(1)).round(4).tolist()
    [0.3679]
    """

    name: str
    mean_range: tuple[float, float] = (-np.inf, np.inf)
    ratio_of: str = ""
    eta_range: tuple[float, float] = (-np.inf, np.inf)
    has_unit_of_response: bool = False
    is_identity: bool = False

    @abstractmethod
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return eta = g(mu), elementwise."""

    @abstractmethod
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return mu, the inverse of `linkfun`, elementwise."""

    @abstractmethod
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return the derivative dmu/deta at eta, elementwise."""

    def valideta(self, eta: np.ndarray) -> bool:
        """Return whether `linkinv` accepts every eta; by default it does.

        A step to an eta that is not valid is halved.
        """
        return True

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return the second derivative d2mu/deta2 at eta, elementwise.

        It is used by ``glm(method="brglm")``, and by models other than `glm`. By default it is a
        central difference of `mu_eta`, good to 8 to 10 digits beside the slope.
        """
        eta = np.asarray(eta, dtype=float)
        step = np.maximum(np.abs(eta), 1e-3) * EPS ** (1 / 3)
        above, below = eta + step, eta - step
        return (self.mu_eta(above) - self.mu_eta(below)) / (above - below)

    def inverse_and_slope(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return `linkinv(eta)` and `mu_eta(eta)`, to the bit.

        A link may write its own where the two share work; the arrays must be two.
        """
        return self.linkinv(eta), self.mu_eta(eta)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write `inverse_and_slope` into arrays; by default False: there is no quicker way.

        False also where some eta is near an edge. `eta` may be overwritten.
        """
        return False

    def binomial_step(
        self, y: np.ndarray, weights: np.ndarray, eta: np.ndarray, work: WorkArrays
    ) -> WorkingSums | None:
        """Return `Family.working_step` of the binomial family; by default None.

        It leaves `eta` as it is.
        """
        return None

    def mean(self, eta: np.ndarray) -> np.ndarray:
        """Return the first of `mean_terms`."""
        return self.linkinv(inside(eta, self.eta_range))

    def mean_terms(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return mu with two derivatives by eta, NaN where eta is outside `eta_range`.

        They are of the exact function, which `linkinv` may keep from its limits.
        """
        at = inside(eta, self.eta_range)
        return self.linkinv(at), self.mu_eta(at), self.d2mu_deta2(at)

    @ignore_float_errors
    def log_mean(self, eta: np.ndarray) -> np.ndarray:
        """Return log(mu), NaN where there is none."""
        mu = self.mean(eta)
        return np.log(np.where(mu > 0, mu, np.nan))

    @ignore_float_errors
    def log_mean_terms(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return log(mu) with two derivatives by eta, NaN where there is none."""
        mu, slope, curve = self.mean_terms(eta)
        mu = np.where(mu > 0, mu, np.nan)
        by_eta = slope / mu
        return np.log(mu), by_eta, curve / mu - by_eta * by_eta

    # Probabilities

    @property
    def is_cumulative(self) -> bool:
        """Whether g^-1 is a distribution function on the whole line, as `polr` needs it."""
        with np.errstate(all="ignore"):
            ends = np.asarray(self.linkfun(np.array([0.0, 1.0])))
        is_whole_line = np.isneginf(ends[0]) and np.isposinf(ends[1])
        return self.mean_range == (0, 1) and bool(is_whole_line)

    @property
    def distribution_name(self) -> str:
        """The name that ``method=`` of `polr` has for the distribution whose quantile this is."""
        return self.name

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return log p and log(1 - p), p = g^-1(eta), with their derivatives.

        `hurdle`, `zeroinfl` and `betabinomial` ask for it. By default it is made of `linkinv`,
        `mu_eta` and `d2mu_deta2`, and has digits as far as 1 - p has; rglm's own links of
        probabilities keep their digits in both tails.

        Examples
        --------
        >>> from rglm.families import make_link
        >>> make_link("logit").log_tails(np.array([-50.0])).log_p.tolist()
        [-50.0]
        """
        eta = np.asarray(eta, dtype=float)
        p = np.asarray(self.linkinv(eta), dtype=float)
        is_probability = (p > 0) & (p < 1)
        p = np.where(is_probability, p, 0.5)
        q, slope, curve = 1 - p, self.mu_eta(eta), self.d2mu_deta2(eta)
        p1, q1 = slope / p, -slope / q
        log_p, log_q = (
            np.where(is_probability, np.log(p), -np.inf),
            np.where(is_probability, np.log1p(-p), -np.inf),
        )
        return LogTails(log_p, log_q, p1, q1, curve / p - p1 * p1, -curve / q - q1 * q1)

    def log_probabilities(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return log p and log(1 - p) of `log_tails`, for an eta of any shape."""
        tails = self.log_tails(np.ravel(eta))
        return tails.log_p.reshape(np.shape(eta)), tails.log_q.reshape(np.shape(eta))

    @ignore_float_errors
    def binomial_slopes(
        self, successes: np.ndarray, failures: np.ndarray, eta: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return s log p + f log(1 - p) of each row (n,), and the derivative by eta (n,).

        -inf and 0 where eta gives no probability.
        """
        tails = self.log_tails(eta)
        value = successes * np.maximum(tails.log_p, LOG_MIN)
        value += failures * np.maximum(tails.log_q, LOG_MIN)
        slope = np.where(successes > 0, successes * tails.p1, 0.0)
        slope += np.where(failures > 0, failures * tails.q1, 0.0)
        impossible = tails.impossible
        return np.where(impossible, -np.inf, value), np.where(impossible, 0.0, slope)

    @ignore_float_errors
    def binomial_sums(
        self, successes: np.ndarray, failures: np.ndarray, eta: np.ndarray
    ) -> np.ndarray:
        """Return the sums over n rows of s log p + f log(1 - p) at each of S points, (S,).

        Parameters
        ----------
        successes, failures : (n,) float arrays
            The s and f of the rows, 0 or more.
        eta : (n, S) float array
            It is not written to.
        """
        log_p, log_q = self.log_probabilities(eta)
        impossible = np.isneginf(log_p) & np.isneginf(log_q)
        sums = successes @ np.maximum(log_p, LOG_MIN) + failures @ np.maximum(log_q, LOG_MIN)
        return np.where(impossible.any(axis=0), -np.inf, sums)

    @ignore_float_errors
    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return log F(eta), F = g^-1 the distribution function of `polr`'s latent variable."""
        return np.log(self.linkinv(eta))

    @ignore_float_errors
    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return log(1 - F(eta))."""
        return np.log1p(-self.linkinv(eta))

    @ignore_float_errors
    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return log f(eta), f = F'."""
        return np.log(self.mu_eta(eta))

    @ignore_float_errors
    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return the derivative of log f at eta."""
        return self.d2mu_deta2(eta) / self.mu_eta(eta)

    def __str__(self) -> str:
        return self.name
