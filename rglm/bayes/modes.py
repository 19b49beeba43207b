"""The modes of a posterior density, where the prior and the likelihood may each have one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from rglm.bayes.mode import Mode, climb, find_mode
from rglm.bayes.posterior import Posterior
from rglm.linalg.threads import single_threaded

FAR = 4.0  # squared standard deviations between a mode and the maximum of the likelihood or prior
FAR_OF_PRIOR = 2.0  # the same for each parameter, which a draw of the prior has one of
PRIOR_SHARE = 0.01  # the power of the prior, where the likelihood is to have its own way
SAME = 0.1  # posterior standard deviations between what is one mode
MOST_MODES = 6  # as many as there are stages of importance sampling
LEAST_SHARE = np.exp(-12)  # of the largest mode's mass; with less a mode is left out
FLAT = 1e-8  # eigenvalues of a scaled Hessian that are 0 but for rounding
MANY_ROWS = 20_000  # above which one start is enough: each takes some ten passes over them


@single_threaded
def find_modes(posterior: Posterior, start: np.ndarray) -> list[Mode]:
    """The modes that Newton's method finds from several starts, that of the largest mass first.

    A prior that the data contradict may give a posterior of two modes: one where the likelihood
    is large, one where the prior is, if one of them has long tails (student_t and cauchy priors, a
    normal response of unknown sigma). No diagnostic of draws around one of them tells of the
    other. So where prior and likelihood disagree at the first mode, the search begins anew at the
    medians of the priors, and where the posterior with the prior to the power 0.01 has its mode;
    and from modes found, with another coefficient in the place of one that is in a long tail of
    its prior, as of columns that say the same. There may be others that no start leads to.
    The mass of a mode is that of the normal distribution of its height and curvature.

    Parameters
    ----------
    posterior : Posterior
    start : (P,) float array

    Returns
    -------
    list of Mode
        At least one. If none has converged, or the first start leads to a higher density than all
        that have, it is what `find_mode` returns from that.
    """
    first = find_mode(posterior, start)
    source = posterior.source
    if source is None or source.nrows > MANY_ROWS or not _disagree(posterior, first.u):
        return [first]
    found: list[Mode] = [first] if first.converged else []
    _add_modes(posterior, _other_starts(posterior, first), found)
    for one in found:  # which grows
        if len(found) < MOST_MODES:
            _add_modes(posterior, _exchanges(posterior, one), found)
    if not found or first.value > max(one.value for one in found):
        return [first]
    found.sort(key=log_mass, reverse=True)
    least = log_mass(found[0]) + np.log(LEAST_SHARE)
    return [one for one in found[:MOST_MODES] if log_mass(one) >= least]


def _add_modes(posterior: Posterior, starts: Iterable[np.ndarray], found: list[Mode]) -> None:
    """Add the modes that starts lead to, those that are new."""
    for point in starts:
        if not np.isfinite(posterior.log_density(point[:, None])).all():
            continue
        mode = climb(posterior, point)
        if mode.converged and not any(_is_same(mode, one) for one in found):
            found.append(mode)


def log_mass(mode: Mode) -> float:
    """The logarithm of the integral of a normal curve of a mode's height and curvature."""
    half_log_determinant = np.log(np.diag(mode.cholesky)).sum()
    return float(mode.value + half_log_determinant + len(mode.u) / 2 * np.log(2 * np.pi))


def _disagree(posterior: Posterior, u: np.ndarray) -> bool:
    """Whether prior or likelihood is not concave at u, or seems to have its maximum far away.

    Of the prior that of coefficients counts: far in the tail of that of a shape is no conflict.
    """
    _, gradient, hessian = _prior_of(posterior).derivatives(u)
    likelihood = _of_likelihood(posterior, u)
    if not all(np.isfinite(one).all() for one in (gradient, hessian, *likelihood)):
        return False  # the search has run to where sigma is 0, or as far as numbers go
    of_prior = _newton_step(np.where(posterior.space.is_positive, 0.0, gradient), hessian)[1]
    of_likelihood = _newton_step(*likelihood)[1]
    return not (of_prior < FAR + FAR_OF_PRIOR * len(u) and of_likelihood < FAR)


def _of_likelihood(posterior: Posterior, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and Hessian of the log-likelihood at u."""
    whole, prior = posterior.derivatives(u), _prior_of(posterior).derivatives(u)
    return whole[1] - prior[1], whole[2] - prior[2]


def _newton_step(gradient: np.ndarray, hessian: np.ndarray) -> tuple[np.ndarray, float]:
    """Newton's step to a maximum (P,), and its squared length in standard deviations.

    The length is infinite where the function is not concave. Directions in which it is flat do
    not count.
    """
    scale = np.sqrt(np.abs(np.diag(hessian)))
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(-hessian / np.outer(scale, scale))
    is_curved, along = values > FLAT, vectors.T @ (gradient / scale)
    along, curved = along[is_curved], values[is_curved]
    step = vectors[:, is_curved] @ (along / curved) / scale
    return step, np.inf if values.min() < -FLAT else float((along**2 / curved).sum())


def _prior_of(posterior: Posterior) -> Posterior:
    """The prior alone."""
    space, priors = posterior.space, posterior.distributions
    return Posterior(None, None, space, priors, posterior.log_normaliser)


def _other_starts(posterior: Posterior, mode: Mode) -> Iterator[np.ndarray]:
    """The prior's middle; and the likelihood's, as it is and with one of its parameters there."""
    middle = _prior_middle(posterior, mode.u)
    yield _with_best_auxiliaries(posterior, middle)
    step = _newton_step(*_of_likelihood(posterior, mode.u))[0]
    try:
        flattened = find_mode(_Flattened(posterior), mode.u + step)
    except FloatingPointError:  # the density is 0 there
        return
    yield flattened.u
    curvature = np.diag(_prior_of(posterior).derivatives(flattened.u)[2])
    covariance = flattened.cholesky @ flattened.cholesky.T
    for j in np.flatnonzero(curvature > 0):  # in a long tail of its prior
        shift = middle[j] - flattened.u[j]
        yield flattened.u + covariance[j] / covariance[j, j] * shift


def _exchanges(posterior: Posterior, mode: Mode) -> Iterator[np.ndarray]:
    """Starts where a parameter in a long tail of its prior goes back, and another has its place.

    What follows from that for the others is by the curvature of the likelihood.
    """
    curvature = np.diag(_prior_of(posterior).derivatives(mode.u)[2])
    is_coefficient = ~posterior.space.is_positive
    if not (curvature[is_coefficient] > 0).any():
        return
    middle, precision = _prior_middle(posterior, mode.u), -_of_likelihood(posterior, mode.u)[1]
    for j in np.flatnonzero((curvature > 0) & is_coefficient):
        for k in np.flatnonzero((curvature <= 0) & is_coefficient):
            if precision[k, k] > FLAT:
                start, shift = mode.u.copy(), middle[j] - mode.u[j]
                start[j] = middle[j]
                start[k] -= precision[k, j] / precision[k, k] * shift
                yield start


def _with_best_auxiliaries(posterior: Posterior, u: np.ndarray) -> np.ndarray:
    """Coefficients u with the sigma or shape, within exp(-10) to exp(10), that suits them best."""
    points = u[:, None] + np.outer(posterior.space.is_positive, np.arange(-10, 11))
    best: np.ndarray = points[:, int(np.argmax(posterior.log_density(points)))]
    return best


def _prior_middle(posterior: Posterior, u: np.ndarray) -> np.ndarray:
    """The medians of the priors; those of flat ones, and of cut points, as in u."""
    space = posterior.space
    known = space.quantities(u)
    q = np.array(
        [
            one.quantile(np.array(0.5)) if one.is_proper else at
            for one, at in zip(posterior.distributions, known, strict=True)
        ]
    )
    if space.cuts is not None:
        q[space.cuts] = known[space.cuts]
    middle: np.ndarray = space.unconstrained_quantities(q)
    return middle


def _is_same(one: Mode, other: Mode) -> bool:
    """Whether two are nearer to each other than a share of a standard deviation."""
    return bool(
        (np.abs(np.linalg.solve(other.cholesky, one.u - other.u)) < SAME).all()
        and (np.abs(np.linalg.solve(one.cholesky, one.u - other.u)) < SAME).all()
    )


class _Flattened:
    """The density L(u) p(u)^0.01, which has a mode where the likelihood has none."""

    def __init__(self, posterior: Posterior) -> None:
        self.posterior, self.prior = posterior, _prior_of(posterior)

    def log_density(self, u: np.ndarray) -> np.ndarray:
        """The logarithm at S points (P, S): (S,)."""
        prior = self.posterior.log_prior(u)
        likelihood = self.posterior.log_likelihood(u)
        return np.where(np.isfinite(prior + likelihood), likelihood + PRIOR_SHARE * prior, -np.inf)

    def derivatives(self, u: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The logarithm at u (P,), its gradient (P,) and its Hessian (P, P)."""
        whole, prior = self.posterior.derivatives(u), self.prior.derivatives(u)
        if not np.isfinite(whole[0]):
            return whole
        rest = PRIOR_SHARE - 1
        return (
            whole[0] + rest * prior[0],
            whole[1] + rest * prior[1],
            whole[2] + rest * prior[2],
        )
