"""``bridge_sampler()``: the evidence p(y) of a model; ``brms::bridge_sampler``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rglm.bayes.comparison.bridge_sampling import Evidence, bridge_sampled_evidence
from rglm.formatting.tables.html import html_text
from rglm.inference.random_seed import Seed, generator
from rglm.models.brm.comparison.compared_fits import fit_name, rows_key
from rglm.models.brm.comparison.row_likelihoods import check_posterior

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

METHODS = {"importance": "Importance sampling", "bridge": "Bridge sampling"}


@dataclass(frozen=True, repr=False)
class Bridge:
    """The evidence of a model, as `bridge_sampler` returns it.

    Attributes
    ----------
    logml : float
        log p(y), the logarithm of the marginal likelihood.
    error : float
        Its Monte Carlo standard error.
    method : {"importance", "bridge"}
    steps : int
        The number of proposals of importance sampling, or of iterations.
    model_name : str
        The caller's variable, or the formula.
    notes : tuple of str
        Lines below: that importance sampling cannot be trusted.
    """

    logml: float
    error: float
    method: str
    steps: int
    model_name: str
    notes: tuple[str, ...]
    _rows_key: str

    @property
    def log_evidence(self) -> float:
        """The same as `logml`."""
        return self.logml

    def __repr__(self) -> str:
        obtained = {
            "importance": f"from the weights of {self.steps} proposals",
            "bridge": f'in {self.steps} iteration(s) via method "normal"',
        }
        lines = [
            f"{METHODS[self.method]} estimate of the log marginal likelihood: {self.logml:.5f}",
            f"Estimate obtained {obtained[self.method]}.",
            f"Monte Carlo standard error: {self.error:.2g}",
        ]
        return "\n".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def bridge_sampler(fit: BrmFit, seed: Seed = None) -> Bridge:
    """The evidence of a model, p(y) = integral of p(y | theta) p(theta); ``brms::bridge_sampler``.

    Of importance draws the mean of p(y | u) p(u) / g(u) over all proposals u from g; of Markov
    chains Meng and Wong's optimal bridge between the draws and a normal distribution with their
    moments (of the first half of each chain; the second half is bridged to).

    Parameters
    ----------
    seed : int, optional
        Of the normal draws of a bridge; by default that of the fit.

    Returns
    -------
    Bridge
        ``logml`` with its ``error``.

    Raises
    ------
    ValueError
        A flat prior, which has no density: p(y) is then not defined. Draws of the prior alone.

    Notes
    -----
    The evidence depends on the width of the priors as the posterior does not: give priors that
    you mean. All constants are in it. Cut points have their prior given their order: brms, which
    does not divide by the probability 1 / K! of an order, has log K! less.

    References
    ----------
    Meng & Wong (1996), Simulating ratios of normalizing constants via a simple identity,
    Statistica Sinica 6; Gronau, Singmann & Wagenmakers (2020), bridgesampling: An R package for
    estimating normalizing constants, Journal of Statistical Software 92(10).

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> fit.bridge_sampler().error < 0.02
    True
    """
    check_posterior(fit, "bridge_sampler")
    _check_proper_priors(fit)
    found = _evidence(fit, seed)
    return Bridge(
        logml=found.value,
        error=found.error,
        method=found.method,
        steps=found.steps,
        model_name=fit_name(fit),
        notes=_doubts(fit),
        _rows_key=rows_key(fit),
    )


def _evidence(fit: BrmFit, seed: Seed) -> Evidence:
    importance = fit._sample.importance
    if importance is not None:
        value, error = importance.log_evidence, importance.log_evidence_error
        return Evidence(value, error, "importance", len(importance.log_ratios))
    rng = generator(fit.seed if seed is None else seed)
    return bridge_sampled_evidence(fit._posterior, fit._sample, rng)


def _doubts(fit: BrmFit) -> tuple[str, ...]:
    """That the weights of importance sampling cannot be trusted, nor the error that they give."""
    importance = fit._sample.importance
    if importance is None or importance.is_trusted:
        return ()
    return (
        f"Neither can be trusted: k-hat is {importance.k_hat:.2f} and the effective sample size "
        f'{importance.ess:.0f}; algorithm="sampling" bridges Markov chains.',
    )


def _check_proper_priors(fit: BrmFit) -> None:
    """Check that all priors have a density.

    Raises
    ------
    ValueError
        One is flat.
    """
    if flat := fit._priors.flat_names:
        names = ", ".join(map(repr, flat))
        raise ValueError(
            f"the evidence p(y) is not defined: the prior of {names} is flat, so that its scale "
            "is arbitrary; give proper priors, as normal(0, 2.5), or compare models by "
            "loo_compare()"
        )
