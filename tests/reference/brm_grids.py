"""Exact posteriors of small models by quadrature: no code of rglm, only scipy's densities.

The joint density of data and parameters is summed over a grid in unconstrained coordinates
(logarithms of positive parameters, and of differences of cut points). The grid is laid around the
mode, along the axes of the curvature there, in t with z = sinh(t): the trapezoid rule then
converges faster than any power of the step, with tails as heavy as Cauchy's. `posterior` checks
itself on a coarser grid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

POINTS = {1: 1601, 2: 401, 3: 85, 4: 33}  # along each axis, by the number of parameters
LIMIT = {1: 6.0, 2: 4.5, 3: 3.4, 4: 2.9}  # of t; sinh(3.4) is 15 standard deviations
# of a mean in sds, an sd, the evidence: the error of the coarser grid, the other is far better
RTOL = {1: 1e-9, 2: 1e-6, 3: 1e-4, 4: 3e-4}


# ---------------------------------------------------------------- priors
def distribution(text):
    """scipy's distribution of a prior written in brms' words: `student_t(3, 0, 2.5)`."""
    name, arguments = re.fullmatch(r"(\w+)\((.*)\)", text).groups()
    a = [float(value) for value in arguments.split(",")]
    return {
        "normal": lambda m, s: stats.norm(m, s),
        "student_t": lambda df, m, s: stats.t(df, m, s),
        "cauchy": lambda m, s: stats.cauchy(m, s),
        "laplace": lambda m, s: stats.laplace(m, s),
        "exponential": lambda rate: stats.expon(scale=1 / rate),
        "gamma": lambda shape, rate: stats.gamma(shape, scale=1 / rate),
        "inv_gamma": lambda shape, scale: stats.invgamma(shape, scale=scale),
        "logistic": lambda m, s: stats.logistic(m, s),
        "lognormal": lambda m, s: stats.lognorm(s, scale=np.exp(m)),
        "uniform": lambda low, high: stats.uniform(low, high - low),
    }[name](*a)


def log_prior(text, x, lower=-np.inf):
    """Log density of a prior, normalised above `lower`."""
    prior = distribution(text)
    with np.errstate(divide="ignore"):
        return prior.logpdf(x) - prior.logsf(lower)


# ---------------------------------------------------------------- inverse links, by R's names
INVERSE_LINKS = {
    "identity": lambda eta: eta,
    "log": np.exp,
    "inverse": lambda eta: 1 / eta,
    "sqrt": lambda eta: np.where(eta > 0, eta, np.nan) ** 2,
    "1/mu^2": lambda eta: np.where(eta > 0, eta, np.nan) ** -0.5,
    "logit": special.expit,
    "probit": stats.norm.cdf,
    "cloglog": lambda eta: -np.expm1(-np.exp(eta)),
    "loglog": lambda eta: np.exp(-np.exp(-eta)),
    "cauchit": stats.cauchy.cdf,
}


# ---------------------------------------------------------------- the log density of a row
# y (n, 1); mu and the others (n, G) or (1, G). What lies outside the model is -inf or NaN.
def gaussian(y, mu, sigma):
    return stats.norm.logpdf(y, mu, sigma)


def gamma(y, mu, shape):
    return stats.gamma.logpdf(y, shape, scale=mu / shape)


def inverse_gaussian(y, mu, shape):
    return stats.invgauss.logpdf(y, mu / shape, scale=shape)


def poisson(y, mu):
    return stats.poisson.logpmf(y, mu)


def negbinomial(y, mu, shape):
    return stats.nbinom.logpmf(y, shape, shape / (shape + mu))


def geometric(y, mu):
    return negbinomial(y, mu, 1.0)


def lognormal(y, mu, sigma):
    return stats.lognorm.logpdf(y, sigma, scale=np.exp(mu))


def binomial(y, mu, trials=1):
    return stats.binom.logpmf(y, trials, mu)


def beta_binomial(y, mu, phi, trials):
    return stats.betabinom.logpmf(y, trials, mu * phi, (1 - mu) * phi)


def zero_inflated(density):
    def row(y, mu, zi, *auxiliary):
        of_counts = np.log1p(-zi) + density(y, mu, *auxiliary)
        return np.where(y == 0, np.logaddexp(np.log(zi), of_counts), of_counts)

    return row


def hurdle(density, is_truncated=True):
    """P(zero) = hu, and above it the density, of counts cut at zero."""

    def row(y, mu, hu, *auxiliary):
        positive = density(np.where(y == 0, 1, y), mu, *auxiliary)
        if is_truncated:
            positive = positive - np.log(-np.expm1(density(np.zeros((1, 1)), mu, *auxiliary)))
        return np.where(y == 0, np.log(hu), np.log1p(-hu) + positive)

    return row


def categorical(y, *means):
    """y = 1, 2, ...; `means` are exp(eta) of the levels above the first."""
    etas = [np.log(mean) for mean in means]
    etas = [np.zeros_like(etas[0]), *etas]
    chosen = sum(np.where(y == k + 1, eta, 0.0) for k, eta in enumerate(etas))
    return chosen - special.logsumexp(np.array(etas), axis=0)


# ---------------------------------------------------------------- the grid
@dataclass(frozen=True)
class GridPosterior:
    """Moments of the quantities that a user sees, and the log evidence."""

    mean: np.ndarray
    sd: np.ndarray
    kurtosis: np.ndarray  # fourth moment over sd^4: the error of an estimated sd depends on it
    quantiles: np.ndarray  # 2.5% and 97.5% of each quantity, NaN unless asked
    log_evidence: float


LogJoint = Callable[[np.ndarray], np.ndarray]


def mode_and_axes(log_joint: LogJoint, start):
    """The mode, and a matrix whose columns are the axes of the curvature, of one sd each."""

    def minus(u):
        value = log_joint(np.asarray(u, float)[:, None])[0]
        return -value if np.isfinite(value) else 1e10

    size = len(start)
    best = optimize.minimize(
        minus,
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 8000},
    ).x
    step = 1e-3 * np.eye(size)
    hessian = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = [best + a * step[i] + b * step[j] for a in (1, -1) for b in (1, -1)]
            values = [minus(corner) for corner in corners]
            hessian[i, j] = (values[0] - values[1] - values[2] + values[3]) / 4e-6
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    return best, vectors / np.sqrt(np.maximum(values, 1e-4))


def quantile(values, mass, probability):
    """A quantile from the ordered values of one quantity and their masses (one parameter)."""
    order = np.argsort(values)
    distribution_function = np.cumsum(mass[order]) - mass[order] / 2
    return np.interp(probability, distribution_function, values[order])


def on_grid(log_joint: LogJoint, shown, mode, axes, points, limit) -> GridPosterior:
    size = len(mode)
    t = np.linspace(-limit, limit, points)
    z = np.array(np.meshgrid(*[np.sinh(t)] * size, indexing="ij")).reshape(size, -1)
    log_weight = np.log(np.cosh(np.arcsinh(z))).sum(axis=0) + size * np.log(t[1] - t[0])
    log_weight += np.linalg.slogdet(axes)[1]
    total, parts = -np.inf, []
    for piece in np.array_split(np.arange(z.shape[1]), max(1, z.shape[1] // 20_000)):
        u = mode[:, None] + axes @ z[:, piece]
        with np.errstate(all="ignore"):
            value = log_joint(u) + log_weight[piece]
        value = np.where(np.isnan(value), -np.inf, value)
        keep = value > value.max() - 60
        parts.append((value[keep], shown(u[:, keep])))
    log_mass = np.concatenate([part[0] for part in parts])
    quantities = np.concatenate([part[1] for part in parts], axis=1)
    total = special.logsumexp(log_mass)
    mass = np.exp(log_mass - total)
    mean = quantities @ mass
    sd = np.sqrt((quantities - mean[:, None]) ** 2 @ mass)
    kurtosis = (quantities - mean[:, None]) ** 4 @ mass / sd**4
    limits = [[quantile(q, mass, p) for p in (0.025, 0.975)] for q in quantities]
    return GridPosterior(
        mean,
        sd,
        kurtosis,
        np.array(limits) if size == 1 else np.full((len(mean), 2), np.nan),
        total,
    )


def posterior(log_joint: LogJoint, shown, start) -> GridPosterior:
    """The exact posterior; an error where a coarser grid says something else."""
    size = len(start)
    mode, axes = mode_and_axes(log_joint, np.asarray(start, float))
    fine = on_grid(log_joint, shown, mode, axes, POINTS[size], LIMIT[size])
    coarse = on_grid(log_joint, shown, mode, axes, POINTS[size] * 3 // 4 | 1, LIMIT[size])
    off = max(
        np.abs(fine.mean / fine.sd - coarse.mean / fine.sd).max(),
        np.abs(fine.sd / coarse.sd - 1).max(),
        abs(fine.log_evidence - coarse.log_evidence),
    )
    if off > RTOL[size]:
        raise ArithmeticError(f"the grid is too coarse: {off:.1e}")
    return fine
