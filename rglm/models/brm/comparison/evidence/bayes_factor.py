"""Models compared by their evidence: ``brms::bayes_factor`` and ``brms::post_prob``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.tables.html import html_text
from rglm.inference.random_seed import Seed
from rglm.linalg.threads import single_threaded
from rglm.models.brm.comparison.compared_fits import (
    check_fits,
    check_same_responses,
    distinct_names,
    fit_name,
)
from rglm.models.brm.comparison.evidence.bridge_sampler import Bridge, bridge_sampler
from rglm.models.brm.comparison.loo_compare import unpacked

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

LARGEST_PLAIN = 1e15  # number, beyond which a factor is printed with an exponent
SMALLEST_PLAIN = 1e-4


@dataclass(frozen=True, repr=False)
class BayesFactor:
    """The ratio of the evidence of two models.

    Attributes
    ----------
    bf : float
        p(y) of the first over that of the second, or with ``log=True`` its logarithm.
    log_bf : float
        The logarithm.
    error : float
        The Monte Carlo standard error of the logarithm.
    names : tuple of str
        The two models.
    log : bool
        Whether `bf` is the logarithm.
    """

    bf: float
    log_bf: float
    error: float
    names: tuple[str, str]
    log: bool

    def __float__(self) -> float:
        return self.bf

    def __repr__(self) -> str:
        kind = "log Bayes factor" if self.log else "Bayes factor"
        one, two = self.names
        return f"Estimated {kind} in favor of {one} over {two}: {_factor_text(self)}"

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def bayes_factor(fit: BrmFit, other: BrmFit, log: bool = False, seed: Seed = None) -> BayesFactor:
    """The Bayes factor of a model against another, p(y | M1) / p(y | M2); ``brms::bayes_factor``.

    Parameters
    ----------
    other : BrmFit
        A model of the same rows and response.
    log : bool
        Give the logarithm.
    seed : int, optional
        Of bridge sampling: see `bridge_sampler`.

    Returns
    -------
    BayesFactor
        ``bf`` and the ``error`` of its logarithm.

    Raises
    ------
    TypeError
        `other` is no fit of `brm`.
    ValueError
        Models of different rows or responses; flat priors, with which the evidence is not defined.

    Notes
    -----
    It depends on the widths of the priors: ten times wider priors on a coefficient that is not
    needed make the factor against it some ten times larger.

    References
    ----------
    Kass & Raftery (1995), Bayes factors, Journal of the American Statistical Association 90.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> one = brm("mpg ~ wt", cars, seed=1, draws=1000)
    >>> two = brm("mpg ~ 1", cars, seed=1, draws=1000)
    >>> one.bayes_factor(two).names
    ('one', 'two')
    """
    check_fits("bayes_factor", [other])
    names = distinct_names([fit_name(fit), fit_name(other)], {})
    one, two = _bridges([fit, other], seed)
    difference = one.logml - two.logml
    with np.errstate(over="ignore", under="ignore"):
        value = difference if log else float(np.exp(difference))
    error = float(np.hypot(one.error, two.error))
    return BayesFactor(value, difference, error, (names[0], names[1]), log)


@single_threaded
def post_prob(
    *fits: BrmFit,
    prior_prob: Sequence[float] | None = None,
    seed: Seed = None,
    **named: BrmFit,
) -> pd.Series:
    """Posterior probabilities of models from their evidence; ``brms::post_prob``.

        P(M_k | y) = p(y | M_k) P(M_k) / sum_j p(y | M_j) P(M_j)

    Parameters
    ----------
    *fits : BrmFit
        Models of the same rows, under the names of the caller's variables.
    prior_prob : sequence of K float, optional
        Prior probabilities; by default all the same.
    seed : int, optional
        Of bridge sampling: see `bridge_sampler`.
    **named : BrmFit
        Models under names of their own.

    Returns
    -------
    Series (K,)
        The probabilities by the name of the model.

    Raises
    ------
    TypeError
        What is no fit of `brm`.
    ValueError
        Fewer than two models; models of different rows or responses; flat priors; prior
        probabilities that are none.

    References
    ----------
    Kass & Raftery (1995), Bayes factors, Journal of the American Statistical Association 90.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> one = brm("mpg ~ wt", cars, seed=1, draws=1000)
    >>> two = brm("mpg ~ 1", cars, seed=1, draws=1000)
    >>> one.post_prob(two).round(3).to_dict()
    {'one': 1.0, 'two': 0.0}
    """
    fits, named = unpacked(fits, named)
    models = [*fits, *named.values()]
    check_fits("post_prob", models)
    if len(models) < 2:
        raise ValueError(f"post_prob() takes two models or more, got {len(models)}")
    names = distinct_names([fit_name(fit) for fit in fits], named)
    logs = np.array([one.logml for one in _bridges(models, seed)])
    shares = np.exp(logs - logs.max()) * _prior_probabilities(prior_prob, len(models))
    return pd.Series(shares / shares.sum(), index=names, name="post_prob")


def _prior_probabilities(given: Sequence[float] | None, count: int) -> np.ndarray:
    if given is None:
        return np.full(count, 1 / count)
    found = np.asarray(given, dtype=float)
    if found.shape != (count,) or not (found >= 0).all() or not np.isclose(found.sum(), 1):
        raise ValueError(f"prior_prob={given!r}: give {count} probabilities whose sum is 1")
    return found


def _bridges(fits: Sequence[BrmFit], seed: Seed) -> list[Bridge]:
    """The evidence of models of the same rows."""
    found = [bridge_sampler(fit, seed) for fit in fits]
    check_same_responses([one._rows_key for one in found], [fit.nobs() for fit in fits])
    return found


def _factor_text(one: BayesFactor) -> str:
    """Five digits behind the point, or an exponent where that would say nothing."""
    if one.log or SMALLEST_PLAIN <= one.bf < LARGEST_PLAIN:
        return f"{one.bf:.5f}"
    return f"{one.bf:.5e}" if 0 < one.bf < np.inf else f"exp({one.log_bf:.5f})"
