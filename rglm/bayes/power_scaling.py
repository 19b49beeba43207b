"""How much a posterior changes as its prior or its likelihood is raised to a power alpha.

Draws of the posterior are weighted by p(theta)^(alpha - 1), or L(theta)^(alpha - 1), with Pareto
smoothing. The distance between the distributions of a quantity with and without the weights is the
cumulative Jensen-Shannon distance; the sensitivity is its derivative by log2(alpha) at 1.

References
----------
Kallioinen, N., Paananen, T., Buerkner, P.-C. and Vehtari, A. (2024). Detecting and diagnosing
prior and likelihood sensitivity with power-scaling. Statistics and Computing 34, 57.
Nguyen, H.-V. and Vreeken, J. (2015). Non-parametric Jensen-Shannon divergence. ECML PKDD 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.bayes.posterior import Posterior
from rglm.bayes.posterior_sample import PosteriorSample
from rglm.bayes.psis import smooth_weights

ALPHAS = 0.99, 1.01  # the powers that differences are taken between
SENSITIVE = 0.05  # from which a sensitivity matters
CONFLICT = "potential prior-data conflict"
STRONG_PRIOR = "potential strong prior / weak likelihood"
NO_CONCERN = "-"


@dataclass(frozen=True)
class PowerScaling:
    """The sensitivity of k quantities to the power of the prior and of the likelihood.

    Attributes
    ----------
    prior, likelihood : (k,) float array
        About 0.05 and more says that the quantity depends on it.
    k_hat : float
        The worst of the weights: see `smooth_weights`.
    """

    prior: np.ndarray
    likelihood: np.ndarray
    k_hat: float

    @property
    def diagnosis(self) -> list[str]:
        """What the two say of each quantity, in a few words."""
        return [_diagnosis(*pair) for pair in zip(self.prior, self.likelihood, strict=True)]


def power_scaling(
    values: np.ndarray,
    log_prior: np.ndarray,
    log_likelihood: np.ndarray,
    alphas: tuple[float, float] = ALPHAS,
    log_weights: np.ndarray | None = None,
) -> PowerScaling:
    """The sensitivity of quantities to the power of the prior and of the likelihood.

    Parameters
    ----------
    values : (S, k) float array
        The quantities of each draw of the posterior.
    log_prior, log_likelihood : (S,) float array
        The logarithms of the prior's density, without a Jacobian, and of the likelihood.
    alphas : pair of float
        A power below 1, and one above.
    log_weights : (S,) float array or None
        The draws' own weights; None where they are equally weighted.
    """
    prior, prior_k = sensitivity(values, log_prior, alphas, log_weights)
    likelihood, likelihood_k = sensitivity(values, log_likelihood, alphas, log_weights)
    return PowerScaling(prior, likelihood, max(prior_k, likelihood_k))


def power_scale(
    posterior: Posterior,
    sample: PosteriorSample,
    values: np.ndarray | None = None,
    alphas: tuple[float, float] = ALPHAS,
) -> PowerScaling:
    """The sensitivity of quantities of draws (S, k), by default the parameters as shown.

    The prior is that of the quantities q of `ParameterSpace`.
    """
    u = sample.points
    values = posterior.space.shown(u).T if values is None else values
    log_prior = posterior.log_prior_of_quantities(u)
    return power_scaling(values, log_prior, posterior.log_likelihood(u), alphas)


def sensitivity(
    values: np.ndarray,
    log_component: np.ndarray,
    alphas: tuple[float, float] = ALPHAS,
    log_weights: np.ndarray | None = None,
) -> tuple[np.ndarray, float]:
    """The derivative by log2(alpha) of the distance from the posterior (k,), and k-hat.

    It is the mean of the difference quotients below and above 1.
    """
    size = len(values)
    base = np.full(size, 1 / size) if log_weights is None else np.exp(log_weights)
    slopes, shapes = np.zeros((2, values.shape[1])), []
    for i, alpha in enumerate(alphas):
        logs, k_hat = power_scaled_weights(log_component, alpha, log_weights)
        slopes[i] = cumulative_js_distance(values, base, np.exp(logs)) / abs(np.log2(alpha))
        shapes.append(k_hat)
    return slopes.mean(axis=0), max(shapes)


def power_scaled_weights(
    log_component: np.ndarray, alpha: float, log_weights: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """The logarithms of the weights (S,) of draws after power-scaling by alpha, and k-hat."""
    logs = (alpha - 1) * log_component
    return smooth_weights(logs if log_weights is None else logs + log_weights)


def cumulative_js_distance(values: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The cumulative Jensen-Shannon distance of two weighted samples of the same values (k,).

    With the distribution functions P and Q,

        CJS(P, Q) = integral of P log2(2 P / (P + Q)) + integral of (Q - P) / (2 log 2)

    and the distance is the root of (CJS(P, Q) + CJS(Q, P)) / integral of (P + Q), between 0 and 1.
    It is the larger one of those of the values and of minus the values.

    Parameters
    ----------
    values : (S, k) float array
    p, q : (S,) float array
        Weights whose sums are 1.
    """
    order = np.argsort(values, axis=0)
    gaps = np.diff(np.take_along_axis(values, order, axis=0), axis=0)
    below_p, below_q = (np.cumsum(weights[order], axis=0)[:-1] for weights in (p, q))
    above_p, above_q = (np.cumsum(weights[order][::-1], axis=0)[:-1][::-1] for weights in (p, q))
    distances = _distance(gaps, below_p, below_q), _distance(gaps, above_p, above_q)
    return np.maximum(*distances)


def _distance(gaps: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The distance of two distribution functions, from their values between the draws."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = (np.where(f > 0, f * np.log2(2 * f / (p + q)), 0.0) for f in (p, q))
        divergence = (gaps * sum(terms)).sum(axis=0)  # that of the second integrals is 0
        bound = (gaps * (p + q)).sum(axis=0)
        return np.where(bound > 0, np.sqrt(np.maximum(divergence, 0.0) / bound), 0.0)


def _diagnosis(prior: float, likelihood: float) -> str:
    if not prior >= SENSITIVE:
        return NO_CONCERN
    return CONFLICT if likelihood >= SENSITIVE else STRONG_PRIOR
